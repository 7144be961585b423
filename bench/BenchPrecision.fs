/// `bench precision`: products and training steps in reduced precision beside single precision, in turn.
module Vib.Bench.BenchPrecision

open System
open System.IO
open TorchSharp
open Vib.Core
open Vib.Bench.Flops
open Vib.Bench.Results
open Vib.Bench.Turns

/// Of the library's networks: hidden layers of critics, a tile of pairs, the bottleneck's forward, and the gradient of its weights.
let private products = [ product 64 256 256; product 128 256 256; product 4096 256 256; product 100 784 1024; product 100 1024 1024; product 1024 100 1024 ]

/// A product into a layer's output, as a step has it: one thread, the factors' rounding with it.
type private Layer(shape: Product, chosen: Precision) =
    let precision = StepPrecision()
    do precision.Choose(chosen, torch.CPU)
    let filled rows columns = torch.randn([| 1L; int64 rows; int64 columns |])
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

let private both = [ "full", Precision.Full; "bf16", Precision.BFloat16 ]

/// The milliseconds of both, in turn.
let private measure rounds (make: Precision -> #IDisposable) (side: 'a -> Side) =
    let made = [ for name, precision in both -> name, make precision ]

    try
        let medians = medians rounds 0.1 [ for name, one in made -> name, side one ]
        medians["full"], medians["bf16"]
    finally
        for _, one in made do
            (one :> IDisposable).Dispose()

let private productEntries rounds =
    printfn "%-22s %12s %12s %8s" "product, one thread" "full GF/s" "bf16 GF/s" "times"

    [
        for shape in products do
            let full, bf16 = measure rounds (fun precision -> new Layer(shape, precision)) _.Side
            let name, rate = $"{shape.M}x{shape.K}x{shape.N}", fun ms -> shape.Flops / ms / 1e6
            printfn "%-22s %12.0f %12.0f %8.2f" name (rate full) (rate bf16) (full / bf16)
            entry $"product.{name}.full" "GFLOP/s" (rate full)
            entry $"product.{name}.bf16" "GFLOP/s" (rate bf16)
            entry $"product.{name}.times" "ratio" (full / bf16)
    ]

let private stepEntries rounds =
    printfn "\n%-22s %12s %12s %8s" "step" "full ms" "bf16 ms" "times"

    let row name (full, bf16) =
        printfn "%-22s %12.3f %12.3f %8.2f" name full bf16 (full / bf16)
        [ entry $"step.{name}.full" "ms" full; entry $"step.{name}.bf16" "ms" bf16; entry $"step.{name}.times" "ratio" (full / bf16) ]

    let critic (case: CriticSteps.Case) =
        measure rounds (fun precision -> new CriticSteps.Steps(case, precision)) _.Side |> row (CriticSteps.name case)

    let one: CriticSteps.Case = CriticSteps.separable64

    [
        yield! critic one
        yield! critic { one with Batch = 128 }
        yield! critic { one with Batch = 512 }
        yield! critic { one with Network = CriticSteps.Concatenated }
        for threads in [ 1; 2 ] do
            yield! measure rounds (fun precision -> new BottleneckSteps.Steps(threads, precision)) _.Side |> row $"bottleneck.t{threads}"
    ]

let run rounds =
    let load = Machine.say ()
    printfn $"products of bfloat16: {RoundedProducts.Route}"

    if not RoundedProducts.There then
        1
    else
        let measured = productEntries rounds @ stepEntries rounds
        write "bench" "precision" (measured @ [ entry "load" "processes" load ])
        0
