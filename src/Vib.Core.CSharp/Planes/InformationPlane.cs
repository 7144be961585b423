using static System.FormattableString;

namespace Vib.Core;

/// <summary>The way of a network's layers through the information plane: every point of every layer, set, replicate and estimator.</summary>
public sealed record InformationPlane
{
    /// <summary>All points, in the order of steps, sets, replicates, layers and estimators.</summary>
    public required IReadOnlyList<PlanePoint> Points { get; init; }

    /// <summary>Loss and accuracy at every look.</summary>
    public required IReadOnlyList<PlaneStanding> Standings { get; init; }

    /// <summary>The layers, first to last.</summary>
    public required IReadOnlyList<string> Layers { get; init; }

    /// <summary>The estimators' names.</summary>
    public required IReadOnlyList<string> Estimators { get; init; }

    /// <summary>The sets' names.</summary>
    public required IReadOnlyList<string> Sets { get; init; }

    /// <summary>R, copies of the network.</summary>
    public required int Replicates { get; init; }

    /// <summary>The network's noise, or null.</summary>
    public LayerNoise? Noise { get; init; }

    /// <summary>When there were looks, what one took, and whether the budget thinned them.</summary>
    public string Plan { get; init; } = "";

    /// <summary>Whether the run was stopped; the points until then are here.</summary>
    public bool Interrupted { get; init; }

    /// <summary>Seconds from the call to the end.</summary>
    public double Seconds { get; init; }

    /// <summary>Seconds of them that the looks took.</summary>
    public double LookSeconds { get; init; }

    /// <summary>The seed of the looks.</summary>
    public long Seed { get; init; }

    /// <summary>What is wrong with the plane as a whole: layers by different rulers, data processing broken.</summary>
    public IReadOnlyList<Diagnosis> Diagnoses { get; init; } = [];

    /// <summary>The steps at which there were looks.</summary>
    public IReadOnlyList<long> Steps => [.. Points.Select(point => point.Step).Distinct()];

    /// <summary>One layer's way, as the mean over replicates.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="estimator">The estimator's name; the first if null.</param>
    /// <param name="set">The set's name; the first if null.</param>
    /// <returns>Both coordinates with their errors at every look.</returns>
    /// <exception cref="DomainException">There is no such layer, estimator or set.</exception>
    public PlaneCurve Curve(string layer, string? estimator = null, string? set = null)
    {
        Known(layer, Layers, "layer");
        var (byEstimator, onSet) = (estimator ?? Estimators[0], set ?? Sets[0]);
        Known(byEstimator, Estimators, "estimator");
        Known(onSet, Sets, "set");
        return PlaneCurve.Of([.. Points.Where(point => point.Layer == layer && point.Estimator == byEstimator && point.Set == onSet)]);
    }

    /// <summary>The phases of every layer's way, by one estimator on one set.</summary>
    /// <param name="estimator">The estimator's name; the first if null.</param>
    /// <param name="set">The set's name; the first if null.</param>
    /// <returns>For each layer what it gained while fitting and what it lost afterwards.</returns>
    /// <exception cref="DomainException">There is no such estimator or set.</exception>
    public IReadOnlyList<PlanePhases> Phases(string? estimator = null, string? set = null) => [.. Layers.Select(layer => PlanePhases.Of(Curve(layer, estimator, set)))];

    /// <summary>One line: what was followed, how often and for how long.</summary>
    /// <returns>For example <c>6 layers, 31 looks to step 104000, 10 replicates, 2 estimators on all; 74.1 s, of which 20.3 s looks</c>.</returns>
    public override string ToString() => Invariant($"{Counted.Of(Layers.Count, "layer")}, {Counted.Of(Steps.Count, "look")} to step {(Points.Count > 0 ? Points[^1].Step : 0)}, {Counted.Of(Replicates, "replicate")}, {string.Join(" and ", Estimators)} on {string.Join(", ", Sets)}; {Seconds:0.0} s, of which {LookSeconds:0.0} s looks{(Interrupted ? "; interrupted" : "")}")
        + (Diagnoses.Count == 0 ? "" : $"   ! {string.Join(", ", Diagnoses.Select(diagnosis => diagnosis.Label).Distinct())}");

    private static void Known(string name, IReadOnlyList<string> names, string what) => Require.That(names.Contains(name), $"The {what} '{name}'", string.Join(", ", names), names[0]);
}
