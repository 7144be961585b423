/// `bench memory`: how soon the first separable step is done, and what thousands leave behind.
module Vib.Bench.BenchMemory

open System
open System.Diagnostics
open TorchSharp
open Vib.Bench.CriticSteps
open Vib.Bench.Results

let private case, warmUp = { separable64 with Batch = 128 }, 500

let private residentMegabytes () =
    use self = Process.GetCurrentProcess()
    float self.WorkingSet64 / 1e6

let private collect () =
    GC.Collect()
    GC.WaitForPendingFinalizers()

/// So many steps, after the first few hundred.
let run count =
    let clock = Stopwatch.StartNew()
    use steps = new Steps(case) // libtorch is loaded here
    steps.Side 1 |> ignore
    let first = clock.Elapsed.TotalSeconds
    steps.Side warmUp |> ignore
    collect ()
    let resident, live, allocated = residentMegabytes (), torch.Tensor.TotalCount, GC.GetTotalAllocatedBytes true
    steps.Side count |> ignore
    let perStep = float (GC.GetTotalAllocatedBytes true - allocated) / float count
    let liveGrowth = torch.Tensor.TotalCount - live
    let growth = residentMegabytes () - resident
    printfn $"separable steps, B = {case.Batch}, one thread: the first is done after {first:F2} s, libtorch loaded; {count} after the first {warmUp}:"
    printfn $"resident memory grew by {growth:F1} MB, from {resident:F0} MB"
    printfn $"live tensors grew by {liveGrowth}, from {live}"
    printfn $"managed memory allocated: {perStep:F0} bytes a step"

    write "bench" "memory" [
        entry "growth_mb" "MB" growth
        entry "allocated_bytes_per_step" "B" perStep
        entry "live_tensors_growth" "tensors" (float liveGrowth)
        entry "first_step_s" "s" first
        entry "steps" "steps" (float count)
    ]

    0
