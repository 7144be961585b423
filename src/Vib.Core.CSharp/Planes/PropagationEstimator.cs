using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Information of a layer in a network with additive noise, by passes through the network: the entropies of mixtures of the noise.</summary>
/// <remarks>I(X;T) = h(T) − mean_x h(T|X = x)  (Goldfeld et al. 2019, arXiv:1810.05728; <see cref="SamplePropagation"/>): the centres of h(T) are the layer before its own noise in one pass of each row, those of h(T|X = x)
/// in many passes of x, of a few rows x drawn at random. Where no earlier layer has noise h(T|X) is the noise's own. I(T;Y) = h(T) − Σ p(y) h(T|y), whose error takes the entropies for independent.</remarks>
public sealed record PropagationEstimator : PlaneEstimator
{
    /// <summary>Rows x whose h(T|X = x) is estimated, where earlier layers have noise.</summary>
    public int Inputs { get; init; } = 32;

    /// <summary>Passes of each of them.</summary>
    public int Passes { get; init; } = 128;

    /// <summary>Draws of the noise at each centre.</summary>
    public int Draws { get; init; } = 1;

    /// <summary>Threads; null for one a core. The bits do not depend on it.</summary>
    public int? Threads { get; init; }

    /// <inheritdoc/>
    public override string Name => "sample propagation";

    internal override Reading Of(LayerSample sample)
    {
        Require.AtLeast(2, Inputs, "The rows whose passes are repeated", "32");
        Require.AtLeast(2, Passes, "The passes of each row", "128");
        try
        {
            Require.That(sample.Deviation > 0, $"{sample.Layer} with {sample.Noise}", "additive noise in this layer", "LayerNoise.Additive(0.1), or bins");
            var (sigma, options) = (sample.Deviation!.Value, new PropagationOptions { Draws = Draws, Seed = sample.Seed, Threads = Threads });
            var clean = sample.Clean.Value;
            var input = sample.NoiseBefore
                ? SamplePropagation.Information(clean.ToArray(), Array.ConvertAll(sample.Repeated(Inputs, Passes), passes => passes.ToArray()), sigma, options)
                : SamplePropagation.Information(clean.ToArray(), sigma, options);
            return new(input with { Quantity = OfInput }, OfLabels(sample, clean, sigma, options), sample.Noise);
        }
        catch (DomainException reason) { return new(Refused(OfInput, Name, sample.Count, reason), Refused(OfOutput, Name, sample.Count, reason), sample.Noise); }
    }

    private static Estimate OfLabels(LayerSample sample, Rows clean, double sigma, PropagationOptions options)
    {
        var clock = Stopwatch.StartNew();
        var whole = SamplePropagation.Entropy(clean.ToArray(), sigma, options);
        var (value, variance) = (whole.Value, whole.StandardError * whole.StandardError);
        foreach (var group in sample.Labels.Index().GroupBy(pair => pair.Item))
        {
            int[] rows = [.. group.Select(pair => pair.Index)];
            Require.That(rows.Length > 1, $"A single row of class {group.Key}", "at least 2 of each", "more rows");
            var (part, given) = (rows.Length / (double)sample.Count, SamplePropagation.Entropy(clean.At(rows).ToArray(), sigma, options));
            (value, variance) = (value - part * given.Value, variance + part * part * given.StandardError * given.StandardError);
        }
        return whole with { Quantity = OfOutput, Value = value, StandardError = Math.Sqrt(variance), Ceiling = sample.EntropyOfY, Seconds = clock.Elapsed.TotalSeconds };
    }
}
