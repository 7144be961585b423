using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What holds for the derivatives of every smooth function.</summary>
public sealed class JetLaws
{
    /// <summary>Sums of n products, of numbers with the rounding errors of a few operations each.</summary>
    private static double Roundings(SmoothCase c, int order) => 64 * Numbers.Epsilon * c.Dimension * c.Results * c.Largest(order);

    // (f(x + h) − f(x − h))/2h: cut off at h²/6 times the next-but-one derivative, rounded off over h
    private const double Step = 1e-4;

    private static double FiniteDifference(SmoothCase c, int order) => Step * Step / 6 * c.Largest(order + 2) + Roundings(c, order - 1) / Step;

    private static Tensor Quotients(Func<Tensor, Tensor> f, Tensor x)
    {
        var columns = Enumerable.Range(0, (int)x.shape[0]).Select(j =>
        {
            var step = zeros_like(x);
            step.narrow(0, j, 1).fill_(Step);
            var (above, below) = (x + step, x - step);
            return (f(above) - f(below)) / (above - below).select(0, j); // what is left of 2h after rounding x ± h
        });
        return stack(columns, -1); // [..,n]
    }

    [Fact]
    public void The_gradient_is_the_limit_of_finite_differences() => Law.Holds(SmoothCase.Any, c =>
    {
        using var jet = new Jet(c.Scalar, c.Point);
        Numbers.Near(Quotients(c.Scalar, c.Point), jet.Gradient(), FiniteDifference(c, 1));
    });

    [Fact]
    public void The_Jacobian_is_the_limit_of_finite_differences_row_by_row_and_column_by_column() => Law.Holds(SmoothCase.Any, c =>
    {
        using var jet = new Jet(c.Vector, c.Point);
        Numbers.Near(Quotients(c.Vector, c.Point), jet.Jacobian(), FiniteDifference(c, 1));
    });

    [Fact]
    public void The_Hessian_is_the_limit_of_finite_differences_of_gradients() => Law.Holds(SmoothCase.Any, c =>
    {
        Tensor Gradient(Tensor x)
        {
            using var there = new Jet(c.Scalar, x);
            return there.Gradient();
        }
        using var jet = new Jet(c.Scalar, c.Point);
        Numbers.Near(Quotients(Gradient, c.Point), jet.Hessian(), FiniteDifference(c, 2));
    });

    [Fact]
    public void The_Hessian_is_symmetric_and_the_Laplacian_is_its_trace() => Law.Holds(SmoothCase.Any, c =>
    {
        using var jet = new Jet(c.Scalar, c.Point);
        var hessian = jet.Hessian();
        Numbers.Near(hessian, hessian.t(), Roundings(c, 2));
        Numbers.Near(hessian.diagonal().sum(), jet.Laplacian(), Roundings(c, 2));
    });

    [Fact]
    public void Products_are_those_with_the_whole() => Law.Holds(SmoothCase.Any, c =>
    {
        using Jet scalar = new(c.Scalar, c.Point), vector = new(c.Vector, c.Point);
        var (direction, weights) = (c.Direction, c.Weights);
        Numbers.Near((scalar.Gradient() * direction).sum(), scalar.GradientProduct(direction), Roundings(c, 1));
        Numbers.Near(scalar.Hessian().matmul(direction), scalar.HessianProduct(direction), Roundings(c, 2));
        Numbers.Near(vector.Jacobian().matmul(direction), vector.JacobianProduct(direction), Roundings(c, 1));
        Numbers.Near(vector.Jacobian().t().matmul(weights), vector.TransposedJacobianProduct(weights), Roundings(c, 1));
    });

    [Fact]
    public void The_Hessian_is_the_Jacobian_of_the_gradient() => Law.Holds(SmoothCase.Any, c =>
    {
        Tensor Gradient(Tensor x)
        {
            using var inner = new Jet(c.Scalar, x);
            return inner.Gradient();
        }
        using Jet scalar = new(c.Scalar, c.Point), nested = new(Gradient, c.Point);
        Numbers.Near(scalar.Hessian(), nested.Jacobian(), Roundings(c, 2));
    });

    [Fact]
    public void The_divergence_is_the_trace_of_the_Jacobian() => Law.Holds(SmoothCase.Any, c =>
    {
        c = c with { Results = c.Dimension };
        using var jet = new Jet(c.Vector, c.Point);
        Numbers.Near(jet.Jacobian().diagonal().sum(), jet.Divergence(), Roundings(c, 1));
    });

    [Fact]
    public void Along_a_line_the_derivatives_are_the_products_with_its_direction() => Law.Holds(SmoothCase.Any, c =>
    {
        var (x, v) = (c.Point, c.Direction);
        using Jet line = new(t => c.Scalar(x + v * t), zeros([], float64)), field = new(t => c.Vector(x + v * t), zeros([], float64));
        using Jet scalar = new(c.Scalar, x), vector = new(c.Vector, x);
        var orders = line.Derivatives(2);
        Numbers.Near(scalar.Value(), orders[0], Roundings(c, 0));
        Numbers.Near(scalar.GradientProduct(v), orders[1], Roundings(c, 1));
        Numbers.Near((scalar.HessianProduct(v) * v).sum(), orders[2], c.Dimension * Roundings(c, 2));
        Numbers.Near(vector.JacobianProduct(v), field.Derivative(1), Roundings(c, 1));
        Numbers.Near(field.Derivative(1), field.Jacobian(), Roundings(c, 1));
    });
}
