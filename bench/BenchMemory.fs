/// `bench memory`: what 10 000 separable steps leave behind.
module Vib.Bench.BenchMemory

open System
open System.Diagnostics
open TorchSharp
open Vib.Bench.CriticSteps
open Vib.Bench.Results

let private batch, warmUp, all = 128, 500, 10_000

let private residentMegabytes () =
    use self = Process.GetCurrentProcess()
    float self.WorkingSet64 / 1e6

let private collect () =
    GC.Collect()
    GC.WaitForPendingFinalizers()

let run () =
    let threads = torch.get_num_threads ()
    torch.set_num_threads 1
    use steps = new Steps(batch)
    steps.Take warmUp
    collect ()
    let resident, live, allocated = residentMegabytes (), torch.Tensor.TotalCount, GC.GetAllocatedBytesForCurrentThread()
    steps.Take(all - warmUp)
    let perStep = float (GC.GetAllocatedBytesForCurrentThread() - allocated) / float (all - warmUp)
    let liveGrowth = torch.Tensor.TotalCount - live
    let growth = residentMegabytes () - resident
    torch.set_num_threads threads
    printfn $"{all} separable steps, B = {batch}; after the first {warmUp}:"
    printfn $"resident memory grew by {growth:F1} MB, from {resident:F0} MB"
    printfn $"live tensors grew by {liveGrowth}, from {live}"
    printfn $"managed memory allocated: {perStep:F0} bytes a step"

    write "bench" "memory" [
        entry "growth_mb" "MB" growth
        entry "allocated_bytes_per_step" "B" perStep
        entry "live_tensors_growth" "tensors" (float liveGrowth)
    ]

    0
