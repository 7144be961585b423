using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A function at a point, run once: its value there, and its derivatives by libtorch's automatic differentiation.</summary>
/// <remarks><para>Derivatives in reverse are one pass backwards; products with a Jacobian from the right are two, by differentiating Jᵀw in w; second derivatives differentiate
/// the gradient once more. Nothing is approximated: the error is that of rounding, in the point's own type.</para>
/// <para>What libtorch does not record counts as constant: a function that does not depend on its argument, or whose result is detached, read out by <c>item</c>, rounded or compared,
/// has derivatives of zero.</para>
/// <para>Inside a function of another jet, or where the point itself requires gradients, results keep their graph, so that jets nest and results can be followed further; anywhere
/// else, and where recording is off, results are plain tensors. Recording is turned on while the function runs, whatever it was.</para>
/// <para>A jet belongs to the thread that made it. Its results belong to the caller; they share no memory with the point, the function or each other. Tensors that the function
/// makes are freed when it has run.</para></remarks>
public sealed class Jet : IDisposable
{
    [ThreadStatic] private static int running; // functions of jets that this thread is inside of

    private readonly Tensor point, value;
    private readonly bool followed; // whether results keep their graph
    private Tensor? slope;          // the gradient with its graph, once a second derivative was asked for

    /// <summary>Runs the function.</summary>
    /// <param name="function">From a tensor of the point's shape to a tensor of any shape.</param>
    /// <param name="point">x: [], [n], or of any other shape; of a floating-point type, double precision is advised. It is not changed.</param>
    /// <exception cref="DomainException">The point, or the function's result, is not of a floating-point type.</exception>
    public Jet(Func<Tensor, Tensor> function, Tensor point)
    {
        Floating(point, "A point");
        followed = is_grad_enabled() && (running > 0 || point.requires_grad);
        using var scope = NewDisposeScope();
        using var recording = enable_grad();
        // A variable of this jet's own, so that no derivative in it is mistaken for one in the point; it leads back to the point only where that is to be followed.
        this.point = followed && point.requires_grad ? point.clone() : point.detach().clone().requires_grad_();
        running++;
        try
        {
            value = function(this.point);
        }
        finally
        {
            running--;
        }
        Floating(value, "A function whose result is");
        value = value.view(value.shape).DetachFromDisposeScope(); // the result may be a tensor of somebody else's
        this.point.DetachFromDisposeScope();
    }

    /// <summary>f(x).</summary>
    /// <returns>[] of a scalar function; in general the shape of the result. The caller owns it.</returns>
    public Tensor Value() => Read(() => value);

    /// <summary>d^n f/dx^n of a function of a scalar.</summary>
    /// <param name="order">n ≥ 0. Work grows with the graph, which may double with each order.</param>
    /// <returns>The shape of the result. The caller owns it.</returns>
    /// <exception cref="ShapeException">The point is not a scalar.</exception>
    /// <exception cref="DomainException">n is negative.</exception>
    public Tensor Derivative(int order) => Read(() => Orders(order)[^1]);

    /// <summary>f, df/dx, …, d^n f/dx^n of a function of a scalar, from one run.</summary>
    /// <param name="order">n ≥ 0.</param>
    /// <returns>n + 1 tensors, each of the result's shape. The caller owns them.</returns>
    /// <exception cref="ShapeException">The point is not a scalar.</exception>
    /// <exception cref="DomainException">n is negative.</exception>
    public Tensor[] Derivatives(int order)
    {
        using var scope = NewDisposeScope();
        return [.. Orders(order).Select(derivative => Read(() => derivative).MoveToOuterDisposeScope())];
    }

    /// <summary>∂f/∂x of a scalar function. One pass.</summary>
    /// <returns>[n] for a point [n]; in general the shape of the point. The caller owns it.</returns>
    /// <exception cref="ShapeException">The result is not a scalar.</exception>
    public Tensor Gradient() => Read(() => slope ?? Pullback.Along(ScalarValue(), point, null, followed));

