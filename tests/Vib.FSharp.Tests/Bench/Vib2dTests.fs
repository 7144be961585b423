module Vib.Tests.Bench.Vib2dTests

open System
open System.IO
open System.Text.Json
open Vib
open Vib.Bench
open Vib.Tests
open Xunit

let private tiny: Vib2d.Plan = {
    Settings = { Epochs = 2; Seeds = 1; Rows = []; Batch = 50; LearningRate = 1e-3; Threads = Some 1 }
    Hidden = [ 16 ]
    Images = 25
    Cells = 7
}

let private inFolder work =
    let folder = Directory.CreateTempSubdirectory "vib-2d-"

    try
        work folder.FullName
    finally
        folder.Delete true

[<Fact>]
let ``Every weight has its errors and informations, and a picture of the images that were asked for`` () =
    inFolder (fun folder ->
        let entries, pictures = Vib2d.measure folder ignore tiny (Images.drawn 300 60)
        let values = Map.ofList [ for entry in entries -> entry.Name, entry.Value ]

        for key in [ "1e-3"; "1e-1"; "1" ] do
            for part in [ "error.oneshot"; "error.averaged" ] do
                Assert.InRange(values[$"beta{key}.{part}"], 0.0, 1.0)

            Assert.True(values[$"beta{key}.rate.nats"] > 0.0)

        Assert.Equal<float list>([ 1e-3; 1e-1; 1.0 ], pictures |> List.map _.Beta)
        Assert.Empty(Directory.GetFiles folder) // the checkpoint was of use until the end

        for picture in pictures do
            Assert.Equal(25, picture.Ellipses.Length)
            Assert.Equal((7, 7), (Array2D.length1 picture.Entropy, Array2D.length2 picture.Entropy))
            Assert.All(picture.Entropy |> Seq.cast<float>, (fun nats -> Assert.InRange(nats, 0.0, log 10.0 + 1e-6)))

            for e in picture.Ellipses do
                Assert.True(e.Major >= e.Minor && e.Minor > 0.0)
                Assert.True(max (abs e.X) (abs e.Y) < picture.Extent)

        let files = Vib2d.draw folder pictures
        let lines name = File.ReadAllLines(files |> List.find (fun path -> path.EndsWith(name: string)))
        Assert.Equal(1 + 3 * 25, (lines "ellipses.csv").Length)
        Assert.Equal(1 + 3 * 49, (lines "entropy.csv").Length)
        use json = JsonDocument.Parse(lines "pictures.json" |> String.concat "\n")
        let of' = json.RootElement.GetProperty "pictures"
        Assert.Equal(3, of'.GetArrayLength())
        Assert.Equal(25, of'[0].GetProperty("ellipses").GetArrayLength())

        match (Report.create "r" |> Vib2d.page pictures).Parts with
        | [ ReportPart.Chart chart ] ->
            let drawn (panel: Panel) =
                panel.Series
                |> List.sumBy (function
                    | Series.Ellipses codes -> codes.Ellipses.Length
                    | _ -> 0)

            Assert.Equal<int list>([ 25; 25; 25 ], List.map drawn chart.Panels)
        | other -> Assert.Fail $"{other}")

[<Fact>]
let ``A run that is stopped goes on to the same pictures`` () =
    let digits = Images.drawn 300 60
    let whole = inFolder (fun folder -> Vib2d.measure folder ignore tiny digits)

    inFolder (fun folder ->
        let checkpoint = Path.Combine(folder, "vib-2d.2-epochs.checkpoint")

        let stop (report: Vib.Core.ObjectiveProgress) =
            if report.Step = report.Steps then
                raise (OperationCanceledException())

        Assert.Throws<OperationCanceledException>(fun () -> Vib2d.measure folder stop tiny digits |> ignore) |> ignore
        Assert.True(File.Exists checkpoint)
        let entries, pictures = Vib2d.measure folder ignore tiny digits
        Assert.Equal<Results.Entry list>(fst whole, entries)
        Assert.Equal<Vib2d.Picture list>(snd whole, pictures))

[<Fact>]
let ``The ellipse of a Gaussian holds its points at the distance of the quantile`` () =
    // Σ = R diag(4, 1) Rᵀ turned by 30 degrees
    let turn = Math.PI / 6.0
    let c, s = cos turn, sin turn
    let covariance = array2D [ [ 4.0 * c * c + s * s; 3.0 * c * s ]; [ 3.0 * c * s; 4.0 * s * s + c * c ] ]
    let e = Vib2d.ellipse 3 (1.0, -2.0) covariance
    Assert.Equal((3, 1.0, -2.0), (e.Label, e.X, e.Y))
    Assert.Equal(2.0 * sqrt 5.991, e.Major, 1e-12)
    Assert.Equal(sqrt 5.991, e.Minor, 1e-12)
    Assert.Equal(turn, e.Angle, 1e-12)
    // three decimals: half of the last, times the density there
    Assert.Equal(0.95, 1.0 - exp (-0.5 * Vib2d.quantile), 0.0005 * 0.5 * 0.05)
