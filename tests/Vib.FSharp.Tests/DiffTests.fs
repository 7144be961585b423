module Vib.Tests.DiffTests

open System
open TorchSharp
open Vib
open Vib.Core
open Xunit

let private vector (numbers: float list) = torch.tensor (Array.ofList numbers)
let private scalar (number: float) = torch.tensor([| number |]).reshape [||]
let private element i (x: torch.Tensor) = x.select (0L, int64 i)
let private numbers (x: torch.Tensor) = x.detach().contiguous().data<float>().ToArray()

let private near (tolerance: float) (expected: float seq) (actual: float seq) =
    Assert.Equal(Seq.length expected, Seq.length actual)
    Seq.iter2 (Expect.close tolerance) expected actual

let private entries (matrix: float[,]) = Seq.cast<float> matrix

/// Every tensor of a test is freed with it.
let private inScope test =
    use _scope = torch.NewDisposeScope()
    test ()

// (1 − a)² + 100 (b − a²)²
let private rosenbrock (x: torch.Tensor) =
    let a, b = element 0 x, element 1 x
    (1.0 - a).square() + 100.0 * (b - a.square ()).square()

// ---- closed forms ----

[<Fact>]
let ``A polynomial's derivatives up to order 5 and beyond`` () =
    let quintic (x: torch.Tensor) = x.pow 5.0 - 2.0 * x.pow 3.0 + x * 7.0
    let expected = [| 32.0 - 16.0 + 14.0; 80.0 - 24.0 + 7.0; 160.0 - 24.0; 240.0 - 12.0; 240.0; 120.0; 0.0 |]
    near 1e-12 expected (Diff.Floats.ffdiffn 6 quintic 2.0)

    for n in 0..6 do
        Expect.close 1e-12 expected[n] (Diff.Floats.diffn n quintic 2.0)

    Expect.close 1e-12 expected[1] (Diff.Floats.diff quintic 2.0)
    Expect.close 1e-12 expected[2] (Diff.Floats.diff2 quintic 2.0)

[<Fact>]
let ``exp sin's derivatives up to order 5`` () =
    // the nth derivative of e^x sin x is 2^{n/2} e^x sin(x + nπ/4)
    let expected n = Math.Pow(2.0, float n / 2.0) * exp 0.7 * sin (0.7 + float n * Math.PI / 4.0)
    near 1e-13 (List.map expected [ 0..5 ]) (Diff.Floats.ffdiffn 5 (fun x -> x.exp () * x.sin ()) 0.7)

[<Fact>]
let ``A function of a scalar may give a vector`` () =
    inScope (fun () ->
        let circle (t: torch.Tensor) = torch.stack [| t.cos (); t.sin () |]
        let position, velocity = Diff.fdiff circle (scalar 0.3)
        near 1e-15 [ cos 0.3; sin 0.3 ] (numbers position)
        near 1e-15 [ -sin 0.3; cos 0.3 ] (numbers velocity)
        near 1e-15 [ -cos 0.3; -sin 0.3 ] (numbers (Diff.diff2 circle (scalar 0.3)))

        let orders = Diff.ffdiffn 4 circle (scalar 0.3) |> Array.map numbers
        near 1e-15 [ sin 0.3; -cos 0.3 ] orders[3]
        near 1e-15 [ cos 0.3; sin 0.3 ] orders[4])

[<Fact>]
let ``Rosenbrock's gradient and Hessian`` () =
    for a, b in [ -1.2, 1.0; 1.0, 1.0; 0.5, -2.0 ] do
        let value, gradient, hessian = Diff.Floats.fgradhessian rosenbrock [| a; b |]
        let inner = b - a * a
        Expect.close 1e-12 ((1.0 - a) * (1.0 - a) + 100.0 * inner * inner) value
        near 1e-12 [ -2.0 * (1.0 - a) - 400.0 * a * inner; 200.0 * inner ] gradient
        near 1e-12 [ 2.0 - 400.0 * inner + 800.0 * a * a; -400.0 * a; -400.0 * a; 200.0 ] (entries hessian)
        Expect.close 1e-12 (hessian[0, 0] + hessian[1, 1]) (Diff.Floats.laplacian rosenbrock [| a; b |])

