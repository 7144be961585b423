// Five papers' objectives, each in a line or two, each trained on digits.
// What an objective guarantees is in its type: `maximize` takes a lower bound and nothing else, `minimize` an upper one.
#load "../vib.fsx"

open Vib
open Vib.Core

// Digits that the library draws itself. For MNIST: Images.mnist "/folder/of/the/four/files".
let digits = Images.drawn 4000 1000
let training, test = Observations.ofImages digits.Training, Observations.ofImages digits.Test

// Networks this small gain nothing from a second thread.
let options = {
    Objective.defaults with
        Encoder = Encoder.mlp [ 128 ] 16
        Steps = 2000
        LearningRate = 1e-3
        Threads = Some 1
        Progress = Progress.Silent
}

let ofUnitNoise = { options with Encoder = options.Encoder |> Encoder.withFixedNoise 1.0 }

// A decoder bounds I(Z;Y) from below, a rate I(X;Z) from above.
let decoder = Info.lower (Z, Y) (Decoder.categorical 10)
let rate = Info.upper (X, Z) Rate.standardNormal

// The deep variational information bottleneck  (Alemi et al. 2017).
let deepVib = maximize (decoder - 0.03 * rate)

// The conditional entropy bottleneck: a price on what Z keeps of X that Y does not explain  (Fischer 2020).
let ceb = minimize (0.1 * Info.upperGiven (X, Z, Y) Rate.unitBackwardEncoder - decoder)

// Nonlinear IB: the rate by pairwise divergences, squared  (Kolchinsky, Tracey and Wolpert 2019). It ends at ln B, so it is no upper bound without a word.
let pairwise: UpperBound = Info.estimate (X, Z) Rate.pairwise |> Bound.trust "it stays below its end, ln 100 = 4.61"
let nonlinear = maximize (decoder - 0.04 * Bound.squared pairwise)

// MINE in the place of the rate: a critic climbs what the encoder descends  (Belghazi et al. 2018). A critic that lags reads too little: a penalty, no bound.
let critic = Critic.concatenated |> Critic.withHidden [ 64 ]

let mine: UpperBound =
    Info.estimate (X, Z) (Contrast.mine critic) |> MinMax.inner 1 |> Bound.trust "a penalty only; I(X;Z) is read elsewhere"

let mineRegularised = maximize (decoder - 0.1 * mine)

// A limit in the place of a price: the multiplier finds the price.
let limited = maximize decoder |> Objective.atMost 5.0<nat> rate

let papers = [
    "deep VIB", deepVib, options
    "CEB", ceb, ofUnitNoise
    "nonlinear IB", nonlinear, ofUnitNoise
    "MINE-regularised", mineRegularised, { ofUnitNoise with LearningRate = 5e-4; ClimbingRate = 2e-3; Steps = 1000 }
    "at most 5 nats", limited, { options with Encoder = options.Encoder |> Encoder.withOffset 0.0; Multiplier = 0.1 }
]

// The codes' densities are known, so I(X;Z) is enclosed for all alike, whatever each was trained with.
let enclosed model =
    let means, deviations = model |> Objective.encode test
    Mi.sandwichOfEncoder { Mi.defaults with Batch = 500 } (Array2D.map float means) (Array2D.map float deviations)

let rows = [
    for name, objective, options in papers do
        printfn $"{name}\n{Objective.show objective}\n"
        use model = Objective.train options objective training
        name, Objective.evaluate test model, enclosed model
]

let sign (term: Estimate) = if term.Side = Side.Upper then "≤" else "≈"
printfn $"on {test}\n"
printfn "                    error    I(Z;Y) ≥            its own rate   I(X;Z) between"

for name, evaluation, sides in rows do
    let of' (quantity: string) = evaluation.Terms |> Seq.find _.Quantity.StartsWith(quantity)
    let information, own = of' "I(Z;Y)", of' "I(X;Z"
    let rate = $"{own.Quantity} {sign own} {own.Value, 5:F2}"

    printfn
        $"{name, -18} {100.0 * evaluation.Error.Value, 4:F1} %% {information.Value, 8:F2} nat {rate, 18} nat {sides.Below.Value, 7:F2} and {sides.Above.Value:F2} nat"

printfn
    $"\nThe label holds {log 10.0:F2} nat, and no code tells more of it than of the image. 500 codes at once show at most ln 500 = {log 500.0:F2} nat from below."

// What a bottleneck is compared with: the same network without noise, alone and with what else regularises. A rate refuses it, since such a code knows all there is, or infinitely much.
let plain = { options with Encoder = Encoder.deterministic [ 128 ] 16; Steps = 1000 }

let others = [
    "no bottleneck", decoder, plain
    "dropout", decoder, { plain with Encoder = plain.Encoder |> Encoder.withDropout 0.5 }
    "smoothed labels", Info.lower (Z, Y) (Decoder.smoothed 0.1 10), plain
    "confidence penalty", Info.lower (Z, Y) (Decoder.penalised 0.1 10), plain
]

printfn ""

for name, bound, options in others do
    use model = Objective.train options (maximize bound) training
    let evaluation = model |> Objective.evaluate test
    printfn $"{name, -18} {100.0 * evaluation.Error.Value, 4:F1} %% {evaluation.Terms[0].Value, 8:F2} nat"
