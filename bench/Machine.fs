/// What a measurement ran on, and in whose company.
module Vib.Bench.Machine

open System
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

/// The machine and the day, for whoever keeps the numbers, and a warning where they mean little; gives the load.
let say () =
    let load = load ()
    printfn $"{processor}, {Environment.ProcessorCount} cores, {DateTime.UtcNow:``yyyy-MM-dd``}"
    warning load |> Option.iter (printfn "%s")
    load
