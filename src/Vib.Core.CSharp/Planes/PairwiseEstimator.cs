using static System.FormattableString;

namespace Vib.Core;

/// <summary>Information of a layer with Gaussian noise by the distances between its means: a bound on I(X;T), and the difference of bounds for I(T;Y).</summary>
/// <remarks><see cref="PairwiseBounds"/>  (Kolchinsky and Tracey 2017; of networks: Saxe et al. 2018, σ² = 1e-3 for the 12-bit task, 0.1 for MNIST). Of a network without noise σ is a choice of the one who measures, noise that
/// is in no layer but the one that is read. Of a network with additive noise it is that noise, and the bounds hold only where no earlier layer has any, since they take the means for functions of the input.</remarks>
public sealed record PairwiseEstimator : PlaneEstimator
{
    /// <summary>Noise that the one who measures adds, to layers of networks without any.</summary>
    /// <param name="distance">Which bound on I(X;T).</param>
    /// <param name="sigma">σ, positive.</param>
    /// <exception cref="DomainException">σ is not positive, or there is no such distance.</exception>
    public PairwiseEstimator(PairwiseDistance distance, double sigma) : this(distance)
    {
        Require.Positive(sigma, "σ of the noise", "0.0316, for σ² = 1e-3");
        Sigma = sigma;
    }

    /// <summary>The network's own noise.</summary>
    /// <param name="distance">Which bound on I(X;T).</param>
    /// <exception cref="DomainException">There is no such distance.</exception>
    public PairwiseEstimator(PairwiseDistance distance)
    {
        Require.That(Enum.IsDefined(distance), $"Distance {(int)distance}", "KullbackLeibler or Bhattacharyya", "PairwiseDistance.KullbackLeibler");
        Distance = distance;
    }

    /// <summary>Which bound on I(X;T): an upper one or a lower one.</summary>
    public PairwiseDistance Distance { get; }

    /// <summary>σ of the one who measures; null for the network's own.</summary>
    public double? Sigma { get; }

    /// <summary>Threads; null for one a core. The bits do not depend on it.</summary>
    public int? Threads { get; init; }

    /// <inheritdoc/>
    public override string Name => $"pairwise {(Distance == PairwiseDistance.Bhattacharyya ? "Bhattacharyya" : "KL")}, {(Sigma is { } sigma ? Invariant($"σ = {sigma:G4}") : "the network's σ")}";

    internal override Reading Of(LayerSample sample)
    {
        try
        {
            var sigma = Noise(sample);
            var means = sample.Clean.Value.ToArray();
            var both = PairwiseBounds.OfInput(means, sigma, Threads);
            var input = Distance == PairwiseDistance.Bhattacharyya ? both.Below : both.Above;
            var output = PairwiseBounds.OfLabel(means, sample.Labels, sigma, Distance, Threads);
            return new(Known(input, sample) with { Quantity = OfInput }, Known(output, sample) with { Quantity = OfOutput, Ceiling = sample.EntropyOfY }, Invariant($"σ = {sigma:G4}"));
        }
        catch (DomainException reason) { return new(Refused(OfInput, Name, sample.Count, reason), Refused(OfOutput, Name, sample.Count, reason), sample.Noise); }
    }

    private double Noise(LayerSample sample)
    {
        Require.That(Sigma is null || sample.IsDeterministic, $"σ = {Sigma} for {sample.Layer}, which has {sample.Noise}", "a layer without noise", "new PairwiseEstimator(distance), which takes the network's own σ");
        Require.That(Sigma is not null || sample.IsGaussianGivenInput, $"{sample.Layer} with {sample.Noise}{(sample.NoiseBefore ? " after layers with noise" : "")}", "additive noise in this layer and none before it, so that its means are functions of the input",
            sample.IsDeterministic ? "a σ of your own" : "sample propagation");
        return Sigma ?? sample.Deviation!.Value;
    }

    /// <summary>Of all there is nothing is left to chance.</summary>
    private static Estimate Known(Estimate estimate, LayerSample sample) => sample.Exhaustive ? estimate with { StandardError = 0 } : estimate;
}
