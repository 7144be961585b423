/// `bench memory`: how soon the first separable step is done, and what thousands leave behind; the same of a bottleneck's steps.
module Vib.Bench.BenchMemory

open System
open System.Diagnostics
open TorchSharp
open Vib.Bench.CriticSteps
open Vib.Bench.Results
open Vib.Bench.Turns

let private case, warmUp = { separable64 with Batch = 128 }, 500

/// A bottleneck's step takes some fifty times a critic's: so many of these are one of those.
let private criticSteps = 50

let private residentMegabytes () =
    use self = Process.GetCurrentProcess()
    float self.WorkingSet64 / 1e6

let private collect () =
    GC.Collect()
    GC.WaitForPendingFinalizers()

type private Left = { Growth: float; PerStep: float; Live: int64 }

/// What so many steps leave behind, after the first few hundred.
let private left what warmUp count (side: Side) =
    side warmUp |> ignore
    collect ()
    let resident, live, allocated = residentMegabytes (), torch.Tensor.TotalCount, GC.GetTotalAllocatedBytes true
    side count |> ignore
    let perStep = float (GC.GetTotalAllocatedBytes true - allocated) / float count
    let left = { Growth = residentMegabytes () - resident; PerStep = perStep; Live = int64 (torch.Tensor.TotalCount - live) }
    printfn $"{what}, {count} steps after the first {warmUp}:"
    printfn $"resident memory grew by {left.Growth:F1} MB, from {resident:F0} MB"
    printfn $"live tensors grew by {left.Live}, from {live}"
    printfn $"managed memory allocated: {perStep:F0} bytes a step"
    left

let private entries prefix count left = [
    entry $"{prefix}growth_mb" "MB" left.Growth
    entry $"{prefix}allocated_bytes_per_step" "B" left.PerStep
    entry $"{prefix}live_tensors_growth" "tensors" (float left.Live)
    entry $"{prefix}steps" "steps" (float count)
]

let private critic count =
    let clock = Stopwatch.StartNew()
    use steps = new Steps(case) // libtorch is loaded here
    steps.Side 1 |> ignore
    let first = clock.Elapsed.TotalSeconds
    printfn $"the first separable step is done after {first:F2} s, libtorch loaded"
    let left = left $"separable critic, B = {case.Batch}, one thread" warmUp count steps.Side
    entries "" count left @ [ entry "first_step_s" "s" first ]

let private bottleneck count =
    use steps = new BottleneckSteps.Steps(1)
    left "deep bottleneck, one thread" 100 count steps.Side |> entries "vib." count

let run count =
    let critic = critic count
    write "bench" "memory" (critic @ bottleneck (max 200 (count / criticSteps)))
    0
