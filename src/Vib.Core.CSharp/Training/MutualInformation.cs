using System.Diagnostics;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Neural estimation of I(X;Y).</summary>
public static class MutualInformation
{
    /// <summary>Trains a critic to make a bound as tight as it can, and reads the bound on pairs that training never saw.</summary>
    /// <remarks>Given <see cref="Pairs"/> are split at random into a training, a validation and a held-out part; the weights that did best on validation are read on
    /// the held-out part. From a <see cref="Truth"/> every batch is drawn afresh, and the last weights are read on fresh pairs. Batches of B are scored together;
    /// the standard error is over held-out batches and, where there are several, over replicates. Cost: steps × (a forward and a backward pass of the critic).</remarks>
    /// <param name="source">Where pairs come from.</param>
    /// <param name="bound">The bound to follow and to read; null for <see cref="InfoNce"/>.</param>
    /// <param name="critic">The critic to train; null for <see cref="SeparableCritic"/>.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    /// <param name="progress">Told at every look; null for nobody.</param>
    /// <param name="cancellation">Stops training at the next step.</param>
    /// <returns>The value in nats with its side, standard error, ceiling, trace and diagnoses. It is never clamped.</returns>
    /// <exception cref="DomainException">An option makes no sense, or the bound needs what the critic is not: an exact conditional, which a trained critic never is, a
    /// normalised density, or a companion.</exception>
    /// <exception cref="DataException">There are too few pairs for the batch and the split.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Estimate Estimate(PairSource source, Bound? bound = null, CriticOptions? critic = null, EstimationOptions? options = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        (bound, critic, options) = (bound ?? new InfoNce(), critic ?? new SeparableCritic(), options ?? new());
        options.Check();
        Require.That(!bound.NeedsConditional, $"{bound.Name} with the {critic.Name} critic, which is trained", "a bound whose scores any critic can give, to be maximised",
            $"InfoNce or another lower bound to estimate I(X;Y); {bound.Name}'s own Value on an exact log p(y|x), a Truth's LogRatio for instance{(bound.Side == Side.Upper ? ": an upper bound is minimised, and only over the distribution" : "")}");
        CheckNeeds(bound, critic);
        var device = Devices.Resolve(options.Device);
        var clock = Stopwatch.StartNew();
        using var threads = new ThreadCount(1); // small products gain nothing from being split; models and tiles side by side do
        using var crew = Crew.Of(options.Threads, device);
        using var scope = NewDisposeScope();
        using var data = PairData.Open(source, options, device);
        using var network = critic.Create(source.XDimension, source.YDimension, options.Replicates, device, options.Seed);
        using var training = new CriticTraining(network, bound, options.Optimiser, options.Batch, crew);

        var run = new TrainingRun(network, training, data, options, clock);
        run.Train(progress, cancellation);
        var (pairs, batches) = data.HeldOut();
        using var heldOut = pairs;
        var reading = training.Read(heldOut, batches);
        var estimate = new Estimate
        {
            Value = reading.Mean,
            Side = bound.Side,
            Bound = bound.Name,
            Critic = critic.Name,
            StandardError = reading.StandardError,
            Count = batches * options.Batch,
            HeldOut = true,
            Batch = options.Batch,
            Ceiling = bound.Ceiling(options.Batch),
            ReplicateValues = [.. reading.Replicates.Select(r => r.Value)],
            Seed = options.Seed,
            Seconds = clock.Elapsed.TotalSeconds,
            Trace = run.Trace,
            Truth = source.KnownInformation,
        };
        return estimate with { Diagnoses = [.. CriticDiagnosis.Of(estimate, bound, reading, run, options)] };
    }

    private static void CheckNeeds(Bound bound, CriticOptions critic)
    {
        Require.That(!bound.NeedsDensity || critic.IsDensity, $"{bound.Name} with the {critic.Name} critic, whose scores are on no fixed scale", "scores that are log q(y|x) of a normalised density",
            $"InfoNce, which takes any critic; {bound.Name}'s own Value on log-densities that you have");
        if (bound is not CompanionBound { NeedsCompanion: true } beside) return;
        Require.That(beside.Companion != CompanionKind.LogPartition, $"{bound.Name} with the {critic.Name} critic, whose partition is not known", "the exact log E_p(x) e^f(x,y) of every y, which no network learns",
            $"Tuba, a lower bound with any baseline; {bound.Name}'s own Value(scores, companion) where you know the partition");
        var (wanted, has) = (Words(beside.Companion), critic.Companion is { } companion ? $"with {Words(companion.Kind)} beside it" : "with nothing beside it");
        Require.That(critic.Companion?.Kind == beside.Companion, $"{bound.Name} with the {critic.Name} critic {has}", $"{wanted} beside the critic",
            $"InfoNce, which needs none; {bound.Name}'s own Value(scores, companion) on numbers that you have");

        static string Words(CompanionKind kind) => kind switch
        {
            CompanionKind.OfY => "a function of y",
            CompanionKind.DensityOfY => "a normalised density of y",
            CompanionKind.OfPairs => "a function of pairs",
            _ => "a partition",
        };
    }
}
