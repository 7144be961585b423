using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class LongRunTests
{
    // After the first 2 000 steps everything that a step needs is there. What grows from then on grows for ever.
    [Fact]
    public void Ten_thousand_steps_leave_no_tensor_no_garbage_and_less_than_20_MB()
    {
        const int warmUp = 2_000, steps = 2_500, parts = 4;
        using var threads = new ThreadCount(1);
        using var critic = new SeparableCritic { Hidden = [32, 32], Embedding = 8 }.Create(20, 20, 1, CPU, 1);
        using var data = PairData.Open(CorrelatedGaussian.WithInformation(20, 4), new EstimationOptions { Batch = 64 }, CPU);
        using var pairs = data.Training();
        using var training = new CriticTraining(critic, new InfoNce(), new(), batch: 64);
        for (var step = 0; step < warmUp; step++) training.Step(pairs);

        var memory = 0L;
        var garbage = new List<(long Mine, long Everyones)>();
        LiveTensors.Stay(() =>
        {
            memory = Resident();
            for (var part = 0; part < parts; part++)
                garbage.Add(Garbage.Of(() =>
                {
                    for (var step = 0; step < steps; step++) training.Step(pairs);
                }, attempts: 1));
        });
        Assert.Equal((0, 0), (garbage.Min(part => part.Mine), garbage.Min(part => part.Everyones)));
        Assert.True(Resident() - memory < 20e6, $"Resident memory grew by {(Resident() - memory) / 1e6:F1} MB.");
    }

    private static long Resident()
    {
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
