// Is my bound right?  A bound written by hand, with the two mistakes that are made most often, held to laws of information; then an estimator from samples.
#load "../vib.fsx"

open Vib
open Vib.Laws

// NWJ: mean_i S_ii − mean_{i≠j} e^{S_ij − 1}. What is divided by is the question.
let joint (scores: float[,]) = Seq.init (scores.GetLength 0) (fun i -> scores[i, i]) |> Seq.average
let partition (scores: float[,]) = scores |> Array2D.mapi (fun i j s -> if i = j then 0.0 else exp (s - 1.0)) |> Seq.cast<float> |> Seq.sum
let count (scores: float[,]) = float (scores.GetLength 0)

let off = fun scores -> (joint scores - partition scores / (count scores * count scores)) * 1.0<nat> // B² pairs, but only B(B − 1) of them are off the diagonal
let sign = fun scores -> (joint scores + partition scores / (count scores * (count scores - 1.0))) * 1.0<nat>
let right = fun scores -> (joint scores - partition scores / (count scores * (count scores - 1.0))) * 1.0<nat>

// Its best critic is log r + 1: a bound says so.
let held name bound = Estimator.ofScores name bound |> Estimator.tightAt 1.0

let law = held "over B²" off |> Laws.lowerBound
let verdict = Laws.check law
printfn $"{verdict}\n"

match verdict with
| Broken found -> printfn $"pasted: {Verdict.replay found}\n{law |> Laws.replay found.Seed}\n"
| Holds _ -> failwith "an off-by-one passed"

printfn $"""{held "with a wrong sign" sign |> Laws.lowerBound |> Laws.check}{"\n"}"""

// A bound that is too careful is still a bound: whether it is tight is another law.
let careful = fun scores -> (joint scores - partition scores / ((count scores - 1.0) ** 2.0)) * 1.0<nat>
printfn $"""{held "over (B − 1)²" careful |> Laws.lowerBound |> Laws.check}"""
printfn $"""{held "over (B − 1)²" careful |> Laws.tight |> Laws.check}{"\n"}"""

// The right one. `require` throws with the counter-example: it is what a test calls.
let nwj = held "NWJ" right

for law in
    [
        Laws.lowerBound
        Laws.tight
        Laws.independence
        Laws.dataProcessing
        Laws.additivity
        Laws.symmetry
        Laws.permutation
    ] do
    let verdict = Laws.check (law nwj)
    Verdict.require verdict
    printfn $"{verdict}"

// Its gradient, written out: ∂/∂S_ii = 1/B, ∂/∂S_ij = −e^{S_ij − 1}/(B(B − 1)).
let gradient (scores: float[,]) =
    let b = count scores
    scores |> Array2D.mapi (fun i j s -> if i = j then 1.0 / b else -exp(s - 1.0) / (b * (b - 1.0)))

printfn $"{nwj |> Estimator.withGradient gradient |> Laws.gradient |> Laws.check}"
printfn $"{Laws.ordering nwj (Estimator.ofBound Bound.donskerVaradhan) |> Laws.check}\n"

// From samples: −½ ln(1 − r²), the information of a Gaussian with this correlation. It is symmetric, but bijections are not for it.
let correlation (x: float[,]) (y: float[,]) =
    let centred (rows: float[,]) = rows[*, 0] |> Array.map (fun value -> value - Array.average rows[*, 0])
    let dot = Array.fold2 (fun sum a b -> sum + a * b) 0.0
    let x, y = centred x, centred y
    -0.5 * log (1.0 - dot x y ** 2.0 / (dot x x * dot y y)) * 1.0<nat>

let gaussian = Estimator.ofSamples "−½ ln(1 − r²)" correlation

for law in [ Laws.symmetry; Laws.independence; Laws.dataProcessing; Laws.invariance ] do
    printfn $"{gaussian |> law |> Laws.under { Laws.defaults with Dimension = 1 } |> Laws.check}"
