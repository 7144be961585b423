namespace Vib.Core;

/// <summary>How a network is followed through the information plane.</summary>
public sealed record PlaneOptions
{
    /// <summary>Training steps in all.</summary>
    public long Steps { get; init; } = 1000;

    /// <summary>The step that the network has reached, of which the first look is; 0 before training.</summary>
    public long From { get; init; }

    /// <summary>At which steps the layers are looked at.</summary>
    public PlaneSchedule Schedule { get; init; } = PlaneSchedule.LogSpaced(30);

    /// <summary>The estimators, all of the same activations; at least one.</summary>
    public IReadOnlyList<PlaneEstimator> Estimators { get; init; } = [BinningEstimator.ShwartzZivTishby];

    /// <summary>Seconds that the looks may take in all. The first look is timed, and the schedule thinned to what fits, its first and last looks kept; null for no limit. A look that is kept gives the same bits.</summary>
    public double? Budget { get; init; }

    /// <summary>The most rows of each set that are looked at, drawn at random once; null for all.</summary>
    public int? Rows { get; init; }

    /// <summary>The seed of the noise at looks and of the rows that are drawn. A look's numbers depend on it and on the step alone.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads of libtorch; null to leave them. Reproducible to the bit on 1.</summary>
    public int? Threads { get; init; }

    internal void Check()
    {
        Require.That(From >= 0 && From <= Steps, $"A start at step {From} of {Steps}", "0 to the number of steps", "network.Steps of a classifier that goes on");
        Require.AtLeast(0, Steps, "The number of training steps", "network.StepsPerEpoch for an epoch");
        Require.That(Estimators.Count > 0, $"No estimator", "at least one", "BinningEstimator.ShwartzZivTishby");
        if (Estimators.GroupBy(one => one.Name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new DomainException($"The estimator '{twice.Key}' twice", "each once", "leaving one out");
        if (Budget is { } seconds) Require.Positive(seconds, "The budget", "60 seconds, or null for no limit");
        if (Rows is { } rows) Require.AtLeast(4, rows, "The rows that are looked at", "5000, or null for all");
        if (Threads is { } threads) Require.AtLeast(1, threads, "The number of threads", "1, or null to leave them");
    }
}
