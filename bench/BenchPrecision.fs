/// `bench precision`: products and training steps in bfloat16 beside single precision, in turn, on one thread.
module Vib.Bench.BenchPrecision

open System
open System.IO
open TorchSharp
open Vib.Core
open Vib.Bench.Flops
open Vib.Bench.Results
open Vib.Bench.Turns

/// Of the library's networks: hidden layers of critics, a tile of pairs, the bottleneck's forward, and the gradient of its weights.
let private products = [
    product 64 256 256
    product 128 256 256
    product 4096 256 256
    product 100 784 1024
    product 100 1024 1024
    product 1024 100 1024
]

/// A product into a layer's output, as a step has it: one thread, the factors' rounding with it.
type private Layer(shape: Product, chosen: Precision) =
    let precision = StepPrecision()
    do precision.Choose(chosen, torch.CPU)
    let filled rows columns = torch.randn ([| 1L; int64 rows; int64 columns |])
    let input, weight = new Matrices(filled shape.M shape.K), new Matrices(filled shape.K shape.N, precision)
    let output = Matrices.Empty(1, int64 shape.M, int64 shape.N, torch.CPU)

    member _.Side: Side =
        fun count ->
            use _ = new ThreadCount(1)
            use _ = precision.Begin()
            timed (fun () -> output.Product(input, weight)) count

    interface IDisposable with
        member _.Dispose() =
            for matrices in [ input; weight; output ] do
                (matrices :> IDisposable).Dispose()

/// As on a GPU, by libtorch's operators on copies.
let private byOperators shape precision =
    use _ = Kernels.ByLibrary()
    new Layer(shape, precision)

/// The milliseconds of each, in turn.
let private measure<'side when 'side :> IDisposable> rounds (side: 'side -> Side) (made: 'side list) =
    try
        let medians = medians rounds 0.1 [ for index, one in List.indexed made -> string index, side one ]
        [ for index in 0 .. made.Length - 1 -> medians[string index] ]
    finally
        for one in made do
            one.Dispose()

let private productEntries rounds =
    printfn "%-22s %12s %12s %8s %24s" "product, one thread" "full GF/s" "bf16 GF/s" "times" "libtorch's bf16 mm GF/s"

    [
        for shape in products do
            let sides = [ new Layer(shape, Precision.Full); new Layer(shape, Precision.BFloat16); byOperators shape Precision.BFloat16 ]
            let ms = sides |> measure rounds (fun (layer: Layer) -> layer.Side)
            let name, rate = $"{shape.M}x{shape.K}x{shape.N}", (fun ms -> shape.Flops / ms / 1e6)
            printfn "%-22s %12.0f %12.0f %8.2f %24.0f" name (rate ms[0]) (rate ms[1]) (ms[0] / ms[1]) (rate ms[2])
            entry $"product.{name}.full" "GFLOP/s" (rate ms[0])
            entry $"product.{name}.bf16" "GFLOP/s" (rate ms[1])
            entry $"product.{name}.times" "ratio" (ms[0] / ms[1])
            entry $"product.{name}.libtorch" "GFLOP/s" (rate ms[2])
    ]

let private stepEntries rounds =
    printfn "\n%-22s %12s %12s %8s" "step" "full ms" "bf16 ms" "times"

    let row name (make: Precision -> 'side) (side: 'side -> Side) =
        let ms = measure rounds side [ make Precision.Full; make Precision.BFloat16 ]
        printfn "%-22s %12.3f %12.3f %8.2f" name ms[0] ms[1] (ms[0] / ms[1])

        [
            entry $"step.{name}.full" "ms" ms[0]
            entry $"step.{name}.bf16" "ms" ms[1]
            entry $"step.{name}.times" "ratio" (ms[0] / ms[1])
        ]

    let critic (case: CriticSteps.Case) =
        row (CriticSteps.name case) (fun precision -> new CriticSteps.Steps(case, precision)) (fun (steps: CriticSteps.Steps) -> steps.Side)

    let one: CriticSteps.Case = CriticSteps.separable64

    [
        yield! critic one
        yield! critic { one with Batch = 128 }
        yield! critic { one with Batch = 512 }
        yield! critic { one with Network = CriticSteps.Concatenated }
        yield! row "bottleneck" (fun precision -> new BottleneckSteps.Steps(1, precision)) (fun (steps: BottleneckSteps.Steps) -> steps.Side)
    ]

let run rounds =
    let load = Machine.say ()
    printfn $"products of bfloat16: {RoundedProducts.Route}"

    if not RoundedProducts.There then
        eprintfn "nothing to compare: a CPU with AVX512-BF16 or AMX is wanted, VIB_BF16 not off, and a libtorch with its own oneDNN"
        1
    else
        let measured = productEntries rounds @ stepEntries rounds
        write "bench" "precision" (measured @ [ entry "load" "processes" load ])
        0
