namespace Vib

open System
open System.Threading

/// <summary>How a long call tells where it stands.</summary>
[<RequireQualifiedAccess>]
type Progress =
    /// <summary>A live line on a terminal; plain lines, some seconds apart, where the output is a file, a pipe or a CI log.</summary>
    | Auto
    /// <summary>Plain lines, some seconds apart.</summary>
    | Plain
    /// <summary>Nothing.</summary>
    | Silent

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
