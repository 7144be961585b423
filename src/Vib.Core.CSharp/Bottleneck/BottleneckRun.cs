using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A training run between two epochs: the model, the optimiser and the generators. It is all that the next epoch depends on.</summary>
internal sealed class BottleneckRun : IDisposable
{
    private const int ReadEvery = 50;

    private readonly ObjectiveRun run;
    private readonly Lazy<string> fingerprint; // of use only where there are checkpoints

    /// <summary>A run at its start.</summary>
    internal BottleneckRun(BottleneckModel model, Observations images)
    {
        (Model, Count, fingerprint) = (model, images.Count!.Value, new(images.Fingerprint));
        run = new(model.Networks, images);
    }

    internal BottleneckModel Model { get; }
    internal int Count { get; }
    internal string Fingerprint => fingerprint.Value;
    internal Adam Adam => run.Adam;
    internal string? Refusal => run.Refusal;
    internal Generator[] Orders => run.Orders;
    internal Generator[] Noises => run.Noises;

    /// <summary>Whole epochs done.</summary>
    internal int Epoch { get; set; }

    /// <summary>Runs one epoch and says what the loss was made of, nats, and how many steps it had: fewer where it was asked to stop. The last incomplete batch of the shuffled set is left out.</summary>
    internal (double CrossEntropy, double Rate, int Steps) RunEpoch(Action<int, double, double> look, CancellationToken cancellation)
    {
        using var constant = no_grad();
        using var threads = run.Threads();
        var options = Model.Options;
        var (steps, factor) = (Count / options.Batch, Math.Pow(options.RateDecay, Epoch / options.RateDecayEpochs));
        var (crossEntropy, rate, looked) = (0.0, 0.0, 0);
        for (var step = 1; step <= steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Step(run.Adam.Steps, factor);
            var stopped = options.Stop.IsCancellationRequested && step != steps;
            if (step % ReadEvery != 0 && step != steps && !stopped) continue;
            var each = run.Look(step - looked);
            crossEntropy += (run.Parts[0].Constant - each[0].Average()) * (step - looked);
            rate += each[1].Average() * (step - looked);
            Telemetry.Looked("bottleneck", step - looked, (long)(step - looked) * options.Batch, each[0].Average());
            looked = step;
            look(step, crossEntropy / step, rate / step);
            if (stopped) return (crossEntropy / looked, rate / looked, looked);
            if (!double.IsFinite(crossEntropy + rate)) break;
        }
        Epoch++;
        return (crossEntropy / looked, rate / looked, looked);
    }

    /// <summary>Frees all but the model, which outlives its training.</summary>
    public void Dispose() => run.Dispose();
}
