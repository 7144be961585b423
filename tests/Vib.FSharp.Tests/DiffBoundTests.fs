/// The closed forms of bounds, held to derivatives of their values.
module Vib.Tests.DiffBoundTests

open TorchSharp
open Vib
open Vib.Core
open Xunit

/// Bounds that climb something else than their value, as their pages say.
let private climbOther = [
    Bound.jensenShannon
    Bound.legacyJsNwj
    Bound.smile 5.0
    Bound.barberAgakovUpper
    Bound.variationalClub
    Bound.variationalL1Out
]

let private climbsValue bound = climbOther |> List.forall (fun other -> Bound.name other <> Bound.name bound)

let private drawn (shape: int64 list) seed =
    use generator = new torch.Generator(uint64 seed)
    torch.randn (Array.ofList shape, torch.float64, generator = generator)

/// For matrices of 2 to 6 pairs, scores of a few nats, and a direction of the same shape.
let private forMatrices test =
    for seed in 1..20 do
        use _scope = torch.NewDisposeScope()
        let size = int64 (2 + seed % 5)
        test (drawn [ size; size ] seed * 2.0) (drawn [ size; size ] (seed + 100))

/// Softmax weights and their like: some thousand roundings of numbers of the gradient's size.
let private near name (expected: torch.Tensor) (actual: torch.Tensor) =
    Assert.Equal<int64>(expected.shape, actual.shape)
    let off = (expected - actual).abs().max().item<float>()
    let allowed = 1e-12 * (1.0 + expected.abs().max().item<float>())
    Assert.True(off <= allowed, $"{name}: off by {off}, allowed {allowed}")

[<Fact>]
let ``Every bound's gradient is that of what it climbs`` () =
    for bound in Bound.all do
        forMatrices (fun scores _ -> near (Bound.name bound) (Diff.grad bound.Objective scores) (bound.Gradient scores))

[<Fact>]
let ``Where a bound climbs its value, its gradient is the value's, and elsewhere it is not`` () =
    Assert.Equal(List.length Bound.all - List.length climbOther, Bound.all |> List.filter climbsValue |> List.length)

    for bound in Bound.all do
        forMatrices (fun scores _ ->
            let slope = Diff.grad bound.Value scores

            if climbsValue bound then
                near (Bound.name bound) slope (bound.Gradient scores)
            else
                Assert.True((slope - bound.Gradient scores).abs().max().item<float>() > 1e-3, Bound.name bound))

[<Fact>]
let ``A companion's gradient is that of what the bound climbs`` () =
    for bound in Bound.all do
        match bound with
        | :? CompanionBound as bound ->
            forMatrices (fun scores direction ->
                let companion = direction.select (0, 0)
                let climbed (companion: torch.Tensor) = bound.Objective(scores, companion)
                near bound.Name (Diff.grad climbed companion) (bound.CompanionGradient(scores, companion)))
        | _ -> ()

[<Fact>]
let ``Replicates are differentiated side by side, each by itself`` () =
    forMatrices (fun scores direction ->
        let both = torch.stack [| scores; direction |]
        let jacobian = Diff.jacobian Bound.infoNce.Value both // [R,R,B,B]

        for r in 0L .. 1L do
            let own = jacobian.select(0, r).select(0, r)
            near "own" (Bound.infoNce.Gradient(both.select (0, r))) own
            near "other" (torch.zeros_like own) (jacobian.select(0, r).select(0, 1L - r)))

/// −(p∘v − p ⟨p, v⟩)/B along an axis: the softmax's covariance times v.
let private covariance axis (scores: torch.Tensor) (v: torch.Tensor) =
    let p = scores.softmax axis
    (p * v - p * (p * v).sum(axis, true)) * (-1.0 / float scores.shape[0])

[<Fact>]
let ``InfoNCE's curvature is the softmax's covariance, row by row or column by column`` () =
    forMatrices (fun scores v ->
        near "over y" (covariance 1L scores v) (Diff.hessianv Bound.infoNce.Value scores v)
        near "over x" (covariance 0L scores v) (Diff.hessianv Bound.infoNceOverX.Value scores v)
        // concave: nowhere does the slope along a direction grow
        let along, curvature = Diff.gradhessianv Bound.infoNce.Value scores v
        near "slope" ((Bound.infoNce.Gradient scores * v).sum()) along
        Assert.True((curvature * v).sum().item<float>() <= 0.0))

[<Fact>]
let ``InfoNCE's Hessian has a block for each row and nothing between rows`` () =
    forMatrices (fun scores _ ->
        let b = scores.shape[0]
        let p, hessian = scores.softmax 1L, Diff.hessian Bound.infoNce.Value scores // [B,B], [B,B,B,B]

        for i in 0L .. b - 1L do
            for k in 0L .. b - 1L do
                let block = hessian.select(0, i).select(1, k) // [B,B]: ∂²/∂S_ij ∂S_kl
                let row = p.select (0, i)
                let own = row.unsqueeze 1L * row.unsqueeze 0L - torch.eye (b, dtype = torch.float64) * row
                near $"rows {i} and {k}" (if i = k then own * (1.0 / float b) else torch.zeros_like block) block)

[<Fact>]
let ``NWJ's curvature is its own exponential, Donsker–Varadhan's the covariance of all pairs off the diagonal, CLUB has none`` () =
    forMatrices (fun scores v ->
        let b = scores.shape[0]
        let diagonal = torch.eye (b, dtype = torch.bool)
        let weights = ((scores - 1.0).exp() * (-1.0 / float (b * (b - 1L)))).masked_fill(diagonal, 0.0)
        near "NWJ" (weights * v) (Diff.hessianv Bound.nwj.Value scores v)
        let p = scores.masked_fill(diagonal, System.Double.NegativeInfinity).flatten().softmax(0L).view(b, b)
        near "Donsker–Varadhan" (p * (p * v).sum() - p * v) (Diff.hessianv Bound.donskerVaradhan.Value scores v)
        near "CLUB" (torch.zeros_like v) (Diff.hessianv Bound.club.Value scores v))
