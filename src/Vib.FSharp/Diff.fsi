namespace Vib

open TorchSharp

/// <summary>Derivatives of functions of tensors, by libtorch's automatic differentiation, in DiffSharp's vocabulary.</summary>
/// <remarks>
/// <para>The function comes first, then the point, then a vector to multiply with; <c>f…</c> gives the value as well. Verbs nest: a function may take derivatives inside, and variables are never taken for each
/// other. Derivatives are exact up to rounding; take points in double precision.</para>
/// <para>What libtorch does not record is constant: a function that does not depend on its argument, or whose result is detached, read out by <c>item</c>, rounded or compared, has derivatives of zero. A point or a result
/// that is not of a floating-point type is a <c>DomainException</c>.</para>
/// <para>Results belong to the caller, and what was made on the way is freed. They are plain tensors, also of a function that reaches parameters; inside another verb, or where the point itself requires
/// gradients, they keep their graph and can be differentiated further. All of it works in a <c>no_grad</c> region, where results are plain.</para>
/// </remarks>
[<RequireQualifiedAccess>]
module Diff =
    /// <summary>df/dx, of a function of a scalar.</summary>
    /// <param name="f">From [] to any shape.</param>
    /// <param name="x">A scalar, [].</param>
    /// <exception cref="T:Vib.Core.ShapeException">x is not a scalar.</exception>
    /// <example><code>Diff.diff (fun x -> x * x.exp()) x    // at 2: 3e²</code></example>
    val diff: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>diff</c> gives.</summary>
    /// <param name="f">From [] to any shape.</param>
    /// <param name="x">A scalar, [].</param>
    /// <exception cref="T:Vib.Core.ShapeException">x is not a scalar.</exception>
    val fdiff: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>d²f/dx², of a function of a scalar.</summary>
    /// <param name="f">From [] to any shape.</param>
    /// <param name="x">A scalar, [].</param>
    /// <exception cref="T:Vib.Core.ShapeException">x is not a scalar.</exception>
    /// <example><code>Diff.diff2 (fun x -> x * x.exp()) x    // at 2: 4e²</code></example>
    val diff2: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>diff2</c> gives.</summary>
    /// <param name="f">From [] to any shape.</param>
    /// <param name="x">A scalar, [].</param>
    /// <exception cref="T:Vib.Core.ShapeException">x is not a scalar.</exception>
    val fdiff2: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>dⁿf/dxⁿ, of a function of a scalar. Work grows with the graph, which may double with each order.</summary>
    /// <param name="n">0 or more; 0 is the value itself.</param>
    /// <param name="f">From [] to any shape.</param>
    /// <param name="x">A scalar, [].</param>
    /// <exception cref="T:Vib.Core.ShapeException">x is not a scalar.</exception>
    /// <exception cref="T:Vib.Core.DomainException">n is negative.</exception>
    /// <example><code>Diff.diffn 3 (fun x -> x.sin()) x    // −cos x</code></example>
    val diffn: n: int -> f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor

    /// <summary>The value and dⁿf/dxⁿ.</summary>
    /// <param name="n">0 or more; 0 is the value itself.</param>
    /// <param name="f">From [] to any shape.</param>
    /// <param name="x">A scalar, [].</param>
    /// <exception cref="T:Vib.Core.ShapeException">x is not a scalar.</exception>
    /// <exception cref="T:Vib.Core.DomainException">n is negative.</exception>
    val fdiffn: n: int -> f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>f, df/dx, …, dⁿf/dxⁿ from one run: n + 1 of them.</summary>
    /// <param name="n">0 or more; 0 is the value itself.</param>
    /// <param name="f">From [] to any shape.</param>
    /// <param name="x">A scalar, [].</param>
    /// <exception cref="T:Vib.Core.ShapeException">x is not a scalar.</exception>
    /// <exception cref="T:Vib.Core.DomainException">n is negative.</exception>
    val ffdiffn: n: int -> f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor[]

    /// <summary>∇f, of a scalar function; of the shape of x. One pass backwards.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
    /// <example><code>Diff.grad Bound.infoNce.Value scores</code></example>
    val grad: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>grad</c> gives.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
    val fgrad: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>∇f·v, the derivative of a scalar function along v; a scalar.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="v">Of the shape of x.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v has another shape than x.</exception>
    /// <example><code>Diff.gradv Bound.infoNce.Value scores direction</code></example>
    val gradv: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> v: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>gradv</c> gives.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="v">Of the shape of x.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v has another shape than x.</exception>
    val fgradv: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> v: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>The Hessian of a scalar function, [n,n] for x of [n]; in general the axes of x twice. One pass for each element of x.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
    /// <example><code>Diff.hessian (fun x -> x.pow(3).sum()) x    // [n,n]: diag 6x</code></example>
    val hessian: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>hessian</c> gives.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
    val fhessian: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>Hv of a scalar function, without H; of the shape of x. Two passes.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="v">Of the shape of x.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v has another shape than x.</exception>
    /// <example><code>Diff.hessianv Bound.infoNce.Value scores direction    // [B,B], without the [B,B,B,B] of the Hessian</code></example>
    val hessianv: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> v: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>hessianv</c> gives.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="v">Of the shape of x.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v has another shape than x.</exception>
    val fhessianv: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> v: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>∇f and the Hessian.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
    /// <example><code>let gradient, hessian = Diff.gradhessian (fun x -> x.exp().sum().log()) x    // p, and diag p − p pᵀ</code></example>
    val gradhessian: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>The value, ∇f and the Hessian.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
    val fgradhessian: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor * torch.Tensor

    /// <summary>∇f·v and Hv.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="v">Of the shape of x.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v has another shape than x.</exception>
    /// <example><code>let slope, curved = Diff.gradhessianv Bound.infoNce.Value scores direction    // how far to go along a direction</code></example>
    val gradhessianv: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> v: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>The value, ∇f·v and Hv.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="v">Of the shape of x.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v has another shape than x.</exception>
    val fgradhessianv: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> v: torch.Tensor -> torch.Tensor * torch.Tensor * torch.Tensor

    /// <summary>Σ_i ∂²f/∂x_i² of a scalar function, the Hessian's trace; a scalar.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
    /// <example><code>Diff.laplacian (fun x -> x.square().sum()) x    // 2n</code></example>
    val laplacian: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>laplacian</c> gives.</summary>
    /// <param name="f">From any shape to [].</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
    val flaplacian: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>∂f_i/∂x_j, [m,n] for a function from [n] to [m]; in general the axes of f x, then those of x. As many passes as the smaller of the two has elements.</summary>
    /// <param name="f">From any shape to any shape.</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <example><code>Diff.jacobian (fun logits -> logits.softmax(-1)) logits    // [n,n]: diag p − p pᵀ</code></example>
    val jacobian: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>jacobian</c> gives.</summary>
    /// <param name="f">From any shape to any shape.</param>
    /// <param name="x">A tensor of any shape.</param>
    val fjacobian: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>Jv, the derivative along v; of the shape of f x. Two passes.</summary>
    /// <param name="f">From any shape to any shape.</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="v">Of the shape of x.</param>
    /// <exception cref="T:Vib.Core.ShapeException">v has another shape than x.</exception>
    /// <example><code>Diff.jacobianv (fun logits -> logits.softmax(-1)) logits direction    // how probabilities move</code></example>
    val jacobianv: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> v: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>jacobianv</c> gives.</summary>
    /// <param name="f">From any shape to any shape.</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="v">Of the shape of x.</param>
    /// <exception cref="T:Vib.Core.ShapeException">v has another shape than x.</exception>
    val fjacobianv: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> v: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>Jᵀv; of the shape of x. One pass.</summary>
    /// <param name="f">From any shape to any shape.</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="v">Of the shape of f x.</param>
    /// <exception cref="T:Vib.Core.ShapeException">v has another shape than f x.</exception>
    /// <example><code>Diff.jacobianTv (fun logits -> logits.log_softmax(-1)) logits labels    // labels − p, of one-hot labels</code></example>
    val jacobianTv: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> v: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>jacobianTv</c> gives.</summary>
    /// <param name="f">From any shape to any shape.</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="v">Of the shape of f x.</param>
    /// <exception cref="T:Vib.Core.ShapeException">v has another shape than f x.</exception>
    val fjacobianTv: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> v: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>∇×f of a field in three dimensions; [3].</summary>
    /// <param name="f">From [3] to [3].</param>
    /// <param name="x">[3].</param>
    /// <exception cref="T:Vib.Core.ShapeException">f is not from [3] to [3].</exception>
    /// <example><code>Diff.curl (fun x -> torch.stack [ -x.select(0L, 1L); x.select(0L, 0L); x.select(0L, 2L) ]) x    // 0, 0, 2</code></example>
    val curl: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>curl</c> gives.</summary>
    /// <param name="f">From [3] to [3].</param>
    /// <param name="x">[3].</param>
    /// <exception cref="T:Vib.Core.ShapeException">f is not from [3] to [3].</exception>
    val fcurl: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>Σ_i ∂f_i/∂x_i of a field, the Jacobian's trace; a scalar.</summary>
    /// <param name="f">To the shape that it is from.</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <exception cref="T:Vib.Core.ShapeException">f x has another shape than x.</exception>
    /// <example><code>Diff.divergence (fun x -> x * x.square().sum()) x    // (n + 2)‖x‖²</code></example>
    val divergence: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor

    /// <summary>The value and what <c>divergence</c> gives.</summary>
    /// <param name="f">To the shape that it is from.</param>
    /// <param name="x">A tensor of any shape.</param>
    /// <exception cref="T:Vib.Core.ShapeException">f x has another shape than x.</exception>
    val fdivergence: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>∇×f and Σ_i ∂f_i/∂x_i of a field in three dimensions.</summary>
    /// <param name="f">From [3] to [3].</param>
    /// <param name="x">[3].</param>
    /// <exception cref="T:Vib.Core.ShapeException">f is not from [3] to [3].</exception>
    /// <example><code>let curl, divergence = Diff.curldivergence (fun x -> x * x.square().sum()) x    // 0, and 5‖x‖²</code></example>
    val curldivergence: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor

    /// <summary>The value, ∇×f and Σ_i ∂f_i/∂x_i.</summary>
    /// <param name="f">From [3] to [3].</param>
    /// <param name="x">[3].</param>
    /// <exception cref="T:Vib.Core.ShapeException">f is not from [3] to [3].</exception>
    val fcurldivergence: f: (torch.Tensor -> torch.Tensor) -> x: torch.Tensor -> torch.Tensor * torch.Tensor * torch.Tensor

    /// <summary>The same verbs where points and answers are floats: <c>float</c>, <c>float[]</c>, <c>float[,]</c>, in double precision.</summary>
    /// <remarks>A function of floats leaves no trace to differentiate, so the function itself is one of tensors: [] for a float, [n] for an array. Nothing of libtorch is left to free. Floats carry no graph:
    /// to nest, use the verbs at tensors inside and these outside.</remarks>
    [<RequireQualifiedAccess>]
    module Floats =
        /// <summary>df/dx, of a function of a scalar.</summary>
        /// <param name="f">From [] to [].</param>
        /// <param name="x">A float.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        /// <example><code>Diff.Floats.diff (fun x -> x * x.exp()) 2.0    // 3e² = 22.17</code></example>
        val diff: f: (torch.Tensor -> torch.Tensor) -> x: float -> float

        /// <summary>The value and what <c>diff</c> gives.</summary>
        /// <param name="f">From [] to [].</param>
        /// <param name="x">A float.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        val fdiff: f: (torch.Tensor -> torch.Tensor) -> x: float -> float * float

        /// <summary>d²f/dx², of a function of a scalar.</summary>
        /// <param name="f">From [] to [].</param>
        /// <param name="x">A float.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        val diff2: f: (torch.Tensor -> torch.Tensor) -> x: float -> float

        /// <summary>The value and what <c>diff2</c> gives.</summary>
        /// <param name="f">From [] to [].</param>
        /// <param name="x">A float.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        val fdiff2: f: (torch.Tensor -> torch.Tensor) -> x: float -> float * float

        /// <summary>dⁿf/dxⁿ, of a function of a scalar. Work grows with the graph, which may double with each order.</summary>
        /// <param name="n">0 or more; 0 is the value itself.</param>
        /// <param name="f">From [] to [].</param>
        /// <param name="x">A float.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        /// <exception cref="T:Vib.Core.DomainException">n is negative.</exception>
        val diffn: n: int -> f: (torch.Tensor -> torch.Tensor) -> x: float -> float

        /// <summary>The value and dⁿf/dxⁿ.</summary>
        /// <param name="n">0 or more; 0 is the value itself.</param>
        /// <param name="f">From [] to [].</param>
        /// <param name="x">A float.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        /// <exception cref="T:Vib.Core.DomainException">n is negative.</exception>
        val fdiffn: n: int -> f: (torch.Tensor -> torch.Tensor) -> x: float -> float * float

        /// <summary>f, df/dx, …, dⁿf/dxⁿ from one run: n + 1 of them.</summary>
        /// <param name="n">0 or more; 0 is the value itself.</param>
        /// <param name="f">From [] to [].</param>
        /// <param name="x">A float.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        /// <exception cref="T:Vib.Core.DomainException">n is negative.</exception>
        val ffdiffn: n: int -> f: (torch.Tensor -> torch.Tensor) -> x: float -> float[]

        /// <summary>∇f, of a scalar function.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        /// <example><code>Diff.Floats.grad (fun x -> x.square().sum()) [| 1.0; 2.0 |]    // 2, 4</code></example>
        val grad: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float[]

        /// <summary>The value and what <c>grad</c> gives.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        val fgrad: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float * float[]

        /// <summary>∇f·v, the derivative of a scalar function along v.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <param name="v">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v is of another length than x.</exception>
        val gradv: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> v: float[] -> float

        /// <summary>The value and what <c>gradv</c> gives.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <param name="v">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v is of another length than x.</exception>
        val fgradv: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> v: float[] -> float * float

        /// <summary>The Hessian of a scalar function.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        val hessian: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float[,]

        /// <summary>The value and what <c>hessian</c> gives.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        val fhessian: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float * float[,]

        /// <summary>Hv of a scalar function, without H.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <param name="v">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v is of another length than x.</exception>
        val hessianv: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> v: float[] -> float[]

        /// <summary>The value and what <c>hessianv</c> gives.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <param name="v">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v is of another length than x.</exception>
        val fhessianv: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> v: float[] -> float * float[]

        /// <summary>∇f and the Hessian.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        val gradhessian: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float[] * float[,]

        /// <summary>The value, ∇f and the Hessian.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        val fgradhessian: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float * float[] * float[,]

        /// <summary>∇f·v and Hv.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <param name="v">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v is of another length than x.</exception>
        val gradhessianv: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> v: float[] -> float * float[]

        /// <summary>The value, ∇f·v and Hv.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <param name="v">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar, or v is of another length than x.</exception>
        val fgradhessianv: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> v: float[] -> float * float * float[]

        /// <summary>Σ_i ∂²f/∂x_i² of a scalar function.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        val laplacian: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float

        /// <summary>The value and what <c>laplacian</c> gives.</summary>
        /// <param name="f">From [n] to [].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a scalar.</exception>
        val flaplacian: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float * float

        /// <summary>∂f_i/∂x_j, rows i.</summary>
        /// <param name="f">From [n] to [m].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a vector.</exception>
        val jacobian: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float[,]

        /// <summary>The value and what <c>jacobian</c> gives.</summary>
        /// <param name="f">From [n] to [m].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a vector.</exception>
        val fjacobian: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float[] * float[,]

        /// <summary>Jv, the derivative along v.</summary>
        /// <param name="f">From [n] to [m].</param>
        /// <param name="x">n floats.</param>
        /// <param name="v">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a vector, or v is of another length than x.</exception>
        val jacobianv: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> v: float[] -> float[]

        /// <summary>The value and what <c>jacobianv</c> gives.</summary>
        /// <param name="f">From [n] to [m].</param>
        /// <param name="x">n floats.</param>
        /// <param name="v">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a vector, or v is of another length than x.</exception>
        val fjacobianv: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> v: float[] -> float[] * float[]

        /// <summary>Jᵀv.</summary>
        /// <param name="f">From [n] to [m].</param>
        /// <param name="x">n floats.</param>
        /// <param name="v">m floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a vector, or v is of another length than it.</exception>
        val jacobianTv: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> v: float[] -> float[]

        /// <summary>The value and what <c>jacobianTv</c> gives.</summary>
        /// <param name="f">From [n] to [m].</param>
        /// <param name="x">n floats.</param>
        /// <param name="v">m floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">The result is not a vector, or v is of another length than it.</exception>
        val fjacobianTv: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> v: float[] -> float[] * float[]

        /// <summary>∇×f of a field in three dimensions.</summary>
        /// <param name="f">From [3] to [3].</param>
        /// <param name="x">Three floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">f is not from [3] to [3].</exception>
        val curl: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float[]

        /// <summary>The value and what <c>curl</c> gives.</summary>
        /// <param name="f">From [3] to [3].</param>
        /// <param name="x">Three floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">f is not from [3] to [3].</exception>
        val fcurl: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float[] * float[]

        /// <summary>Σ_i ∂f_i/∂x_i of a field.</summary>
        /// <param name="f">From [n] to [n].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">f x has another shape than x.</exception>
        val divergence: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float

        /// <summary>The value and what <c>divergence</c> gives.</summary>
        /// <param name="f">From [n] to [n].</param>
        /// <param name="x">n floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">f x has another shape than x.</exception>
        val fdivergence: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float[] * float

        /// <summary>∇×f and Σ_i ∂f_i/∂x_i of a field in three dimensions.</summary>
        /// <param name="f">From [3] to [3].</param>
        /// <param name="x">Three floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">f is not from [3] to [3].</exception>
        val curldivergence: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float[] * float

        /// <summary>The value, ∇×f and Σ_i ∂f_i/∂x_i.</summary>
        /// <param name="f">From [3] to [3].</param>
        /// <param name="x">Three floats.</param>
        /// <exception cref="T:Vib.Core.ShapeException">f is not from [3] to [3].</exception>
        val fcurldivergence: f: (torch.Tensor -> torch.Tensor) -> x: float[] -> float[] * float[] * float
