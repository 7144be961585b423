using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>How a mixture's entropy is drawn.</summary>
public sealed record PropagationOptions
{
    /// <summary>Draws of the noise for each sample.</summary>
    public int Draws { get; init; } = 4;

    /// <summary>The seed of the noise: the same gives the same bits.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads; null for one a core. The bits do not depend on it.</summary>
    public int? Threads { get; init; }
}

/// <summary>Entropy and information of a noisy layer by propagated samples: the exact entropy of the mixture that samples and noise make, by Monte Carlo.</summary>
/// <remarks>T = S + σZ with samples s_i of S from independent forward passes: h(T) ≈ h of (1/n) Σ N(s_i, σ²I) = −mean log (1/n) Σ_j N(s_i + σz; s_j, σ²I), as many draws of each i as of another
/// (Goldfeld et al. 2019, §4). I(X;T) = h(T) − mean_x h(T|X = x); where no layer below is noisy, h(T|X = x) = (d/2) log 2πeσ². The standard error holds the draws and the samples: the delta method's, of s_i's own
/// draws and of its part in the density of the others'. The bias falls as n grows, and grows with d; no mixture of n holds more than ln n, so that information near it says so. O(draws n² d) time.</remarks>
public static class SamplePropagation
{
    /// <summary>h(T).</summary>
    /// <param name="samples">[n,d]; row i is s_i: the layer without its own noise, but with that of the layers below.</param>
    /// <param name="noise">σ &gt; 0, the standard deviation of each unit's noise.</param>
    /// <param name="options">Draws and seed; the defaults if null.</param>
    /// <returns>The estimate, nats.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There are fewer than 2 rows, an option makes no sense, or σ is not positive and finite, or so small or large that σ² is not.</exception>
    public static Estimate Entropy(double[,] samples, double noise, PropagationOptions? options = null)
    {
        var (clock, chosen) = (Stopwatch.StartNew(), options ?? new());
        var rows = Checked(samples, noise, chosen);
        var (value, error) = Excess(rows, noise, chosen, 0);
        return Made("h(T)", value + PairwiseBounds.NoiseEntropy(rows.Dimension, noise), error, rows.Count, noise, chosen, clock) with { Ceiling = double.PositiveInfinity, Batch = 0, Diagnoses = Told(value, rows.Count) };
    }

    /// <summary>I(X;T) where this layer alone is noisy: h(T) less the noise's own entropy.</summary>
    /// <param name="samples">[n,d]; row i is f(x_i).</param>
    /// <param name="noise">σ &gt; 0, the standard deviation of each unit's noise.</param>
    /// <param name="options">Draws and seed; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There are fewer than 2 rows, an option makes no sense, or σ is not positive and finite, or so small or large that σ² is not.</exception>
    public static Estimate Information(double[,] samples, double noise, PropagationOptions? options = null)
    {
        var (clock, chosen) = (Stopwatch.StartNew(), options ?? new());
        var rows = Checked(samples, noise, chosen);
        var (value, error) = Excess(rows, noise, chosen, 0);
        return Made("I(X;T)", value, error, rows.Count, noise, chosen, clock);
    }

