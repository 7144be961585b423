using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A training run between two steps: the model, the optimiser and the generators. It is all that the next step depends on.</summary>
internal sealed class BottleneckRun : IDisposable
{
    private const int ReadEvery = 50;

    /// <summary>A run at its start.</summary>
    internal BottleneckRun(BottleneckModel model)
    {
        var (options, device) = (model.Options, model.Parameters.Device);
        Model = model;
        Adam = new(options.Optimiser, model.Parameters);
        Orders = [.. Enumerable.Range(0, options.Replicates).Select(r => Seeds.Generator(options.Seed, RandomStream.Batches, r, CPU))];
        Noises = [.. Enumerable.Range(0, options.Replicates).Select(r => Seeds.Generator(options.Seed, RandomStream.EncoderNoise, r, device))];
    }

    internal BottleneckModel Model { get; }
    internal Adam Adam { get; }
    internal Generator[] Orders { get; }
    internal Generator[] Noises { get; }

    /// <summary>Whole epochs done.</summary>
    internal int Epoch { get; set; }

    /// <summary>Runs one epoch and says what the loss was made of, nats. The last incomplete batch of the shuffled set is left out.</summary>
    internal (double CrossEntropy, double Rate) RunEpoch(ImageTensors images, BottleneckPass pass, Action<int, double, double> look, CancellationToken cancellation)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var options = Model.Options;
        var orders = Orders.Select(generator => randperm(images.Count, generator: generator).to(Model.Parameters.Device)).ToArray();
        var totals = zeros([2], ScalarType.Float64, Model.Parameters.Device); // CE and rate, summed on the device
        var steps = images.Count / options.Batch;
        var factor = Math.Pow(options.RateDecay, Epoch / options.RateDecayEpochs);
        for (var step = 0; step < steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Step(images, pass, orders, step, totals, factor);
            if ((step + 1) % ReadEvery == 0 || step + 1 == steps)
            {
                var sums = Read(totals);
                look(step + 1, sums.CrossEntropy / (step + 1), sums.Rate / (step + 1));
                if (!double.IsFinite(sums.CrossEntropy + sums.Rate)) break;
            }
        }
        Epoch++;
        var (crossEntropy, rate) = Read(totals);
        return (crossEntropy / steps, rate / steps);
    }

    private void Step(ImageTensors images, BottleneckPass pass, Tensor[] orders, int step, Tensor totals, double factor)
    {
        using var scope = NewDisposeScope();
        var options = Model.Options;
        for (var r = 0; r < orders.Length; r++)
            images.Gather(orders[r].narrow(0, step * (long)options.Batch, options.Batch), pass.X.Each[r], pass.Targets.Each[r]);
        pass.Encode();
        pass.Decode(Noises);
        totals.add_(stack([pass.CrossEntropy().mean(), pass.Gaussian.Rate().mean()]));
        pass.Backward(options.Beta);
        Adam.Step(factor: factor);
    }

    private static (double CrossEntropy, double Rate) Read(Tensor totals)
    {
        using var here = totals.cpu();
        var sums = here.data<double>().ToArray();
        return (sums[0], sums[1]);
    }

    /// <summary>Frees all but the model, which outlives its training.</summary>
    public void Dispose()
    {
        Adam.Dispose();
        foreach (var generator in (Generator[])[.. Orders, .. Noises]) generator.Dispose();
    }
}
