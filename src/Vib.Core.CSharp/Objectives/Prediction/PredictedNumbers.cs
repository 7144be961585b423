using static System.FormattableString;

namespace Vib.Core;

/// <summary>What is predicted of numbers: for each a mixture of Gaussians, one a sample of the code, in the data's own units.</summary>
/// <remarks>q(y|x) = (1/S) Σ_s N(m_s(x), s_s(x)²), z_s from e(z|x): densities are averaged, and quantiles are those of the mixture, not averages of quantiles.</remarks>
public sealed class PredictedNumbers
{
    private readonly double[,,] means, deviations;        // [N,d,S]

    /// <summary>Mixtures.</summary>
    /// <param name="means">[N,d,S], finite.</param>
    /// <param name="deviations">[N,d,S], positive and finite.</param>
    /// <param name="targets">[N,d], the numbers that came; null where they are not known.</param>
    /// <param name="names">[d]; null for <c>y</c>, or <c>y 1</c>, <c>y 2</c> ….</param>
    /// <exception cref="ShapeException">Shapes that do not belong together, or an empty one.</exception>
    /// <exception cref="DataException">A mean that is not finite, or a deviation that is not positive and finite; its row is named.</exception>
    public PredictedNumbers(double[,,] means, double[,,] deviations, double[,]? targets = null, IReadOnlyList<string>? names = null)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(deviations);
        (int, int, int) Shape(double[,,] array) => (array.GetLength(0), array.GetLength(1), array.GetLength(2));
        (this.means, this.deviations, Targets, Count, Dimension, Samples) = (means, deviations, targets, means.GetLength(0), means.GetLength(1), means.GetLength(2));
        if (Shape(means) != Shape(deviations) || means.Length == 0 || (names is not null && names.Count != Dimension) || (targets is not null && (targets.GetLength(0), targets.GetLength(1)) != (Count, Dimension)))
            throw new ShapeException($"Means of shape {Shape(means)}, deviations of {Shape(deviations)}{(targets is null ? "" : $", targets of {(targets.GetLength(0), targets.GetLength(1))}")}{(names is null ? "" : Invariant($", {names.Count} names"))}",
                "[N,d,S], [N,d,S], [N,d] and d names, none of them empty", "arrays of the same rows");
        Names = names ?? (Dimension == 1 ? ["y"] : [.. Enumerable.Range(1, Dimension).Select(j => Invariant($"y {j}"))]);
        for (var i = 0; i < Count; i++)
            for (var j = 0; j < Dimension; j++)
                for (var s = 0; s < Samples; s++)
                    if (!double.IsFinite(means[i, j, s]) || !(deviations[i, j, s] > 0 && double.IsFinite(deviations[i, j, s])))
                        throw new DataException(Invariant($"N({means[i, j, s]}, {deviations[i, j, s]}²) in row {i} of '{Names[j]}' (counted from 0)"), "a finite mean and a positive, finite deviation", "a look at the model's diagnoses: training may have run away");
    }

    /// <summary>N, rows.</summary>
    public int Count { get; }

    /// <summary>d, numbers of each row.</summary>
    public int Dimension { get; }

    /// <summary>S, Gaussians of each number.</summary>
    public int Samples { get; }

    /// <summary>What each number is called, [d].</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The numbers that came, [N,d]; null where the data had none.</summary>
    public double[,]? Targets { get; }

    /// <summary>The mixtures' means, [N,d].</summary>
    /// <returns>E y, in y's units.</returns>
    public double[,] Means() => Each((in GaussianMixture mixture, double _) => mixture.Mean, 0);

    /// <summary>The mixtures' standard deviations, [N,d]: of the noise and of the means' spread over samples together.</summary>
    /// <returns>√(E s² + Var m), in y's units.</returns>
    public double[,] Deviations() => Each((in GaussianMixture mixture, double _) => mixture.Deviation, 0);

    /// <summary>The mixtures' quantiles, by root finding.</summary>
    /// <param name="probability">In (0, 1); 0.5 for medians.</param>
    /// <returns>[N,d], the y with F(y|x) = p.</returns>
    /// <exception cref="DomainException">A probability outside (0, 1).</exception>
    public double[,] Quantiles(double probability)
    {
        Require.That(probability is > 0 and < 1, $"A probability of {probability}", "a number in (0, 1)", "0.5, for medians");
        return Each((in GaussianMixture mixture, double p) => mixture.Quantile(p), probability);
    }

    /// <summary>Central intervals: from the quantile of (1 − level)/2 to that of (1 + level)/2.</summary>
    /// <remarks>They hold y with the probability that they say where q(y|x) is p(y|x). <see cref="ConformalIntervals"/> hold it wherever rows are exchangeable.</remarks>
    /// <param name="level">1 − α, in (0, 1).</param>
    /// <returns>An interval for each number.</returns>
    /// <exception cref="DomainException">A level outside (0, 1).</exception>
    public PredictionIntervals Intervals(double level = 0.9)
    {
        CheckLevel(level);
        return new(Quantiles((1 - level) / 2), Quantiles((1 + level) / 2), level, Targets, Names);
    }

    /// <summary>What the predictions are worth, where the numbers that came are known.</summary>
    /// <param name="level">Of the intervals that are judged.</param>
    /// <returns>Scores, each a mean over rows and numbers with its standard error over rows.</returns>
    /// <exception cref="DataException">The numbers that came are not known.</exception>
    /// <exception cref="DomainException">A level outside (0, 1).</exception>
    public RegressionScores Scores(double level = 0.9) => RegressionScores.Of(this, level);

    /// <summary>The pinball loss of the mixtures' quantiles: max(p (y − q), (p − 1)(y − q)), least in expectation at the true quantile  (Koenker and Bassett 1978).</summary>
    /// <param name="probability">p, in (0, 1).</param>
    /// <returns>The mean over rows and numbers, in y's units.</returns>
    /// <exception cref="DataException">The numbers that came are not known.</exception>
    /// <exception cref="DomainException">A probability outside (0, 1).</exception>
    public double PinballLoss(double probability)
    {
        var (quantiles, targets, sum) = (Quantiles(probability), Known("pinball loss"), 0.0);
        for (var i = 0; i < Count; i++)
            for (var j = 0; j < Dimension; j++) sum += Math.Max(probability * (targets[i, j] - quantiles[i, j]), (probability - 1) * (targets[i, j] - quantiles[i, j]));
        return sum / targets.Length;
    }

    /// <summary>Means, deviations and intervals as a table, and the numbers that came where they are known; to be written as a file.</summary>
    /// <param name="level">Of the intervals.</param>
    /// <returns>Columns as in <c>price</c>, <c>price mean</c>, <c>price deviation</c>, <c>price low</c>, <c>price high</c>.</returns>
    /// <exception cref="DomainException">A level outside (0, 1).</exception>
    public Table ToTable(double level = 0.9)
    {
        var (centre, spread, intervals) = (Means(), Deviations(), Intervals(level));
        NumericColumn Column(int j, string what, double[,] from) => new(Names[j] + what, Enumerable.Range(0, Count).Select(i => from[i, j]));
        return new("predictions", [.. Enumerable.Range(0, Dimension).SelectMany(j => (IEnumerable<TableColumn>)[.. Targets is null ? [] : new[] { Column(j, "", Targets) },
            Column(j, " mean", centre), Column(j, " deviation", spread), Column(j, " low", intervals.Low), Column(j, " high", intervals.High)])]);
    }

    internal GaussianMixture Mixture(int i, int j)
    {
        var first = ((long)i * Dimension + j) * Samples;
        return new(System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref means[0, 0, 0], means.Length).Slice((int)first, Samples),
            System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpan(ref deviations[0, 0, 0], deviations.Length).Slice((int)first, Samples));
    }

    internal double[,] Known(string purpose) => Targets ?? throw new DataException($"The {purpose} of predictions whose numbers are not known", "predictions of data that has them", "data with Y");

    internal static void CheckLevel(double level) => Require.That(level is > 0 and < 1, $"A level of {level}", "a number in (0, 1)", "0.9");

    private delegate double Reading(in GaussianMixture mixture, double argument);

    private double[,] Each(Reading reading, double argument)
    {
        var read = new double[Count, Dimension];
        for (var i = 0; i < Count; i++)
            for (var j = 0; j < Dimension; j++) read[i, j] = reading(Mixture(i, j), argument);
        return read;
    }

    /// <summary>How many, of what, by how many samples.</summary>
    /// <returns>A line, in the invariant culture.</returns>
    public override string ToString()
    {
        var (centre, spread) = (Mixture(0, 0).Mean, Mixture(0, 0).Deviation);
        return Invariant($"{Counted.Of(Count, "row")} of {string.Join(", ", Names)} predicted, {Counted.Of(Samples, "sample")} of the code; the first {centre:G4} ± {spread:G4}");
    }
}
