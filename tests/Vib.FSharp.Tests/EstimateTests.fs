module Vib.Tests.EstimateTests

open System
open Vib
open Vib.Core
open Xunit

let private bare = Vib.Core.Estimate(Value = -0.5, Side = Side.Lower, Bound = "NWJ")

let private full =
    Vib.Core.Estimate(
        Value = Math.Log 2.0,
        Side = Side.Lower,
        Bound = "InfoNCE",
        StandardError = 0.25,
        Ceiling = 3.0,
        Truth = Nullable 4.0,
        Diagnoses = [| Diagnosis.Ties("x", 2, 5) |],
        Trace = [| TracePoint(100, 0.5) |]
    )

[<Fact>]
let ``What is not known is None`` () =
    Assert.Equal(None, Estimate.standardError bare)
    Assert.Equal(None, Estimate.ceiling bare)
    Assert.Equal(None, Estimate.truth bare)
    Assert.Empty(Estimate.advice bare)
    Assert.Empty(Estimate.trace bare)

[<Fact>]
let ``A negative value is not clamped`` () = Assert.Equal(-0.5<nat>, Estimate.value bare)

[<Fact>]
let ``What is known comes with its unit`` () =
    Assert.Equal(Some 0.25<nat>, Estimate.standardError full)
    Assert.Equal(Some 3.0<nat>, Estimate.ceiling full)
    Assert.Equal(Some 4.0<nat>, Estimate.truth full)
    Expect.close 1e-12 1.0 (float (Estimate.bits full))
    Assert.Equal<int * float<nat>>([ 100, 0.5<nat> ], Estimate.trace full)
    Expect.contains "2 of 5 samples of x" (Estimate.advice full).Head
