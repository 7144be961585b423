/// `bench vib`: a step of the deep bottleneck beside the same step in PyTorch, on two threads and on one, in turn.
module Vib.Bench.BenchVib

open Vib.Bench.BottleneckSteps
open Vib.Bench.Contest
open Vib.Bench.Results

/// The encoder's middle layer makes the floor.
let private shape = Flops.product batch 1024 1024

/// Two threads are what stands in the file without a name.
let job threads = {
    Name = if threads = 2 then "" else $"t{threads}"
    Words = [ "vib" ]
    Threads = threads
    Flops = Flops.bottleneck batch
    Shape = shape
}

let private measure rounds peers threads =
    use steps = new Steps(threads)
    run rounds peers (job threads) steps.Side

let run rounds =
    let load = Machine.say ()

    withPeers [ "peer", "vib_torch.py"; "tuned", "vib_torch_tuned.py" ] (fun peers ->
        header ()
        let measured = [ 2; 1 ] |> List.collect (measure rounds peers)
        write "bench" "vib" (measured @ [ entry "load" "processes" load ]))

    0
