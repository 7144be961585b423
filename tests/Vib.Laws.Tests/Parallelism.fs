module Vib.Laws.Tests.Parallelism

open Xunit

[<assembly: CollectionBehavior(DisableTestParallelization = true)>] // live tensors and seconds are counted per process
do ()
