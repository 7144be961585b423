/// What the machine's matrix product reaches: one on each thread, side by side, which asks nothing of the library that shares one product out.
module Vib.Bench.Sgemm

open System
open TorchSharp
open Vib.Core
open Vib.Bench.Flops
open Vib.Bench.Turns

/// A side whose step is one product on each thread.
type Sgemm(shape: Product, threads: int) =
    let crew = Crew.Of(Nullable threads, torch.CPU)

    let operands = [|
        for _ in 1..threads -> torch.randn [| int64 shape.M; int64 shape.K |], torch.randn [| int64 shape.K; int64 shape.N |]
    |]

    let results = [| for _ in 1..threads -> torch.zeros [| int64 shape.M; int64 shape.N |] |]
    let multiply thread = results[thread].addmm_(fst operands[thread], snd operands[thread], 0f, 1f) |> ignore

    member _.Side: Side =
        fun count ->
            use _ = new ThreadCount(1)

            let each =
                Action<int>(fun thread ->
                    for _ in 1..count do
                        multiply thread)

            let all () =
                match crew with
                | null -> each.Invoke 0
                | crew -> crew.Run(threads, each)

            timed all 1 / float count

    /// GFLOP/s of all threads together, from the milliseconds that the side took.
    member _.Rate ms = float threads * shape.Flops / ms / 1e6

    interface IDisposable with
        member _.Dispose() =
            for a, b in operands do
                a.Dispose()
                b.Dispose()

            for result in results do
                result.Dispose()

            match crew with
            | null -> ()
            | crew -> (crew :> IDisposable).Dispose()
