using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The loop: steps, looks at the bound, early stopping, the weights to keep.</summary>
internal sealed class TrainingRun(Critic critic, CriticTraining training, PairData data, EstimationOptions options, Stopwatch clock)
{
    private readonly List<TracePoint> trace = [];

    internal IReadOnlyList<TracePoint> Trace => trace;

    /// <summary>The first look at which a value was not finite, or null.</summary>
    internal int? NonFiniteStep { get; private set; }

    /// <summary>Whether validation stopped improving before the steps were used up.</summary>
    internal bool StoppedEarly { get; private set; }

    internal void Train(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        using var kept = critic.Parameters.Values.clone();
        var best = Enumerable.Repeat(double.NegativeInfinity, options.Replicates).ToArray();
        var idle = new int[options.Replicates];
        for (var step = 1; step <= options.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            training.Step(data.Training);
            if (step % options.LookEvery != 0 && step != options.Steps) continue;

            var look = Look();
            trace.Add(new(step, look.Mean));
            progress?.Report(new(step, options.Steps, look.Mean, clock.Elapsed.TotalSeconds));
            if (look.Replicates.Any(r => !double.IsFinite(r.Value))) NonFiniteStep ??= step;
            Keep(look, best, idle, kept);
            if (idle.All(looks => looks >= options.Patience))
            {
                StoppedEarly = look.Replicates.All(r => double.IsFinite(r.Value));
                break;
            }
        }
        critic.Parameters.Values.copy_(kept); // each replicate's own
    }

    private Reading Look()
    {
        var (pairs, batches) = data.Validation();
        using (pairs) return training.Read(pairs, batches);
    }

    /// <summary>Keeps the weights of each replicate on its own: on given data where it did better than ever, until its patience is over; on fresh draws the last, which
    /// nothing chose. One whose value is not finite has kept its last before that, and is done.</summary>
    private void Keep(Reading look, double[] best, int[] idle, Tensor kept)
    {
        for (var r = 0; r < best.Length; r++)
        {
            if (idle[r] >= options.Patience) continue;
            var value = look.Replicates[r].Value;
            idle[r] = !double.IsFinite(value) ? options.Patience : data.Finite && value <= best[r] ? idle[r] + 1 : 0;
            if (idle[r] > 0) continue;
            best[r] = value;
            using var from = critic.Parameters.Values.select(0, r);
            using var to = kept.select(0, r);
            to.copy_(from);
        }
    }
}
