// How much do two variables share, when nothing is to be trained?  Neighbours know, where there are few dimensions.
// Run it with `dotnet fsi examples/09-without-training.fsx`, or line by line in an editor.
#load "../vib.fsx"

open Vib

// Pairs that share one nat. A second, not a minute; no critic, no ceiling of a batch.
let pairs = Truth.gaussian 1 1.0<nat> |> Truth.sample 10_000
printfn $"{pairs |> Neighbours.ksg}"
printfn $"{pairs |> Neighbours.ksg2}"

// Is there anything at all? Ranked among pairs that are broken up; nothing is clamped at 0.
let options = { Neighbours.defaults with Permutations = 19 }
printfn $"{Truth.gaussian 1 0.0<nat> |> Truth.sample 1_000 |> Neighbours.ksgWith options}"

// Which pairs tell the most?
let local = pairs |> Neighbours.local
printfn $"local values from {Array.min local:F2} to {Array.max local:F2} nat, their mean is the estimate"

// A discrete variable: an estimator of continuous ones refuses it, and says which one takes it.
let channel = Truth.discreteToContinuous 5 |> Truth.sample 5_000

match channel |> Neighbours.tryKsgWith Neighbours.defaults with
| Ok estimate -> printfn $"{estimate}"
| Error message -> printfn $"{message}"

printfn $"{channel |> Neighbours.mixed}"

// x ← z → y: all that x and y share is known from z.
let random = System.Random 1
let normal () = sqrt (-2.0 * log (1.0 - random.NextDouble())) * cos (2.0 * System.Math.PI * random.NextDouble())
let z = Array2D.init 3_000 1 (fun _ _ -> normal ())
let x, y = z |> Array2D.map (fun cause -> cause + normal ()), z |> Array2D.map (fun cause -> cause + normal ())
printfn $"{Neighbours.ksgOfArrays Neighbours.defaults x y}"
printfn $"{Triples.ofArrays x y z |> Neighbours.conditional}"

// Entropies and divergences of the same kind. h of a standard normal is 1.419, D from one of twice its width 0.318.
printfn $"{z |> Neighbours.entropy}"
printfn $"{z |> Neighbours.divergence (Array2D.init 3_000 1 (fun _ _ -> 2.0 * normal ()))}"
