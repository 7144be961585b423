namespace Vib.Core;

/// <summary>How subsamples are drawn.</summary>
public sealed record SubsamplingOptions
{
    /// <summary>Subsamples.</summary>
    public int Draws { get; init; } = 50;

    /// <summary>m of n: the rows of each subsample, as a part of all; from 0 to 1, both left out.</summary>
    public double Part { get; init; } = 0.5;

    /// <summary>How often the interval is to hold the mean that so many samples have.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>The seed of the draws.</summary>
    public long Seed { get; init; } = 1;

    internal int Size(int count)
    {
        Require.AtLeast(2, Draws, "The number of subsamples", "50");
        Require.That(Part > 0 && Part < 1, $"Subsamples of {Part} of the rows", "more than none and less than all", "0.5");
        Require.That(Confidence > 0 && Confidence < 1, $"A confidence of {Confidence}", "more than 0 and less than 1", "0.95");
        var size = (int)(Part * count);
        Require.That(size >= 1, $"Subsamples of {size} of {Counted.Of(count, "row")}", "at least one row", "more samples, or a larger part");
        return size;
    }
}
