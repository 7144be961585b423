namespace Vib.Core;

public static partial class MutualInformation
{
    /// <summary>Pointwise mutual information: log p(x,y)/p(x)p(y) of each held-out pair, from a critic that was trained on others.</summary>
    /// <remarks>The scores of a trained critic, less what the bound's optimal critic adds to log r: a constant, or the baseline beside it; InfoNCE and Donsker–Varadhan leave a constant open,
    /// which the batch's own partition closes; of FLO it is the second critic. Set <see cref="EstimationOptions.Folds"/> to have it for all pairs.</remarks>
    /// <param name="pairs">The data.</param>
    /// <param name="bound">What to train for; null for <see cref="JensenShannon"/>, whose optimal critic is log r itself and whose steps are steady.</param>
    /// <param name="critic">The critic to train; null for <see cref="SeparableCritic"/>.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    /// <param name="progress">Told at every look; null for nobody.</param>
    /// <param name="cancellation">Stops training at the next step.</param>
    /// <returns>Rows and values, nats, with the bound's own reading.</returns>
    /// <exception cref="DomainException">An option makes no sense, or the bound's critic does not tell log r.</exception>
    /// <exception cref="DataException">There are too few pairs for the batch and the split.</exception>
    /// <exception cref="ShapeException">A critic is not made for these dimensions: inner products want equal ones, convolutions those of their images.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static PointwiseProfile Profile(Pairs pairs, Bound? bound = null, CriticOptions? critic = null, EstimationOptions? options = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        bound ??= new JensenShannon();
        Require.That(bound.TellsRatio, $"Pointwise information from {bound.Name}", "a bound whose optimal critic is log r up to a constant", "JensenShannon, Nwj, InfoNce");
        using var estimation = new Estimation(pairs, [(bound, critic ?? new SeparableCritic())], options ?? new());
        estimation.Train(progress, cancellation);
        var (rows, values, deviations) = estimation.ReadPointwise(estimation.Runs[0]);
        return new(rows, values, deviations, estimation.Read(estimation.Runs[0]));
    }
}
