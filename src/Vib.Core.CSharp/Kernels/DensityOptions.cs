namespace Vib.Core;

/// <summary>How the width of a density's kernel is chosen.</summary>
public enum BandwidthRule
{
    /// <summary>The width that maximises the mean log density at samples left out. What an entropy wants: its value is the entropy.</summary>
    MaximumLikelihood,

    /// <summary>The width that minimises ∫(p̂ − p)², as samples left out show it.</summary>
    LeastSquares,

    /// <summary>(4/((d + 2) N))^{1/(d + 4)} standard deviations, the best for a Gaussian  (Silverman 1986).</summary>
    Silverman,
}

/// <summary>How entropies and information are estimated by kernel densities.</summary>
public sealed record DensityOptions
{
    /// <summary>How the width is chosen.</summary>
    public BandwidthRule Rule { get; init; } = BandwidthRule.MaximumLikelihood;

    /// <summary>The width itself, of whitened coordinates where they are; null for the rule's. Of information it is that of all three densities.</summary>
    public double? Bandwidth { get; init; }

    /// <summary>Whether densities are of whitened coordinates, and corrected by ½ log det of the covariance.</summary>
    public bool Whiten { get; init; } = true;

    /// <summary>The rule looks at so many samples, drawn at random, against all the others; at all where there are no more. The estimate itself is always of all.</summary>
    public int SelectionSamples { get; init; } = 2048;

    /// <summary>Estimates on pairs with y permuted, among which I(X;Y) is ranked; 0 for none.</summary>
    public int Permutations { get; init; }

    /// <summary>Random parts of the pairs, each left out once, for a jackknife standard error of I(X;Y): as many estimates more. 0 for s/√N of the local values.</summary>
    public int Parts { get; init; }

    /// <summary>The seed of the samples that the rule looks at, of parts and of permutations.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads; null for one a core. The bits do not depend on it.</summary>
    public int? Threads { get; init; }

    internal NeighbourOptions Checked(int count, bool permutes)
    {
        Require.That(Enum.IsDefined(Rule), $"Bandwidth rule {(int)Rule}", "MaximumLikelihood, LeastSquares or Silverman", "BandwidthRule.MaximumLikelihood");
        if (Bandwidth is { } width) Require.Positive(width, "The bandwidth", "none (null, in F# None), for the rule's");
        Require.AtLeast(2, SelectionSamples, "The number of samples that the rule looks at", "2048");
        var common = new NeighbourOptions { K = 1, Scaling = Scaling.None, Permutations = Permutations, Parts = Parts, Seed = Seed, Threads = Threads };
        common.Check(count, permutes);
        return common;
    }

    internal bool Draws(int count) => Bandwidth is null && Rule != BandwidthRule.Silverman && count > SelectionSamples;
}
