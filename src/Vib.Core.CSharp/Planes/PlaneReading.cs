using static System.FormattableString;

namespace Vib.Core;

/// <summary>A pair of values that breaks the data-processing inequality.</summary>
/// <param name="Step">The look.</param>
/// <param name="Set">The set's name.</param>
/// <param name="Estimator">The estimator's name.</param>
/// <param name="Statement">What should hold, as in <c>I(X;layer 3) ≤ I(X;layer 2)</c>.</param>
/// <param name="Excess">By how much it is broken, the mean over replicates, nats.</param>
/// <param name="StandardError">The standard error of that, nats; 0 where the values are exact.</param>
public sealed record PlaneViolation(long Step, string Set, string Estimator, string Statement, double Excess, double StandardError)
{
    /// <summary>The layer that knows more than it can, or less than nothing.</summary>
    public string Layer { get; init; } = "";

    /// <summary>One line.</summary>
    /// <returns>For example <c>I(X;layer 3) ≤ I(X;layer 2) by 0.31 ± 0.02 nat at step 1000 on test</c>.</returns>
    public override string ToString() => Invariant($"{Statement} by {EstimateLine.Measured(Excess, StandardError, "nat")} at step {Step} on {Set} ({Estimator})");
}

/// <summary>What is wrong with a plane as a whole.</summary>
public static class PlaneReading
{
    private static readonly Estimate nothing = new() { Value = 0, Side = Side.Estimate, Bound = "nothing", StandardError = 0 };

    private const double Errors = 3, Rounding = 1e-9; // nats, for values without an error

    /// <summary>The values that break data processing: a later layer knows no more than an earlier one, of the input or of the class, no layer more of the class than of the input, and none less than nothing.</summary>
    /// <remarks>By more than three standard errors: those of the differences over replicates, or of the two estimates taken as independent, whichever is larger. Binned activations, and those with noise that is
    /// no part of the network, need not keep the inequality even where every value is exact.</remarks>
    /// <param name="plane">The plane.</param>
    /// <returns>Each violation, in the order of the steps.</returns>
    public static IReadOnlyList<PlaneViolation> Violations(InformationPlane plane) =>
    [
        .. from look in plane.Points.GroupBy(point => (point.Step, point.Set, point.Estimator))
           let layers = plane.Layers.Select(name => look.Where(point => point.Layer == name).OrderBy(point => point.Replicate).ToArray()).ToArray()
           from found in Broken(look.Key, layers)
           select found,
    ];

    /// <summary>Estimators that measure the layers of a set by different noise or bins at one look.</summary>
    /// <param name="plane">The plane.</param>
    /// <returns>A diagnosis for each; empty where all layers belong on one axis.</returns>
    public static IReadOnlyList<Diagnosis> Rulers(InformationPlane plane) =>
    [
        .. from look in plane.Points.GroupBy(point => (point.Estimator, point.Set, point.Step, point.Replicate))
           where look.Select(point => point.Ruler).Distinct().Count() > 1
           group look by look.Key.Estimator into estimator
           select Diagnosis.MixedMeasures(estimator.Key, string.Join("; ", estimator.First().Select(point => $"{point.Layer}: {point.Ruler}"))),
    ];

    internal static IReadOnlyList<Diagnosis> Diagnoses(InformationPlane plane)
    {
        var violations = Violations(plane);
        var worst = violations.Count == 0 ? null : violations.MaxBy(violation => violation.Excess);
        return worst is null ? Rulers(plane) : [.. Rulers(plane), Diagnosis.DataProcessing(violations.Count, worst.ToString())];
    }

    private static IEnumerable<PlaneViolation> Broken((long Step, string Set, string Estimator) at, PlanePoint[][] layers)
    {
        for (var l = 0; l < layers.Length; l++)
        {
            var name = layers[l][0].Layer;
            if (Excess(at, $"0 ≤ I(X;{name})", layers[l], layers[l], _ => nothing, point => point.Input) is { } below) yield return below;
            if (l > 0)
            {
                var before = layers[l - 1][0].Layer;
                if (Excess(at, $"I(X;{name}) ≤ I(X;{before})", layers[l], layers[l - 1], point => point.Input, point => point.Input) is { } input) yield return input;
                if (Excess(at, $"I({name};Y) ≤ I({before};Y)", layers[l], layers[l - 1], point => point.Output, point => point.Output) is { } output) yield return output;
            }
            if (Excess(at, $"I({name};Y) ≤ I(X;{name})", layers[l], layers[l], point => point.Output, point => point.Input) is { } own) yield return own;
        }
    }

    private static PlaneViolation? Excess((long Step, string Set, string Estimator) at, string statement, PlanePoint[] less, PlanePoint[] more, Func<PlanePoint, Estimate> ofLess, Func<PlanePoint, Estimate> ofMore)
    {
        var differences = less.Zip(more, (a, b) => ofLess(a).Value - ofMore(b).Value).ToArray();
        double Square(Estimate estimate) => double.IsNaN(estimate.StandardError) ? 0 : estimate.StandardError * estimate.StandardError;
        var own = Math.Sqrt(less.Zip(more, (a, b) => Square(ofLess(a)) + Square(ofMore(b))).Sum()) / differences.Length;
        var (mean, spread) = Moments.Mean(differences);
        var error = Math.Max(own, double.IsNaN(spread) ? 0 : spread);
        return mean > Errors * error + Rounding ? new(at.Step, at.Set, at.Estimator, statement, mean, error) { Layer = less[0].Layer } : null;
    }
}
