using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>One replicate of a bottleneck under attack, with passes for the batch sizes that come.</summary>
internal sealed class AttackedModel(TrainedBottleneck trained, ReadingOptions options) : IDisposable
{
    private readonly BottleneckModel model = trained.Copy(options.AveragedWeights, options.Replicate);
    private readonly Dictionary<(int Batch, int Samples, bool Backward), AttackPass> passes = [];

    internal int Size => model.Inputs;
    internal int Classes => model.Classes;
    internal Device Device => model.Parameters.Device;

    /// <summary>log of averaged probabilities, [B,C]: all that a black box gives.</summary>
    internal double[] LogProbabilities(float[] pixels, int samples, AttackNoise noise) => Pass(pixels, samples, backward: false).Forward(pixels, noise.Next());

    /// <summary>The same, and ∂/∂pixels, [B,D], of what the upstream gradient is made from it for.</summary>
    internal (double[] LogProbabilities, double[] Gradient) Gradient(float[] pixels, int samples, AttackNoise noise, Func<double[], double[]> upstream)
    {
        var pass = Pass(pixels, samples, backward: true);
        var found = pass.Forward(pixels, noise.Next());
        return (found, pass.Backward(upstream(found)));
    }

    private AttackPass Pass(float[] pixels, int samples, bool backward)
    {
        var key = (pixels.Length / Size, samples, backward);
        if (!passes.TryGetValue(key, out var pass)) passes[key] = pass = new(model, key.Item1, samples, backward);
        return pass;
    }

    public void Dispose()
    {
        foreach (var pass in passes.Values) pass.Dispose();
        model.Dispose();
    }
}
