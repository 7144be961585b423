using static System.FormattableString;

namespace Vib.Core;

/// <summary>What is wrong with samples for an estimator that takes them to be continuous, seen before any work is done.</summary>
/// <remarks>O(d N log N).</remarks>
internal static class SampleChecks
{
    // Equals up to this part of a column move no estimate by more than its error; single precision alone makes some.
    private const double ToleratedTies = 0.05;

    // The values of a variable that recur this often on average are taken for the states of a discrete one.
    private const int Recurring = 5;

    internal const string Advice = "an estimator for mixed data (MixedInformation in C#, Neighbours.mixed in F#), or Noise = 1e-8 if the variable is continuous and was rounded";

    /// <summary>Diagnoses of ties and of constant columns.</summary>
    /// <exception cref="DataException">A variable is constant or discrete, or two variables share a column.</exception>
    internal static IReadOnlyList<Diagnosis> Of(params (string Name, Rows Rows)[] variables)
    {
        List<Diagnosis> found = [];
        List<string> constant = [];
        foreach (var (name, rows) in variables)
        {
            var columns = Enumerable.Range(0, rows.Dimension).Select(j => Column(rows, j)).ToArray();
            var still = Enumerable.Range(0, rows.Dimension).Where(j => columns[j].Distinct == 1).ToArray();
            if (still.Length == rows.Dimension)
                throw new DataException($"{name} is the same in all {rows.Count} samples", "variables that vary: what a constant shares is exactly 0, and its differential entropy −∞", "the column that was meant, or a look at how it was read");
            constant.AddRange(still.Select(j => Invariant($"{name} {j}")));
            if (columns.All(column => (long)Recurring * column.Distinct <= rows.Count) && Distinct(rows) is var states && (long)Recurring * states <= rows.Count)
                throw new DataException(Invariant($"{name} is discrete: {states} different values in {rows.Count} samples"), "a continuous variable, whose values do not recur", Advice);
            for (var j = 0; j < rows.Dimension; j++)
                if (columns[j].Distinct > 1 && columns[j].Tied > ToleratedTies * rows.Count)
                    found.Add(Diagnosis.Ties(rows.Dimension == 1 ? name : Invariant($"{name} {j} (counted from 0)"), columns[j].Tied, rows.Count));
        }
        for (var a = 0; a < variables.Length; a++)
            for (var b = a + 1; b < variables.Length; b++) Shared(variables[a], variables[b]);
        if (constant.Count > 0) found.Add(Diagnosis.ConstantColumns(constant));
        return found;
    }

    /// <summary>An error where a k-th neighbour is at distance 0: its logarithm is what would be read.</summary>
    internal static void NoneAtZero(double[] distances, int k, string name)
    {
        var zero = distances.Count(distance => distance == 0);
        if (zero > 0)
            throw new DataException(Invariant($"{zero} of {distances.Length} samples of {name} have {k} or more exact copies"), Invariant($"a continuous variable, with fewer than k = {k} copies of any sample"), Advice);
    }

    /// <summary>How many different values a column has, and how many of its values have an equal.</summary>
    private static (int Distinct, int Tied) Column(Rows rows, int column)
    {
        var sorted = rows.Column(column);
        Array.Sort(sorted);
        var (distinct, tied) = (0, 0);
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            for (to = from + 1; to < sorted.Length && sorted[to] == sorted[from];) to++;
            distinct++;
            if (to - from > 1) tied += to - from;
        }
        return (distinct, tied);
    }

    private static int Distinct(Rows rows) => new HashSet<int>(Enumerable.Range(0, rows.Count), new SameRow(rows)).Count;

    private static void Shared((string Name, Rows Rows) a, (string Name, Rows Rows) b)
    {
        for (var i = 0; i < a.Rows.Dimension; i++)
            for (var j = 0; j < b.Rows.Dimension; j++)
                if (Equal(a.Rows, i, b.Rows, j))
                    throw new DataException(Invariant($"Column {i} of {a.Name} equals column {j} of {b.Name} in every sample (counted from 0)"), "variables of which neither holds a continuous column of the other: they share an infinite amount", "leaving that column out of one of them");
    }

    private static bool Equal(Rows a, int i, Rows b, int j)
    {
        for (var row = 0; row < a.Count; row++)
            if (a.Values[row * a.Dimension + i] != b.Values[row * b.Dimension + j]) return false;
        return true;
    }

    private sealed class SameRow(Rows rows) : IEqualityComparer<int>
    {
        public bool Equals(int a, int b) => rows.Row(a).SequenceEqual(rows.Row(b));

        public int GetHashCode(int row)
        {
            var hash = new HashCode();
            foreach (var value in rows.Row(row)) hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
