// Information without a network that learns it: counts, bins, kernels, mixtures, correlations, slices.
// Run it with `dotnet fsi examples/12-without-networks.fsx`, or line by line in an editor.
#load "../vib.fsx"

open Vib

let random = System.Random 1
let normal () = sqrt (-2.0 * log (1.0 - random.NextDouble())) * cos (2.0 * System.Math.PI * random.NextDouble())

// Counts. The plug-in finds too little entropy where states are many and samples few; corrections find most of the rest. H is ln 100 = 4.61.
let states = Array.init 200 (fun _ -> random.Next 100)
printfn $"{states |> Discrete.entropy}"
printfn $"{states |> Discrete.entropyWith { Discrete.defaults with Estimator = EntropyEstimator.ChaoShen }}"
printfn ""

// A layer of three saturating units: bins first, then the same inputs with noise at the units, bounded from both sides and drawn in between.
let inputs = Array2D.init 2_000 3 (fun _ _ -> normal ())
let labels = Array.init 2_000 (fun i -> if inputs[i, 0] + inputs[i, 1] > 0.0 then 1 else 0)
let layer = Array2D.init 2_000 3 (fun i unit -> tanh (2.0 * (inputs[i, unit] + inputs[i, (unit + 1) % 3])))
printfn $"{layer |> Binned.ofInput (Binned.equal 10)}"
printfn $"{layer |> Binned.ofLabel (Binned.equal 10) labels}"
printfn $"{layer |> Pairwise.ofInput 0.3}"
printfn $"{layer |> Propagation.information Propagation.defaults 0.3}"
printfn $"{layer |> Pairwise.ofLabel 0.3 labels}"
printfn ""

// Kernel densities: h of three standard normals is 4.26. Smoothing leaves them too wide.
printfn $"{inputs |> Kde.entropy}"
printfn $"{inputs |> Neighbours.entropy}"
printfn ""

// Two nats between 2 + 2 dimensions: what covariances know, what densities see, and the sliced information, which is another quantity.
let pairs = Truth.gaussian 2 2.0<nat> |> Truth.sample 2_000
printfn $"{pairs |> Correlation.canonical}"
printfn $"{pairs |> Kde.information}"
printfn $"{pairs |> Neighbours.ksg}"
printfn $"{pairs |> Sliced.information}"
printfn ""

// How far off by chance? Half of the rows, fifty times.
printfn $"KSG: {pairs |> Subsampling.ofPairs Subsampling.defaults Neighbours.ksg}"