[<Fact>]
let ``Log-sum-exp's gradient is the softmax, its Hessian the softmax's covariance`` () =
    let point = [| 0.3; -1.0; 2.0; 0.0 |]
    let weights = point |> Array.map exp |> fun w -> w |> Array.map (fun one -> one / Array.sum w)
    let gradient, hessian = Diff.Floats.gradhessian _.logsumexp(0L) point
    near 1e-15 weights gradient
    let covariance = Array2D.init 4 4 (fun i j -> (if i = j then weights[i] else 0.0) - weights[i] * weights[j])
    near 1e-15 (entries covariance) (entries hessian)

[<Fact>]
let ``A quadratic form's gradient and Hessian`` () =
    inScope (fun () ->
        let a = torch.tensor ([| 2.0; 1.0; -3.0; 0.5; 4.0; 1.5; 2.5; -1.0; 3.0 |], ReadOnlySpan [| 3L; 3L |])
        let form (x: torch.Tensor) = (x * a.matmul x).sum() * 0.5
        let x, symmetric = vector [ 1.0; -2.0; 0.5 ], (a + a.t ()) * 0.5
        near 1e-14 (numbers (symmetric.matmul x)) (numbers (Diff.grad form x))
        near 1e-14 (numbers symmetric) (numbers (Diff.hessian form x))
        let v = vector [ 3.0; 1.0; -1.0 ]
        let gv, hv = Diff.gradhessianv form x v
        near 1e-14 [ ((symmetric.matmul x) * v).sum().item<float>() ] (numbers gv)
        near 1e-14 (numbers (symmetric.matmul v)) (numbers hv))

[<Fact>]
let ``The gradient of log det is the inverse, transposed, and its Hessian the inverse twice`` () =
    inScope (fun () ->
        let determinant (m: torch.Tensor) =
            let at i j = m |> element i |> element j
            let minor i j = at 1 i * at 2 j - at 1 j * at 2 i
            at 0 0 * minor 1 2 - at 0 1 * minor 0 2 + at 0 2 * minor 0 1

        // [4,1,0; 1,3,1; 0,2,2] has determinant 14 and this inverse
        let m = torch.tensor ([| 4.0; 1.0; 0.0; 1.0; 3.0; 1.0; 0.0; 2.0; 2.0 |], ReadOnlySpan [| 3L; 3L |])

        let inverse =
            array2D [ [ 4.0; -2.0; 1.0 ]; [ -2.0; 8.0; -4.0 ]; [ 2.0; -8.0; 11.0 ] ] |> Array2D.map (fun entry -> entry / 14.0)

        let logDet (m: torch.Tensor) = (determinant m).log()
        let value, gradient, hessian = Diff.fgradhessian logDet m
        near 1e-14 [ log 14.0 ] (numbers value)

        near
            1e-14
            [
                for i in 0..2 do
                    for j in 0..2 -> inverse[j, i]
            ]
            (numbers gradient)

        Assert.Equal<int64>([| 3L; 3L; 3L; 3L |], hessian.shape)

        let second = [
            for i in 0..2 do
                for j in 0..2 do
                    for k in 0..2 do
                        for l in 0..2 -> -inverse[j, k] * inverse[l, i]
        ]

        near 1e-14 second (numbers hessian))

