namespace Vib.Core;

/// <summary>How an optimal-critic measurement is made.</summary>
public sealed record OptimalCriticOptions
{
    /// <summary>B, pairs scored together.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Batches drawn; every bound sees the same ones.</summary>
    public int Batches { get; init; } = 300;

    /// <summary>The same seed gives the same numbers.</summary>
    public long Seed { get; init; } = 1;

    internal void Check()
    {
        Require.AtLeast(2, Batch, "The batch size", "64");
        Require.AtLeast(2, Batches, "The number of batches", "300, or more for heavy-tailed bounds");
    }
}

/// <summary>What a bound reads where nothing is left to learn.</summary>
/// <param name="Bound">The bound.</param>
/// <param name="Information">I(X;Y), exact, nats.</param>
/// <param name="Batch">B.</param>
/// <param name="Value">Over batches, the value of one batch against I; nats.</param>
/// <param name="Gradient">Over batches, the derivative in ρ that one batch gives, against dI/dρ = dρ/(1 − ρ²); nats.</param>
public sealed record OptimalCriticReading(Bound Bound, double Information, int Batch, Sampled Value, Sampled Gradient)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Bound.Name} at I = {Information:0.##} nat, B = {Batch}: value {Value.Mean:0.000} ± {Value.StandardError:0.000}, slope {Gradient.Mean:0.00} ± {Gradient.StandardError:0.00} for {Gradient.Exact:0.00}");
}

/// <summary>A quantity over repeated batches, against what it should be.</summary>
/// <param name="Exact">What it should be.</param>
/// <param name="Mean">Its mean.</param>
/// <param name="StandardError">Of the mean; of heavy-tailed quantities it understates the spread.</param>
/// <param name="Median">Its median.</param>
/// <param name="Variance">Over batches, n − 1 in the denominator.</param>
public sealed record Sampled(double Exact, double Mean, double StandardError, double Median, double Variance)
{
    /// <summary>Mean less exact.</summary>
    public double Bias => Mean - Exact;

    /// <summary>Bias² + variance.</summary>
    public double MeanSquaredError => Bias * Bias + Variance;

    internal static Sampled Of(double exact, double[] values)
    {
        var (mean, error) = Moments.Mean(values);
        var sorted = values.Order().ToArray();
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new(exact, mean, error, median, error * error * values.Length);
    }
}
