namespace Vib.Core;

/// <summary>How an objective is trained.</summary>
public sealed record ObjectiveOptions
{
    /// <summary>The encoder of Z.</summary>
    public Encoder Encoder { get; init; } = new();

    /// <summary>Encoders of further latent variables.</summary>
    public IReadOnlyDictionary<Variable, Encoder> Encoders { get; init; } = new Dictionary<Variable, Encoder>();

    /// <summary>B, examples in a step.</summary>
    public int Batch { get; init; } = 100;

    /// <summary>Steps of training.</summary>
    public int Steps { get; init; } = 3000;

    /// <summary>S, samples of each code in training.</summary>
    public int TrainingSamples { get; init; } = 1;

    /// <summary>S, samples of each code in evaluation.</summary>
    public int EvaluationSamples { get; init; } = 12;

    /// <summary>Pairs that are drawn to evaluate on, where the data is a truth.</summary>
    public int FreshPairs { get; init; } = 10_000;

    /// <summary>The optimiser of what follows the objective.</summary>
    public AdamOptions Optimiser { get; init; } = new() { LearningRate = 5e-4, Beta1 = 0.5, AverageDecay = 0.99 };

    /// <summary>The optimiser of what climbs its own bound: critics and adversaries.</summary>
    public AdamOptions ClimbingOptimiser { get; init; } = new() { LearningRate = 5e-4 };

    /// <summary>λ at the start, the multiplier of each constraint.</summary>
    public double Multiplier { get; init; } = 1e-2;

    /// <summary>η, the rate at which multipliers move.</summary>
    public double MultiplierRate { get; init; } = 0.02;

    /// <summary>R, independent copies with their own first weights, batches and noise, trained in one run. A sweep of weights sets it by itself.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>The same seed on the same device gives the same bits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Where to compute: <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How exactly a step multiplies with the weights: <see cref="Precision.Full"/>, or faster with a bias that is stated. Values are read in full precision whatever it is.</summary>
    public Precision Precision { get; init; } = Precision.Full;

    /// <summary>Threads while this runs; null for one a core. Large layers are computed in the same blocks on any number; convolutions, terms over pairs of examples, and evaluations are rounded differently on another.</summary>
    public int? Threads { get; init; }

    /// <summary>Ends training after the step under way, with what there is so far and a diagnosis that says so; unlike cancellation, which throws. As for Ctrl-C.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public CancellationToken Stop { get; init; }

    /// <summary>A file that holds the whole run, to go on from; null for none. It is replaced in one move, so it is whole whenever the run stops.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Steps between checkpoints; there is one at the end too.</summary>
    public int CheckpointEvery { get; init; } = 1000;

    /// <summary>Steps between looks at the terms' values: what progress is told and the trace holds.</summary>
    public int LookEvery { get; init; } = 50;

    internal int ThreadsOrCores => Threads ?? Environment.ProcessorCount;

    /// <summary>The encoders of the latent variables that an objective speaks of.</summary>
    internal IReadOnlyDictionary<Variable, Encoder> EncodersFor(Objective objective)
    {
        var latent = objective.Parts.SelectMany(part => part.Term.Variables).Where(v => v.IsLatent).Distinct();
        return latent.ToDictionary(v => v, v => Encoders.TryGetValue(v, out var own) ? own : v == Variable.Z ? Encoder
            : throw new DomainException($"{v}, which has no encoder", $"an encoder for each latent variable: {string.Join(", ", Encoders.Keys.Append(Variable.Z))} have one", $"the option Encoders with one for {v}"));
    }

    /// <summary>R: as many as the weights of a sweep.</summary>
    internal int ReplicatesFor(Objective objective)
    {
        var sweeps = objective.Parts.Select(part => part.Weight.Values.Count).Where(count => count > 1).Distinct().ToArray();
        Require.That(sweeps.Length < 2, $"Sweeps over {string.Join(" and ", sweeps)} weights in one objective", "sweeps of one length", "a weight for each replicate in every sweep");
        if (sweeps.Length == 0) return Replicates;
        Require.That(Replicates == 1 || Replicates == sweeps[0], $"{Replicates} replicates for a sweep over {sweeps[0]} weights", "one replicate a weight", "the option Replicates left out");
        return sweeps[0];
    }

    internal void Check(Objective objective, Observations data, bool trains = true)
    {
        foreach (var encoder in EncodersFor(objective).Values) encoder.Check();
        Require.AtLeast(1, Replicates, "The number of replicates", "1");
        ReplicatesFor(objective);
        Require.AtLeast(2, Batch, "The batch", "100");
        if (trains && data.Count is { } count) Require.That(Batch <= count, $"A batch of {Batch} from {count} rows", "at most as many as there are rows", FormattableString.Invariant($"{Math.Min(100, count)}"));
        Require.AtLeast(1, Steps, "The number of steps", "3000");
        Require.AtLeast(1, TrainingSamples, "The number of training samples", "1");
        Require.AtLeast(1, EvaluationSamples, "The number of evaluation samples", "12");
        Require.AtLeast(2, FreshPairs, "The number of fresh pairs", "10000");
        Require.Positive(Multiplier, "The multiplier at the start", "1e-2");
        Require.Positive(MultiplierRate, "The multipliers' rate", "0.02");
        Require.AtLeast(1, LookEvery, "The number of steps between looks", "50");
        Require.AtLeast(1, CheckpointEvery, "The number of steps between checkpoints", "1000");
        if (Threads is { } threads) Require.AtLeast(1, threads, "The number of threads", "the number of cores, or leave it out");
        Require.That(Enum.IsDefined(Precision), $"Precision {(int)Precision}", "Full, TensorFloat32 or BFloat16", "Precision.Full");
        Optimiser.Check();
        ClimbingOptimiser.Check();
    }
}
