/// The Python peer: one process that takes turns with this one.
module Vib.Bench.Peer

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open Vib.Bench.Results

let private python = "/usr/bin/python3"
let private script = Path.Combine(root, "bench/peers/step_torch.py")
let private install = "`apt-get install python3-torch` installs it"

let private field (name: string) (line: string) =
    use document = JsonDocument.Parse line
    document.RootElement.GetProperty(name).Clone()

type Peer private (child: Process, version: string) =
    member _.Version = version

    /// Milliseconds per step.
    member _.Take(batch: int, count: int) =
        child.StandardInput.WriteLine $"{batch} {count}"

        match child.StandardOutput.ReadLine() with
        | null -> invalidOp $"the Python peer ended: {child.StandardError.ReadToEnd()}"
        | line -> (field "ms" line).GetDouble()

    /// The peer, or why there is none.
    static member Start() =
        let start =
            ProcessStartInfo(python, [ script ], RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true)

        try
            match Process.Start start with
            | null -> Error $"{python} did not start"
            | child ->
                match child.StandardOutput.ReadLine() with
                | null -> Error $"{python} has no torch; {install}"
                | line -> Ok(new Peer(child, (field "torch" line).GetString() |> string))
        with :? ComponentModel.Win32Exception ->
            Error $"there is no {python}; {install}"

    interface IDisposable with
        member _.Dispose() =
            child.StandardInput.Close()
            child.WaitForExit()
            child.Dispose()
