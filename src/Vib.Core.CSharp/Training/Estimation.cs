using System.Diagnostics;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Critics and bounds on one source, trained side by side and read.</summary>
internal sealed class Estimation : IDisposable
{
    private readonly PairSource source;
    private readonly EstimationOptions options;
    private readonly Device device;
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly Copies copies;
    private readonly Crew? crew;
    private readonly List<IDisposable> owned = [];
    private readonly Dictionary<Plain, PairData> data = [];
    private readonly IReadOnlyList<Diagnosis> checks;

    /// <summary>Which variables come as the source has them, and are not scaled.</summary>
    private readonly record struct Plain(bool X, bool Y);

    internal Estimation(PairSource source, IReadOnlyList<(Bound Bound, CriticOptions Critic)> pairs, EstimationOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        options.Check();
        var suited = pairs.Select(pair => (pair.Bound, Critic: Suit.Check(pair.Bound, pair.Critic))).ToArray();
        (this.source, this.options, device, copies) = (source, options, Devices.Resolve(options.Device), options.Copies);
        checks = source is Pairs given ? PairChecks.Of(given, options) : [];
        try
        {
            Own(new ThreadCount(1)); // small products gain nothing from being split; models and tiles side by side do
            crew = Own(Crew.Of(options.Threads, device));
            Runs = [.. suited.Select(pair => Open(pair.Bound, pair.Critic))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal IReadOnlyList<TrainingRun> Runs { get; } = [];

    private T Own<T>(T thing) where T : IDisposable?
    {
        if (thing is not null) owned.Add(thing);
        return thing;
    }

    private TrainingRun Open(Bound bound, CriticOptions critic)
    {
        if (critic is ExactCritic exact) critic = exact.For(bound);
        var network = Own(critic.Create(source.XDimension, source.YDimension, copies.Count, device, options.Seed));
        network.Parameters.Initialise(options.Seed, [.. copies.Select(copy => copy.Stream)]);
        network.Parameters.Precision.Choose(options.Precision, device);
        var training = Own(new CriticTraining(network, bound, options.Optimiser, options.Batch, crew));
        if (critic.NeedsOneHot)
        {
            using var first = Data(training).Training();
            training.Examine(first);
        }
        return Own(new TrainingRun(training, Data(training), options));
    }

    private PairData Data(CriticTraining training)
    {
        var critic = training.Critic.Options;
        var plain = new Plain(critic.IsExact, critic.IsExact || critic.NeedsOneHot || training.Bound.NeedsOwnScale);
        if (!data.TryGetValue(plain, out var found))
            data[plain] = found = Own(PairData.Open(source, options, device, plain.X ? Scaling.None : options.Scaling, plain.Y ? Scaling.None : options.Scaling));
        return found;
    }

    internal void Train(IProgress<TrainingProgress>? progress, CancellationToken cancellation) => TrainingRun.Train(Runs, options, crew, clock, progress, cancellation);

    /// <summary>[run][replicate][step]: each batch's value, before it is trained on.</summary>
    internal double[][][] Follow(Staircase staircase, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        using var constant = no_grad();
        var values = Runs.Select(_ => copies.Select(_ => new double[staircase.Steps]).ToArray()).ToArray();
        var streams = Runs.Select(run => Own((DrawnPairs)Data(run.Training).Training())).ToArray();
        (int Run, int? Copy)[] work = [.. from run in Enumerable.Range(0, Runs.Count) from copy in Runs[run].Training.Parts select (run, copy)];
        var now = 0;
        Action<int> step = part =>
        {
            var (run, copy) = work[part];
            Runs[run].Training.Step(copy);
            var (first, end) = copy is { } one ? (one, one + 1) : (0, copies.Count);
            for (var c = first; c < end; c++) values[run][c][now] = Runs[run].Training.BatchValue(c);
        };
        for (; now < staircase.Steps; now++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var run = 0; run < Runs.Count; run++)
            {
                streams[run].Truth = staircase.At(now);
                Runs[run].Training.Advance(streams[run]);
            }
            if (crew is not null) crew.Run(work.Length, step);
            else for (var part = 0; part < work.Length; part++) step(part);
            if ((now + 1) % options.LookEvery == 0)
                progress?.Report(new(now + 1, staircase.Steps, values.Average(run => run.Average(copy => copy[now])), clock.Elapsed.TotalSeconds));
        }
        return values;
    }

    /// <summary>The bound of a trained run on pairs that nothing was decided on.</summary>
    internal Estimate Read(TrainingRun run)
    {
        var (pairs, available) = Data(run.Training).HeldOut();
        using var heldOut = pairs;
        var (bound, batch) = (run.Training.Bound, options.EvaluationBatch ?? options.Batch);
        if (available < batch)
            throw new DataException($"An evaluation batch of {batch} with {available} pairs to read on", "at most as many as are held out", "a smaller EvaluationBatch, a larger part held out, or more data");
        var count = available / batch * batch;
        var reading = batch == options.Batch ? run.Training.Read(heldOut, count / batch) : run.Training.ReadTogether(heldOut, count / batch, batch);
        var (replicates, permutations) = reading.Folded(copies);
        var estimate = new Estimate
        {
            Value = Replicates.Mean(replicates),
            Side = bound.Side,
            Bound = bound.Name,
            Critic = run.Training.Critic.Options.FullName,
            StandardError = Replicates.StandardError(replicates),
            Count = count * options.Folds,
            HeldOut = true,
            Batch = batch,
            Ceiling = bound.Ceiling(batch),
            ReplicateValues = [.. replicates.Select(r => r.Value)],
            Null = permutations.Length == 0 ? null : PermutationNull.Of(replicates[0].Value, permutations),
            Seed = options.Seed,
            Seconds = clock.Elapsed.TotalSeconds,
            Trace = run.Trace,
            Truth = source.KnownInformation,
        };
        estimate = estimate with { Diagnoses = [.. checks, .. CriticDiagnosis.Of(estimate, bound, reading.Deviations[..copies.Unpermuted].Min(), run, options)] };
        Telemetry.Ended("estimation", estimate.Diagnoses);
        return estimate;
    }

    /// <summary>Pointwise information on the pairs that <see cref="Read"/> reads, over replicates, and the rows they are; of given data.</summary>
    internal (int[] Rows, double[] Values, double[] Deviations) ReadPointwise(TrainingRun run)
    {
        var given = (GivenPairData)Data(run.Training);
        var (pairs, available) = given.HeldOut();
        using var heldOut = pairs;
        var batches = available / options.Batch;
        var (replicates, _) = copies.Group(run.Training.ReadPointwise(heldOut, batches));
        var (rows, _) = copies.Group(given.HeldOutRows(batches * options.Batch));
        var each = replicates.Select(folds => folds.SelectMany(values => values).ToArray()).ToArray(); // [replicate][pair]
        var moments = Enumerable.Range(0, each[0].Length).Select(i => Moments.Mean([.. each.Select(replicate => replicate[i])])).ToArray();
        return ([.. rows[0].SelectMany(fold => fold)], [.. moments.Select(m => m.Mean)], [.. moments.Select(m => m.StandardError * Math.Sqrt(each.Length))]);
    }

    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--) owned[i].Dispose();
    }
}
