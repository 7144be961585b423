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

let private jaxInstall = "`pip install jax[cuda13]` installs it, and VIB_PYTHON names another interpreter"

let private field (name: string) (line: string) =
    use document = JsonDocument.Parse line
    document.RootElement.GetProperty(name).Clone()

let private has (name: string) (line: string) =
    use document = JsonDocument.Parse line
    document.RootElement.TryGetProperty name |> fst

/// A script at work: its process, what it said first, and what it said last when it ended.
type private Talk = { Child: Process; Hello: string; LastError: unit -> string }

let private talk (python: string) (script: string) (device: string) =
    let path = Path.Combine(AppContext.BaseDirectory, "peers", script)

    let start =
        ProcessStartInfo(python, [ "-B"; path; device ], RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true)

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
            | null when (lastError ()).Contains "No module named 'jax'" -> Error $"{python} has no jax; {jaxInstall}"
            | null -> Error $"{script} ended: {lastError ()}"
            | hello -> Ok { Child = child; Hello = hello; LastError = lastError }
    with :? ComponentModel.Win32Exception ->
        Error $"there is no {python} with torch; {install}"

type Peer private (start: unit -> Result<Talk, string>, first: Talk) =
    let mutable now = first

    /// A peer that ended is started anew: one job that it could not do leaves the next ones alone.
    let alive () =
        if now.Child.HasExited then
            now.Child.Dispose()

            match start () with
            | Ok again -> now <- again
            | Error why -> raise (PeerEnded why)

        now

    let ask verb threads count words name =
        let talk = alive ()
        talk.Child.StandardInput.WriteLine(String.concat " " (verb :: string threads :: string count :: words))

        match talk.Child.StandardOutput.ReadLine() with
        | null -> raise (PeerEnded $"""the Python peer ended at {String.concat " " words}: {talk.LastError()}""")
        | line -> (field name line).GetDouble()

    let library = if has "jax" first.Hello then "jax" else "torch"

    /// PyTorch's version, or JAX's.
    member _.Version = (field library first.Hello).GetString() |> string

    /// What it is made with, in which version.
    member peer.Library = $"""{if library = "jax" then "JAX" else "PyTorch"} {peer.Version}"""

    /// What its matrix product reached when it started: of 256 on one thread, of 4096 on a device.
    member _.Gflops = (field "gflops" first.Hello).GetDouble()

    /// Milliseconds per step of a job, of all its runs.
    member _.Side(threads: int, words: string list) : Turns.Side = fun count -> ask "steps" threads count words "ms"

    /// ATen's operators in one such step; nan of JAX, which has none.
    member _.Operators(threads: int, words: string list) = if library = "jax" then nan else ask "operators" threads 1 words "operators"

    /// A script of bench/peers at work on a device, the CPU if none is named, or why there is none, in one line.
    static member Start(python: string, script: string, ?device: string) =
        let start () = talk python script (defaultArg device "cpu")
        start () |> Result.map (fun first -> new Peer(start, first))

    interface IDisposable with
        member _.Dispose() =
            now.Child.StandardInput.Close()
            now.Child.WaitForExit()
            now.Child.Dispose()
