using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What a stochastic encoder makes of n inputs: z ~ N(μ_i, diag σ_i²) given input i. Its conditional density is known, so I(X;Z) can be enclosed.</summary>
/// <remarks>Inputs are taken as drawn from the distribution of X, in any order.</remarks>
public sealed class GaussianEncoding
{
    private readonly float[] means, scales;

    /// <summary>An encoding from the encoder's outputs.</summary>
    /// <param name="means">n·d numbers, row-major; row i is μ_i.</param>
    /// <param name="scales">n·d numbers, row-major; row i is σ_i, positive.</param>
    /// <param name="dimension">d ≥ 1.</param>
    /// <exception cref="ShapeException">The arrays do not hold the same whole rows, or fewer than two.</exception>
    /// <exception cref="DataException">A mean is not finite, or a scale is not positive and finite; its row and column are named.</exception>
    public GaussianEncoding(float[] means, float[] scales, int dimension)
    {
        if (dimension < 1 || means.Length % dimension != 0 || scales.Length != means.Length || means.Length < 2 * dimension)
            throw new ShapeException($"{means.Length} means and {scales.Length} scales in rows of {dimension}", "as many scales as means, in two whole rows or more", "the encoder's outputs for at least two inputs");
        for (var k = 0; k < means.Length; k++)
            if (!float.IsFinite(means[k]) || !(scales[k] > 0) || !float.IsFinite(scales[k]))
                throw new DataException(FormattableString.Invariant($"mean {means[k]} and scale {scales[k]} at row {k / dimension}, column {k % dimension} (counted from 0)"),
                    "finite means and positive, finite scales", "σ = softplus(…) or exp(…), bounded away from 0; a deterministic encoder has infinite information");
        (this.means, this.scales, Dimension) = (means, scales, dimension);
    }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>n.</summary>
    public int Count => means.Length / Dimension;

    /// <summary>Rows of the encoding in double precision: μ and σ, <c>[B,d]</c>.</summary>
    internal (Tensor Mean, Tensor Scale) Rows(ReadOnlySpan<int> rows)
    {
        var (mean, scale) = (new double[rows.Length * Dimension], new double[rows.Length * Dimension]);
        for (var i = 0; i < rows.Length; i++)
            for (var k = 0; k < Dimension; k++)
                (mean[i * Dimension + k], scale[i * Dimension + k]) = (means[rows[i] * Dimension + k], scales[rows[i] * Dimension + k]);
        return (tensor(mean, [rows.Length, Dimension]), tensor(scale, [rows.Length, Dimension]));
    }

    /// <summary>S_ij = log N(z_j; μ_i, diag σ_i²), <c>[B,B]</c>.</summary>
    internal static Tensor LogConditional(Tensor mean, Tensor scale, Tensor z)
    {
        using var scope = NewDisposeScope();
        var standard = (z.unsqueeze(0) - mean.unsqueeze(1)) / scale.unsqueeze(1);                                                  // [B,B,d]
        var constant = scale.log().sum(-1, keepdim: true) + 0.5 * Math.Log(2 * Math.PI) * mean.shape[1];                           // [B,1]
        return (standard.square().sum(-1) * -0.5 - constant).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"a Gaussian encoding of {Count} inputs in {Counted.Of(Dimension, "dimension")}");
}
