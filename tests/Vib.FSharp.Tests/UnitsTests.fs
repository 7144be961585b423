module Vib.Tests.UnitsTests

open System
open FsCheck
open FsCheck.FSharp
open Vib
open Xunit

[<Fact>]
let ``A bit is ln 2 nat`` () =
    Assert.Equal(Math.Log 2.0, float Nats.perBit)
    Expect.close 1e-12 1.0 (float (Nats.toBits (Math.Log 2.0 * 1.0<nat>)))

[<Fact>]
let ``There and back is where it was`` () =
    Check.QuickThrowOnFailure(
        Prop.forAll (ArbMap.defaults |> ArbMap.arbitrary<NormalFloat>) (fun (NormalFloat number) ->
            let back = number * 1.0<nat> |> Nats.toBits |> Nats.ofBits |> float
            abs (back - number) <= 1e-12 * abs number)
    )

[<Fact>]
let ``Infinities and NaN pass through`` () =
    Assert.Equal(infinity, float (Nats.toBits (infinity * 1.0<nat>)))
    Assert.True(Double.IsNaN(float (Nats.ofBits (nan * 1.0<bit>))))