    /// <summary>I(X;T) where layers below are noisy too: h(T) less the mean over inputs of h(T|X = x), each from passes of its own.</summary>
    /// <param name="samples">[n,d]; row i is s_i, from a pass of its own input and noise.</param>
    /// <param name="passes">For each of some inputs drawn as X is, at least 2: [m,d], the same input in m ≥ 2 passes.</param>
    /// <param name="noise">σ &gt; 0, the standard deviation of each unit's noise in this layer.</param>
    /// <param name="options">Draws and seed; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="ShapeException">There is no row or no column, or passes of another width.</exception>
    /// <exception cref="DataException">A value is NaN or infinite.</exception>
    /// <exception cref="DomainException">There are fewer than 2 rows or inputs, an option makes no sense, or σ is not positive and finite, or so small or large that σ² is not.</exception>
    public static Estimate Information(double[,] samples, IReadOnlyList<double[,]> passes, double noise, PropagationOptions? options = null)
    {
        var (clock, chosen) = (Stopwatch.StartNew(), options ?? new());
        var rows = Checked(samples, noise, chosen);
        Require.That(passes.Count >= 2, $"Passes of {passes.Count} inputs", "at least 2 inputs", "passes of more inputs: the spread of h(T|X = x) over them is part of the error");
        var within = new double[passes.Count];
        for (var x = 0; x < within.Length; x++)
        {
            if (passes[x].GetLength(1) != rows.Dimension) throw new ShapeException($"Passes of {passes[x].GetLength(1)} units for input {x} (counted from 0)", $"{rows.Dimension}, as the samples have", "the same layer for both");
            within[x] = Excess(Checked(passes[x], noise, chosen), noise, chosen, x + 1).Value;
        }
        var (value, error) = Excess(rows, noise, chosen, 0);
        var (mean, spread) = Moments.Mean(within);
        return Made("I(X;T)", value - mean, Math.Sqrt(error * error + spread * spread), rows.Count, noise, chosen, clock) with { Diagnoses = Told(value, rows.Count) };
    }

    /// <summary>h of the mixture less that of the noise: what is known of the component, which is at most ln n.</summary>
    private static (double Value, double Error) Excess(Rows rows, double noise, PropagationOptions options, int item)
    {
        var (n, d, c) = (rows.Count, rows.Dimension, PairwiseBounds.Rate(noise));
        var sums = new PairSums(rows, options.Threads);
        var random = new SplitMix64(options.Seed, (ulong)RandomStream.EvaluationNoise, item);
        var (drawn, places) = (new double[n * options.Draws * d], new int[n * options.Draws]);
        var squares = new double[places.Length];
        for (var draw = 0; draw < places.Length; draw++)
        {
            places[draw] = draw / options.Draws;
            for (var unit = 0; unit < d; unit++)
            {
                var z = NormalQuantile.Draw(ref random);
                drawn[draw * d + unit] = rows.Values[places[draw] * d + unit] + noise * z;
                squares[draw] += z * z;
            }
        }
        var all = new Rows(drawn, d);
        // log N(t; s_i, σ²I) − log f(t): each draw's own z²/2 in place of its mean d/2 takes away most of the spread over draws, and keeps every term at most ln n
        var logs = sums.LogSums(all, null, c);
        var local = new double[n];
        for (var draw = 0; draw < places.Length; draw++) local[places[draw]] += (Math.Log(n) - logs[draw] - squares[draw] / 2) / options.Draws;
        return (local.Average(), Moments.Mean(Influence(rows, all, logs, local, c, noise * noise * d, options)).StandardError);
    }

    /// <summary>Each sample's own term, less its part in the densities at all draws.</summary>
    private static double[] Influence(Rows rows, Rows drawn, double[] logs, double[] local, double c, double shift, PropagationOptions options)
    {
        var others = new PairSums(drawn, options.Threads); // samples ask the draws: K(t, s_i)/f(t), both of them times e^{c shift} lest they underflow
        var weights = Array.ConvertAll(logs, log => Math.Exp(-log - c * shift));
        var parts = others.Of(rows, null, new WeightedTerm(c, shift, others.Padded(weights)));
        return [.. local.Select((value, i) => value - parts[i] / options.Draws)];
    }

    private static Estimate Made(string quantity, double value, double error, int count, double noise, PropagationOptions options, Stopwatch clock) =>
        PairwiseBounds.Made(quantity, Invariant($"sample propagation, σ = {noise:G4}, {options.Draws} draws"), Side.Estimate, value, error, count, clock) with { Seed = options.Seed };

    private static IReadOnlyList<Diagnosis> Told(double excess, int count) => excess > PairwiseBounds.Near * Math.Log(count) ? [Diagnosis.NearLogN(excess, count)] : [];

    private static Rows Checked(double[,] samples, double noise, PropagationOptions options)
    {
        Require.AtLeast(1, options.Draws, "The number of draws", "4");
        return PairwiseBounds.Checked(samples, noise, options.Threads);
    }
}