    /// <summary>∇f·v, the derivative of a scalar function along v. One pass.</summary>
    /// <param name="direction">v: [n] for a point [n]; in general of the point's shape.</param>
    /// <returns>[], a scalar. The caller owns it.</returns>
    /// <exception cref="ShapeException">The result is not a scalar, or v has another shape than the point.</exception>
    public Tensor GradientProduct(Tensor direction) => Read(() => ((slope ?? Pullback.Along(ScalarValue(), point, null, followed)) * Direction(direction)).sum());

    /// <summary>∂²f/∂x∂x of a scalar function. One pass more for each element of x; row i is that of ∂f/∂x_i.</summary>
    /// <returns>[n,n] for a point [n]; in general the point's axes twice. The caller owns it.</returns>
    /// <exception cref="ShapeException">The result is not a scalar.</exception>
    public Tensor Hessian() => Read(() => Rows(Slope()));

    /// <summary>Hv of a scalar function, without H. Two passes.</summary>
    /// <param name="direction">v: [n] for a point [n]; in general of the point's shape.</param>
    /// <returns>[n] for a point [n]; in general the shape of the point. The caller owns it.</returns>
    /// <exception cref="ShapeException">The result is not a scalar, or v has another shape than the point.</exception>
    public Tensor HessianProduct(Tensor direction) => Read(() => Pullback.Along(Slope(), point, Direction(direction), followed));

    /// <summary>Σ_i ∂²f/∂x_i², the Hessian's trace. As many passes as the Hessian, in the memory of one row.</summary>
    /// <returns>[], a scalar. The caller owns it.</returns>
    /// <exception cref="ShapeException">The result is not a scalar.</exception>
    public Tensor Laplacian() => Read(() => Trace(Slope()));

    /// <summary>∂f_i/∂x_j. As many passes as the result or the point has elements, whichever are fewer.</summary>
    /// <returns>[m,n] for a function from [n] to [m]; in general the result's axes, then the point's. The caller owns it.</returns>
    public Tensor Jacobian() => Read(() => value.numel() <= point.numel() ? Rows(value) : Columns(value));

    /// <summary>Jv, the derivative along v. Two passes.</summary>
    /// <param name="direction">v: [n] for a point [n]; in general of the point's shape.</param>
    /// <returns>[m] for a function to [m]; in general the shape of the result. The caller owns it.</returns>
    /// <exception cref="ShapeException">v has another shape than the point.</exception>
    public Tensor JacobianProduct(Tensor direction) => Read(() => Pullback.Forward(value, point, Direction(direction), followed));

    /// <summary>Jᵀw. One pass.</summary>
    /// <param name="weights">w: [m] for a function to [m]; in general of the result's shape.</param>
    /// <returns>[n] for a point [n]; in general the shape of the point. The caller owns it.</returns>
    /// <exception cref="ShapeException">w has another shape than the result.</exception>
    public Tensor TransposedJacobianProduct(Tensor weights)
    {
        if (!weights.shape.SequenceEqual(value.shape))
            throw new ShapeException($"Weights of shape {Shape(weights)} for a result of shape {Shape(value)}", "one weight for each number of the result", "JacobianProduct (jacobianv) for a direction in the point's space");
        return Read(() => Pullback.Along(value, point, weights, followed));
    }

    /// <summary>∇×f of a field in three dimensions: (∂f₃/∂x₂ − ∂f₂/∂x₃, ∂f₁/∂x₃ − ∂f₃/∂x₁, ∂f₂/∂x₁ − ∂f₁/∂x₂). Three passes.</summary>
    /// <returns>[3]. The caller owns it.</returns>
    /// <exception cref="ShapeException">The function is not one from [3] to [3].</exception>
    public Tensor Curl()
    {
        if (point.shape is not [3] || value.shape is not [3]) throw new ShapeException($"The curl of {Signature}", "from [3] to [3]", "the Jacobian, whose skew part it is");
        return Read(() =>
        {
            var jacobian = Rows(value);
            var skew = (jacobian - jacobian.t()).flatten(); // [9]: element 3i + j is ∂f_i/∂x_j − ∂f_j/∂x_i
            return cat([skew.narrow(0, 7, 1), skew.narrow(0, 2, 1), skew.narrow(0, 3, 1)]);
        });
    }

