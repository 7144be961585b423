using static System.FormattableString;

namespace Vib.Core;

/// <summary>p(x, y) of two finite variables, and what follows from it.</summary>
public sealed class JointTable
{
    private const double Sum = 1e-9; // how far from 1 probabilities may add up, as printed or single-precision ones do
    private readonly double[] px, py;
    private readonly double[][] conditionals; // p(y|x), a row for each x
    private readonly Lazy<double> maximalCorrelation, criticalBeta;

    /// <summary>A table of probabilities.</summary>
    /// <param name="probabilities">p(x, y), [X,Y]: rows x, columns y; they sum to 1 within 1e-9, and are divided by what they sum to.</param>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DomainException">A number is negative or not finite, they do not sum to 1, or a row is all zero.</exception>
    public JointTable(double[,] probabilities) : this(probabilities, isCounts: false) { }

    private JointTable(double[,] table, bool isCounts)
    {
        var (rows, columns) = (table.GetLength(0), table.GetLength(1));
        if (rows == 0 || columns == 0) throw new ShapeException($"A table of {rows} by {columns}", "[X,Y], at least a row and a column", "a row for each x, a column for each y");
        var total = Total([.. table.Cast<double>()], isCounts ? "n(x, y)" : "p(x, y)", isCounts, k => Invariant($" at [{k / columns},{k % columns}]"));
        (px, py, conditionals) = (new double[rows], new double[columns], new double[rows][]);
        for (var x = 0; x < rows; x++)
        {
            for (var y = 0; y < columns; y++) px[x] += table[x, y] / total;
            Require.That(px[x] > 0, $"Row {x} of the table (counted from 0) is all zero", "some probability in every row", "the table without that row: of an x that never occurs no code says anything");
            conditionals[x] = new double[columns];
            for (var y = 0; y < columns; y++)
            {
                py[y] += table[x, y] / total;
                conditionals[x][y] = table[x, y] / total / px[x];
            }
        }
        Information = Enumerable.Range(0, rows).Sum(x => px[x] * Logarithms.Divergence(conditionals[x], py));
        maximalCorrelation = new(() => InformationSlope.MaximalCorrelation(this));
        criticalBeta = new(() => InformationSlope.AtOrigin(this));
    }

    /// <summary>A table of counts.</summary>
    /// <param name="counts">n(x, y) ≥ 0, [X,Y]: how often each pair occurred; any positive weights do.</param>
    /// <returns>The table of probabilities n(x, y) over their sum.</returns>
    /// <exception cref="ShapeException">There is no row or no column.</exception>
    /// <exception cref="DomainException">A number is negative or not finite, or a row is all zero.</exception>
    public static JointTable OfCounts(double[,] counts) => new(counts, isCounts: true);

    /// <summary>How many values X has.</summary>
    public int XCount => px.Length;

    /// <summary>How many values Y has.</summary>
    public int YCount => py.Length;

    /// <summary>p(x).</summary>
    public IReadOnlyList<double> X => px;

    /// <summary>p(y).</summary>
    public IReadOnlyList<double> Y => py;

    /// <summary>p(y|x).</summary>
    /// <param name="x">From 0.</param>
    /// <returns>[Y], a distribution over y.</returns>
    public IReadOnlyList<double> YGiven(int x) => conditionals[x];

    /// <summary>I(X;Y), nats.</summary>
    public double Information { get; }

    /// <summary>H(X), nats.</summary>
    public double EntropyOfX => Logarithms.Entropy(px);

    /// <summary>H(Y), nats.</summary>
    public double EntropyOfY => Logarithms.Entropy(py);

    /// <summary>ρ_m, the largest correlation that functions of X and of Y can have  (Hirschfeld 1935; Gebelein 1941; Rényi 1959).</summary>
    /// <remarks>The largest singular value of p(x,y)/√(p(x)p(y)) but for the trivial 1. To second order the code that knows nothing gains ρ_m² − β from the best small change, so
    /// that at β &lt; ρ_m² it is no longer even a local optimum of max I(T;Y) − β I(X;T).</remarks>
    public double MaximalCorrelation => maximalCorrelation.Value;

    /// <summary>β_c, the slope of the information curve at its origin: at β ≥ β_c the code that knows nothing is optimal, below it is not.</summary>
    /// <remarks>sup D(r_Y ‖ p_Y)/D(r_X ‖ p_X) over distributions r_X ≠ p_X sent through p(y|x)  (Anantharam, Gohari, Kamath and Nair 2013, arXiv:1304.6133). It is at least ρ_m², and
    /// often more: between the two a code far from nothing is better, though no small step leads to it. Found by ascent from every x and along the best small change.</remarks>
    public double CriticalBeta => criticalBeta.Value;

    /// <inheritdoc/>
    public override string ToString() => Invariant($"p(x,y) of {XCount} by {YCount}, I(X;Y) = {Information:0.####;-0.####;0} nat");

    internal ReadOnlySpan<double> Conditional(int x) => conditionals[x];

    internal ReadOnlySpan<double> MarginalOfX => px;

    internal ReadOnlySpan<double> MarginalOfY => py;

    internal static void RequireProbabilities(IReadOnlyList<double> probabilities, string name) => Total(probabilities, name, isCounts: false, k => Invariant($" at {k}"));

    private static double Total(IReadOnlyList<double> numbers, string name, bool isCounts, Func<int, string> place)
    {
        for (var k = 0; k < numbers.Count; k++)
            Require.That(numbers[k] >= 0 && double.IsFinite(numbers[k]), $"{name} of {numbers[k]}{place(k)} (counted from 0)", "finite numbers of at least 0", "a look at how the table was made");
        var total = numbers.Sum();
        if (!isCounts)
            Require.That(Math.Abs(total - 1) <= Sum, $"{name} that sums to {total}", "probabilities that sum to 1 within 1e-9", "JointTable.OfCounts, which divides by the sum");
        else
            Require.That(total > 0 && double.IsFinite(total), $"{name} that sums to {total}", "a positive, finite sum", "a table with something in it");
        return total;
    }
}
