// Regression on a table with unequal noise: a file, named columns, intervals that say how much they know, and what they are worth.
#load "../vib.fsx"

open System
open System.IO
open Vib

// Prices in thousands by area and town: the larger the flat, the less the price is known, and each town has a level of its own.
let random = Random 1
let normal () = sqrt (-2.0 * log (1.0 - random.NextDouble())) * cos (2.0 * Math.PI * random.NextDouble())
let levels = [ "Bergen", 900.0; "Oslo", 1500.0; "Tromsø", 700.0 ]

let flats = [
    for _ in 1..6000 ->
        let town, level = levels[random.Next levels.Length]
        let area = 20.0 + 130.0 * random.NextDouble()
        area, town, level + 40.0 * area + 3.0 * area * normal ()
]

let folder = Directory.CreateTempSubdirectory("vib-tabular-").FullName
let path = Path.Combine(folder, "flats.csv")

Table.ofColumns [
    Column.numbers "area" [ for area, _, _ in flats -> area ]
    Column.categories "town" [ for _, town, _ in flats -> town ]
    Column.numbers "price" [ for _, _, price in flats -> price ]
]
|> Table.write path

let table = Table.read path
printfn $"{table}\n"

let learning, test = table |> Table.split 0.7
let training, calibration = learning |> Table.split 0.75
let columns = Observations.ofTable [ "area"; "town" ] [ "price" ]

// A mean and a variance of each code; the rate costs little, for the task is regression.
let objective =
    maximize (Info.lower (Z, Y) (Decoder.gaussianHeteroscedasticWith [ 32 ]) - 1e-3 * Info.upper (X, Z) Rate.standardNormal)

let options = {
    Objective.defaults with
        Encoder = Encoder.mlp [ 64 ] 4
        LearningRate = 2e-3
        RateDecay = 0.5
        RateDecaySteps = 1000L
        Threads = Some 1
        Progress = Progress.Silent
}

let model = columns training |> Objective.train options objective
printfn $"{model |> Objective.evaluate (columns test)}\n"

let predicted = model |> Objective.predict (columns test)
printfn "%O" (predicted |> Prediction.scores 0.9)

// The true interval is 2 · 1.645 · 3 · area wide.
let intervals = predicted |> Prediction.intervals 0.9
let areas, truth = Table.numbers "area" test, Table.numbers "price" test

for low, high in [ 20.0, 60.0; 60.0, 100.0; 100.0, 150.0 ] do
    let rows = [
        for i, area in Array.indexed areas do
            if area >= low && area < high then
                i
    ]

    let widths = rows |> List.averageBy (fun i -> intervals.High[i, 0] - intervals.Low[i, 0])

    let inside =
        rows
        |> List.averageBy (fun i -> if truth[i] >= intervals.Low[i, 0] && truth[i] <= intervals.High[i, 0] then 100.0 else 0.0)

    printfn
        $"  {low, 3} to {high, 3} m²: {inside:F1} %% inside, mean width {widths:F0}, of the true ones {rows |> List.averageBy (fun i -> 2.0 * 1.645 * 3.0 * areas[i]):F0}"

// With a guarantee, by rows that nothing was learned from.
let held = model |> Objective.predict (columns calibration)
printfn "\n%O  (conformal)" (predicted |> Prediction.conformal 0.9 held)

// A new flat, whose price nobody knows, in the table's units.
let flat = Table.ofColumns [ Column.numbers "area" [ 80.0 ]; Column.categories "town" [ "Oslo" ] ] |> Table.like table
printfn "%O" (model |> Objective.predict (Observations.ofTable [ "area"; "town" ] [] flat))

Directory.Delete(folder, true)
