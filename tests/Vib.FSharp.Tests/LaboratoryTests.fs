module Vib.Tests.LaboratoryTests

open Vib
open Vib.Core
open Xunit

let private quick = { Laboratory.defaults with Batch = 16; Batches = 200 }
let private truth = Truth.gaussian 5 1.0<nat>

[<Fact>]
let ``At the exact critic NWJ is unbiased and CLUB is above by what is known`` () =
    match truth |> Laboratory.measureWith quick [ Bound.nwj; Bound.club; Bound.infoNce ] with
    | [ nwj; club; infoNce ] ->
        // fixed seed; 4 standard errors: one seed in 15 000 fails
        Expect.close (4.0 * nwj.Value.StandardError) 1.0 nwj.Value.Mean
        let squared = truth.Correlation * truth.Correlation
        Expect.close (4.0 * club.Value.StandardError) (5.0 * squared / (1.0 - squared)) club.Value.Mean
        Assert.InRange(infoNce.Value.Mean, 0.5, 1.0)
        Expect.close 1e-12 1.0 infoNce.Value.Exact
    | readings -> Assert.Fail $"{readings.Length} readings"

[<Fact>]
let ``Readings are the core's, in the order of the bounds`` () =
    let readings = truth |> Laboratory.measureWith { quick with Batches = 5; Seed = 7L } Bound.all
    let core = OptimalCritic.Measure(List.toArray Bound.all, truth, OptimalCriticOptions(Batch = 16, Batches = 5, Seed = 7L))
    Assert.Equal<Sampled list>([ for reading in core -> reading.Value ], [ for reading in readings -> reading.Value ])
    Assert.Equal<Sampled list>([ for reading in core -> reading.Gradient ], [ for reading in readings -> reading.Gradient ])
    Assert.Equal<Bound list>(Bound.all, [ for reading in readings -> reading.Bound ])

[<Fact>]
let ``The defaults are the core's`` () =
    let core = OptimalCriticOptions()
    Assert.Equal({ Batch = core.Batch; Batches = core.Batches; Seed = core.Seed }, Laboratory.defaults)

[<Fact>]
let ``A single pair and a single batch are a message`` () =
    truth |> Laboratory.tryMeasureWith { quick with Batch = 1 } [ Bound.nwj ] |> Expect.error "The batch size is 1"
    truth |> Laboratory.tryMeasureWith { quick with Batches = 1 } [ Bound.nwj ] |> Expect.error "The number of batches is 1"
    Assert.Throws<DomainException>(fun () -> truth |> Laboratory.measureWith { quick with Batch = 1 } [ Bound.nwj ] |> ignore)

[<Fact>]
let ``A measurement leaves no tensor behind`` () =
    Expect.noTensorStays (fun () -> truth |> Laboratory.measureWith { quick with Batches = 2 } Bound.all |> ignore)
