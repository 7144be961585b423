using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The numbers of an Adam step that change from step to step, where a recorded step finds them: on the device.</summary>
internal sealed class AdamStage : IDisposable
{
    private double rate = double.NaN;

    internal AdamStage(Device device)
    {
        Tensor Number() => zeros([], device: device).DetachFromDisposeScope();
        (Steps, Rate, CorrectedRate, SecondCorrection) = (Number(), Number(), Number(), Number());
        IsFused = device.type == DeviceType.CUDA && Engine.IsThere && Trial(device);
    }

    /// <summary>Whether libtorch takes the whole step in one kernel, which was seen to be right.</summary>
    internal bool IsFused { get; }

    internal Tensor Steps { get; }             // [], t
    internal Tensor Rate { get; }              // [], before the correction
    internal Tensor CorrectedRate { get; }     // [], divided by 1 − β1^t
    internal Tensor SecondCorrection { get; }  // [], 1/√(1 − β2^t)

    /// <summary>Before a step: its number, its learning rate, and the same with the corrections folded in.</summary>
    internal void Set(long steps, double rate, in AdamStep step)
    {
        if (IsFused)
        {
            Steps.fill_(steps);
            if (rate != this.rate) Rate.fill_(this.rate = rate);
            return;
        }
        CorrectedRate.fill_(step.Rate);
        SecondCorrection.fill_(step.SecondCorrection);
    }

    /// <summary>Two steps of the kernel on a few numbers, against the formula: what is another function by the same name is not used.</summary>
    private static bool Trial(Device device)
    {
        const double Beta1 = 0.9, Beta2 = 0.99, Epsilon = 1e-8, LearningRate = -0.1;
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        double[] gradients = [1, -2, 0.5, 0, 1e-3], w = [1, 2, 3, 4, 5], m = new double[5], v = new double[5];
        var (values, first, second) = (tensor(w, ScalarType.Float32, device), zeros([5], device: device), zeros([5], device: device));
        var (g, t, rate) = (tensor(gradients, ScalarType.Float32, device), zeros([], device: device), full([], LearningRate, device: device));
        for (var step = 1; step <= 2; step++)
        {
            t.fill_(step);
            if (!Engine.TryAdam(values, g, first, second, t, rate, Beta1, Beta2, Epsilon)) return false;
            for (var i = 0; i < w.Length; i++)
            {
                m[i] = Beta1 * m[i] + (1 - Beta1) * gradients[i];
                v[i] = Beta2 * v[i] + (1 - Beta2) * gradients[i] * gradients[i];
                w[i] -= LearningRate / (1 - Math.Pow(Beta1, step)) * m[i] / (Math.Sqrt(v[i] / (1 - Math.Pow(Beta2, step))) + Epsilon);
            }
        }
        var found = values.cpu().data<float>().ToArray();
        return found.Zip(w).All(pair => Math.Abs(pair.First - pair.Second) < 1e-5 * Math.Abs(pair.Second));
    }

    public void Dispose()
    {
        foreach (var number in (Tensor[])[Steps, Rate, CorrectedRate, SecondCorrection]) number.Dispose();
    }
}
