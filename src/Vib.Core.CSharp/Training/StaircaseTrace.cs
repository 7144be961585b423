namespace Vib.Core;

/// <summary>What a bound read on every batch of a staircase, while its critic was trained.</summary>
/// <remarks>Each batch is fresh, and read before the critic is trained on it, so no value is one that training chose.</remarks>
/// <param name="Bound">The bound.</param>
/// <param name="Critic">The critic's name.</param>
/// <param name="Staircase">The truths.</param>
/// <param name="Values">[replicate][step], nats.</param>
public sealed record StaircaseTrace(Bound Bound, string Critic, Staircase Staircase, IReadOnlyList<double[]> Values)
{
    /// <summary>What the bound read at the end of each stair, against the truth of that stair.</summary>
    /// <param name="last">The part of a stair's steps that counts, from its end: an eighth in the figures of Cheng et al. 2020.</param>
    /// <returns>For each stair, over those steps of all replicates. The standard error takes steps as independent, which a slowly changing critic makes too small.</returns>
    /// <exception cref="DomainException">The part is not in (0, 1].</exception>
    public IReadOnlyList<Sampled> Stairs(double last = 0.125)
    {
        Require.That(last is > 0 and <= 1, $"The last {last} of each stair", "a part in (0, 1]", "0.125");
        var count = Math.Max(2, (int)(Staircase.StepsEach * last));
        return [.. Staircase.Stairs.Select((truth, k) => Sampled.Of(truth.Information,
            [.. Values.SelectMany(replicate => replicate[..((k + 1) * Staircase.StepsEach)].TakeLast(count))]))];
    }

    /// <summary>The mean over replicates, smoothed as the figures of Poole et al. 2019 are: a moving average with the weight 2/(span + 1) on the newest, its start corrected for.</summary>
    /// <param name="span">Steps that the average looks back over; 200 in the paper's notebook.</param>
    /// <returns>A value for each step, nats.</returns>
    /// <exception cref="DomainException">The span is below 1.</exception>
    public IReadOnlyList<double> Smoothed(int span = 200)
    {
        Require.AtLeast(1, span, "The span of the moving average", "200");
        var (smooth, sum, weight) = (new double[Staircase.Steps], 0.0, 0.0);
        var decay = 1 - 2.0 / (span + 1);
        for (var step = 0; step < smooth.Length; step++)
        {
            (sum, weight) = (decay * sum + Values.Average(replicate => replicate[step]), decay * weight + 1);
            smooth[step] = sum / weight;
        }
        return smooth;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Bound.Name}, {Critic}: {string.Join(", ", Stairs().Select(stair => FormattableString.Invariant($"{stair.Mean:0.00} of {stair.Exact:0.##}")))} nat at the ends of {Staircase.StepsEach} steps each";
}
