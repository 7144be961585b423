namespace Vib.Core;

/// <summary>What a bottleneck does on a set of images.</summary>
public sealed record BottleneckEvaluation
{
    /// <summary>Error of the class with the largest probability from one sample of Z; a fraction, mean over replicates.</summary>
    public required double OneShotError { get; init; }

    /// <summary>Error where the probabilities of <see cref="Samples"/> samples of Z are averaged (probabilities, not logits); a fraction, mean over replicates.</summary>
    public required double AveragedError { get; init; }

    /// <summary><see cref="OneShotError"/> of each replicate.</summary>
    public required IReadOnlyList<double> ReplicateOneShotErrors { get; init; }

    /// <summary><see cref="AveragedError"/> of each replicate.</summary>
    public required IReadOnlyList<double> ReplicateAveragedErrors { get; init; }

    /// <summary>S, samples of Z for each image.</summary>
    public required int Samples { get; init; }

    /// <summary>I(X;Z) ≤ mean KL[e(z|x) ‖ m(z)], an upper bound for any prior m; its standard error is over images.</summary>
    public required Estimate Rate { get; init; }

    /// <summary>I(Z;Y) ≥ H(Y) − CE, a lower bound for any decoder, with the entropy of these labels; its standard error is over images.</summary>
    public required Estimate Information { get; init; }

    /// <summary>CE, mean of −log q(y|z) over images and samples, nats.</summary>
    public required double CrossEntropy { get; init; }

    /// <summary>Mean of −log (1/S) Σ_s q(y|z_s), nats; at most <see cref="CrossEntropy"/>.</summary>
    public required double AveragedNll { get; init; }

    /// <summary>ECE of the averaged probabilities in 15 bins of equal width, mean over replicates; NaN where it was not measured.</summary>
    public double CalibrationError { get; init; } = double.NaN;

    /// <summary>The Brier score of the averaged probabilities, from 0 to 2, mean over replicates; NaN where it was not measured.</summary>
    public double BrierScore { get; init; } = double.NaN;

    /// <summary>Dimensions of Z with a mean KL above 0.01 nat, mean over replicates; NaN where they were not counted.</summary>
    public double ActiveUnits { get; init; } = double.NaN;

    /// <summary>Images evaluated.</summary>
    public required int Count { get; init; }

    /// <summary>Whether the moving average of the weights was used, rather than the last weights.</summary>
    public required bool AveragedWeights { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"error {100 * AveragedError:0.00} % ({Counted.Of(Samples, "sample")}), {100 * OneShotError:0.00} % (one); rate {Rate.Value:0.0} nat = {Nats.ToBits(Rate.Value):0.0} bit; I(Z;Y) ≥ {Information.Value:0.000} nat; {Counted.Of(Count, "image")}");
}

/// <summary>An epoch of training.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Loss">CE + β · rate over the epoch's batches, nats, mean over replicates.</param>
/// <param name="CrossEntropy">CE over the epoch's batches, nats.</param>
/// <param name="Rate">Rate over the epoch's batches, nats.</param>
/// <param name="Seconds">Wall-clock seconds of the epoch's training.</param>
/// <param name="Test">The test set's evaluation with averaged weights where there are any, or null without a test set.</param>
public sealed record EpochReport(int Epoch, double Loss, double CrossEntropy, double Rate, double Seconds, BottleneckEvaluation? Test)
{
    /// <summary>The epoch in one line.</summary>
    /// <returns>Loss, rate in nats and bits, and where there is a test set I(Z;Y) and its errors; in the invariant culture.</returns>
    public override string ToString()
    {
        var test = Test is null ? "" : FormattableString.Invariant(
            $"  I(Z;Y) ≥ {Test.Information.Value:F3} nat  test error {100 * Test.OneShotError:F2} % (one sample), {100 * Test.AveragedError:F2} % ({Test.Samples})");
        return FormattableString.Invariant($"epoch {Epoch,3}  loss {Loss:F4}  {InBits(Test?.Rate.Value ?? Rate)}{test}  {Seconds:F1} s");
    }

    internal static string InBits(double rate) => FormattableString.Invariant($"rate {rate:F1} nat = {Nats.ToBits(rate):F1} bit");
}

/// <summary>Where training stands.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">Steps done, over all epochs.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">CE + β · rate since the epoch's start, nats.</param>
/// <param name="Rate">Rate since the epoch's start, nats.</param>
/// <param name="Seconds">Seconds since this call began.</param>
/// <param name="Finished">The report of an epoch, where one has just ended.</param>
public readonly record struct BottleneckProgress(int Epoch, int Epochs, long Step, long Steps, double Loss, double Rate, double Seconds, EpochReport? Finished)
{
    /// <summary>Where training stands, in one line.</summary>
    /// <returns>Epoch, loss, and rate in nats and bits, in the invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant($"epoch {Epoch}/{Epochs}, loss {Loss:F4}, {EpochReport.InBits(Rate)}");
}