    /// <summary>Σ_i ∂f_i/∂x_i, the Jacobian's trace. One pass for each element of x, in the memory of one row.</summary>
    /// <returns>[], a scalar. The caller owns it.</returns>
    /// <exception cref="ShapeException">The result has another shape than the point.</exception>
    public Tensor Divergence()
    {
        if (!point.shape.SequenceEqual(value.shape)) throw new ShapeException($"The divergence of {Signature}", "a result of the point's shape", "the Jacobian");
        return Read(() => Trace(value));
    }

    /// <summary>Frees what the run recorded.</summary>
    public void Dispose()
    {
        point.Dispose();
        value.Dispose();
        slope?.Dispose();
    }

    private string Signature => $"a function from {Shape(point)} to {Shape(value)}";

    private static string Shape(Tensor tensor) => $"[{string.Join(",", tensor.shape)}]";

    private static void Floating(Tensor tensor, string what)
    {
        if (tensor.dtype is not (ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16))
            throw new DomainException($"{what} of type {tensor.dtype}", "a floating-point type: nothing else has derivatives", "to_type(ScalarType.Float64)");
    }

    private Tensor ScalarValue() => value.dim() == 0 ? value
        : throw new ShapeException($"A function whose result has shape {Shape(value)}", "a scalar, []", "the Jacobian, or a sum or a mean of the result");

    private Tensor Direction(Tensor direction) => direction.shape.SequenceEqual(point.shape) ? direction
        : throw new ShapeException($"A direction of shape {Shape(direction)} at a point of shape {Shape(point)}", "one number for each of the point's", "zeros where it does not move");

    private Tensor Slope() => slope ??= Pullback.Along(ScalarValue(), point, null, recorded: true).DetachFromDisposeScope();

    private List<Tensor> Orders(int order)
    {
        Require.That(order >= 0, $"An order of {order}", "0 or more", "0 for the value itself");
        if (point.dim() != 0) throw new ShapeException($"A point of shape {Shape(point)}", "a scalar, []", "the gradient or the Jacobian, or a function along a line through the point");
        List<Tensor> orders = [value];
        for (var k = 1; k <= order; k++)
        {
            var recorded = followed || k < order;
            orders.Add(value.dim() == 0 ? Pullback.Along(orders[^1], point, null, recorded) : Pullback.Forward(orders[^1], point, ones_like(point), recorded));
        }
        return orders;
    }

    private Tensor Rows(Tensor output) => Together([.. Each(output, i => Pullback.Along(output, point, Pullback.OneHot(output, i), followed))], 0, output);

    private Tensor Columns(Tensor output)
    {
        var (weights, pulled) = Pullback.Transposed(output, point);
        return Together([.. Each(point, j => Pullback.Along(pulled, weights, Pullback.OneHot(point, j), followed))], -1, output);
    }

    private Tensor Together(Tensor[] lines, long axis, Tensor output)
    {
        long[] shape = [.. output.shape, .. point.shape];
        return lines.Length == 0 ? zeros(shape, point.dtype, point.device) : stack(lines, axis).reshape(shape);
    }

    private Tensor Trace(Tensor output)
    {
        var sum = zeros([], point.dtype, point.device);
        for (var i = 0L; i < output.numel(); i++)
        {
            using var row = NewDisposeScope();
            sum = (sum + Pullback.Along(output, point, Pullback.OneHot(output, i), followed).flatten().select(0, i)).MoveToOuterDisposeScope();
        }
        return sum;
    }

    private static IEnumerable<Tensor> Each(Tensor of, Func<long, Tensor> line)
    {
        for (var i = 0L; i < of.numel(); i++) yield return line(i);
    }

    /// <summary>A reading as a tensor of the caller's: contiguous, in memory of its own, with a graph only where it is followed.</summary>
    private Tensor Read(Func<Tensor> reading)
    {
        using var scope = NewDisposeScope();
        using var recording = enable_grad(followed);
        var read = reading();
        return empty(read.shape, read.dtype, read.device).copy_(read).MoveToOuterDisposeScope();
    }
}