[<Fact>]
let ``A rotation's curl is twice its rate, a source's divergence its strength`` () =
    let field (x: torch.Tensor) = torch.stack [| element 1 x * -3.0 + element 0 x; element 0 x * 3.0; element 2 x * 2.0 |]
    let point = [| 0.1; 0.2; 0.3 |]
    let value, curl, divergence = Diff.Floats.fcurldivergence field point
    near 1e-15 [ -0.5; 0.3; 0.6 ] value
    near 1e-15 [ 0.0; 0.0; 6.0 ] curl
    Expect.close 1e-15 3.0 divergence
    // each partial derivative has a place of its own: f = (x₂x₃, 2x₁x₃, 3x₁x₂)
    let saddle (x: torch.Tensor) =
        vector [ 1.0; 2.0; 3.0 ]
        * torch.stack [| element 1 x * element 2 x; element 0 x * element 2 x; element 0 x * element 1 x |]

    near 1e-15 [ 3.0 - 2.0; 2.0 - 6.0; 6.0 - 3.0 ] (Diff.Floats.curl saddle [| 1.0; 2.0; 3.0 |])

// ---- one vocabulary ----

[<Fact>]
let ``Every f twin gives the value and what its verb gives, at tensors and at floats`` () =
    inScope (fun () ->
        let line (t: torch.Tensor) = (t * 2.0).sin()
        let hill (x: torch.Tensor) = (x * x.flip 0L).sin().sum() + x.pow(3.0).sum()
        let field (x: torch.Tensor) = x.exp () * x.flip 0L
        let t, x, v = 0.7, [| 0.5; -1.0; 2.0 |], [| 1.0; 2.0; -0.5 |]
        let t', x', v' = scalar t, torch.tensor x, torch.tensor v

        let twin value verb (fverb: torch.Tensor * torch.Tensor) (plain: float seq) (fplain: float seq * float seq) =
            Assert.Equal<float>(numbers value, numbers (fst fverb))
            Assert.Equal<float>(numbers verb, numbers (snd fverb))
            Assert.Equal<float>(numbers verb, plain)
            Assert.Equal<float>(numbers value, fst fplain)
            Assert.Equal<float>(plain, snd fplain)

        let one (number: float) = Seq.singleton number
        let numbers2 (a, b) = one a, one b
        let array (a: float, b: float[]) = one a, Seq.ofArray b
        let matrix (a: float, b) = one a, entries b
        let arrays (a: float[], b: float[]) = Seq.ofArray a, Seq.ofArray b
        let at, up, over = line t', hill x', field x'

        twin at (Diff.diff line t') (Diff.fdiff line t') (one (Diff.Floats.diff line t)) (numbers2 (Diff.Floats.fdiff line t))
        twin at (Diff.diff2 line t') (Diff.fdiff2 line t') (one (Diff.Floats.diff2 line t)) (numbers2 (Diff.Floats.fdiff2 line t))
        twin at (Diff.diffn 3 line t') (Diff.fdiffn 3 line t') (one (Diff.Floats.diffn 3 line t)) (numbers2 (Diff.Floats.fdiffn 3 line t))
        twin up (Diff.grad hill x') (Diff.fgrad hill x') (Diff.Floats.grad hill x) (array (Diff.Floats.fgrad hill x))
        twin up (Diff.gradv hill x' v') (Diff.fgradv hill x' v') (one (Diff.Floats.gradv hill x v)) (numbers2 (Diff.Floats.fgradv hill x v))
        twin up (Diff.hessian hill x') (Diff.fhessian hill x') (entries (Diff.Floats.hessian hill x)) (matrix (Diff.Floats.fhessian hill x))
        twin up (Diff.hessianv hill x' v') (Diff.fhessianv hill x' v') (Diff.Floats.hessianv hill x v) (array (Diff.Floats.fhessianv hill x v))
        twin up (Diff.laplacian hill x') (Diff.flaplacian hill x') (one (Diff.Floats.laplacian hill x)) (numbers2 (Diff.Floats.flaplacian hill x))

        let jacobian, value = Diff.Floats.jacobian field x, fst (Diff.Floats.fjacobian field x)
        twin over (Diff.jacobian field x') (Diff.fjacobian field x') (entries jacobian) (value, entries (snd (Diff.Floats.fjacobian field x)))

        twin
            over
            (Diff.jacobianv field x' v')
            (Diff.fjacobianv field x' v')
            (Diff.Floats.jacobianv field x v)
            (arrays (Diff.Floats.fjacobianv field x v))

        twin
            over
            (Diff.jacobianTv field x' v')
            (Diff.fjacobianTv field x' v')
            (Diff.Floats.jacobianTv field x v)
            (arrays (Diff.Floats.fjacobianTv field x v))

        twin over (Diff.curl field x') (Diff.fcurl field x') (Diff.Floats.curl field x) (arrays (Diff.Floats.fcurl field x))

        let divergence = Diff.Floats.fdivergence field x

        twin
            over
            (Diff.divergence field x')
            (Diff.fdivergence field x')
            (one (Diff.Floats.divergence field x))
            (fst divergence, one (snd divergence)))

[<Fact>]
let ``Verbs that give two derivatives give those of their parts`` () =
    let hill (x: torch.Tensor) = (x * x.flip 0L).sin().sum() + x.pow(3.0).sum()
    let field (x: torch.Tensor) = x.exp () * x.flip 0L
    let x, v = [| 0.5; -1.0; 2.0 |], [| 1.0; 2.0; -0.5 |]
    let value, gradient, hessian = Diff.Floats.fgrad hill x |> fst, Diff.Floats.grad hill x, Diff.Floats.hessian hill x
    Assert.Equal((gradient, hessian), Diff.Floats.gradhessian hill x)
    Assert.Equal((value, gradient, hessian), Diff.Floats.fgradhessian hill x)
    Assert.Equal((Diff.Floats.gradv hill x v, Diff.Floats.hessianv hill x v), Diff.Floats.gradhessianv hill x v)
    Assert.Equal((value, Diff.Floats.gradv hill x v, Diff.Floats.hessianv hill x v), Diff.Floats.fgradhessianv hill x v)
    Assert.Equal((Diff.Floats.curl field x, Diff.Floats.divergence field x), Diff.Floats.curldivergence field x)
    let flux = Diff.Floats.fjacobian field x |> fst
    Assert.Equal((flux, Diff.Floats.curl field x, Diff.Floats.divergence field x), Diff.Floats.fcurldivergence field x)

    inScope (fun () ->
        let x, v = torch.tensor x, torch.tensor v
        let same (expected: torch.Tensor) (actual: torch.Tensor) = Assert.Equal<float>(numbers expected, numbers actual)
        let value, alongV, hv = Diff.fgradhessianv hill x v
        same (hill x) value
        same (Diff.gradv hill x v) alongV
        same (Diff.hessianv hill x v) hv
        let gradient, hessian = Diff.gradhessian hill x
        same (Diff.grad hill x) gradient
        same (Diff.hessian hill x) hessian
        let curl, divergence = Diff.curldivergence field x
        same (Diff.curl field x) curl
        same (Diff.divergence field x) divergence
        let flux, _, _ = Diff.fcurldivergence field x
        same (field x) flux)

[<Fact>]
let ``The type of the point is the type of the derivative`` () =
    inScope (fun () ->
        let x = torch.ones ([| 2L |], torch.float32)
        Assert.Equal(torch.float32, (Diff.grad (fun x -> x.exp().sum()) x).dtype)
        Assert.Equal(torch.float32, (Diff.hessian (fun x -> x.exp().sum()) x).dtype))

// ---- nesting ----

[<Fact>]
let ``A derivative of a derivative is the second, and so on`` () =
    let f (x: torch.Tensor) = x.sin () * x.exp ()
    let nested = Diff.Floats.diff (Diff.diff (Diff.diff (Diff.diff (Diff.diff f)))) 0.7
    Expect.close 1e-12 (Diff.Floats.diffn 5 f 0.7) nested
    Expect.close 1e-13 (Diff.Floats.diffn 3 f 0.7) (Diff.Floats.diff (Diff.diff2 f) 0.7)

[<Fact>]
let ``Variables of nested derivatives are not taken for each other`` () =
    let at y = fun f -> Diff.diff f (scalar y)
    // d/dx (x · d/dy (x + y)) is 1; where perturbations are confused it is 2
    Expect.close 0.0 1.0 (Diff.Floats.diff (fun x -> x * at 1.0 (fun y -> x + y)) 3.0)
    Expect.close 0.0 1.0 (Diff.Floats.diff (fun x -> x * Diff.diff (fun y -> x + y) x) 3.0)
    // d/dx (x · d/dy (x y)) = d/dx x²
    Expect.close 0.0 6.0 (Diff.Floats.diff (fun x -> x * at 5.0 (fun y -> x * y)) 3.0)
    Expect.close 0.0 6.0 (Diff.Floats.diff (fun x -> x * Diff.diff (fun y -> x * y) x) 3.0)
    // d/dx of d/dy (x y²) at y = x: 2xy there, so 2x², so 4x; only the point moves or only the factor, 2x each
    Expect.close 0.0 12.0 (Diff.Floats.diff (fun x -> Diff.diff (fun y -> x * y.square ()) x) 3.0)
    Expect.close 0.0 6.0 (Diff.Floats.diff (fun x -> Diff.diff (fun y -> x.detach () * y.square ()) x) 3.0)
    Expect.close 0.0 6.0 (Diff.Floats.diff (fun x -> Diff.diff (fun y -> x * y.square ()) (x.detach ())) 3.0)
    // three deep, all variables in one product: d/dx d/dy d/dz x y² z³ = 2y · 3z²
    let three (x: torch.Tensor) = at 2.0 (fun y -> at 1.5 (fun z -> x * y.square () * z.pow 3.0))
    Expect.close 1e-13 (2.0 * 2.0 * 3.0 * 1.5 * 1.5) (Diff.Floats.diff three 7.0)

[<Fact>]
let ``Verbs of every kind nest in each other`` () =
    let f (x: torch.Tensor) = (x.pow 4.0).sum() + element 0 x * element 1 x * element 2 x
    let x, v = [| 0.5; -1.0; 2.0 |], [| 1.0; 2.0; -0.5 |]
    let along kind = Diff.Floats.jacobian kind x
    let hessian = Diff.Floats.hessian f x
    near 1e-13 (entries hessian) (entries (along (Diff.grad f)))
    near 1e-13 (Diff.Floats.hessianv f x v) (Diff.Floats.jacobianv (Diff.grad f) x v)
    near 1e-13 (Diff.Floats.hessianv f x v) (Diff.Floats.jacobianTv (Diff.grad f) x v)
    Expect.close 1e-13 (Diff.Floats.laplacian f x) (Diff.Floats.divergence (Diff.grad f) x)
    near 1e-13 [ 0.0; 0.0; 0.0 ] (Diff.Floats.curl (Diff.grad f) x)
    // ∇ of ∇f·v is Hv, of ½|∇f|² is H∇f
    inScope (fun () ->
        let direction = torch.tensor v
        near 1e-13 (Diff.Floats.hessianv f x v) (Diff.Floats.grad (fun x -> Diff.gradv f x direction) x)
        near 1e-12 (Diff.Floats.hessianv f x (Diff.Floats.grad f x)) (Diff.Floats.grad (fun x -> (Diff.grad f x).square().sum() * 0.5) x)
        // ∇ of vᵀHv and of the Laplacian are third derivatives: of Σ x⁴, 24 x v² and 24 x
        let quartic (x: torch.Tensor) = (x.pow 4.0).sum()
        let curvature (x: torch.Tensor) = (Diff.hessianv quartic x direction * direction).sum()
        near 1e-12 (Array.map2 (fun x v -> 24.0 * x * v * v) x v) (Diff.Floats.grad curvature x)
        near 1e-12 (x |> Array.map (fun x -> 24.0 * x)) (Diff.Floats.grad (Diff.laplacian quartic) x)
        near 1e-12 (x |> Array.map (fun x -> 24.0 * x)) (Diff.Floats.grad (fun x -> (Diff.hessian quartic x).sum()) x)
        // wide and tall Jacobians, both ways through
        let wide (x: torch.Tensor) = (x.pow 3.0).sum().reshape [| 1L |]
        let tall (x: torch.Tensor) = torch.cat [| x.pow 3.0; x.pow 3.0 |]
        near 1e-12 (x |> Array.map (fun x -> 6.0 * x)) (Diff.Floats.grad (fun x -> (Diff.jacobian wide x).sum()) x)
        near 1e-12 (x |> Array.map (fun x -> 12.0 * x)) (Diff.Floats.grad (fun x -> (Diff.jacobian tall x).sum()) x)
        near 1e-12 (Array.map2 (fun x v -> 12.0 * x * v) x v) (Diff.Floats.grad (fun x -> (Diff.jacobianv tall x direction).sum()) x)
        // in the vector as in the point
        near 1e-12 (x |> Array.map (fun x -> 6.0 * x * x)) (Diff.Floats.grad (fun v -> (Diff.jacobianv tall (torch.tensor x) v).sum()) v))

[<Fact>]
let ``A value beside a derivative can be differentiated too`` () =
    let fused (x: torch.Tensor) =
        let value, slope = Diff.fdiff _.sin() x
        value * slope // sin cos, whose derivative is cos 2x

    Expect.close 1e-15 (cos 1.4) (Diff.Floats.diff fused 0.7)

[<Fact>]
let ``A penalty on a gradient is differentiated with respect to parameters, by a verb or by backward`` () =
    // |∇_x w·x²|² = Σ 4w²x², whose gradient in w is 8wx²
    inScope (fun () ->
        let penalty x (w: torch.Tensor) = (Diff.grad (fun (x: torch.Tensor) -> (w * x.square ()).sum()) x).square().sum()
        let x, expected = vector [ 1.0; -2.0 ], [ 8.0 * 0.5; 8.0 * 3.0 * 4.0 ]
        near 1e-13 expected (Diff.Floats.grad (penalty x) [| 0.5; 3.0 |])

        let w = (vector [ 0.5; 3.0 ]).requires_grad_()
        Assert.False((penalty x w).requires_grad) // a result is plain unless the point asks for more
        (penalty (x.requires_grad_ ()) w).backward()
        near 1e-13 expected (w.grad |> Option.ofObj |> Option.get |> numbers))

// ---- what is constant ----

[<Fact>]
let ``A function that does not depend on its argument has derivatives of zero, of the right shape`` () =
    inScope (fun () ->
        let x, v, c = vector [ 1.0; 2.0 ], vector [ 3.0; 4.0 ], scalar 5.0
        let parameter = (vector [ 7.0; 8.0 ]).requires_grad_()

        for constant in [ (fun _ -> c); (fun (x: torch.Tensor) -> x.detach().sum()); (fun (_: torch.Tensor) -> parameter.sum ()) ] do
            near 0.0 [ 0.0; 0.0 ] (numbers (Diff.grad constant x))
            near 0.0 [ 0.0 ] (numbers (Diff.gradv constant x v))
            near 0.0 [ 0.0; 0.0; 0.0; 0.0 ] (numbers (Diff.hessian constant x))
            near 0.0 [ 0.0; 0.0 ] (numbers (Diff.hessianv constant x v))
            near 0.0 [ 0.0 ] (numbers (Diff.laplacian constant x))
            near 0.0 [ 0.0; 0.0 ] (numbers (Diff.jacobian constant x))
            near 0.0 [ 0.0 ] (numbers (Diff.jacobianv constant x v))
            near 0.0 [ 0.0; 0.0 ] (numbers (Diff.jacobianTv constant x c))

        near 0.0 [ 0.0; 0.0; 0.0; 0.0 ] (numbers (Diff.jacobian (fun _ -> v) x))
        near 0.0 [ 5.0; 0.0; 0.0 ] (Diff.Floats.ffdiffn 2 (fun _ -> c) 1.0)
        // linear: the second derivative is of a constant
        near 0.0 [ 0.0; 0.0; 0.0; 0.0 ] (numbers (Diff.hessian _.sum() x))
        near 0.0 [ 2.0; 2.0; 0.0; 0.0 ] (Diff.Floats.ffdiffn 3 (fun x -> x * 2.0) 1.0))

[<Fact>]
let ``What libtorch does not record counts as constant, at any depth`` () =
    let read (x: torch.Tensor) = x * x.detach().item<float>()
    Expect.close 0.0 3.0 (Diff.Floats.diff read 3.0) // 2x, were the second factor followed

    let silent (x: torch.Tensor) =
        use _none = torch.no_grad ()
        Diff.diff _.square() x

    Expect.close 0.0 6.0 (Diff.Floats.diff (fun x -> x * silent x) 3.0) // 2x · x, of which only the second factor moves

[<Fact>]
let ``Nothing recorded outside, or everything: the same derivatives`` () =
    let f (x: torch.Tensor) = x.sin () * x.exp ()

    let outside =
        use _none = torch.no_grad ()
        let answers = Diff.Floats.ffdiffn 4 f 0.7, Diff.Floats.diff (Diff.diff f) 0.7
        Assert.False(torch.is_grad_enabled ())
        answers

    Assert.Equal((Diff.Floats.ffdiffn 4 f 0.7, Diff.Floats.diff (Diff.diff f) 0.7), outside)

// ---- whose tensors ----

[<Fact>]
let ``Every verb leaves its results and nothing else`` () =
    use t = scalar 0.7
    use x = vector [ 0.5; -1.0; 2.0 ]
    use v = vector [ 1.0; 2.0; -0.5 ]
    let hill (x: torch.Tensor) = (x * x.flip 0L).sin().sum() + x.pow(3.0).sum()
    let field (x: torch.Tensor) = x.exp () * x.flip 0L
    let line (t: torch.Tensor) = (t * 2.0).sin()

    let free (tensors: torch.Tensor list) =
        Assert.All(tensors, (fun tensor -> Assert.False(tensor.IsInvalid || tensor.requires_grad)))
        tensors |> List.iter _.Dispose()

    let free2 (a, b) = free [ a; b ]
    let free3 (a, b, c) = free [ a; b; c ]
    let leaves verb = Expect.noTensorStays verb

    leaves (fun () -> free [ Diff.diff line t; Diff.diff2 line t; Diff.diffn 3 line t; Diff.diff (Diff.diff line) t ])
    leaves (fun () -> Diff.ffdiffn 3 line t |> List.ofArray |> free)
    leaves (fun () -> List.iter free2 [ Diff.fdiff line t; Diff.fdiff2 line t; Diff.fdiffn 3 line t ])
    leaves (fun () -> free [ Diff.grad hill x; Diff.gradv hill x v; Diff.hessian hill x; Diff.hessianv hill x v; Diff.laplacian hill x ])

    leaves (fun () ->
        List.iter free2 [ Diff.fgrad hill x; Diff.fgradv hill x v; Diff.fhessian hill x; Diff.fhessianv hill x v; Diff.flaplacian hill x ])

    leaves (fun () -> List.iter free2 [ Diff.gradhessian hill x; Diff.gradhessianv hill x v; Diff.curldivergence field x ])
    leaves (fun () -> List.iter free3 [ Diff.fgradhessian hill x; Diff.fgradhessianv hill x v; Diff.fcurldivergence field x ])

    leaves (fun () ->
        free [
            Diff.jacobian field x
            Diff.jacobianv field x v
            Diff.jacobianTv field x v
            Diff.curl field x
            Diff.divergence field x
        ])

    leaves (fun () -> List.iter free2 [ Diff.fjacobian field x; Diff.fjacobianv field x v; Diff.fjacobianTv field x v ])
    leaves (fun () -> List.iter free2 [ Diff.fcurl field x; Diff.fdivergence field x ])

[<Fact>]
let ``At floats nothing is left at all, also by what is refused`` () =
    let hill (x: torch.Tensor) = x.pow(3.0).sum()
    let x, v = [| 0.5; -1.0; 2.0 |], [| 1.0; 2.0; -0.5 |]

    Expect.noTensorStays (fun () ->
        Diff.Floats.ffdiffn 3 _.exp() 1.0 |> ignore
        Diff.Floats.fgradhessianv hill x v |> ignore
        Diff.Floats.fcurldivergence _.exp() x |> ignore
        Assert.Throws<ShapeException>(fun () -> Diff.Floats.fhessian _.exp() x |> ignore) |> ignore
        Assert.Throws<ShapeException>(fun () -> Diff.Floats.jacobian hill x |> ignore) |> ignore

        Assert.Throws<DivideByZeroException>(fun () -> Diff.Floats.grad (fun x -> raise (DivideByZeroException $"{x * 2.0}")) x |> ignore)
        |> ignore)

// ---- refusals ----

let private refused part (verb: unit -> 'a) = Expect.contains part (Assert.Throws<ShapeException>(verb >> ignore)).Message

[<Fact>]
let ``A result that is not a scalar is refused where one is wanted`` () =
    let x = [| 1.0; 2.0; 3.0 |]
    refused "A function whose result has shape [3]. Wanted: a scalar, []. Try: the Jacobian" (fun () -> Diff.Floats.grad _.exp() x)
    refused "a scalar, []" (fun () -> Diff.Floats.hessian _.exp() x)
    refused "a scalar, []" (fun () -> Diff.Floats.laplacian _.exp() x)
    refused "result has shape [1]" (fun () -> Diff.Floats.grad (fun x -> x.sum().reshape [| 1L |]) x)

[<Fact>]
let ``Points, vectors and fields of the wrong shape are refused`` () =
    inScope (fun () ->
        let x, v = vector [ 1.0; 2.0; 3.0 ], vector [ 1.0; 2.0 ]
        refused "A point of shape [3]" (fun () -> Diff.diff _.sum() x)
        refused "A direction of shape [2] at a point of shape [3]" (fun () -> Diff.gradv _.sum() x v)
        refused "A direction of shape [2]" (fun () -> Diff.hessianv _.sum() x v)
        refused "A direction of shape [2]" (fun () -> Diff.jacobianv id x v)
        refused "Weights of shape [2] for a result of shape [3]" (fun () -> Diff.jacobianTv id x v)
        refused "The curl of a function from [2] to [2]" (fun () -> Diff.curl id v)
        refused "The divergence of a function from [3] to []" (fun () -> Diff.divergence _.sum() x))

[<Fact>]
let ``At floats an answer of another rank is refused, with the verb that has it`` () =
    refused "A result of shape [3]. Wanted: one that is a float. Try: the same verb of Diff at a tensor" (fun () ->
        Diff.Floats.diff (fun t -> t * vector [ 1.0; 2.0; 3.0 ]) 1.0)

    refused "A result of shape [2]. Wanted: one that is a float[,]" (fun () -> Diff.Floats.jacobian _.sum() [| 1.0; 2.0 |])

[<Fact>]
let ``Whole numbers have no derivatives`` () =
    inScope (fun () ->
        let wrong verb = Expect.contains "of type Int64" (Assert.Throws<DomainException>(verb >> ignore)).Message
        wrong (fun () -> Diff.grad _.sum() (torch.tensor [| 1L; 2L |]))
        wrong (fun () -> Diff.grad _.argmax(0L) (vector [ 1.0; 2.0 ])))

    let order = Assert.Throws<DomainException>(fun () -> Diff.Floats.diffn -1 id 1.0 |> ignore)
    Expect.contains "An order of -1" order.Message
