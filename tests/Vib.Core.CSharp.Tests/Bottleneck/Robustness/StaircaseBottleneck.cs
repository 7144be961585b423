using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>A bottleneck whose class-1 logit is a staircase of w·x: its gradient is exactly 0 at almost every image, and its steps lead to the border of the classes all the same.</summary>
/// <remarks>A step at t is relu(s (m − t)) − relu(s (m − t) − 1) with s = 2¹³. All weights are small multiples of powers of two, so that slopes cancel to the last bit.</remarks>
internal static class StaircaseBottleneck
{
    internal const int Side = 4, Size = Side * Side;
    private const int Steps = 33; // of a height of 1/16, at −1, −15/16, …, 1
    private const double Slope = 8192;

    internal static readonly int[] W = [1, -1, -1, 1, -1, -1, 1, 1, 1, -1, 1, -1, -1, 1, -1, 1];

    internal static double Height(ReadOnlySpan<byte> pixels)
    {
        var sum = 0.0;
        for (var d = 0; d < Size; d++) sum += W[d] * pixels[d] / 255.0;
        return sum;
    }

    internal static TrainedBottleneck Make()
    {
        var options = new BottleneckOptions { Hidden = [2 * Steps], Latent = 1, SigmaOffset = 40, EvaluationSamples = 2, Threads = 1 }; // σ = e⁻⁴⁰
        var model = new BottleneckModel(options, Size, 2, CPU);
        void Set(string name, IEnumerable<double> values)
        {
            using var scope = NewDisposeScope();
            var slot = model.Parameters.Layout.Slots.Single(s => s.Name == name);
            model.Parameters.Values.narrow(1, slot.Offset, slot.Size).copy_(tensor(values.Select(v => (float)v).ToArray()).unsqueeze(0));
        }
        // the network sees 2x − 1, and the weights sum to 0
        Set("encoder.0.weight", W.SelectMany(w => Enumerable.Repeat(Slope * w / 2, 2 * Steps)));
        Set("encoder.0.bias", Enumerable.Range(0, 2 * Steps).Select(h => -Slope * (h / 2 - 16) / 16 - h % 2));
        Set("encoder.1.weight", Enumerable.Range(0, 2 * Steps).SelectMany(h => (double[])[(h % 2 == 0 ? 1 : -1) / 16.0, 0]));
        Set("encoder.1.bias", [-16.5 / 16, 0]);
        Set("decoder.0.weight", [4, 0]);
        return new(model, model.Parameters.Values.clone(), [], []);
    }

    internal static LabelledImages Images(int count)
    {
        var random = new SplitMix64(7, 0, 0);
        var pixels = new byte[count * Size];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(90 + random.Below(76));
        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(Height(pixels.AsSpan(i * Size, Size)) > 0 ? 0 : 1))];
        return new("staircase", pixels, labels, Side, Side, 2);
    }
}
