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
    private readonly ThreadCount threads = new(1); // small products gain nothing from being split; models and tiles side by side do
    private readonly List<IDisposable> owned = [];
    private readonly Dictionary<bool, PairData> data = []; // as the source has it, where a critic is exact, and scaled

    internal Estimation(PairSource source, IReadOnlyList<(Bound Bound, CriticOptions Critic)> pairs, EstimationOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        options.Check();
        var suited = pairs.Select(pair => (pair.Bound, Critic: Suit.Check(pair.Bound, pair.Critic))).ToArray();
        (this.source, this.options, device, copies) = (source, options, Devices.Resolve(options.Device), options.Copies);
        try
        {
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
        var network = Own(critic.Create(source.XDimension, source.YDimension, copies.Count, device, options.Seed));
        network.Parameters.Initialise(options.Seed, [.. copies.Select(copy => copy.Stream)]);
        var training = Own(new CriticTraining(network, bound, options.Optimiser, options.Batch, crew));
        return Own(new TrainingRun(training, Data(critic.IsExact), options));
    }

    private PairData Data(bool asItIs)
    {
        if (!data.TryGetValue(asItIs, out var found))
            data[asItIs] = found = Own(PairData.Open(source, asItIs ? options with { Standardise = false } : options, device));
        return found;
    }

    internal void Train(IProgress<TrainingProgress>? progress, CancellationToken cancellation) => TrainingRun.Train(Runs, options, crew, clock, progress, cancellation);

    /// <summary>The bound of a trained run on pairs that nothing was decided on.</summary>
    internal Estimate Read(TrainingRun run)
    {
        var (pairs, available) = Data(run.Training.Critic.Options.IsExact).HeldOut();
        using var heldOut = pairs;
        var (bound, batch) = (run.Training.Bound, options.EvaluationBatch ?? options.Batch);
        if (available < batch)
            throw new DataException($"An evaluation batch of {batch} with {available} pairs to read on", "at most as many as are held out", "a smaller EvaluationBatch, a larger part held out, or more data");
        var count = available / batch * batch;
        var reading = run.Training.Read(heldOut, count / options.Batch);
        var (replicates, permutations) = reading.Pooled(copies);
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
        return estimate with { Diagnoses = [.. CriticDiagnosis.Of(estimate, bound, reading.Deviations[..copies.Unpermuted].Min(), run, options)] };
    }

    public void Dispose()
    {
        for (var i = owned.Count - 1; i >= 0; i--) owned[i].Dispose();
        threads.Dispose();
    }
}
