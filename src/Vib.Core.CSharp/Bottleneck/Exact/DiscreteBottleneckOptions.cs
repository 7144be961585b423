namespace Vib.Core;

/// <summary>What a nat of code costs in a bottleneck.</summary>
public enum CodeCost
{
    /// <summary>I(X;T): the information bottleneck, whose codes are soft  (Tishby, Pereira and Bialek 1999).</summary>
    Information,

    /// <summary>H(T): the deterministic information bottleneck, whose codes are functions of x  (Strouse and Schwab 2017).</summary>
    Entropy,
}

/// <summary>How a discrete bottleneck is solved. The problem is not convex: the best of several starts is the solution.</summary>
public sealed record DiscreteBottleneckOptions
{
    /// <summary>What is paid for: I(X;T), or H(T).</summary>
    public CodeCost Cost { get; init; } = CodeCost.Information;

    /// <summary>The most values that T may have; null for as many as X has, of which no optimum needs more.</summary>
    public int? Clusters { get; init; }

    /// <summary>Starts from random partitions, beside those that are always made: one cluster, a cluster for each x, and annealing.</summary>
    public int Restarts { get; init; } = 30;

    /// <summary>Steps by which one start comes down from β = 1, cluster after cluster; 0 for no such start. The deterministic bottleneck has none.</summary>
    public int AnnealingSteps { get; init; } = 16;

    /// <summary>The same seed gives the same bits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Iterations end when the Lagrangian is to fall by less than this, extrapolated from the last two, nats.</summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Iterations of one start at most.</summary>
    public int MostIterations { get; init; } = 20_000;

    internal void Check()
    {
        if (Clusters is { } clusters) Require.AtLeast(1, clusters, "The number of clusters");
        Require.AtLeast(0, Restarts, "The number of restarts");
        Require.AtLeast(0, AnnealingSteps, "The number of annealing steps");
        Require.Positive(Tolerance, "The tolerance");
        Require.AtLeast(1, MostIterations, "The number of iterations");
    }
}
