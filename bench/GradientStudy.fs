/// The slope that a batch gives, dI/dρ, against the exact one, at the exact critic and at every batch size  (Poole et al. 2019, §4.1): which bound an encoder can be trained with.
module Vib.Bench.GradientStudy

open System.Diagnostics
open Vib.Core
open Vib.Bench.Results

let private dimension = 20
let private sizes = [ 4; 16; 64; 256 ]
let private nats = [ 2; 6; 10 ]

let private entries name nats (reading: OptimalCriticReading) =
    let key part = $"{name}.i{nats}.b{reading.Batch}.slope.{part}"
    let slope = reading.Gradient

    [
        entry (key "mean") "nat" slope.Mean
        entry (key "se") "nat" slope.StandardError
        entry (key "bias") "nat" slope.Bias
        entry (key "variance") "nat²" slope.Variance
        entry (key "mse") "nat²" slope.MeanSquaredError
    ]

let run batches =
    let clock = Stopwatch.StartNew()
    printfn $"Slopes at the optimal critic of a Gaussian, d = {dimension}, {batches} batches each: relative bias | relative s.d."

    let all = [
        for i in nats do
            let truth = CorrelatedGaussian.WithInformation(dimension, float i)

            let readings =
                sizes
                |> List.map (fun batch ->
                    OptimalCritic.Measure(
                        OptimalCritic.bounds |> List.map snd |> List.toArray,
                        truth,
                        OptimalCriticOptions(Batch = batch, Batches = batches)
                    )
                    |> List.ofSeq)

            let exact = readings.Head.Head.Gradient.Exact
            printfn $"\nI = {i} nat, dI/dρ = {exact:F2}"
            let header batch = $"B = {batch}".PadLeft 17
            printfn $"""%-30s{"bound"} {sizes |> List.map header |> String.concat ""}"""

            for (name, bound), row in List.zip OptimalCritic.bounds (List.transpose readings) do
                let cell (reading: OptimalCriticReading) = $"%+8.2f{reading.Gradient.Bias / exact} |%7.2f{sqrt reading.Gradient.Variance / exact}"
                printfn $"%-30s{bound.Name} {row |> List.map cell |> String.concat System.String.Empty}"
                yield! row |> List.collect (entries name i)

            entry $"i{i}.slope.exact" "nat" exact
    ]

    printfn $"\n{clock.Elapsed.TotalSeconds:F0} s"
    write "repro" "gradient-study" (all @ [ entry "batches" "batch" (float batches); entry "seconds" "s" clock.Elapsed.TotalSeconds ])
    0
