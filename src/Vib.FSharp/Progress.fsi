namespace Vib

open System
open System.Threading
open Vib.Core

/// <summary>How a long call tells where it stands.</summary>
[<RequireQualifiedAccess>]
type Progress =
    /// <summary>A live line on a terminal; plain lines, some seconds apart, where the output is a file, a pipe or a CI log.</summary>
    | Auto
    /// <summary>Plain lines, some seconds apart.</summary>
    | Plain
    /// <summary>Nothing.</summary>
    | Silent
    /// <summary>Into a recorder's sinks (a log, TensorBoard, a run's folder), and as this besides. <c>Runs.progress</c> makes one.</summary>
    | Recorded of recorder: Recorder * shown: Progress

/// <summary>Where a long call stands.</summary>
type Standing = {
    /// <summary>Steps done.</summary>
    Done: int64
    /// <summary>Steps in all.</summary>
    Total: int64
    /// <summary>What else the line shows, as in <c>InfoNCE 3.81 nat</c>.</summary>
    Text: string
    /// <summary>A line to keep, as at the end of an epoch.</summary>
    Keep: string option
}

/// <summary>The live line of long calls, and Ctrl-C.</summary>
[<RequireQualifiedAccess>]
module Progress =
    /// <summary>The line: title, steps, percentage, step rate, time left, text.</summary>
    /// <param name="title">What is running.</param>
    /// <param name="seconds">Seconds since it started.</param>
    /// <param name="standing">Where it stands.</param>
    /// <example><code>Progress.line "I(X;Y)" 2.0 { Done = 500L; Total = 4_000L; Text = "InfoNCE 3.81 nat"; Keep = None }</code></example>
    val line: title: string -> seconds: float -> standing: Standing -> string

    /// <summary>A span of time for people: <c>8 s</c>, <c>3 min 20 s</c>, <c>2 h 05 min</c>.</summary>
    /// <param name="seconds">Seconds; what is not finite shows as a question mark.</param>
    /// <example><code>Progress.duration 200.0    // 3 min 20 s</code></example>
    val duration: seconds: float -> string

    /// <summary>A value with how it drifts, for the text of a line that is told of it again and again: the mean of its newer looks less that of its older ones, of the last ten.</summary>
    /// <param name="name">What the value is called.</param>
    /// <param name="digits">Digits after the point.</param>
    /// <returns>What to show, from the step and the value in nats; it remembers the looks that it was told of.</returns>
    /// <example><code>let shown = Progress.drift "InfoNCE" 2
    /// shown 100L 3.81    // InfoNCE 3.81 nat; from the fourth look on: InfoNCE 3.81 nat (+0.05 in 500 steps)</code></example>
    val drift: name: string -> digits: int -> (int64 -> float -> string)

    /// <summary>Whether <c>Progress.Auto</c> would show a live line here: the output is a terminal, and the variable CI is not set.</summary>
    /// <example><code>if not (Progress.isLive ()) then printfn "plain lines, some seconds apart"</code></example>
    val isLive: unit -> bool

    /// <summary>Runs work with a progress line. Ctrl-C cancels its token; a second Ctrl-C ends the process.</summary>
    /// <param name="title">What is running.</param>
    /// <param name="mode">Live, plain or silent.</param>
    /// <param name="describe">Where the work stands, from what it reports.</param>
    /// <param name="work">Given where to report and the token to watch.</param>
    /// <returns>What the work returns.</returns>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C.</exception>
    /// <example><code>let describe step = { Done = int64 step; Total = 100L; Text = $"step {step}"; Keep = None }
    /// Progress.run "counting" Progress.Auto describe (fun progress token ->
    ///     for step in 1..100 do
    ///         token.ThrowIfCancellationRequested()
    ///         progress.Report step)</code></example>
    val run:
        title: string -> mode: Progress -> describe: ('report -> Standing) -> work: (IProgress<'report> -> CancellationToken -> 'result) -> 'result

    /// <summary>Runs a training with a progress line. The first Ctrl-C asks it to stop with what it has, which the line then says; a second one ends the process.</summary>
    /// <param name="title">What is running.</param>
    /// <param name="mode">Live, plain, silent or recorded.</param>
    /// <param name="describe">Where the work stands, from what it reports.</param>
    /// <param name="work">Given where to report, the token that asks it to stop, and the token that cancels it.</param>
    /// <returns>What the work returns.</returns>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C after <c>Progress.throwOnStop</c>.</exception>
    /// <example><code>let describe (p: TrainingProgress) = { Done = p.Step; Total = p.Steps; Text = ""; Keep = None }
    /// Progress.train "I(X;Y)" Progress.Auto describe (fun progress stop cancel ->
    ///     MutualInformation.Estimate(source, options = EstimationOptions(Stop = stop), progress = progress, cancellation = cancel))</code></example>
    val train:
        title: string ->
        mode: Progress ->
        describe: ('report -> Standing) ->
        work: (IProgress<'report> -> CancellationToken -> CancellationToken -> 'result) ->
            'result

    /// <summary>From now on Ctrl-C ends a training with an exception and not with what it has: for programs of many trainings, which would go on with the next.</summary>
    /// <example><code>Progress.throwOnStop ()</code></example>
    val throwOnStop: unit -> unit
