namespace Vib.Core;

/// <summary>How a neural estimate of mutual information is trained and read.</summary>
public sealed record EstimationOptions
{
    /// <summary>B, pairs scored together. Bounds with a ceiling cannot report more than log B.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Training steps at most.</summary>
    public int Steps { get; init; } = 4000;

    /// <summary>The optimiser.</summary>
    public AdamOptions Optimiser { get; init; } = new();

    /// <summary>R, independent critics trained side by side. The value is their mean.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>The same seed on the same device gives the same bits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The part of given data that is kept out of training and validation, on which the value is read.</summary>
    public double HeldOut { get; init; } = 0.5;

    /// <summary>The part of given data on which training decides when to stop and which weights to keep. Not used for the value.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Steps between looks at the bound.</summary>
    public int LookEvery { get; init; } = 100;

    /// <summary>Looks without improvement on validation after which training on given data stops.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Fresh pairs on which the value is read where the source can be drawn from.</summary>
    public int FreshPairs { get; init; } = 12_800;

    /// <summary>How columns are scaled, by what the training part says. <see cref="Scaling.Rank"/> or <see cref="Scaling.Arctan"/> for heavy tails.</summary>
    public Scaling Scaling { get; init; } = Scaling.Standard;

    /// <summary>Where to compute: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Cores to use on a CPU, for replicates, towers and tiles side by side; null for all. The bits do not depend on it.</summary>
    public int? Threads { get; init; }

    internal void Check()
    {
        Require.AtLeast(2, Batch, "The batch size", "128");
        Require.AtLeast(1, Steps, "The number of steps", "4000");
        Require.AtLeast(1, Replicates, "The number of replicates", "1");
        Require.AtLeast(1, LookEvery, "The number of steps between looks", "100");
        Require.AtLeast(1, Patience, "The patience", "10");
        Require.AtLeast(2 * Batch, FreshPairs, "The number of fresh pairs", "at least two batches, better a hundred");
        Require.That(HeldOut is > 0 and < 1 && Validation is > 0 and < 1 && HeldOut + Validation < 1,
            $"A held-out part of {HeldOut} and a validation part of {Validation}", "two positive parts that leave something to train on", "0.5 and 0.1");
        Require.That(Enum.IsDefined(Scaling), $"Scaling {(int)Scaling}", "None, Standard, Rank or Arctan", "Scaling.Standard");
        Optimiser.Check();
    }
}

/// <summary>Where a training run stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Value">The objective at the last look; for a bound in nats, mean over replicates.</param>
/// <param name="Seconds">Seconds since the start.</param>
public readonly record struct TrainingProgress(long Step, long Steps, double Value, double Seconds);
