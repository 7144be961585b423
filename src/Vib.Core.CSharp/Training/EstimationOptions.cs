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

    /// <summary>k ≥ 2 splits given data into k folds: each is read by a critic trained on the others, all k side by side, so that every pair is held out once. 1 for one split.</summary>
    public int Folds { get; init; } = 1;

    /// <summary>Further critics trained on pairs with y permuted, to which the value is compared: the null of independence. 0 for none.</summary>
    public int Permutations { get; init; }

    /// <summary>Pairs scored together in the final reading: a larger number raises the ceiling of InfoNCE and its like to its logarithm. Null for the batch of training.</summary>
    public int? EvaluationBatch { get; init; }

    /// <summary>Which weights are read; null for the best where data are given, and the last where every batch is drawn afresh and nothing can be chosen.</summary>
    public KeptWeights? Keep { get; init; }

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

    /// <summary>How exactly a step multiplies with the weights: <see cref="Precision.Full"/>, or faster with a bias that is stated. Values are read in full precision whatever it is.</summary>
    public Precision Precision { get; init; } = Precision.Full;

    /// <summary>Cores to use on a CPU, for replicates, towers and tiles side by side; null for as many as are found to be fastest, at most all. The bits do not depend on it.</summary>
    public int? Threads { get; init; }

    /// <summary>Ends training after the step under way, with what there is so far and a diagnosis that says so; unlike cancellation, which throws. As for Ctrl-C.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CancellationToken Stop { get; init; }

    /// <summary>The critics that are trained side by side.</summary>
    internal Copies Copies => new(Replicates, Folds, Permutations);

    internal void Check()
    {
        Require.AtLeast(2, Batch, "The batch size", "128");
        Require.AtLeast(1, Steps, "The number of steps", "4000");
        Require.AtLeast(1, Replicates, "The number of replicates", "1");
        Require.AtLeast(1, LookEvery, "The number of steps between looks", "100");
        Require.AtLeast(1, Patience, "The patience", "10");
        Require.AtLeast(2 * Batch, FreshPairs, "The number of fresh pairs", "at least two batches, better a hundred");
        Require.AtLeast(1, Folds, "The number of folds", "5, or 1 for one split");
        Require.AtLeast(0, Permutations, "The number of permutations", "19 for p down to 0.05, 99 for 0.01");
        Require.That(EvaluationBatch is null || EvaluationBatch >= Batch && EvaluationBatch % Batch == 0, $"An evaluation batch of {EvaluationBatch} with a batch of {Batch}",
            "a multiple of the batch", "the batch times a whole number, or null for the batch itself");
        Require.That(HeldOut is > 0 and < 1 && Validation is > 0 and < 1 && HeldOut + Validation < 1,
            $"A held-out part of {HeldOut} and a validation part of {Validation}", "two positive parts that leave something to train on", "0.5 and 0.1");
        Require.That(Enum.IsDefined(Scaling), $"Scaling {(int)Scaling}", "None, Standard, Rank or Arctan", "Scaling.Standard");
        Require.That(Enum.IsDefined(Precision), $"Precision {(int)Precision}", "Full, TensorFloat32 or BFloat16", "Precision.Full");
        Optimiser.Check();
    }
}

/// <summary>The weights that a critic is read with.</summary>
public enum KeptWeights
{
    /// <summary>Those that did best on the validation part.</summary>
    Best,

    /// <summary>Those after the last step.</summary>
    Last,
}

/// <summary>Where a training run stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Value">The objective at the last look; for a bound in nats, mean over replicates.</param>
/// <param name="Seconds">Seconds since the start.</param>
public readonly record struct TrainingProgress(long Step, long Steps, double Value, double Seconds)
{
    /// <summary>Where training stands, in one line.</summary>
    /// <returns>Step, value and time, in the invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant($"step {Step} of {Steps}, {Value:F2} nat, {Seconds:F1} s");
}
