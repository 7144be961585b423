module Vib.Laws.Tests.GaussianCaseTests

open Vib
open Vib.Core
open Vib.Laws
open Xunit

let private gaussians = Generate.gaussians 4 [ 0.0<nat>; 0.3<nat>; 2.0<nat> ]

/// The largest eigenvalue, by powers.
let private largest (matrix: float[,]) =
    let apply (v: float[]) = Array.init v.Length (fun i -> Seq.sum (seq { for j in 0 .. v.Length - 1 -> matrix[i, j] * v[j] }))
    let length (v: float[]) = sqrt (Array.sumBy (fun x -> x * x) v)
    let step v = let next = apply v in next |> Array.map (fun x -> x / length next)
    let direction = Seq.fold (fun v _ -> step v) (Array.init (matrix.GetLength 0) (fun i -> 1.0 + float i)) (seq { 1..2000 })
    length (apply direction)

[<Fact>]
let ``A covariance is symmetric, and its largest eigenvalue is the root of its condition number`` () =
    Expect.forAll Generate.covariances (fun case ->
        let covariance = CovarianceCase.matrix case
        Assert.Equal<float>(Seq.cast<float> covariance, Seq.cast<float>(Array2D.init case.Dimension case.Dimension (fun i j -> covariance[j, i])))
        let expected = if case.Dimension = 1 then 1.0 else sqrt case.Condition
        Expect.close (1e-3 * expected) expected (largest covariance))

[<Fact>]
let ``A covariance is positive definite: a Gaussian can be made of it`` () =
    Expect.forAll Generate.covariances (fun case ->
        if case.Dimension > 1 then
            Assert.True((MultivariateGaussian(CovarianceCase.matrix case, 1)).Information >= -1e-9))

[<Fact>]
let ``Pairs share what the case says, however they are mixed and bent`` () =
    Expect.forAll gaussians (fun case ->
        let truth = GaussianCase.truth case
        Expect.close 1e-10 (float case.Information) truth.Information
        Assert.Equal((case.XDimension, case.YDimension), (truth.XDimension, truth.YDimension)))

// The mean of log r over 4000 pairs is I; Var log r is at most dim 4, so 6 standard errors are below 0.19: two in 10⁹ a case.
[<Fact>]
let ``What is drawn has the information that is said`` () =
    let case = {
        XDimension = 3
        YDimension = 2
        Information = 1.0<nat>
        Condition = 5.0
        Bijection = BijectionCase.identity
        Seed = 11
    }

    use source = new Sampling(GaussianCase.truth case, 5)
    let scores = source.Scores false id 2 2000
    Expect.close 0.19 1.0 (scores |> Array.averageBy (fun batch -> (batch.Scores[0, 0] + batch.Scores[1, 1]) / 2.0))

[<Fact>]
let ``The same seed draws the same pairs, bent and not`` () =
    let case = {
        XDimension = 1
        YDimension = 1
        Information = 1.0<nat>
        Condition = 1.0
        Bijection = BijectionCase.identity
        Seed = 3
    }

    let draw case = (use source = new Sampling(GaussianCase.truth case, 9) in source.Pairs 5 1)
    let x, y = (draw case).[0]
    let bentX, bentY = (draw { case with Bijection = { OfX = Bijection.Identity; OfY = Bijection.Cube } }).[0]
    Assert.Equal<float>(Seq.cast<float> x, Seq.cast<float> bentX)
    Seq.iter2 (fun y bent -> Expect.close 1e-12 (y * y * y) bent) (Seq.cast<float> y) (Seq.cast<float> bentY)

[<Fact>]
let ``Bijections do something`` () = Expect.forAll Generate.bijections (fun case -> Assert.NotEqual(BijectionCase.identity, case))

[<Fact>]
let ``Simplifying ends`` () =
    Expect.simplifies Generate.covariances
    Expect.simplifies Generate.bijections
    Expect.simplifies gaussians
    Expect.simplifies (Generate.blocks 2 [ 0.0<nat>; 1.0<nat> ])

[<Fact>]
let ``In words it says what was done to the pairs`` () =
    let case = {
        XDimension = 2
        YDimension = 1
        Information = 0.5<nat>
        Condition = 5.0
        Bijection = { OfX = Bijection.Asinh; OfY = Bijection.Identity }
        Seed = 4
    }

    Assert.Equal("Gaussian, x 2-d, y 1-d, mixed with condition 5, x through asinh, I = 0.5 nat (seed 4)", GaussianCase.describe case)
