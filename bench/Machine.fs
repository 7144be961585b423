/// What a measurement ran on, and in whose company.
module Vib.Bench.Machine

open System
open System.Diagnostics
open System.Globalization
open System.IO

let private lines path = if File.Exists path then List.ofSeq (File.ReadLines path) else []

let private processor =
    match lines "/proc/cpuinfo" |> List.tryFind _.StartsWith("model name") with
    | Some line -> line.Substring(line.IndexOf ':' + 1).Trim()
    | None -> "an unnamed processor"

/// Processes that wanted a core over the last minute, this one among them; nan where the system does not say.
let load () =
    match lines "/proc/loadavg" with
    | line :: _ -> Double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)
    | [] -> nan

/// What to say of a load before anything is measured.
let warning load =
    if load > 1.0 then
        Some
            $"the machine is not quiet, its load is {load:F1}: trust ratios on one thread, and nothing on two, where PyTorch's threads wait for each other"
    else
        None

/// What the driver says of the GPUs, where there is one.
let private gpus () =
    try
        let start =
            ProcessStartInfo("nvidia-smi", "--query-gpu=name,driver_version,memory.total --format=csv,noheader", RedirectStandardOutput = true)

        match Process.Start start with
        | null -> "a GPU of which nvidia-smi says nothing"
        | child ->
            use child = child
            let said = child.StandardOutput.ReadToEnd().Trim()
            child.WaitForExit()
            said.Replace("\n", "; ")
    with :? ComponentModel.Win32Exception ->
        "a GPU of which no nvidia-smi tells"

/// The machine and the day.
let name () = printfn $"{processor}, {Environment.ProcessorCount} cores, {DateTime.UtcNow:``yyyy-MM-dd``}"

/// The same for whoever keeps the numbers, and a warning where they mean little; gives the load.
let say () =
    let load = load ()
    name ()
    warning load |> Option.iter (printfn "%s")
    load

/// The device that is named.
let namePlace (place: Place.Place) =
    if Place.isCuda place then
        use adam = new Vib.Core.AdamStage(place.Device)
        let recorded = Environment.GetEnvironmentVariable "VIB_GRAPHS" <> "off"

        let sayOfAdam =
            if adam.IsFused then
                "in one kernel"
            else
                "by operators, since libtorch's kernel is not there or failed its trial"

        printfn $"{place.Name}: {gpus ()}; float32 without TF32 on every side"
        printfn $"""Adam {sayOfAdam}; steps {if recorded then "recorded where they can be" else "not recorded (VIB_GRAPHS=off)"}"""
    elif place.Named then
        printfn "no GPU: by the operators that one would run, on one thread of the CPU"

/// The machine, the load and the device.
let sayOf place =
    let load = say ()
    namePlace place
    load
