using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>A random smooth function from [n] to [m] by the few numbers that make it: f_i(x) = Σ_k φ_k(a_ik·x) ψ_k(b_ik·x), a and b uniform in (−1, 1).</summary>
/// <remarks>φ and ψ are sin, cos, tanh, the logistic function or e^{−t²/2}. Their derivatives of order 0 to 4 are at most 1, 1, 1, 2 and 4.1 (tanh has the largest), so by Leibniz' rule those of a
/// term are at most 1, 2, 4, 10 and 31, in any direction along axes.</remarks>
/// <param name="Dimension">n.</param>
/// <param name="Results">m.</param>
/// <param name="Terms">K, terms of each result.</param>
/// <param name="Seed">Of a, b, the point and the vectors.</param>
public sealed record SmoothCase(int Dimension, int Results, int Terms, int Seed)
{
    private static readonly Func<Tensor, Tensor>[] shapes = [t => t.sin(), t => t.cos(), t => t.tanh(), t => t.sigmoid(), t => (t.square() * -0.5).exp()];

    /// <summary>The largest that a derivative of this order can be.</summary>
    internal double Largest(int order) => Terms * new double[] { 1, 2, 4, 10, 31 }[order];

    internal Tensor Point => Numbers.Drawn([Dimension], Seed + 1L, 2, ScalarType.Float64);

    internal Tensor Direction => Numbers.Drawn([Dimension], Seed + 2L, 1, ScalarType.Float64);

    internal Tensor Weights => Numbers.Drawn([Results], Seed + 3L, 1, ScalarType.Float64);

    /// <summary>[n] → [m].</summary>
    internal Func<Tensor, Tensor> Vector
    {
        get
        {
            long[] shape = [Results, Terms, Dimension];
            var (a, b) = (Numbers.Drawn(shape, Seed + 4L, 1, ScalarType.Float64), Numbers.Drawn(shape, Seed + 5L, 1, ScalarType.Float64));
            return x =>
            {
                var (u, v) = (a.matmul(x), b.matmul(x)); // [m,K]
                return stack(Enumerable.Range(0, Terms).Select(k => Shape(k)(u.select(1, k)) * Shape(k + Seed % 3 + 1)(v.select(1, k)))).sum(0L);
            };
        }
    }

    private Func<Tensor, Tensor> Shape(int k) => shapes[(k + Seed) % shapes.Length];

    /// <summary>[n] → []: the first of the results.</summary>
    internal Func<Tensor, Tensor> Scalar
    {
        get
        {
            var all = Vector;
            return x => all(x).select(0, 0);
        }
    }

    internal static Arbitrary<SmoothCase> Any { get; } = Arb.From(
        from dimension in Gen.Choose(1, 6)
        from results in Gen.Choose(1, 6)
        from terms in Gen.Choose(1, 4)
        from seed in Gen.Choose(1, 1_000_000)
        select new SmoothCase(dimension, results, terms, seed),
        Simpler);

    private static IEnumerable<SmoothCase> Simpler(SmoothCase c)
    {
        if (c.Dimension > 1) yield return c with { Dimension = c.Dimension - 1 };
        if (c.Results > 1) yield return c with { Results = c.Results - 1 };
        if (c.Terms > 1) yield return c with { Terms = c.Terms - 1 };
        if (c.Seed > 9) yield return c with { Seed = c.Seed % 10 + 1 };
    }
}
