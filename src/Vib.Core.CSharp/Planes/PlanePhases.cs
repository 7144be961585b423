using static System.FormattableString;

namespace Vib.Core;

/// <summary>What a layer gained while the network fitted, and whether it lost information about the input afterwards.</summary>
/// <remarks>Fitting ends where I(X;T) is largest; compression is its fall from there to the last look. To look for the largest of noisy numbers finds one that is too large. With three and more replicates each
/// replicate's peak is therefore the look where the others' mean is largest, and the fall has Student's distribution over replicates; with fewer, the p-value of the standard errors is multiplied by the number of looks
/// that could have been the peak.</remarks>
public sealed record PlanePhases
{
    /// <summary>The layer's name.</summary>
    public required string Layer { get; init; }

    /// <summary>The look at which the mean of I(X;T) is largest.</summary>
    public required long PeakStep { get; init; }

    /// <summary>The same in epochs.</summary>
    public required double PeakEpoch { get; init; }

    /// <summary>What I(X;T) rose by from the first look to the peak, nats.</summary>
    public required double InputGain { get; init; }

    /// <summary>What I(T;Y) rose by from the first look to the peak, nats.</summary>
    public required double OutputGain { get; init; }

    /// <summary>What I(X;T) fell by from the peak to the last look, nats; below 0 where each replicate rose on average after the others' peak.</summary>
    public required double Compression { get; init; }

    /// <summary>Its standard error, nats; NaN where it is not known.</summary>
    public required double CompressionError { get; init; }

    /// <summary>What so large a fall has for a probability where there is none.</summary>
    public required double PValue { get; init; }

    /// <summary>Networks that this is about. One network's fall says nothing of the next one's.</summary>
    public required int Replicates { get; init; }

    /// <summary>Whether the fall is significant at 1 %.</summary>
    public bool Compresses => Compression > 0 && PValue < 0.01;

    /// <summary>One line.</summary>
    /// <returns>For example <c>layer 5: fits to epoch 120.5 (I(X;T) +0.80, I(T;Y) +0.51 nat), then compresses by 1.20 ± 0.09 nat (p = 1E-05)</c>.</returns>
    public override string ToString() => Invariant($"{Layer}: fits to epoch {PeakEpoch:0.#} (I(X;T) {InputGain:+0.00;-0.00}, I(T;Y) {OutputGain:+0.00;-0.00} nat), then {(Compresses ? "compresses by" : "changes by")} ")
        + Invariant($"{EstimateLine.Measured(Compresses ? Compression : -Compression, CompressionError, "nat")} (p = {PValue:0.##E+0})");

    internal static PlanePhases Of(PlaneCurve curve)
    {
        var (looks, replicates) = (curve.Steps.Count, curve.InputOfReplicates.Count > 0 ? curve.InputOfReplicates[0].Count : 0);
        Require.That(looks > 0, $"No points of {curve.Layer}", "at least one look", "a run that was not interrupted before its first look");
        var peak = Largest(look => curve.Input[look], looks);
        var (fall, error, p) = replicates >= 3 ? OfReplicates(curve, looks, replicates) : OfErrors(curve, peak, looks);
        return new()
        {
            Layer = curve.Layer,
            PeakStep = curve.Steps[peak],
            PeakEpoch = curve.Epochs[peak],
            InputGain = curve.Input[peak] - curve.Input[0],
            OutputGain = curve.Output[peak] - curve.Output[0],
            Compression = fall,
            CompressionError = error,
            PValue = p,
            Replicates = replicates,
        };
    }

    private static (double, double, double) OfReplicates(PlaneCurve curve, int looks, int replicates)
    {
        var falls = Enumerable.Range(0, replicates).Select(r =>
        {
            var peak = Largest(look => curve.InputOfReplicates[look].Where((_, other) => other != r).Average(), looks);
            return curve.InputOfReplicates[peak][r] - curve.InputOfReplicates[^1][r];
        }).ToArray();
        var (mean, error) = Moments.Mean(falls);
        return (mean, error, error > 0 ? StudentTail.Above(mean / error, replicates - 1) : mean > 0 ? 0 : 1);
    }

    private static (double, double, double) OfErrors(PlaneCurve curve, int peak, int looks)
    {
        var (fall, before, after) = (curve.Input[peak] - curve.Input[^1], curve.InputError[peak], curve.InputError[^1]);
        var error = peak == looks - 1 ? 0 : Math.Sqrt(before * before + after * after);
        var p = error > 0 ? Math.Min(1, looks * StudentTail.AboveNormal(fall / error)) : double.IsNaN(error) ? double.NaN : fall > 0 ? 0 : 1;
        return (fall, error, p);
    }

    private static int Largest(Func<int, double> value, int looks)
    {
        var best = 0;
        for (var look = 1; look < looks; look++)
            if (value(look) > value(best) || double.IsNaN(value(best))) best = look;
        return best;
    }
}
