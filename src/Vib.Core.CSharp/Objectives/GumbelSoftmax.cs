namespace Vib.Core;

/// <summary>How codes of finitely many states are relaxed in training: the Gumbel-softmax, or concrete, distribution.</summary>
/// <remarks><para>z = softmax((log e(·|x) + g)/τ), g of independent standard Gumbels  (Jang, Gu and Poole 2017, arXiv:1611.01144; Maddison, Mnih and Teh 2017, arXiv:1611.00712). Decoders are trained on points inside the simplex, so what
/// training moves, and its trace shows, is an objective of the relaxation and no bound. Evaluation sums over the states, as without a relaxation: what is reported is a bound.</para>
/// <para>With a temperature that is small the gradient is of large variance, with a large one it is that of other codes. Where the states can be enumerated, as every K here can, the sum is exact and has no variance:
/// the relaxation is for comparing with, and for K so large that K rows through the decoder cost more than a batch.</para></remarks>
public sealed record GumbelSoftmax
{
    /// <summary>τ at the first step, positive.</summary>
    public double Start { get; init; } = 1;

    /// <summary>τ from <see cref="Steps"/> on, positive.</summary>
    public double End { get; init; } = 0.5;

    /// <summary>Steps over which τ goes from the one to the other, by the same ratio in each.</summary>
    public long Steps { get; init; } = 1000;

    /// <summary>Whether the decoder is given the largest state as a unit vector, an exact sample of e(z|x), while the gradient is that of the relaxed sample: a biased gradient of an unbiased value.</summary>
    public bool StraightThrough { get; init; }

    /// <summary>τ at a step.</summary>
    /// <param name="step">Counted from 0.</param>
    /// <returns>Between the two ends.</returns>
    public double At(long step) => step >= Steps ? End : Start * Math.Pow(End / Start, step / (double)Steps);

    internal void Check()
    {
        Require.Positive(Start, "The temperature at the start", "1");
        Require.Positive(End, "The temperature at the end", "0.5");
        Require.AtLeast(1, Steps, "The number of steps of the temperature", "1000");
    }

    /// <summary>The temperatures.</summary>
    /// <returns>For example <c>Gumbel-softmax, τ from 1 to 0.5 in 1000 steps</c>, in the invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant($"Gumbel-softmax{(StraightThrough ? ", straight through" : "")}, τ from {Start} to {End} in {Steps} steps");
}
