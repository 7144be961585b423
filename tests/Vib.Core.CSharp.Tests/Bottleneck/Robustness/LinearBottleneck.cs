using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>A bottleneck whose decision is a plane, with next to no noise: class 0 where w·x + b &gt; 0, class 1 where it is not. The smallest L2 perturbation that fools is |w·x + b|/‖w‖.</summary>
internal static class LinearBottleneck
{
    internal const int Side = 4, Size = Side * Side;

    internal static readonly double[] W = [.. Enumerable.Range(0, Size).Select(d => Math.Sin(3 * d + 1))];
    internal const double B = 0.1;

    internal static TrainedBottleneck Make()
    {
        var options = new BottleneckOptions { Hidden = [], Latent = 1, SigmaOffset = 40, EvaluationSamples = 2, Threads = 1 }; // σ = e⁻⁴⁰
        var model = new BottleneckModel(options, Size, 2, CPU);
        void Set(string name, double[] values)
        {
            using var scope = NewDisposeScope();
            var slot = model.Parameters.Layout.Slots.Single(s => s.Name == name);
            model.Parameters.Values.narrow(1, slot.Offset, slot.Size).copy_(tensor(Array.ConvertAll(values, v => (float)v)).unsqueeze(0));
        }
        // the network sees 2x − 1, so μ = ½ w·(2x − 1) + ½ Σ w + b; ρ = 0
        Set("encoder.0.weight", [.. W.SelectMany(w => (double[])[w / 2, 0])]);
        Set("encoder.0.bias", [W.Sum() / 2 + B, 0]);
        Set("decoder.0.weight", [3, 0]);
        return new(model, model.Parameters.Values.clone(), [], []);
    }

    internal static double Margin(ReadOnlySpan<byte> pixels)
    {
        var sum = B;
        for (var d = 0; d < Size; d++) sum += W[d] * pixels[d] / 255.0;
        return sum;
    }

    /// <summary>Images in the middle of the range, so that no pixel meets its end, each with the label that it is given.</summary>
    internal static LabelledImages Images(int count)
    {
        var random = new SplitMix64(5, 0, 0);
        var pixels = new byte[count * Size];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(90 + random.Below(76));
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(Margin(pixels.AsSpan(i * Size, Size)) > 0 ? 0 : 1))];
        return new("plane", pixels, labels, Side, Side, 2);
    }
}
