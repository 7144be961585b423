namespace Vib

open System
open System.Diagnostics
open System.Threading
open Spectre.Console

[<RequireQualifiedAccess>]
type Progress =
    | Auto
    | Plain
    | Silent

type Standing = { Done: int64; Total: int64; Text: string; Keep: string option }

[<RequireQualifiedAccess>]
module Progress =
    let private liveEvery, plainEvery = 0.1, 10.0 // seconds

    let duration seconds =
        if not (Double.IsFinite seconds) then
            "?"
        else
            match int64 (Math.Round(max 0.0 seconds)) with
            | s when s < 60L -> $"{s} s"
            | s when s < 3600L -> $"{s / 60L} min {s % 60L:D2} s"
            | s -> $"{s / 3600L} h {s % 3600L / 60L:D2} min"

    let private rate perSecond =
        if perSecond >= 100.0 then
            invariant $"{perSecond:F0} steps/s"
        else
            invariant $"{perSecond:G3} steps/s"

    let line (title: string) seconds standing =
        let part = 100.0 * float standing.Done / float (max 1L standing.Total)
        let perSecond = float standing.Done / seconds
        let left = float (standing.Total - standing.Done) / perSecond
        let pace = if standing.Done > 0L && seconds > 0.0 then [ rate perSecond; $"{duration left} left" ] else []
        let where = [ $"{standing.Done}/{standing.Total}"; invariant $"{part:F0} %%" ]
        let text = if standing.Text = "" then [] else [ standing.Text ]
        $"""{title}  {String.concat " · " (where @ pace @ text)}"""

    let isLive () =
        not Console.IsOutputRedirected
        && String.IsNullOrEmpty(Environment.GetEnvironmentVariable "CI")
        && AnsiConsole.Profile.Capabilities.Ansi

    /// Shows at most one line in so many seconds, and every line to keep.
    let private reporter title (first: float) every describe show keep =
        let clock = Stopwatch.StartNew()
        let mutable next = first

        {
            new IProgress<'report> with
                member _.Report report =
                    let standing, now = describe report, clock.Elapsed.TotalSeconds
                    standing.Keep |> Option.iter keep

                    if now >= next then
                        next <- now + every
                        show (line title now standing)
        }

    let private live title describe work =
        let width = AnsiConsole.Profile.Width - 1
        let shown (text: string) = Text(if text.Length <= width then text else text.Substring(0, max 0 (width - 1)) + "…")

        AnsiConsole
            .Live(shown title)
            .AutoClear(true)
            .Start(fun context ->
                work (reporter title 0.0 liveEvery describe (shown >> context.UpdateTarget) (fun text -> AnsiConsole.WriteLine text)))

    let private plain title describe work = work (reporter title plainEvery plainEvery describe Console.WriteLine Console.WriteLine)

    let private silent work =
        work
            {
                new IProgress<'report> with
                    member _.Report _ = ()
            }

    let private stoppable (work: CancellationToken -> 'result) =
        use source = new CancellationTokenSource()

        let handler =
            ConsoleCancelEventHandler(fun _ press ->
                if not source.IsCancellationRequested then
                    press.Cancel <- true
                    source.Cancel())

        Console.CancelKeyPress.AddHandler handler

        try
            work source.Token
        finally
            Console.CancelKeyPress.RemoveHandler handler

    let run title mode describe work =
        stoppable (fun token ->
            let task progress = work progress token

            match mode with
            | Progress.Auto when isLive () -> live title describe task
            | Progress.Auto
            | Progress.Plain -> plain title describe task
            | Progress.Silent -> silent task)
