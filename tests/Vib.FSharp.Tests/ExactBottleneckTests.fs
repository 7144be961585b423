module Vib.Tests.ExactBottleneckTests

open System.Reflection
open Vib
open Vib.Core
open Xunit

let private pairs = ExactBottleneck.gaussian [ sqrt 0.2; sqrt 0.9; sqrt 0.5 ]
let private ten = ExactBottleneck.labels (log 10.0 * 1.0<nat>)
let private probabilities = array2D [ [ 0.4; 0.1 ]; [ 0.1; 0.2 ]; [ 0.05; 0.15 ] ]

[<Fact>]
let ``One pair has the closed form, three have two components at 0.3`` () =
    let one = ExactBottleneck.gaussian [ sqrt 0.7 ] |> ExactBottleneck.optimum 0.2
    Expect.close 0.5e-6 1.116796 one.Rate
    Expect.close 0.5e-6 0.490415 one.Information
    Assert.Equal(2, (pairs |> ExactBottleneck.optimum 0.3).Active)
    Assert.Equal(2, (pairs |> ExactBottleneck.encoder 0.3).Dimension)
    List.iter2 (Expect.close 1e-15) [ 0.9; 0.5; 0.2 ] (pairs |> ExactBottleneck.criticalBetas)

[<Fact>]
let ``The curve, its slope and its inverse pipe`` () =
    let optimum = pairs |> ExactBottleneck.optimum 0.1
    let rate, information = optimum.Rate * 1.0<nat>, optimum.Information * 1.0<nat>
    Expect.close 1e-12 optimum.Information (pairs |> ExactBottleneck.information rate |> float)
    Expect.close 1e-12 optimum.Rate (pairs |> ExactBottleneck.rate information |> float)
    Expect.close 1e-12 0.1 (pairs |> ExactBottleneck.slope rate)
    Expect.close 1e-12 0.1 (pairs |> ExactBottleneck.betaAt ExactBottleneck.linear rate)
    Assert.Equal<float>([ 0.0; 1.0; 2.0; 3.0 ], ten |> ExactBottleneck.points 3.0<nat> 4 |> List.map _.Rate)

/// Every way of the front to a curve beside the core's own.
let private curves: (InformationCurve * InformationCurve) list =
    let truth, covariance = Truth.gaussian 4 2.0<nat>, array2D [ [ 1.0; 0.6 ]; [ 0.6; 2.0 ] ]
    let multivariate = Truth.multivariateGaussian 1 covariance

    [
        pairs, GaussianBottleneck [| sqrt 0.2; sqrt 0.9; sqrt 0.5 |]
        ExactBottleneck.ofGaussian truth, GaussianBottleneck.Of truth
        ExactBottleneck.ofMultivariate multivariate, GaussianBottleneck.Of multivariate
        ExactBottleneck.ofCovariance 1 covariance, GaussianBottleneck.OfCovariance(covariance, 1)
        ten, DeterministicLabels(log 10.0)
        ExactBottleneck.labelsOf [ 0.5; 0.3; 0.2 ], DeterministicLabels.OfProbabilities [| 0.5; 0.3; 0.2 |]
    ]

[<Fact>]
let ``Every curve is the core's, and none is missing`` () =
    for curve, twin in curves do
        Assert.Equal(twin.GetType(), curve.GetType())
        Assert.Equal<CurvePoint>(twin.Points(3.0, 10), curve |> ExactBottleneck.points 3.0<nat> 10)
        Assert.Equal(string twin, string curve)

    let kinds = typeof<InformationCurve>.Assembly.GetExportedTypes() |> Array.filter _.IsSubclassOf(typeof<InformationCurve>)

    let shown = curves |> List.map (fun (curve, _) -> curve.GetType()) |> List.distinct
    Assert.Equal<string list>(kinds |> Array.map _.Name |> List.ofArray |> List.sort, shown |> List.map _.Name |> List.sort)

/// Every cost of the front beside the core's own.
let private costs: (string * RateCost * RateCost) list = [
    "Linear", ExactBottleneck.linear, RateCost.Linear
    "Squared", ExactBottleneck.squared, RateCost.Squared
    "Power", ExactBottleneck.power 0.5, RateCost.Power 0.5
    "Exponential", ExactBottleneck.exponential 2.0, RateCost.Exponential 2.0
    "ShiftedExponential", ExactBottleneck.shiftedExponential 3.0 1.2<nat>, RateCost.ShiftedExponential(3.0, 1.2)
    "Of", ExactBottleneck.cost "cosh r" cosh sinh, RateCost.Of("cosh r", cosh, sinh)
]

