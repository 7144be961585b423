using static System.FormattableString;

namespace Vib.Core;

/// <summary>What a layer gained while the network fitted, and whether it lost information about the input afterwards.</summary>
/// <remarks>Fitting ends where I(X;T) is largest; compression is its fall from there to the last look. To look for the largest of noisy numbers finds one that is too large. With two and more replicates the fall of each
/// replicate is therefore taken from the look where the others' mean is largest. The p-value is that of the fall at the peak, by Student's distribution over replicates, times the number of looks that could have been the
/// peak  (Bonferroni): the odds of such a fall where networks that are trained like these do not fall on average. Of a single network it is by the standard errors of its two estimates, as if these were independent, and says
/// only that this network's estimate fell by more than they explain: nothing of the next network, and nothing of a bias that moves with training. Rows that both looks share make the errors of the two go together, and p too large
/// rather than too small. A fall within rounding, 1e-9 nat, is none.</remarks>
public sealed record PlanePhases
{
    private const double Rounding = 1e-9; // nats, for values without an error

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

    /// <summary>What so large a fall has for a probability where there is none: none on average over networks, or, of a single network, none in this one. 0 where its values have no error.</summary>
    public required double PValue { get; init; }

    /// <summary>Networks that this is about. One network's fall says nothing of the next one's.</summary>
    public required int Replicates { get; init; }

    /// <summary>Whether the fall is significant at 1 %.</summary>
    public bool Compresses => Compression > 0 && PValue < 0.01;

    /// <summary>One line.</summary>
    /// <returns>For example <c>layer 5: fits to epoch 120.5 (I(X;T) +0.80, I(T;Y) +0.51 nat), then compresses by 1.20 ± 0.09 nat (p = 1E-05)</c>; of a single network the p says so.</returns>
    public override string ToString() => Invariant($"{Layer}: fits to epoch {PeakEpoch:0.#} (I(X;T) {Signed(InputGain)}, I(T;Y) {Signed(OutputGain)} nat), then {(Compresses ? "compresses by" : "changes by")} ")
        + Invariant($"{EstimateLine.Measured(Compresses ? Compression : 0 - Compression, CompressionError, "nat")} ({Chance})");

    private string Chance => Replicates > 1 ? Invariant($"p = {PValue:G2}") : CompressionError > 0 ? Invariant($"p = {PValue:G2} by the estimates' errors; of this network alone") : "of this network alone";

    private static string Signed(double gain) => Math.Round(gain, 2) is var rounded && rounded == 0 ? "+0.00" : Invariant($"{rounded:+0.00;-0.00}"); // what rounds to 0 from below would be -+0.00

    internal static PlanePhases Of(PlaneCurve curve)
    {
        var (looks, replicates) = (curve.Steps.Count, curve.InputOfReplicates.Count > 0 ? curve.InputOfReplicates[0].Count : 0);
        Require.That(looks > 0, $"No points of {curve.Layer}", "at least one look", "a run that was not interrupted before its first look");
        var peak = Largest(look => curve.Input[look], looks);
        var (fall, error) = replicates > 1 ? OfOthersPeaks(curve, looks, replicates) : OfErrors(curve, peak, looks);
        var p = Odds(curve, peak, looks, replicates, fall, error);
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

    private static (double, double) OfOthersPeaks(PlaneCurve curve, int looks, int replicates) => Moments.Mean([.. Enumerable.Range(0, replicates).Select(r =>
    {
        var peak = Largest(look => curve.InputOfReplicates[look].Where((_, other) => other != r).Average(), looks);
        return curve.InputOfReplicates[peak][r] - curve.InputOfReplicates[^1][r];
    })]);

    private static (double, double) OfErrors(PlaneCurve curve, int peak, int looks)
    {
        var (before, after) = (curve.InputError[peak], curve.InputError[^1]);
        return (curve.Input[peak] - curve.Input[^1], peak == looks - 1 ? 0 : Math.Sqrt(before * before + after * after));
    }

    private static double Odds(PlaneCurve curve, int peak, int looks, int replicates, double fall, double error)
    {
        if (peak == looks - 1 || Math.Abs(curve.Input[peak] - curve.Input[^1]) <= Rounding) return 1;
        var single = replicates > 1
            ? Moments.Mean([.. Enumerable.Range(0, replicates).Select(r => curve.InputOfReplicates[peak][r] - curve.InputOfReplicates[^1][r])]) is var (mean, spread) && spread > 0 ? StudentTail.Above(mean / spread, replicates - 1) : double.NaN
            : error > 0 ? StudentTail.AboveNormal(fall / error) : double.NaN;
        return double.IsNaN(single) ? double.IsNaN(error) || double.IsNaN(fall) ? double.NaN : fall > 0 ? 0 : 1 : Math.Min(1, (looks - 1) * single);
    }

    private static int Largest(Func<int, double> value, int looks)
    {
        var best = 0;
        for (var look = 1; look < looks; look++)
            if (value(look) > value(best) || double.IsNaN(value(best))) best = look;
        return best;
    }
}
