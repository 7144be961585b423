using static System.FormattableString;

namespace Vib.Core;

/// <summary>An interval for each of N rows of d numbers.</summary>
public sealed class PredictionIntervals
{
    internal PredictionIntervals(double[,] low, double[,] high, double level, double[,]? targets, IReadOnlyList<string> names) => (Low, High, Level, Targets, Names) = (low, high, level, targets, names);

    /// <summary>Lower ends, [N,d], in y's units.</summary>
    public double[,] Low { get; }

    /// <summary>Upper ends, [N,d]; below the lower one where a conformal interval is empty.</summary>
    public double[,] High { get; }

    /// <summary>1 − α, the share that they are to hold.</summary>
    public double Level { get; }

    /// <summary>The numbers that came, [N,d]; null where they are not known.</summary>
    public double[,]? Targets { get; }

    /// <summary>What each number is called, [d].</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The mean of high − low, in y's units.</summary>
    public double MeanWidth => Mean((low, high, _) => high - low, new double[Low.GetLength(0), Low.GetLength(1)]);

    /// <summary>The share of the numbers that came that lie inside, ends counted.</summary>
    /// <exception cref="DataException">The numbers that came are not known.</exception>
    public double Coverage => Mean((low, high, y) => y >= low && y <= high ? 1 : 0, Known());

    /// <summary>The mean of high − low + (2/α) (how far y lies outside), least in expectation at the true quantiles  (Gneiting and Raftery 2007, §6.2). In y's units.</summary>
    /// <exception cref="DataException">The numbers that came are not known.</exception>
    public double Score => Mean(ScoreOf, Known());

    internal double ScoreOf(double low, double high, double y) => high - low + 2 / (1 - Level) * (Math.Max(low - y, 0) + Math.Max(y - high, 0));

    /// <summary>The intervals as a table, and the numbers that came where they are known; to be written as a file.</summary>
    /// <returns>Columns as in <c>price</c>, <c>price low</c>, <c>price high</c>.</returns>
    public Table ToTable()
    {
        NumericColumn Column(int j, string what, double[,] from) => new(Names[j] + what, Enumerable.Range(0, from.GetLength(0)).Select(i => from[i, j]));
        return new("intervals", [.. Enumerable.Range(0, Names.Count).SelectMany(j => (IEnumerable<TableColumn>)[.. Targets is null ? [] : new[] { Column(j, "", Targets) }, Column(j, " low", Low), Column(j, " high", High)])]);
    }

    private double[,] Known() => Targets ?? throw new DataException("The coverage of intervals whose numbers are not known", "predictions of data that has them", "data with Y");

    private double Mean(Func<double, double, double, double> of, double[,] targets)
    {
        var sum = 0.0;
        for (var i = 0; i < Low.GetLength(0); i++)
            for (var j = 0; j < Low.GetLength(1); j++) sum += of(Low[i, j], High[i, j], targets[i, j]);
        return sum / Low.Length;
    }

    /// <summary>Level, number, mean width, and coverage where it is known.</summary>
    /// <returns>A line, in the invariant culture.</returns>
    public override string ToString() => Invariant($"{Low.GetLength(0)} intervals of {string.Join(", ", Names)} at {100 * Level:0.##} %, mean width {MeanWidth:G4}") + (Targets is null ? "" : Invariant($"; {100 * Coverage:0.0} % inside"));
}
