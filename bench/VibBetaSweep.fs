/// `repro vib-beta-sweep`: Alemi et al. 2017, figure 1: test error and both informations over β, ten weights in one run.
module Vib.Bench.VibBetaSweep

open Vib
open Vib.Core
open Vib.Bench.Results

let betas = [ 1e-9; 1e-7; 1e-5; 1e-4; 1e-3; 3e-3; 1e-2; 3e-2; 1e-1; 1.0 ]

/// The two parts of the paper's figure.
let page (objective: Objective) (averaged: ObjectiveEvaluation) (oneShot: ObjectiveEvaluation) report =
    let curve =
        MeasuredCurve [
            for i, beta in List.indexed betas ->
                InformationPoint(
                    beta,
                    averaged.Terms[1].ReplicateValues[i],
                    averaged.TermErrors[1][i],
                    averaged.Terms[0].ReplicateValues[i],
                    averaged.TermErrors[0][i],
                    System.Nullable averaged.ReplicateErrors[i]
                )
        ]

    let errors name (evaluation: ObjectiveEvaluation) =
        Chart.points name [ for beta, error in Seq.zip betas evaluation.ReplicateErrors -> beta, 100.0 * error ] |> Chart.joined

    report
    |> Report.objective objective
    |> Report.chart (
        Chart.over [ errors "12 samples of Z" averaged; errors "one sample" oneShot ]
        |> Chart.x "β" ""
        |> Chart.y "test error" "%"
        |> Chart.logX
        |> Chart.logY
        |> Chart.title "Test error over β"
    )
    |> Report.chart (Chart.ofCurve curve |> Chart.logX |> Chart.title "The information curve")
    |> Report.table (ResultTable.ofCurve curve)

let run folder epochs =
    let images = Data.images folder
    let training, test = Observations.ofImages images.Training, Observations.ofImages images.Test
    let perEpoch = images.Training.Count / Objective.defaults.Batch

    // the settings of `repro vib-mnist`, with one sample of Z in training
    let options = {
        Objective.defaults with
            Encoder = Encoder.mlp [ 1024; 1024 ] 256
            Steps = epochs * perEpoch
            LearningRate = 2e-4
            RateDecay = 0.95
            RateDecaySteps = int64 (2 * perEpoch)
            AverageDecay = Some 0.999
    }

    let objective =
        maximize (
            Info.lower (Z, Y) (Decoder.categorical images.Training.Classes)
            - Bound.times (Beta.sweep betas) (Info.upper (X, Z) Rate.standardNormal)
        )

    printfn $"\n{objective}\n{epochs} epochs, {betas.Length} encoders side by side"
    use model = training |> Objective.train options objective
    let averaged, oneShot = Objective.evaluate test model, model.Evaluate(test, 1)
    let percent part = $"{100.0 * part:F2} %%"
    printfn "\n%8s %14s %14s %16s %16s" "β" "error, 12" "error, one" "I(X;Z) ≤, nat" "I(Z;Y) ≥, nat"

    let found = [
        for i, beta in List.indexed betas do
            let rate, information = averaged.Terms[1].ReplicateValues[i], averaged.Terms[0].ReplicateValues[i]
            let twelve, one = averaged.ReplicateErrors[i], oneShot.ReplicateErrors[i]
            printfn "%8s %14s %14s %16.2f %16.3f" $"{beta:G3}" (percent twelve) (percent one) rate information
            let name part = $"beta{beta:G3}.{part}"
            entry (name "error.averaged") "fraction" twelve
            entry (name "error.oneshot") "fraction" one
            entry (name "rate.nats") "nat" rate
            entry (name "izy.nats") "nat" information
    ]

    writeWith
        (page objective averaged oneShot)
        "repro"
        "vib-beta-sweep"
        (found @ [ entry "epochs" "epoch" (float epochs); entry "seconds" "s" model.Seconds ])

    0
