namespace Vib.Core;

/// <summary>Neural estimation of I(X;Y).</summary>
public static partial class MutualInformation
{
    /// <summary>Trains a critic to make a bound as tight as it can, and reads the bound on pairs that training never saw.</summary>
    /// <remarks>Given <see cref="Pairs"/> are split at random into a training, a validation and a held-out part, or into folds; the weights that did best on validation are read on
    /// the held-out part. From a <see cref="Truth"/> every batch is drawn afresh, and the last weights are read on fresh pairs. Batches of B are scored together;
    /// the standard error is over held-out batches and, where there are several, over replicates. Cost: steps × (a forward and a backward pass of the critic).</remarks>
    /// <param name="source">Where pairs come from.</param>
    /// <param name="bound">The bound to follow and to read; null for <see cref="InfoNce"/>.</param>
    /// <param name="critic">The critic to train; null for <see cref="SeparableCritic"/>.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    /// <param name="progress">Told at every look; null for nobody.</param>
    /// <param name="cancellation">Stops training at the next step.</param>
    /// <returns>The value in nats with its side, standard error, ceiling, trace and diagnoses. It is never clamped.</returns>
    /// <exception cref="DomainException">An option makes no sense, or the bound needs scores that this critic does not give.</exception>
    /// <exception cref="DataException">There are too few pairs for the batch and the split.</exception>
    /// <exception cref="ShapeException">A critic is not made for these dimensions: inner products want equal ones, convolutions those of their images.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Estimate Estimate(PairSource source, Bound? bound = null, CriticOptions? critic = null, EstimationOptions? options = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var estimation = new Estimation(source, [(bound ?? new InfoNce(), critic ?? new SeparableCritic())], options ?? new());
        estimation.Train(progress, cancellation);
        return estimation.Read(estimation.Runs[0]);
    }

    /// <summary>Estimates with every bound and every critic, trained side by side on the same pairs: a table.</summary>
    /// <remarks>Each cell is what <see cref="Estimate"/> gives for its bound and critic, to the same bits; on several cores cells are trained at the same time. A critic's companion
    /// goes to the bounds that have a use for it. Cost: the sum over cells.</remarks>
    /// <param name="source">Where pairs come from.</param>
    /// <param name="bounds">At least one.</param>
    /// <param name="critics">At least one.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    /// <param name="progress">Told at every look; null for nobody. Its value is the mean over cells.</param>
    /// <param name="cancellation">Stops training at the next step.</param>
    /// <returns>For each critic in turn, an estimate for each bound. Seconds are those of the whole run.</returns>
    /// <exception cref="DomainException">As in <see cref="Estimate"/>, for any cell; or there is no cell.</exception>
    /// <exception cref="DataException">There are too few pairs for the batch and the split.</exception>
    /// <exception cref="ShapeException">A critic is not made for these dimensions: inner products want equal ones, convolutions those of their images.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<Estimate> Compare(PairSource source, IReadOnlyList<Bound> bounds, IReadOnlyList<CriticOptions> critics, EstimationOptions? options = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        Require.That(bounds.Count > 0 && critics.Count > 0, $"{bounds.Count} bounds and {critics.Count} critics to compare", "at least one of each", "InfoNCE and NWJ with the separable critic");
        var cells = critics.SelectMany(critic => bounds.Select(bound => (bound, Suit.Trim(bound, critic)))).ToArray();
        using var estimation = new Estimation(source, cells, options ?? new());
        estimation.Train(progress, cancellation);
        return [.. estimation.Runs.Select(estimation.Read)];
    }
}
