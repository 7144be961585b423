using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The training of one critic for one bound, in all its copies: looks at the bound, early stopping, the weights to keep.</summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly CriticTraining training;
    private readonly PairData data;
    private readonly EstimationOptions options;
    private readonly Copies copies;
    private readonly PairStream pairs;
    private readonly Tensor kept;          // [R,P]
    private readonly double[] best, last; // of each copy; the last look's stays where a copy is over
    private readonly int[] idle;
    private readonly List<TracePoint> trace = [];

    internal TrainingRun(CriticTraining training, PairData data, EstimationOptions options)
    {
        (this.training, this.data, this.options, copies) = (training, data, options, options.Copies);
        pairs = data.Training();
        kept = training.Critic.Parameters.Values.clone().DetachFromDisposeScope();
        (best, last, idle) = ([.. copies.Select(_ => double.NegativeInfinity)], new double[copies.Count], new int[copies.Count]);
    }

    internal CriticTraining Training => training;

    internal IReadOnlyList<TracePoint> Trace => trace;

    /// <summary>The first look at which a value was not finite, or null.</summary>
    internal int? NonFiniteStep { get; private set; }

    /// <summary>Whether validation stopped improving before the steps were used up.</summary>
    internal bool StoppedEarly { get; private set; }

    /// <summary>The step after which it was asked to stop, or null.</summary>
    internal int? InterruptedAt { get; private set; }

    private bool IsOver(int copy) => idle[copy] >= options.Patience;

    /// <summary>Trains several critics side by side: all their copies are dealt to the crew together.</summary>
    internal static void Train(IReadOnlyList<TrainingRun> runs, EstimationOptions options, Crew? crew, Stopwatch clock,
        IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        using var constant = no_grad();
        var going = runs.Where(run => run.training.Critic.Parameters.Layout.Size > 0).ToList(); // an exact critic has nothing to learn
        var work = Deal(going);
        var (told, batch) = (0, (long)options.Batch);
        Action<int> step = part => work[part].Run.training.Step(work[part].Copy);
        for (var done = 1; done <= options.Steps && going.Count > 0; done++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var run in going) run.training.Advance(run.pairs);
            if (crew is not null) crew.Run(work.Length, step);
            else for (var part = 0; part < work.Length; part++) step(part);
            var stopped = options.Stop.IsCancellationRequested && done != options.Steps;
            if (done % options.LookEvery != 0 && done != options.Steps && !stopped) continue;

            foreach (var run in going) run.Look(done);
            var value = going.Average(run => run.trace[^1].Value);
            Telemetry.Looked("estimation", done - told, (done - told) * batch, value);
            told = done;
            progress?.Report(new(done, options.Steps, value, clock.Elapsed.TotalSeconds));
            going.RemoveAll(run => run.IsOver());
            work = Deal(going);
            if (!stopped) continue;
            foreach (var run in going) run.InterruptedAt = done;
            break;
        }
        foreach (var run in runs) run.training.Critic.Parameters.Values.copy_(run.kept); // each copy's own
    }

    private static (TrainingRun Run, int? Copy)[] Deal(IEnumerable<TrainingRun> runs) =>
        [.. from run in runs from copy in run.training.Parts where copy is not { } one || !run.IsOver(one) select (run, copy)];

    private void Look(int step)
    {
        var (validation, batches) = data.Validation();
        using var looked = validation;
        var each = training.Read(validation, batches).Each;
        for (var copy = 0; copy < each.Length; copy++)
            if (!IsOver(copy)) Keep(copy, last[copy] = each[copy].Value);
        var unpermuted = last[..copies.Unpermuted];
        trace.Add(new(step, unpermuted.Average()));
        if (unpermuted.Any(value => !double.IsFinite(value))) NonFiniteStep ??= step;
    }

    private bool IsOver()
    {
        if (!idle.All(looks => looks >= options.Patience)) return false;
        StoppedEarly = NonFiniteStep is null;
        return true;
    }

    /// <summary>Keeps the weights of each copy on its own: the best on validation, until its patience is over, or the last, which nothing chose. One whose value is not
    /// finite has kept its last before that, and is done.</summary>
    private void Keep(int copy, double value)
    {
        var better = value > best[copy];
        idle[copy] = !double.IsFinite(value) ? options.Patience : better || !data.Finite ? 0 : idle[copy] + 1;
        if (better) best[copy] = value;
        var keep = options.Keep ?? (data.Finite ? KeptWeights.Best : KeptWeights.Last);
        if (!double.IsFinite(value) || keep == KeptWeights.Best && !better) return;
        using var from = training.Critic.Parameters.Values.select(0, copy);
        using var to = kept.select(0, copy);
        to.copy_(from);
    }

    public void Dispose()
    {
        pairs.Dispose();
        kept.Dispose();
    }
}
