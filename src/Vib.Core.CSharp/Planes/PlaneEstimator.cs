namespace Vib.Core;

/// <summary>How the two coordinates of a layer in the information plane are estimated, I(X;T) and I(T;Y).</summary>
public abstract record PlaneEstimator
{
    private protected PlaneEstimator() { }

    /// <summary>Its name in tables.</summary>
    public abstract string Name { get; }

    /// <summary>Both coordinates, and the ruler: layers with different rulers do not belong on one axis.</summary>
    internal abstract Reading Of(LayerSample sample);

    internal sealed record Reading(Estimate Input, Estimate Output, string Ruler, PcaCertificate? Certificate = null);

    /// <summary>Name of what is estimated.</summary>
    internal const string OfInput = "I(X;T)", OfOutput = "I(T;Y)";

    /// <summary>The name of the estimator.</summary>
    /// <returns><see cref="Name"/>.</returns>
    public sealed override string ToString() => Name;

    /// <summary>A value that is not there, with the reason.</summary>
    internal static Estimate Refused(string quantity, string name, int count, VibException reason) =>
        new() { Value = double.NaN, Side = Side.Estimate, Bound = name, Quantity = quantity, Count = count, Diagnoses = [Diagnosis.NotMeasured(reason.Message)] };

    /// <summary>The number, or why there is none: a saturated layer has no density, and the run is to go on.</summary>
    private protected Estimate Measured(string quantity, LayerSample sample, Func<Estimate> estimate)
    {
        try { return estimate() with { Quantity = quantity }; }
        catch (VibException reason) { return Refused(quantity, Name, sample.Count, reason); }
    }

    /// <summary>With a warning where the network has no noise.</summary>
    private protected static Estimate Told(Estimate estimate, LayerSample sample) => sample.IsDeterministic ? estimate with { Diagnoses = [.. estimate.Diagnoses, Diagnosis.NoNoise(sample.Layer)] } : estimate;
}
