module Vib.Tests.Bench.ProgramTests

open System
open System.Diagnostics
open System.IO
open Vib.Tests
open Xunit

let private program arguments talk =
    Expect.child (TimeSpan.FromSeconds 60.0) ([ "dotnet"; Path.Combine(AppContext.BaseDirectory, "vib-bench.dll") ] @ arguments) talk

let private quiet arguments = program arguments ignore

[<Fact>]
let ``Misuse is one line and exit code 2`` () =
    for arguments in
        [
            [ "demo"; "--epochs"; "0" ]
            [ "demo"; "--data"; "/nowhere" ]
            [ "repro"; "vib-mnist" ]
            [ "repro"; "vib-mnist"; "--rows"; "nothing"; "--data"; "/" ]
            [ "repro"; "vib-2d"; "--seeds"; "5" ]
            [ "repro"; "benchmark-40"; "--tasks"; "nothing" ]
            [ "repro"; "vib-robustness"; "--full"; "--data"; "/nowhere" ]
            [ "repro"; "knn-table"; "--families"; "nothing" ]
            [ "repro"; "blobs-and-rectangles"; "--data"; "/nowhere" ]
            [ "bench"; "nothing" ]
            [ "bench"; "step"; "--cases"; "nothing" ]
            [ "bench"; "step"; "--full"; "--full" ]
            [ "bench"; "vib"; "--rounds"; "0" ]
            [ "bench"; "precision"; "--rounds"; "0" ]
            [ "repro"; "precision"; "--cells"; "nothing" ]
            [ "bench"; "step"; "--full"; "--device"; "cpu" ]
            [ "parity"; "--cases"; "nothing of this name" ]
            [ "no" ]
        ] do
        let exit, out, error = quiet arguments
        Assert.Equal((2, ""), (exit, out))
        Expect.oneLine (error.TrimEnd())

[<Fact>]
let ``A folder without the files is one line and exit code 1`` () =
    let folder = Directory.CreateTempSubdirectory "vib-program-"

    try
        let exit, _, error = quiet [ "demo"; "--data"; folder.FullName ]
        Assert.Equal(1, exit)
        Expect.contains "is empty" error
        Assert.DoesNotContain("\n", error.TrimEnd())
    finally
        folder.Delete()

[<Fact>]
let ``The list names every verb`` () =
    let exit, out, _ = quiet [ "list" ]
    Assert.Equal(0, exit)

    for verb in
        [
            "demo"
            "bench step"
            "bench vib"
            "bench memory"
            "bench objectives"
            "bench neighbours"
            "bench precision"
            "repro precision"
            "repro vib-mnist"
            "repro vib-2d"
            "repro vib-beta-sweep"
            "repro vib-robustness"
            "repro benchmark-40"
            "parity"
            "doctor"
        ] do
        Expect.contains verb out

[<Fact>]
let ``Ctrl-C ends a run with one line and exit code 130`` () =
    let interrupt (running: Process) =
        running.StandardOutput.ReadLine() |> ignore // the images are there: the estimates begin
        Threading.Thread.Sleep 3000
        Process.Start("kill", [ "-INT"; string running.Id ]).WaitForExit()

    let exit, _, error = program [ "demo" ] interrupt
    Assert.Equal(130, exit)
    Assert.Matches(@"^stopped; what is finished is in \S*demo\n$", error)
