/// What every step of the build stands on: failures, files, child processes, stamps.
module Steps

open System
open System.Diagnostics
open System.IO
open System.Runtime.InteropServices
open System.Security.Cryptography
open System.Text

/// A failure as the user reads it: what failed, what to try, the log that knows more.
exception Failed of what: string * advice: string * log: string option

let fail what advice = raise (Failed(what, advice, None))
let root = Path.GetDirectoryName __SOURCE_DIRECTORY__
let at path = Path.Combine(root, path)

let folder path = Directory.CreateDirectory(at path).FullName

let log step = Path.Combine(folder "artifacts/logs", step + ".log")
let env name = Environment.GetEnvironmentVariable name |> Option.ofObj |> Option.filter (String.IsNullOrWhiteSpace >> not)

let filesUnder path pattern =
    if Directory.Exists(at path) then
        Directory.GetFiles(at path, pattern, SearchOption.AllDirectories) |> Array.sort
    else
        [||]

let words (text: string) = List.ofArray (text.Split ' ')
let interrupted = ref false

let run (environment: (string * string) list) (limit: TimeSpan) (command: string list) =
    let start = ProcessStartInfo(command.Head, command.Tail, WorkingDirectory = root)

    for name, value in ("DOTNET_NOLOGO", "1") :: ("DOTNET_CLI_TELEMETRY_OPTOUT", "1") :: environment do
        start.Environment[name] <- value

    use child =
        try
            Process.Start start
        with error ->
            fail $"{command.Head} could not be started ({error.Message})" "Is it installed and on the PATH?"

    // A terminal's Ctrl-C reaches the child by itself, which then decides how to end; a SIGTERM comes to this process alone.
    use _ =
        PosixSignalRegistration.Create(
            PosixSignal.SIGINT,
            fun signal ->
                signal.Cancel <- true
                interrupted.Value <- true
        )

    use _ =
        PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            fun signal ->
                signal.Cancel <- true
                Process.Start("kill", [ "-TERM"; string child.Id ]).WaitForExit()
        )

    if child.WaitForExit limit then
        child.ExitCode
    else
        child.Kill true
        124

let forever = Threading.Timeout.InfiniteTimeSpan
let inherited = run [] forever

/// Runs with the output in a file (by the shell: build servers that outlive the step would hold a pipe open).
let into file environment limit command =
    let exit = run environment limit ("/bin/sh" :: "-c" :: "exec > \"$0\" 2>&1; exec \"$@\"" :: file :: command)

    if interrupted.Value then
        raise (OperationCanceledException())

    exit

let logged step = into (log step)

let must step environment what advice command =
    if logged step environment forever command <> 0 then
        raise (Failed(what, advice, Some(log step)))

/// What a command prints, if it succeeds.
let ask (command: string list) =
    let file = Path.GetTempFileName()

    try
        if into file [] forever command = 0 then Some(File.ReadAllText file) else None
    finally
        File.Delete file

let lines (text: string) = text.Split('\n', StringSplitOptions.RemoveEmptyEntries ||| StringSplitOptions.TrimEntries)
let stamped path = $"{path} {FileInfo(path).Length} {FileInfo(path).LastWriteTimeUtc:O}"
let digest (texts: string seq) = texts |> String.concat "\n" |> Encoding.UTF8.GetBytes |> SHA256.HashData |> Convert.ToHexString
let content (files: string seq) = files |> Seq.filter File.Exists |> Seq.collect (fun file -> [ file; File.ReadAllText file ])

/// Runs the step unless it last ran to its end with the same inputs and its products are still there.
let unlessDone step (inputs: string seq) (products: string seq) action =
    let stamp, key = Path.Combine(folder "artifacts/stamps", step), digest inputs
    let isThere path = File.Exists path || Directory.Exists path

    if not (File.Exists stamp && File.ReadAllText stamp = key && Seq.forall isThere products) then
        let clock = Stopwatch.StartNew()

        if not Console.IsOutputRedirected then // somebody watches, and the first build takes minutes
            printf $"{step, -10} …\r"
            stdout.Flush()

        action ()
        File.WriteAllText(stamp, key)
        printfn $"{step, -10} done in {clock.Elapsed.TotalSeconds:F1} s"
