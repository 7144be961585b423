namespace Vib.Core;

/// <summary>How a trained bottleneck is read.</summary>
public sealed record ReadingOptions
{
    /// <summary>S, samples of Z for each image, whose class probabilities are averaged; null for the model's own number.</summary>
    public int? Samples { get; init; }

    /// <summary>The moving average of the weights, or the last weights.</summary>
    public bool AveragedWeights { get; init; } = true;

    /// <summary>Which of the replicates, from 0.</summary>
    public int Replicate { get; init; }

    /// <summary>Of the encoder's noise; the same seed gives the same bits.</summary>
    public long Seed { get; init; } = 1;

    internal void Check(BottleneckOptions model)
    {
        if (Samples is { } samples) Require.AtLeast(1, samples, "The number of samples", "12");
        Require.That(Replicate >= 0 && Replicate < model.Replicates, $"Replicate {Replicate} of {model.Replicates}", $"0 to {model.Replicates - 1}", "0, by leaving it out");
    }
}
