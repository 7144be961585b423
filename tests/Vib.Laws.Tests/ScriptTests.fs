module Vib.Laws.Tests.ScriptTests

open System
open System.Diagnostics
open System.IO
open Vib.Laws.Tests
open Xunit

let private root =
    let rec up (folder: DirectoryInfo) =
        if File.Exists(Path.Combine(folder.FullName, "Vib.sln")) then
            folder.FullName
        else
            up (Option.get (Option.ofObj folder.Parent))

    up (DirectoryInfo AppContext.BaseDirectory)

/// What F# Interactive shows of these lines.
let private interactive (lines: string list) =
    let start =
        ProcessStartInfo("dotnet", [ "fsi"; "--nologo" ], RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true)

    use running = Process.Start start |> Option.ofObj |> Option.get
    lines |> List.iter (fun line -> running.StandardInput.WriteLine(line + ";;"))
    running.StandardInput.Close()
    let out, error = running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync()

    if not (running.WaitForExit(TimeSpan.FromMinutes 2.0)) then
        running.Kill true
        Assert.Fail "took longer than two minutes"

    out.Result, error.Result

[<Fact>]
let ``In a script the laws are one line away, and a verdict shows its counter-example`` () =
    let out, error =
        interactive [
            $"""#load @"{Path.Combine(root, "vib.fsx")}" """
            "open Vib"
            "open Vib.Laws"
            "let wrong = Estimator.ofScores \"wrong\" (fun _ -> 1.0<nat>)"
            "wrong |> Laws.lowerBound |> Laws.check"
            "let nwj = Estimator.ofBound Bound.nwj"
            "let law = nwj |> Laws.tight"
            "law |> Laws.check"
        ]

    Assert.Equal("", error)
    Expect.contains "val it: Verdict =\n  Not so: wrong is a lower bound." out
    Expect.contains "\n  replay  law |> Laws.replay (" out
    Expect.contains "val nwj: Estimator = NWJ" out
    Expect.contains "val law: Law = law: NWJ is tight; Laws.check tries it" out
    Expect.contains "\n  NWJ is tight: 100 cases, " out
