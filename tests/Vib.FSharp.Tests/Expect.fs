/// What tests of several modules ask.
module Vib.Tests.Expect

open System
open System.Diagnostics
open TorchSharp
open Xunit

let close (tolerance: float) (expected: float) (actual: float) =
    Assert.True(abs (expected - actual) <= tolerance, $"{actual} is not within {tolerance} of {expected}")

let error (part: string) (result: Result<'a, string>) =
    match result with
    | Ok value -> Assert.Fail $"succeeded with {value}"
    | Error message -> Assert.Contains(part, message)

let contains (part: string) (text: string) = Assert.Contains(part, text)

let oneLine (text: string) =
    Assert.DoesNotContain("\n", text)
    Assert.InRange(text.Length, 1, Vib.Printers.width)

/// The law of memory: what a call makes is gone when it returns.
let noTensorStays (action: unit -> unit) =
    GC.Collect()
    GC.WaitForPendingFinalizers()
    let before = torch.Tensor.TotalCount
    action ()
    Assert.Equal(before, torch.Tensor.TotalCount)

/// What a child process said and how it ended; it is killed if it takes longer than this.
let child (limit: TimeSpan) (command: string list) (talk: Process -> unit) =
    let start =
        ProcessStartInfo(command.Head, command.Tail, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true)

    use running = Process.Start start |> Option.ofObj |> Option.defaultWith (fun () -> failwith $"{command.Head} did not start")
    talk running
    running.StandardInput.Close()
    let out, error = running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync()

    if not (running.WaitForExit limit) then
        running.Kill true
        Assert.Fail $"""{String.concat " " command} took longer than {limit}"""

    running.ExitCode, out.Result, error.Result
