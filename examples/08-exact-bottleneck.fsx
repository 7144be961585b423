// What is the best that a bottleneck can do?  Three cases in which it is known, for a trained one to be held against.
// Run it with `dotnet fsi examples/08-exact-bottleneck.fsx`, or line by line in an editor.
#load "../vib.fsx"

open Vib
open Vib.Core

// Gaussian pairs: the dearer a nat (β), the fewer components are worth it. Each goes where β passes its ρ².
let pairs = ExactBottleneck.gaussian [ sqrt 0.9; sqrt 0.5; sqrt 0.2 ]
printfn $"{pairs}"

for beta in [ 0.05; 0.3; 0.6; 0.95 ] do
    printfn $"  {pairs |> ExactBottleneck.optimum beta}"

// The code itself is linear: z = A x + s ∘ ε.
let code = pairs |> ExactBottleneck.encoder 0.3
let row i = String.concat " " [ for j in 0..2 -> $"{code.Projection[i, j]:F3}" ]
printfn $"  {code}, A = ({row 0}; {row 1})"

// A table: four kinds of animal, three sounds. T keeps what tells about the sound.
let table =
    array2D [ [ 0.20; 0.03; 0.02 ]; [ 0.15; 0.05; 0.05 ]; [ 0.02; 0.20; 0.03 ]; [ 0.03; 0.05; 0.17 ] ]
    |> ExactBottleneck.table

printfn $"\n{table}, nothing is worth keeping from β = {table.CriticalBeta:F4} on"

for solution in table |> ExactBottleneck.curve [ 0.01; 0.1; 0.2; 0.3; 0.4 ] do
    printfn $"  {solution}"

printfn $"  as a function of x, {table |> ExactBottleneck.solveWith { ExactBottleneck.defaults with Cost = CodeCost.Entropy } 0.2}"

// A network is held against it: a row for each of 100 animals, x as a unit vector, a code of four states. Sums over the states, a batch of all rows: what it trains is the Lagrangian itself.
let chances = [ [ 20; 3; 2 ]; [ 15; 5; 5 ]; [ 2; 20; 3 ]; [ 3; 5; 17 ] ]

let animals = [|
    for x, row in List.indexed chances do
        for y, count in List.indexed row do
            yield! Seq.replicate count (x, y)
|]

let rows =
    Observations.ofRows (Array2D.init animals.Length 4 (fun i j -> if fst animals[i] = j then 1.0 else 0.0)) (Array.map snd animals)

let trained =
    rows
    |> Objective.train
        {
            Objective.defaults with
                Encoder = Encoder.categorical [] 4
                Batch = animals.Length
                Steps = 1500
                LearningRate = 0.1
                RateDecay = 0.5
                RateDecaySteps = 200L
                Threads = Some 1
                Progress = Progress.Silent
        }
        (maximize (Info.lower (Z, Y) (Decoder.categorical 3) - 0.2 * Info.upper (X, Z) Rate.categorical))

let found = trained |> Objective.evaluate rows
printfn "\n  trained at β = 0.2"
found.Terms |> Seq.iter (printfn "  %O")
printfn $"  its Lagrangian {-found.Value.Value:F5}, the best {(table |> ExactBottleneck.solve 0.2).Lagrangian:F5}"

// Labels that are a function of the input: β moves nothing until the cost is convex.
let digits = ExactBottleneck.labels (log 10.0 * 1.0<nat>)
printfn $"\n{digits}\n    β    plain   squared"

for beta in [ 0.25; 0.5; 0.75 ] do
    let rate cost = (digits |> ExactBottleneck.optimumUnder cost beta).Rate
    printfn $"{beta, 5:F2} {rate ExactBottleneck.linear, 8:F3} {rate ExactBottleneck.squared, 9:F3}"

printfn
    $"half of what there is to know: β = {digits |> ExactBottleneck.betaAt ExactBottleneck.squared (log 10.0 / 2.0 * 1.0<nat>):F3} of the squared cost"
