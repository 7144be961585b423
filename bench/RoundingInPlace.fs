/// What rounding factors to bfloat16 does to a critic whose weights stay where they are: the same pairs, scored and climbed in full precision and in a step's.
/// Trainings that have parted differ by more than this; this is the part of it that is rounding's own.
module Vib.Bench.RoundingInPlace

open System
open TorchSharp
open Vib.Core
open Vib.Bench.Results

let private batch, batches = 128, 100

[<NoComparison>]
type private Change = {
    /// Of the bound.
    Bound: float
    /// Σ e^{S−1} over pairs that are not joint, and its change.
    Sum: float
    SumChange: float
    /// Sum of the squares of the changes.
    Scores: float
    Climbed: float[]
    /// The same of the gradient.
    Rounding: float
}

type Found = {
    /// By how much the rounded scores raise the bound, nats.
    Value: float
    /// By how much they raise the partition, as a part of it.
    Partition: float
    /// Root mean square of a score's change, nats.
    Score: float
    /// Root mean square of the gradient's change over that of what another batch changes of it.
    Gradient: float
}

let private numbers (tensor: torch.Tensor) = Array.map float (tensor.contiguous().data<float32>().ToArray())

let private square (values: float[]) = values |> Array.sumBy (fun value -> value * value)

/// Of a critic that was trained with reduced steps. Disposes of the data.
let at (critic: Critic) (bound: Bound) (data: PairData) =
    use data = data
    use _constant = torch.no_grad ()
    let struct (pairs, _) = data.HeldOut()
    use pairs = pairs
    use pass = critic.Pass(batch, true, null)
    use ascent = bound.Ascend()

    let climb () =
        pass.Forward(Nullable())
        ascent.GradientInto(pass.Scores.All, (nonNull pass.ScoresGradient).All)
        pass.Backward(Nullable())
        use value = bound.Value pass.Scores.All
        float (value.item<float32>()), numbers pass.Scores.All, numbers critic.Parameters.Gradients

    let rounded () =
        use _step = critic.Parameters.Precision.Begin()
        climb ()

    let partition (scores: float[]) = scores |> Seq.mapi (fun at score -> if at % (batch + 1) = 0 then 0.0 else exp (score - 1.0)) |> Seq.sum

    let each = [
        for _ in 1..batches do
            pairs.Next(pass.X, pass.Y, Nullable())
            let (value, scores, gradient), (value', scores', gradient') = climb (), rounded ()

            {
                Bound = value' - value
                Sum = partition scores
                SumChange = partition scores' - partition scores
                Scores = square (Array.map2 (-) scores' scores)
                Climbed = gradient
                Rounding = square (Array.map2 (-) gradient' gradient)
            }
    ]

    let mean = each |> List.map _.Climbed |> List.reduce (Array.map2 (+)) |> Array.map (fun sum -> sum / float batches)
    let sampling = each |> List.sumBy (fun one -> square (Array.map2 (-) one.Climbed mean))

    {
        Value = each |> List.averageBy _.Bound
        Partition = List.sumBy _.SumChange each / List.sumBy _.Sum each
        Score = sqrt (List.sumBy _.Scores each / float (batches * batch * batch))
        Gradient = sqrt (List.sumBy _.Rounding each / sampling)
    }

/// Root mean squares over trainings.
let entries name (found: Found list) = [
    for part, unit, pick in
        [
            "value", "nat", (fun (one: Found) -> one.Value)
            "partition", "fraction", _.Partition
            "score", "nat", _.Score
            "gradient", "fraction", _.Gradient
        ] do
        let rms = sqrt (found |> List.averageBy (fun one -> pick one ** 2.0))
        let full = $"{name}.{part}"
        printfn $"%-34s{full} %9.4f{rms}  {unit}, root mean square of {found.Length}"
        entry full unit rms
]
