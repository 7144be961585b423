/// The Python peers: processes that are kept alive and take turns with this one. bench/peers/turns.py says what they are asked.
module Vib.Bench.Peer

open System
open System.Diagnostics
open System.IO
open System.Text.Json

/// A peer stopped in the middle; the message says what it said last.
exception PeerEnded of string

/// The interpreter: VIB_PYTHON, or the system's.
let python =
    match Environment.GetEnvironmentVariable "VIB_PYTHON" with
    | null
    | "" -> "/usr/bin/python3"
    | path -> path

let private install = "`apt-get install python3-torch` installs it, and VIB_PYTHON names another interpreter"

let private field (name: string) (line: string) =
    use document = JsonDocument.Parse line
    document.RootElement.GetProperty(name).Clone()

type Peer private (child: Process, lastError: unit -> string, hello: string) =
    let ask verb threads count words name =
        child.StandardInput.WriteLine(String.concat " " (verb :: string threads :: string count :: words))

        match child.StandardOutput.ReadLine() with
        | null -> raise (PeerEnded $"""the Python peer ended at {String.concat " " words}: {lastError ()}""")
        | line -> (field name line).GetDouble()

    /// PyTorch's version.
    member _.Version = (field "torch" hello).GetString() |> string

    /// What its matrix product of 256 reached on one thread when it started.
    member _.Gflops = (field "gflops" hello).GetDouble()

    /// Milliseconds per step of a job, of all its runs.
    member _.Side(threads: int, words: string list) : Turns.Side = fun count -> ask "steps" threads count words "ms"

    /// ATen's operators in one such step.
    member _.Operators(threads: int, words: string list) = ask "operators" threads 1 words "operators"

    /// A script of bench/peers at work, or why there is none, in one line.
    static member Start(python: string, script: string) =
        let path = Path.Combine(AppContext.BaseDirectory, "peers", script)

        let start =
            ProcessStartInfo(python, [ "-B"; path ], RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true)

        try
            match Process.Start start with
            | null -> Error $"{python} did not start"
            | child ->
                let mutable last = "without a word"

                child.ErrorDataReceived.Add(fun said ->
                    match said.Data with
                    | null
                    | "" -> ()
                    | line -> last <- line)

                child.BeginErrorReadLine()

                let lastError () =
                    child.WaitForExit()
                    last

                match child.StandardOutput.ReadLine() with
                | null when (lastError ()).Contains "No module named 'torch'" -> Error $"{python} has no torch; {install}"
                | null -> Error $"{script} ended: {lastError ()}"
                | hello -> Ok(new Peer(child, lastError, hello))
        with :? ComponentModel.Win32Exception ->
            Error $"there is no {python} with torch; {install}"

    interface IDisposable with
        member _.Dispose() =
            child.StandardInput.Close()
            child.WaitForExit()
            child.Dispose()
