module Vib.Tests.Bench.PrecisionBiasTests

open Vib.Bench.PrecisionBias
open Xunit

[<Fact>]
let ``Moments are the mean, its standard error and the spread of one`` () =
    let mean, error, spread = moments [ 1.0; 2.0; 3.0; 6.0 ]
    Assert.Equal(3.0, mean)
    Assert.Equal(sqrt (14.0 / 3.0), spread, 12) // 4 + 1 + 0 + 9
    Assert.Equal(sqrt (14.0 / 3.0 / 4.0), error, 12)
