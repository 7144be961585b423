// How much does X tell about Y?  A first estimate, on data whose answer is known.
// Run it with `dotnet fsi examples/01-first-estimate.fsx`, or line by line in an editor.
#load "../vib.fsx"

open Vib

// 10 000 pairs of 20-dimensional Gaussians that share exactly 2 nats.
let truth = Truth.gaussian 20 2.0<nat>
let pairs = truth |> Truth.sample 10_000
printfn $"data       {pairs}"

// InfoNCE with a separable critic: half of the pairs are kept out of training, and the value is read on those.
let options = { Mi.defaults with Steps = 1000 }
let fromData = pairs |> Mi.estimateWith options Bound.infoNce Critic.separable
printfn $"\nfrom 10 000 pairs\n  {fromData}"

// 5 000 pairs are few for 20 dimensions. With fresh pairs at every step, the same critic comes closer to the truth.
let fresh = truth |> Mi.estimateWith options Bound.infoNce Critic.separable
let nwj = truth |> Mi.estimateWith options Bound.nwj Critic.separable
printfn $"\nfrom fresh pairs\n  {fresh}\n  {nwj}"

// A value comes with its side, its error and what went wrong, if anything did.
printfn $"\nthe best lower bound of them: {max (Estimate.value fresh) (Estimate.value nwj):F2} of {Truth.information truth:F2} nat"
printfn $"in bits: {Estimate.bits fresh:F2}"

for sentence in Estimate.advice fromData do
    printfn $"advice: {sentence}"

// Your own data: one row for each sample, as many rows of x as of y.
let x = Array2D.init 2000 1 (fun i _ -> sin (float i))
let y = Array2D.init 2000 1 (fun i _ -> sin (float i) + 0.1 * cos (7.3 * float i))

match Pairs.ofArrays x y |> Mi.tryEstimateWith { options with Steps = 500 } Bound.infoNce Critic.separable with
| Ok estimate -> printfn $"\nyour own data\n  {estimate}"
| Error message -> printfn $"\n{message}"
