namespace Vib

open System
open System.Collections.Generic
open System.Diagnostics
open System.Threading
open Spectre.Console
open Vib.Core

[<RequireQualifiedAccess>]
type Progress =
    | Auto
    | Plain
    | Silent
    | Recorded of recorder: Recorder * shown: Progress

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

    let private looksKept = 10

    let drift (name: string) (digits: int) =
        let looks = Queue<struct (int64 * float)>()
        let mean part (looks: struct (int64 * float)[]) = looks |> Array.averageBy part

        fun (step: int64) (value: float) ->
            looks.Enqueue(struct (step, value))

            if looks.Count > looksKept then
                looks.Dequeue() |> ignore

            let shown (number: float) = number.ToString($"F{digits}", Globalization.CultureInfo.InvariantCulture)
            let now = $"{name} {shown value} nat"

            if looks.Count < 4 then
                now
            else
                let earlier, later = looks.ToArray() |> Array.splitAt (looks.Count / 2)
                let gain = mean (fun (struct (_, value)) -> value) later - mean (fun (struct (_, value)) -> value) earlier
                let steps = mean (fun (struct (step, _)) -> float step) later - mean (fun (struct (step, _)) -> float step) earlier
                let sign = if gain < 0.0 then "−" else "+"
                $"{now} ({sign}{shown (abs gain)} in {int64 steps} steps)"

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

    let mutable private throwing = false
    let throwOnStop () = throwing <- true

    let private stoppable (work: CancellationTokenSource -> 'result) =
        use source = new CancellationTokenSource()

        let handler =
            ConsoleCancelEventHandler(fun _ press ->
                if not source.IsCancellationRequested then
                    press.Cancel <- true
                    source.Cancel())

        Console.CancelKeyPress.AddHandler handler

        try
            work source
        finally
            Console.CancelKeyPress.RemoveHandler handler

    /// Tells a recorder in its own terms where it has some, and else where the work stands.
    let private into (recorder: Recorder) describe (shown: IProgress<'report>) =
        let clock = Stopwatch.StartNew()

        {
            new IProgress<'report> with
                member _.Report report =
                    match box recorder with
                    | :? IProgress<'report> as own -> own.Report report
                    | _ ->
                        let standing = describe report

                        ProgressReading(
                            Step = standing.Done,
                            Steps = standing.Total,
                            Seconds = clock.Elapsed.TotalSeconds,
                            Note = Option.toObj standing.Keep
                        )
                        |> recorder.Record

                    shown.Report report
        }

    let rec private showing title mode describe task =
        match mode with
        | Progress.Auto when isLive () -> live title describe task
        | Progress.Auto
        | Progress.Plain -> plain title describe task
        | Progress.Silent -> silent task
        | Progress.Recorded(recorder, shown) -> showing title shown describe (into recorder describe >> task)

    let run title mode describe work = stoppable (fun source -> showing title mode describe (fun progress -> work progress source.Token))

    let rec private isSilent mode =
        match mode with
        | Progress.Silent -> true
        | Progress.Recorded(_, shown) -> isSilent shown
        | Progress.Auto
        | Progress.Plain -> false

    let train title mode describe work =
        stoppable (fun source ->
            let stop, cancel = if throwing then CancellationToken.None, source.Token else source.Token, CancellationToken.None
            let result = showing title mode describe (fun progress -> work progress stop cancel)

            if source.IsCancellationRequested && not (isSilent mode) then
                Console.Error.WriteLine $"{title}: stopped; this is what there is so far"

            result)
