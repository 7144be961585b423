namespace Vib.Core;

public static partial class MutualInformation
{
    /// <summary>Trains a critic for each bound on a staircase of truths, and keeps what the bound reads on every batch: the field's standard picture of an estimator.</summary>
    /// <remarks>Poole et al. 2019, §4 and figure 2. One critic climbs all stairs; batches are fresh and are read before they are trained on. The stairs set the number of steps.
    /// Columns are scaled by what the first stair says. A critic's companion
    /// goes to the bounds that have a use for it. Cost: the sum over bounds.</remarks>
    /// <param name="staircase">The truths, and the steps on each.</param>
    /// <param name="bounds">At least one; all are trained side by side.</param>
    /// <param name="critic">The critic; null for <see cref="SeparableCritic"/>.</param>
    /// <param name="options">Batch, optimiser, replicates, seed, device; null for the defaults.</param>
    /// <param name="progress">Told every <see cref="EstimationOptions.LookEvery"/> steps, the mean over bounds; null for nobody.</param>
    /// <param name="cancellation">Stops at the next step.</param>
    /// <returns>A trace for each bound, in their order.</returns>
    /// <exception cref="DomainException">An option makes no sense, or a bound needs scores that this critic does not give.</exception>
    /// <exception cref="ShapeException">A critic is not made for these dimensions: inner products want equal ones, convolutions those of their images.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<StaircaseTrace> Follow(Staircase staircase, IReadOnlyList<Bound> bounds, CriticOptions? critic = null, EstimationOptions? options = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        Require.That(bounds.Count > 0, $"No bound to follow", "at least one", "InfoNCE and NWJ");
        Require.That(options.Permutations == 0, $"{Counted.Of(options.Permutations, "permutation")} on a staircase", "none: a staircase knows the truth", "Permutations = 0");
        using var estimation = new Estimation(staircase.Stairs[0], [.. bounds.Select(bound => (bound, Suit.Trim(bound, critic ?? new SeparableCritic())))], options);
        var values = estimation.Follow(staircase, progress, cancellation);
        return [.. estimation.Runs.Select((run, k) => new StaircaseTrace(run.Training.Bound, run.Training.Critic.Options.FullName, staircase, values[k]))];
    }
}
