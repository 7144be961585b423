// Which bound, is there anything at all, from both sides, given a third variable, pair by pair.
// Run it with `dotnet fsi examples/04-compare-and-question.fsx`, or line by line in an editor.
#load "../vib.fsx"

open Vib

let truth = Truth.gaussian 4 1.5<nat>
let pairs = truth |> Truth.sample 3000
let options = { Mi.defaults with Batch = 64; Steps = 400; LearningRate = 1e-3 }

// A table: every bound with every critic, trained side by side on the same pairs.
let bounds = [ Bound.infoNce; Bound.nwj; Bound.interpolated 0.01; Bound.smile 5.0 ]
printfn $"{truth}\n"

pairs
|> Mi.compareWith options bounds [ Critic.separable; Critic.concatenated |> Critic.withHidden [ 64; 64 ] ]
|> Mi.table
|> printfn "%s"

// Is there anything at all?  The same on permuted pairs; every pair is held out once, by a critic that never saw it.
let tested = pairs |> Mi.estimateWith { options with Folds = 2; Permutations = 4 } Bound.infoNce Critic.separable
printfn $"\ntested\n  {tested}"

// From both sides. A truth knows its density ratio; of samples alone the upper value is an estimate, and says so.
printfn $"\nenclosed\n  {Mi.sandwichWith { options with Batch = 512 } truth}\n  {Mi.sandwichWith options pairs}"

// Two effects of a common cause share 0.35 nat; given the cause, nothing.
let cause = (Truth.gaussian 1 0.0<nat> |> Truth.sample 3000).X
let noise = (Truth.gaussian 1 0.0<nat> |> Truth.sampleWith 2L 3000)
let column (numbers: float32[]) = Array2D.init numbers.Length 1 (fun i _ -> float numbers[i])
let effect noise = Array.map2 (+) cause noise |> column
let triples = Triples.ofArrays (effect noise.X) (effect noise.Y) (column cause)
printfn $"\ngiven the cause\n  {triples |> Mi.conditionalWith options Bound.infoNce (Critic.concatenated |> Critic.withHidden [ 32; 32 ])}"

// Which pairs tell the most?
let profile = pairs |> Mi.profileWith options Bound.jensenShannon Critic.separable
let row, most = Seq.zip profile.Rows profile.Values |> Seq.maxBy snd
printfn $"\npair by pair\n  {profile}\n  the most: row {row}, {most:F2} nat"
