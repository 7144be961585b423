module Vib.Tests.RunsTests

open System
open System.Diagnostics
open System.IO
open Vib
open Vib.Core
open Vib.Bench.Results
open Xunit

let private inFolder (work: string -> unit) =
    let folder = Directory.CreateTempSubdirectory("vib-runs-").FullName

    try
        work folder
    finally
        Directory.Delete(folder, true)

let private options = { Mi.defaults with Steps = 300; Batch = 32; FreshPairs = 640; Threads = Some 1; Progress = Progress.Silent }

[<Fact>]
let ``An estimation leaves its settings, its log and its result in a folder`` () =
    inFolder (fun root ->
        use run = Runs.startWith (Runs.inFolder root) "gauss" options
        let recorded = { options with Progress = Progress.Recorded(run.Recorder, Progress.Silent) }
        let estimate = Truth.gaussian 2 1.0<nat> |> Mi.estimateWith recorded Bound.infoNce Critic.separable
        estimate |> Runs.saveEstimate "information" run
        Assert.Equal(None, Runs.tryCheckpoint run)
        Runs.finish run
        let log = File.ReadAllLines(Path.Combine(run.Folder, "log.jsonl"))
        Assert.Equal(estimate.Trace.Count, log.Length)
        let config = File.ReadAllText(Path.Combine(run.Folder, "config.json"))
        Expect.contains "\"Steps\": 300" config
        Expect.contains "\"Threads\": 1" config // an option, unwrapped
        Expect.contains "\"Progress\": \"Silent\"" config
        let listed = Assert.Single(Runs.list root)

        Assert.Equal(
            (RunState.Finished, estimate.Value),
            (listed.State, (Files.estimates (Path.Combine(run.Folder, "results", "information.json"))).Head.Value)
        ))

[<Fact>]
let ``Runs are compared, and what is no run says so`` () =
    inFolder (fun root ->
        let made name steps =
            use run = Runs.startWith (Runs.inFolder root) name {| Steps = steps |}
            run |> Runs.fail "a test"
            run.Folder

        let compared = Runs.compare (made "a" 1) (made "b" 2)
        Assert.Equal(Nullable 1.0, (Assert.Single compared.Differences).Difference)
        Runs.tryResume root |> Result.map string |> Expect.error "has no run.json")

[<Fact>]
let ``Two runs stand side by side in a report, which a run's folder keeps`` () =
    inFolder (fun root ->
        let made name steps value =
            use run = Runs.startWith (Runs.inFolder root) name {| Steps = steps |}

            Estimate(Value = value, Side = Side.Lower, Bound = "InfoNCE", StandardError = 0.1)
            |> Runs.saveEstimate "information" run

            let curve = MeasuredCurve [ InformationPoint(0.1, 2.0, 0.01, 1.2, 0.01, Nullable()) ]
            curve |> Runs.saveCurve "curve" run // no estimates: compared as numbers alone
            Runs.finish run
            run.Folder

        let left, right = made "left" 1 0.5, made "right" 2 0.75
        let report = Report.create "Two runs" |> Report.comparison (Runs.compare left right)

        match report.Parts with
        | [ ReportPart.Facts("Runs", facts); ReportPart.Chart chart; ReportPart.Table table ] ->
            Assert.Equal<string list>([ "left"; "right" ], List.map fst facts)

            Assert.Equal<(float * string) list>(
                [ 0.0, "information: InfoNCE ≥ (right)"; 1.0, "information: InfoNCE ≥ (left)" ],
                chart.Panels.Head.Y.Ticks
            )

            let row what = table.Rows |> List.find (List.item 1 >> (=) (Cell.Text what))
            Assert.Equal<Cell list>([ Cell.Text "config"; Cell.Text "Steps"; Cell.Number 1.0; Cell.Number 2.0; Cell.Number 1.0 ], row "Steps")
            Assert.Equal(Cell.Number 0.25, List.last (row "[0].value"))
        | other -> Assert.Fail $"{other}"

        use run = Runs.resume left
        report |> Report.keep run
        Expect.contains "information: InfoNCE" (File.ReadAllText(Path.Combine(left, "report.html"))))

[<Fact>]
let ``What a recorder has no terms for is recorded as where it stands`` () =
    inFolder (fun root ->
        use run = Runs.startWith (Runs.inFolder root) "own" ()
        let describe step = { Done = step; Total = 10L; Text = ""; Keep = Some "kept" }
        Progress.run "own" (Progress.Recorded(run.Recorder, Progress.Silent)) describe (fun progress _ -> progress.Report 3L)
        Runs.finish run
        Expect.contains "\"step\":3,\"steps\":10" (File.ReadAllText(Path.Combine(run.Folder, "log.jsonl"))))

/// `dotnet fsi` starts another process, in which the script runs; a terminal would tell both.
let private childOf (parent: int) =
    let parentOf (folder: string) =
        try
            let stat = File.ReadAllText(Path.Combine(folder, "stat")) // pid (name) state parent …
            Some(int (stat.Substring(stat.LastIndexOf ')' + 2).Split(' ')[1]))
        with :? IOException ->
            None // it has ended meanwhile

    Directory.GetDirectories "/proc"
    |> Array.filter (fun folder -> Char.IsDigit folder[6])
    |> Array.find (fun folder -> parentOf folder = Some parent)
    |> fun folder -> folder.Substring 6

// Ctrl-C as a terminal sends it, to a script that trains for hours if nobody stops it.
[<Fact>]
let ``Ctrl-C ends a training with what it has, and the script goes on`` () =
    inFolder (fun root ->
        let script = Path.Combine(root, "endless.fsx")
        let vib = Path.Combine(Vib.Bench.Results.root, "vib.fsx")

        File.WriteAllText(
            script,
            $"""#load @"{vib}"
open Vib
let estimate =
    Truth.gaussian 2 1.0<nat>
    |> Mi.estimateWith {{ Mi.defaults with Steps = System.Int32.MaxValue; Threads = Some 1; Progress = Progress.Plain }} Bound.infoNce Critic.separable
printfn $"came back: {{estimate}}"
"""
        )

        let interrupt (running: Process) =
            let first = running.StandardOutput.ReadLine() // the first plain line: training is under way
            Assert.NotNull first
            Process.Start("kill", [ "-INT"; childOf running.Id ]).WaitForExit()

        let exit, out, error = Expect.child (TimeSpan.FromMinutes 2.0) [ "dotnet"; "fsi"; "--nologo"; script ] interrupt
        Assert.Equal(0, exit)
        Expect.contains "stopped; this is what there is so far" error
        Expect.contains "interrupted" out)
