using FsCheck;
using FsCheck.Fluent;

namespace Vib.Core.Tests;

/// <summary>Tables to solve bottlenecks of.</summary>
internal static class Tables
{
    /// <summary>p(x, y), some entries large and some small, none 0.</summary>
    internal static double[,] Drawn(int rows, int columns, long seed)
    {
        var random = new SplitMix64(seed, 8, 0);
        var table = new double[rows, columns];
        for (var x = 0; x < rows; x++)
            for (var y = 0; y < columns; y++) table[x, y] = Math.Pow(0.01 + 0.98 * random.Uniform(), 3);
        return Normalised(table);
    }

    internal static double[,] Normalised(double[,] table)
    {
        var total = table.Cast<double>().Sum();
        return Map(table, table.GetLength(0), table.GetLength(1), (x, y) => table[x, y] / total);
    }

    internal static double[,] Map(double[,] table, int rows, int columns, Func<int, int, double> entry)
    {
        var mapped = new double[rows, columns];
        for (var x = 0; x < rows; x++)
            for (var y = 0; y < columns; y++) mapped[x, y] = entry(x, y);
        return mapped;
    }

    internal static double[,] RowsInOrder(double[,] table, int[] order) => Map(table, order.Length, table.GetLength(1), (x, y) => table[order[x], y]);

    internal static double[,] ColumnsInOrder(double[,] table, int[] order) => Map(table, table.GetLength(0), order.Length, (x, y) => table[x, order[y]]);

    internal static Arbitrary<(JointTable Table, double Beta, long Seed)> Cases(int mostRows = 5) => Arb.From(
        from rows in Gen.Choose(2, mostRows)
        from columns in Gen.Choose(2, 4)
        from seed in Gen.Choose(0, 1_000_000)
        from exponent in Gen.Choose(0, 300)
        select (new JointTable(Drawn(rows, columns, seed)), Math.Pow(10, -exponent / 100.0), (long)seed));

    /// <summary>x a fair bit, y the same bit flipped with probability p.</summary>
    internal static JointTable Symmetric(double flip) => new(new[,] { { (1 - flip) / 2, flip / 2 }, { flip / 2, (1 - flip) / 2 } });

    /// <summary>y = 0 where x = 0, and flipped with probability ½ where x = 1: what a small change of the code shows is not all that there is.</summary>
    internal static JointTable OneSided { get; } = new(new[,] { { 0.5, 0 }, { 0.25, 0.25 } });
}