[<Fact>]
let ``Every cost is the core's, and none is missing`` () =
    for _, cost, twin in costs do
        Assert.Equal(twin.Name, cost.Name)

        for rate in [ 0.0; 0.7; 2.0 ] do
            Assert.Equal((twin.Value rate, twin.Slope rate), (cost.Value rate, cost.Slope rate))

        let twinned = ten.Optimum(0.3, twin)
        Assert.Equal(twinned, ten |> ExactBottleneck.optimumUnder cost 0.3)

    let makers =
        typeof<RateCost>.GetMembers(BindingFlags.Public ||| BindingFlags.Static)
        |> Array.choose (function
            | :? PropertyInfo as property -> Some property.Name
            | :? MethodInfo as method when not method.IsSpecialName && method.ReturnType = typeof<RateCost> -> Some method.Name
            | _ -> None)

    Assert.Equal<string>(makers |> Array.sort, costs |> List.map (fun (name, _, _) -> name) |> List.sort)

[<Fact>]
let ``The squared cost stops at 1/(2β), the plain one at the corner`` () =
    Expect.close 1e-14 (1.0 / 0.6) (ten |> ExactBottleneck.optimumUnder ExactBottleneck.squared 0.3).Rate
    Expect.close 1e-14 (log 10.0) (ten |> ExactBottleneck.optimumUnder ExactBottleneck.linear 0.999).Rate
    Expect.close 1e-14 (1.0 / 3.0) (ten |> ExactBottleneck.betaAt ExactBottleneck.squared 1.5<nat>)

[<Fact>]
let ``The options are the core's, each under its name and with its default`` () =
    let core = Vib.Core.DiscreteBottleneckOptions()
    let front = ExactBottleneck.defaults.GetType()
    let names = front.GetProperties() |> Array.map _.Name |> Array.sort

    let inCore = core.GetType().GetProperties() |> Array.filter _.CanWrite |> Array.map _.Name |> Array.sort

    Assert.Equal<string>(inCore, names)

    for name in names do
        let mine = front.GetProperty(name) |> Option.ofObj |> Option.map _.GetValue(ExactBottleneck.defaults)
        let theirs = core.GetType().GetProperty(name) |> Option.ofObj |> Option.map _.GetValue(core)
        Assert.Equal(string theirs, string mine)

[<Fact>]
let ``Options arrive`` () =
    let table = ExactBottleneck.table probabilities

    let options = {
        Cost = CodeCost.Entropy
        Clusters = Some 2
        Restarts = 3
        AnnealingSteps = 4
        Seed = 5L
        Tolerance = 1e-9
        MostIterations = 6
    }

    let core =
        Vib.Core.DiscreteBottleneckOptions(
            Cost = CodeCost.Entropy,
            Clusters = 2,
            Restarts = 3,
            AnnealingSteps = 4,
            Seed = 5L,
            Tolerance = 1e-9,
            MostIterations = 6
        )

    let mine, theirs = table |> ExactBottleneck.solveWith options 0.01, DiscreteBottleneck.Solve(table, 0.01, core)
    Assert.Equal(5, mine.Starts)
    Assert.Equal(2, mine.Clusters)
    Assert.Equal(CodeCost.Entropy, mine.Cost)
    Assert.Equal(string theirs, string mine)
    let soft = { options with Cost = CodeCost.Information; Clusters = None; MostIterations = 1 }
    Assert.False (table |> ExactBottleneck.solveWith soft 0.05).Converged
    Assert.Equal(6, (table |> ExactBottleneck.solveWith soft 0.05).Starts)

[<Fact>]
let ``A table is solved at one β and over many`` () =
    let table = ExactBottleneck.table probabilities
    let one, many = table |> ExactBottleneck.solve 0.05, table |> ExactBottleneck.curve [ 0.05; 0.1; 2.0 ]
    Expect.close 1e-11 one.Lagrangian many.Head.Lagrangian
    Assert.Equal<float>([ 0.05; 0.1; 2.0 ], many |> List.map _.Beta)
    Assert.Equal(1, many[2].Clusters)

    for s in table |> ExactBottleneck.curveWith { ExactBottleneck.defaults with Cost = CodeCost.Entropy } [ 0.05; 0.1 ] do
        Expect.close 1e-12 s.EntropyOfCode s.Rate

    Expect.close 1e-15 table.Information (probabilities |> Array2D.map ((*) 200.0) |> ExactBottleneck.counts).Information

[<Fact>]
let ``What makes no sense is a message`` () =
    ExactBottleneck.tryTable (array2D [ [ 0.5; 0.75 ] ]) |> Expect.error "sums to 1.25"
    ExactBottleneck.tryOfCovariance 1 (array2D [ [ 1.0; 1.0 ]; [ 1.0; 1.0 ] ]) |> Expect.error "positive definite"
    pairs |> ExactBottleneck.tryOptimum -1.0 |> Expect.error "β is -1"
    let table = ExactBottleneck.table probabilities
    table |> ExactBottleneck.trySolveWith ExactBottleneck.defaults 0.0 |> Expect.error "β is 0"

    table
    |> ExactBottleneck.trySolveWith { ExactBottleneck.defaults with Restarts = -1 } 0.1
    |> Expect.error "restarts is -1"

    Assert.Throws<DomainException>(fun () -> ExactBottleneck.gaussian [ 1.0 ] |> ignore) |> ignore
    Assert.Throws<DomainException>(fun () -> ten |> ExactBottleneck.rate 3.0<nat> |> ignore)
