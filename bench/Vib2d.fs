/// `repro vib-2d`: Alemi et al. 2017, figure 2: codes of two dimensions and full covariance at three weights, in one run; where the codes lie, and how sure the decoder is over the plane.
module Vib.Bench.Vib2d

open System
open System.Globalization
open System.IO
open System.Text.Json
open Vib
open Vib.Core
open Vib.Bench.Results

/// The weights, with the paper's errors by twelve samples and by one, per cent.
let betas = [ 1e-3, (3.18, 3.24); 1e-1, (3.44, 4.32); 1.0, (33.82, 62.81) ]

/// χ² with two degrees of freedom is below it with probability 0.95: −2 ln 0.05.
let quantile = 5.991

type Plan = {
    Settings: VibMnist.Plan
    Hidden: int list
    Images: int // the first of the test set that are drawn
    Cells: int // of the grid, along each side
}

/// The settings of `repro vib-mnist`, but for Adam's rate, 1e-3 as the paper's text has it: with two dimensions 2e-4 is far from done after 25 epochs.
let full epochs = {
    Settings = { VibMnist.plan Map.empty with Epochs = epochs; Seeds = 1; Rows = []; LearningRate = 1e-3 }
    Hidden = [ 1024; 1024 ]
    Images = 1000
    Cells = 81
}

/// Where 95 % of a code lie: centre, half the axes, and the angle of the longer one, radians.
type Ellipse = {
    Label: int
    X: float
    Y: float
    Major: float
    Minor: float
    Angle: float
    Covariance: float * float * float // of z₁, of z₁ with z₂, of z₂
}

/// The ellipse of a Gaussian in the plane.
let ellipse label (x, y) (covariance: float[,]) =
    let a, b, c = covariance[0, 0], covariance[0, 1], covariance[1, 1]
    let middle, half = (a + c) / 2.0, sqrt (((a - c) / 2.0) ** 2.0 + b * b)
    let axis variance = sqrt (quantile * max 0.0 variance) // a variance of nothing may round to less

    {
        Label = label
        X = x
        Y = y
        Major = axis (middle + half)
        Minor = axis (middle - half)
        Angle = 0.5 * atan2 (2.0 * b) (a - c)
        Covariance = a, b, c
    }

/// The codes of images at one weight, and H(q(y|z)), nats, on a grid from −Extent to Extent: row i is z₂, from the lowest.
type Picture = { Beta: float; Ellipses: Ellipse list; Extent: float; Entropy: float[,] }

/// 1e-3, 1e-1, 1.
let key (beta: float) = if beta = 1.0 then "1" else beta.ToString("0e-0", CultureInfo.InvariantCulture)

let private entropy (probabilities: float[,]) row =
    -Seq.sum(
        seq {
            for c in 0 .. Array2D.length2 probabilities - 1 ->
                if probabilities[row, c] > 0.0 then probabilities[row, c] * log probabilities[row, c] else 0.0
        }
    )

/// The middles of a grid's cells, from left to right.
let private places extent cells = [| for i in 0 .. cells - 1 -> extent * ((2.0 * float i + 1.0) / float cells - 1.0) |]

let private picture plan (images: LabelledImages) (model: TrainedObjective) replicate beta =
    let some = images.Take(min plan.Images images.Count)
    let codes = model.Codes(Observations.ofImages some, replicate = replicate)

    let ellipses = [
        for i in 0 .. codes.Count - 1 -> ellipse (int some.Labels[i]) (float codes.Means[i, 0], float codes.Means[i, 1]) (codes.Covariance i)
    ]

    let extent = 1.1 * (ellipses |> Seq.map (fun e -> max (abs e.X) (abs e.Y) + e.Minor) |> Seq.max)
    let at = places extent plan.Cells

    let grid =
        Array2D.init (plan.Cells * plan.Cells) 2 (fun i k -> float32 (if k = 0 then at[i % plan.Cells] else at[i / plan.Cells]))

    let probabilities = model.Decode(grid, replicate = replicate)

    {
        Beta = beta
        Ellipses = ellipses
        Extent = extent
        Entropy = Array2D.init plan.Cells plan.Cells (fun i j -> entropy probabilities (i * plan.Cells + j))
    }

