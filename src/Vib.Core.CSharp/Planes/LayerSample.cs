using static System.FormattableString;

namespace Vib.Core;

/// <summary>What an estimator sees of one layer of one replicate at one look: activations with and without their noise, and what they are of.</summary>
internal sealed class LayerSample
{
    internal required string Layer { get; init; }
    internal required Rows Noisy { get; init; }
    internal required Lazy<Rows> Clean { get; init; }
    internal required Rows Inputs { get; init; }
    internal required int[] Labels { get; init; }
    internal required double EntropyOfY { get; init; }
    internal required bool Exhaustive { get; init; }
    internal required long Seed { get; init; }

    /// <summary>σ of this layer's noise; 0 where it has none, null where it is not the same everywhere.</summary>
    internal required double? Deviation { get; init; }

    /// <summary>Whether an earlier layer has noise, so that the activations without their own noise are random given the input.</summary>
    internal required bool NoiseBefore { get; init; }

    /// <summary>Passes of their own through the network from given rows, so many each: the layer without and with its own noise, the passes of a row one after the other.</summary>
    internal required Func<IReadOnlyList<int>, int, (Rows Clean, Rows Noisy)> Propagate { get; init; }

    internal int Count => Labels.Length;
    internal bool IsDeterministic => Deviation == 0 && !NoiseBefore;
    internal bool IsGaussianGivenInput => Deviation > 0 && !NoiseBefore;
    internal double EntropyOfX => Math.Log(Count);

    /// <summary>The layer along its first principal axes, those without its noise, and what that can have lost, where the noise is additive.</summary>
    internal (Rows Layer, Pca Axes, PcaCertificate? Certificate) Compressed(int axes)
    {
        Require.AtLeast(1, axes, "The number of axes", "4");
        var pca = Pca.Fit(Clean.Value, Math.Min(axes, Math.Min(Noisy.Dimension, Count - 1)));
        return (pca.Project(Noisy), pca, Deviation is { } sigma and > 0 ? pca.Certificate(sigma) : null);
    }

    /// <summary>Passes of some rows, drawn at random: for each the layer without its own noise, [passes, width].</summary>
    internal Rows[] Repeated(int inputs, int passes)
    {
        Require.AtLeast(2, inputs, "The rows whose passes are repeated", "32");
        Require.AtLeast(2, passes, "The passes of each row", "128");
        var rows = LocalValues.Permuted(Count, new(Seed, (ulong)RandomStream.HeldOut, 1))[..Math.Min(inputs, Count)];
        var (clean, _) = Propagate(rows, passes);
        return [.. Enumerable.Range(0, rows.Length).Select(i => clean.At([.. Enumerable.Range(i * passes, passes)]))];
    }

    /// <summary>The ruler in words.</summary>
    internal string Noise => Deviation switch { null => "noise of its own in each unit", 0 => NoiseBefore ? "noise before it" : "no noise", var sigma => Invariant($"σ = {sigma:G4}") };
}
