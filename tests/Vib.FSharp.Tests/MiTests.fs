module Vib.Tests.MiTests

open Vib
open Vib.Core
open Xunit

let private quick = { Mi.defaults with Batch = 64; Steps = 300; LearningRate = 1e-3; FreshPairs = 6400; Progress = Progress.Silent }

let private small = Critic.separable |> Critic.withHidden [ 32 ]
let private truth = Truth.gaussian 1 0.5<nat>

[<Fact>]
let ``A truth is measured from below and nearly whole`` () =
    let estimate = truth |> Mi.estimateWith quick Bound.infoNce small
    Assert.Equal(Side.Lower, estimate.Side)
    Assert.InRange(estimate.Value, 0.3, 0.5 + 4.0 * estimate.StandardError) // fixed seed; 4 standard errors: one seed in 30 000 fails
    Expect.close 1e-12 0.5 (float (Estimate.truth estimate |> Option.get))

[<Fact>]
let ``Pairs are measured on what was held out`` () =
    let estimate = truth |> Truth.sample 2000 |> Mi.estimateWith quick Bound.nwj small
    Assert.True estimate.HeldOut
    Assert.Equal(960, estimate.Count) // half of them, in whole batches
    Assert.InRange(estimate.Value, 0.2, 0.7)

[<Fact>]
let ``The same seed gives the same bits, another seed others`` () =
    let value seed = (truth |> Mi.estimateWith { quick with Steps = 50; Seed = seed } Bound.infoNce small).Value
    Assert.Equal(value 1L, value 1L)
    Assert.NotEqual(value 1L, value 2L)

[<Fact>]
let ``Replicates are reported one by one`` () =
    let estimate = truth |> Mi.estimateWith { quick with Steps = 20; Replicates = 3 } Bound.infoNce small
    Assert.Equal(3, estimate.ReplicateValues.Count)

[<Fact>]
let ``An estimate leaves no tensor behind`` () =
    Expect.noTensorStays (fun () -> truth |> Mi.estimateWith { quick with Steps = 20 } Bound.donskerVaradhan small |> ignore)

[<Fact>]
let ``Too few pairs are a message`` () =
    truth |> Truth.sample 10 |> Mi.tryEstimateWith quick Bound.infoNce small |> Expect.error "10 pairs"
    truth |> Truth.sample 10 |> Mi.tryEstimate Bound.infoNce small |> Expect.error "batches of 128"

[<Fact>]
let ``Options that make no sense are a message`` () =
    let refuse part options = truth |> Mi.tryEstimateWith options Bound.infoNce small |> Expect.error part
    refuse "The batch size is 1" { quick with Batch = 1 }
    refuse "The number of steps is 0" { quick with Steps = 0 }
    refuse "learning rate" { quick with LearningRate = 0.0 }
    refuse "replicates is 0" { quick with Replicates = 0 }
    refuse "held-out part" { quick with HeldOut = 1.0 }
    refuse "cuda:63" { quick with Device = "cuda:63" }

[<Fact>]
let ``The defaults are the core's`` () =
    let core = EstimationOptions()
    Assert.Equal((core.Batch, core.Steps, core.Seed, core.Device), (Mi.defaults.Batch, Mi.defaults.Steps, Mi.defaults.Seed, Mi.defaults.Device))
    Assert.Equal(None, Mi.defaults.Threads)

[<Fact>]
let ``A scaling is the core's, by the front's name`` () =
    let value scaling = (truth |> Truth.sample 1000 |> Mi.estimateWith { quick with Steps = 20; Scaling = scaling } Bound.infoNce small).Value

    let values = [ Vib.Scaling.None; Vib.Scaling.Standard; Vib.Scaling.Rank; Vib.Scaling.Arctan ] |> List.map value
    Assert.Equal(4, values |> List.distinct |> List.length)
    Assert.Equal(Scaling.Standard, Mi.defaults.Scaling)
    truth |> Mi.tryEstimateWith { quick with Scaling = enum 9 } Bound.infoNce small |> Expect.error "Scaling 9"
