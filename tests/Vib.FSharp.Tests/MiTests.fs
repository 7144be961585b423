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
    Assert.Equal(Precision.Full, Mi.defaults.Precision)
    truth |> Mi.tryEstimateWith { quick with Precision = enum 7 } Bound.infoNce small |> Expect.error "Precision 7"

let private pairs = truth |> Truth.sample 1000
let private brief = { quick with Steps = 20; Batch = 32; LookEvery = 10 }

[<Fact>]
let ``The options' defaults are the core's, one by one`` () =
    let core = EstimationOptions()

    Assert.Equal(
        (core.Folds, core.Permutations, core.Patience, core.LookEvery),
        (Mi.defaults.Folds, Mi.defaults.Permutations, Mi.defaults.Patience, Mi.defaults.LookEvery)
    )

    Assert.Equal((None, None), (Mi.defaults.EvaluationBatch, Mi.defaults.Keep))

[<Fact>]
let ``A table has a line for each bound and critic`` () =
    let estimates = pairs |> Mi.compareWith brief [ Bound.infoNce; Bound.nwj ] [ small; Critic.bilinear ]
    Assert.Equal<string list>([ "InfoNCE"; "NWJ"; "InfoNCE"; "NWJ" ], estimates |> List.map _.Bound)
    Assert.Equal(estimates.Head.Value, (pairs |> Mi.estimateWith brief Bound.infoNce small).Value)
    let lines = (Mi.table estimates).Split '\n'
    Assert.Equal(5, lines.Length)
    Assert.StartsWith("bound    critic     nat", lines[0])
    Assert.StartsWith("InfoNCE  separable  ≥ ", lines[1])
    pairs |> Mi.tryCompareWith brief [] [ small ] |> Expect.error "0 bounds"

[<Fact>]
let ``Folds, permutations, a large reading and the last weights reach the core`` () =
    let estimate =
        pairs
        |> Mi.estimateWith { brief with Folds = 2; Permutations = 1; EvaluationBatch = Some 320; Keep = Some KeptWeights.Last } Bound.infoNce small

    Assert.Equal((320, 640), (estimate.Batch, estimate.Count))
    Expect.close 1e-12 (log 320.0) estimate.Ceiling
    Assert.Equal(1, (Estimate.permuted estimate).Length)
    Assert.Contains(Estimate.pValue estimate, [ Some 0.5; Some 1.0 ])

    pairs
    |> Mi.tryEstimateWith { brief with EvaluationBatch = Some 33 } Bound.infoNce small
    |> Expect.error "An evaluation batch of 33"

    pairs |> Mi.tryEstimateWith { brief with Folds = 40 } Bound.infoNce small |> Expect.error "40 folds"

    pairs
    |> Mi.tryEstimateWith { brief with EvaluationBatch = Some 640 } Bound.infoNce small
    |> Expect.error "An evaluation batch of 640 with 500 pairs"

[<Fact>]
let ``A truth is enclosed by bounds, data by a bound and an estimate`` () =
    let exact = truth |> Mi.sandwichWith { quick with Batch = 128 }
    Assert.Equal((Side.Lower, Side.Upper), (exact.Below.Side, exact.Above.Side))
    Assert.InRange(0.5, exact.Below.Value - 4.0 * exact.Below.StandardError, exact.Above.Value + 4.0 * exact.Above.StandardError)
    let data = pairs |> Mi.sandwichWith brief
    Assert.Equal((Side.Lower, Side.Estimate), (data.Below.Side, data.Above.Side))
    Assert.Contains("≈", Printers.tryLine data |> Option.get)
    let column scale = Array2D.init 400 1 (fun i _ -> scale * float pairs.X[i])
    let encoder = Mi.sandwichOfEncoder { quick with Batch = 50 } (column 1.0) (Array2D.create 400 1 1.0)
    Mi.trySandwichOfEncoder brief (column 1.0) (column 1.0) |> Expect.error "scale"
    Assert.InRange(log 2.0 / 2.0, encoder.Below.Value - 4.0 * encoder.Below.StandardError, encoder.Above.Value + 4.0 * encoder.Above.StandardError)

[<Fact>]
let ``Triples and profiles go through`` () =
    let column (numbers: float32[]) = Array2D.init numbers.Length 1 (fun i _ -> float numbers[i])
    let triples = Triples.ofArrays (column pairs.X) (column pairs.Y) (column (pairs.Y |> Array.rev))
    Assert.Equal(1000, Triples.count triples)
    let conditional = triples |> Mi.conditionalWith brief Bound.infoNce small
    Assert.Equal(("I(X;Y|Z)", Side.Estimate), (conditional.Quantity, conditional.Side))
    let profile = pairs |> Mi.profileWith { brief with Folds = 2 } Bound.jensenShannon small
    Assert.Equal(profile.Rows.Count, profile.Values.Count)
    pairs |> Mi.tryProfileWith brief (Bound.reverseJensen 10.0) small |> Expect.error "Pointwise information"

[<Fact>]
let ``A staircase is followed step by step`` () =
    let traces =
        Truth.staircase 2 10 [ 1.0<nat>; 2.0<nat> ]
        |> Mi.follow brief [ Bound.infoNce; Bound.tuba 0.0 ] (small |> Critic.withCompanion Companion.learnedBaseline)

    Assert.Equal<string list>([ "separable"; "separable with learned baseline" ], traces |> List.map _.Critic)
    Assert.All(traces, fun trace -> Assert.Equal(20, trace.Values[0].Length))
    let stairs = Truth.staircase 2 10 [ 1.0<nat>; 2.0<nat> ]

    match stairs |> Mi.tryFollow brief [ Bound.infoNce ] small with
    | Ok again -> Assert.Equal<float>(traces[0].Values[0], again[0].Values[0])
    | Error message -> Assert.Fail message

    stairs |> Mi.tryFollow brief [] small |> Expect.error "No bound to follow"
    stairs |> Mi.tryFollow brief [ Bound.club ] small |> Expect.error "CLUB with the separable critic"
