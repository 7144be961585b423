using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What bounds ask of a score matrix.</summary>
internal static class Scores
{
    internal static Tensor Check(Tensor scores)
    {
        var shape = scores.shape;
        if (shape.Length is not (2 or 3) || shape[^1] != shape[^2] || shape[^1] < 2)
            throw new ShapeException($"Scores of shape [{string.Join(",", shape)}]", "[B,B] or [R,B,B] with B ≥ 2",
                shape.Length is 2 or 3 && shape[^1] == shape[^2] ? "a batch of at least two pairs" : "as many rows of x as of y, every x scored against every y");
        return scores;
    }

    /// <summary>The scores of joint pairs, S_ii.</summary>
    internal static Tensor Joint(Tensor scores) => scores.diagonal(0, -2, -1); // [..,B]

    /// <summary>The mean score of joint pairs: a mean log-likelihood where scores are log-densities.</summary>
    internal static Tensor MeanJoint(Tensor scores) => Joint(scores).mean([-1]); // [] or [R]

    /// <summary>∂ mean_i S_ii/∂S: 1/B on the diagonal, 0 off it.</summary>
    internal static Tensor MeanJointGradient(Tensor scores) => WithJoint(zeros_like(scores));

    /// <summary>Scores with −∞ on the diagonal, so that in log space joint pairs count for nothing, in a new tensor.</summary>
    internal static Tensor WithoutJoint(Tensor scores) => scores.masked_fill(Diagonal(scores), double.NegativeInfinity);

    internal static Tensor Diagonal(Tensor scores) => eye(scores.shape[^1], dtype: ScalarType.Bool, device: scores.device);

    /// <summary>log of the mean of e^S over the B(B−1) pairs off the diagonal.</summary>
    internal static Tensor LogMeanExpMarginal(Tensor scores)
    {
        var b = scores.shape[^1];
        return WithoutJoint(scores).flatten(-2).logsumexp(-1) - Math.Log((double)b * (b - 1)); // [] or [R]
    }

    /// <summary>The mean over the B(B−1) pairs off the diagonal.</summary>
    internal static Tensor MeanMarginal(Tensor values)
    {
        var b = values.shape[^1];
        return values.masked_fill(Diagonal(values), 0).sum([-2L, -1L]) / ((double)b * (b - 1)); // [] or [R]
    }

    /// <summary>∂/∂S_ii = 1/B,  ∂/∂S_ij = −softmax of S over the pairs off the diagonal.</summary>
    internal static Tensor DonskerVaradhanGradient(Tensor scores) => WithJoint(WithoutJoint(scores).flatten(-2).softmax(-1).neg().view(scores.shape));

    /// <summary>∂ mean_i S_ii/∂S_ii = 1/B, written onto the diagonal of what the pairs off it have.</summary>
    internal static Tensor WithJoint(Tensor marginal)
    {
        Joint(marginal).fill_(1.0 / marginal.shape[^1]);
        return marginal;
    }

    /// <summary>[j,i] = log Σ_{l≠j} e^{S_li}: each column's sum without one of its rows.</summary>
    /// <remarks>logaddexp of the rows above and the rows below, from sums that run down and up. The published short cut, S_j + softplus⁻¹(logsumexp − S_j), subtracts
    /// what it has just added, and is wrong where S_j towers over the rest. O(B²) time.</remarks>
    internal static Tensor LogSumWithoutRow(Tensor scores)
    {
        var b = scores.shape[^2];
        var above = scores.logcumsumexp(-2);
        var below = scores.flip(-2).logcumsumexp(-2).flip(-2);
        var middle = above.narrow(-2, 0, b - 2).logaddexp(below.narrow(-2, 2, b - 2));
        return cat([below.narrow(-2, 1, 1), middle, above.narrow(-2, b - 2, 1)], -2); // [..,B,B]
    }
}
