/// What the machine's matrix product reaches: one on each thread, side by side, which asks nothing of the library that shares one product out; on a device one alone.
module Vib.Bench.Sgemm

open System
open TorchSharp
open Vib.Core
open Vib.Bench.Flops
open Vib.Bench.Turns

/// A side whose step is one product on each thread, or one on a device.
type SgemmOn(place: Place.Place, shape: Product, threads: int) =
    let threads = if place.Named then 1 else threads
    let crew = if place.Named then null else Crew.Of(Nullable threads, place.Device)
    let random (rows: int) (columns: int) = torch.randn ([| int64 rows; int64 columns |], device = place.Device)
    let operands = [| for _ in 1..threads -> random shape.M shape.K, random shape.K shape.N |]
    let results = [| for _ in 1..threads -> torch.zeros ([| int64 shape.M; int64 shape.N |], device = place.Device) |]
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

            timedOn place all 1 / float count

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

type Sgemm(shape: Product, threads: int) =
    inherit SgemmOn(Place.cores, shape, threads)
