module Vib.Tests.Bench.FlopsTests

open Vib.Bench
open Xunit

// A product of B × m × n is 2 B m n; (2) or (3) of them a layer: without or with the input's gradient.

[<Fact>]
let ``A separable step at B = 64 is 60 million flops, as counted by hand`` () =
    let tower = 1_310_720.0 + 25_165_824.0 + 3_145_728.0 // 20→256 (2), 256→256 (3), 256→32 (3)
    let scores = 786_432.0 // 64×32×64 (3)
    Assert.Equal(2.0 * tower + scores, Flops.separable 64)

[<Fact>]
let ``A concatenated step at B = 64 is 1.6 billion flops, as counted by hand`` () =
    let first = 1_310_720.0 // 20→256 (2) on 64 rows, of x and of y
    let rest = 1_610_612_736.0 + 6_291_456.0 // 256→256 (3), 256→1 (3) on 4 096 rows
    Assert.Equal(2.0 * first + rest, Flops.concatenated 64)

[<Fact>]
let ``A bottleneck's step at B = 100 is 1.3 billion flops, as counted by hand`` () =
    let encoder = 321_126_400.0 + 629_145_600.0 + 314_572_800.0 // 784→1024 (2), 1024→1024 (3), 1024→512 (3)
    let decoder = 1_536_000.0 // 256→10 (3)
    Assert.Equal(encoder + decoder, Flops.bottleneck 100)