/// Trains at the three weights side by side, on from the folder's checkpoint where there is one, and reads errors, informations and pictures.
let measure folder told plan (images: ImageSets) =
    let training, test = Observations.ofImages images.Training, Observations.ofImages images.Test
    let perEpoch = images.Training.Count / plan.Settings.Batch
    let checkpoint = Path.Combine(folder, $"vib-2d.{plan.Settings.Epochs}-epochs.checkpoint")
    let weights = betas |> List.map fst

    let row: VibMnist.Row = {
        Name = "2d"
        Title = "K = 2, full covariance"
        Paper = nan
        Others = None
        Encoder = Encoder.fullCovariance plan.Hidden 2
        Objective =
            maximize (
                Info.lower (Z, Y) (Decoder.categorical images.Training.Classes)
                - Bound.times (Beta.sweep weights) (Info.upper (X, Z) Rate.standardNormal)
            )
        TrainingSamples = 12
    }

    use model = VibMnist.trainOrResume plan.Settings perEpoch row checkpoint training told 0.0
    let averaged, oneShot = model.Evaluate test, model.Evaluate(test, 1)

    let entries = [
        for i, beta in List.indexed weights do
            let name part = $"beta{key beta}.{part}"
            entry (name "error.oneshot") "fraction" oneShot.ReplicateErrors[i]
            entry (name "error.averaged") "fraction" averaged.ReplicateErrors[i]
            entry (name "rate.nats") "nat" averaged.Terms[1].ReplicateValues[i]
            entry (name "izy.nats") "nat" averaged.Terms[0].ReplicateValues[i]
        entry "epochs" "epoch" (float plan.Settings.Epochs)
    ]

    let pictures = weights |> List.mapi (picture plan images.Test model)
    File.Delete checkpoint
    entries, pictures

let private number (value: float) = value.ToString("G6", CultureInfo.InvariantCulture)
let private row (cells: string list) = String.concat "," cells

let private ellipsesCsv pictures = [
    "beta,label,mean1,mean2,major,minor,angle"
    for picture in pictures do
        for e in picture.Ellipses do
            row (key picture.Beta :: string e.Label :: ([ e.X; e.Y; e.Major; e.Minor; e.Angle ] |> List.map number))
]

let private entropyCsv pictures = [
    "beta,z1,z2,entropy"
    for picture in pictures do
        let cells = Array2D.length1 picture.Entropy
        let at = places picture.Extent cells

        for i in 0 .. cells - 1 do
            for j in 0 .. cells - 1 do
                row (key picture.Beta :: ([ at[j]; at[i]; picture.Entropy[i, j] ] |> List.map number))
]

let private json pictures =
    let rows (grid: float[,]) = [| for i in 0 .. Array2D.length1 grid - 1 -> Array.map (fun (x: float) -> Math.Round(x, 6)) grid[i, *] |]

    JsonSerializer.Serialize {|
        scale = quantile
        pictures = [|
            for picture in pictures ->
                {|
                    beta = picture.Beta
                    extent = picture.Extent
                    ellipses = [|
                        for e in picture.Ellipses -> {| label = e.Label; mean = [| e.X; e.Y |]; axes = [| e.Major; e.Minor |]; angle = e.Angle |}
                    |]
                    entropy = rows picture.Entropy
                |}
        |]
    |}

/// The pictures side by side: the darker, the less sure the decoder; what holds 95 % of each code, in its class's colour.
let page (pictures: Picture list) report =
    let panel picture =
        let at = places picture.Extent (Array2D.length1 picture.Entropy)

        Chart.over [
            Chart.backdrop "entropy of the decoder (nat)" at at picture.Entropy
            for label, codes in picture.Ellipses |> List.groupBy _.Label |> List.sortBy fst do
                Chart.ellipses $"class {label}" (sqrt quantile) [ for code in codes -> (code.X, code.Y), code.Covariance ]
        ]
        |> Chart.x "z₁" ""
        |> Chart.y "z₂" ""
        |> Chart.title $"β = {key picture.Beta}"

    report |> Report.chart (pictures |> List.map panel |> Chart.beside |> Chart.columns 2)

/// Writes the pictures as tables and as JSON beside the results; gives the files.
let draw folder pictures =
    let path name = Path.Combine(folder, $"vib-2d.{name}")
    File.WriteAllLines(path "ellipses.csv", ellipsesCsv pictures)
    File.WriteAllLines(path "entropy.csv", entropyCsv pictures)
    File.WriteAllText(path "pictures.json", json pictures)
    [ "ellipses.csv"; "entropy.csv"; "pictures.json" ] |> List.map path

let run data epochs =
    let plan, folder = full epochs, folder "repro"
    printfn $"\nVIB on MNIST with K = 2 (Alemi et al. 2017, figure 2), {epochs} epochs, three weights side by side"
    let entries, pictures = measure folder ignore plan (Data.images data)
    let value name = entries |> List.pick (fun (entry: Entry) -> if entry.Name = name then Some entry.Value else None)
    printfn $"""{"β", 6} {"error, 12", 12} {"error, one", 12} {"I(X;Z) ≤", 12} {"I(Z;Y) ≥", 12} {"the paper's errors", 22}"""

    for beta, (twelve, one) in betas do
        let of' part = value $"beta{key beta}.{part}"
        let errors = $"{twelve} %%, {one} %%"

        printfn
            $"""{key beta, 6} {100.0 * of' "error.averaged", 10:F2} %% {100.0 * of' "error.oneshot", 10:F2} %% {of' "rate.nats", 8:F2} nat {of' "izy.nats", 8:F3} nat {errors, 22}"""

    for path in draw folder pictures do
        printfn $"written to {shown path}"

    writeWith (page pictures) "repro" "vib-2d" entries
    0
