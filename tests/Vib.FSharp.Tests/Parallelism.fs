module Vib.Tests.Parallelism

open Xunit

[<assembly: CollectionBehavior(DisableTestParallelization = true)>] // live tensors, libtorch's threads and the console are counted per process
do ()
