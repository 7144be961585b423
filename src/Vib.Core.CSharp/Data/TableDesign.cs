using static System.FormattableString;

namespace Vib.Core;

/// <summary>Columns of a table as rows of numbers: a column of numbers as it is, one of categories as a 0 or 1 for each category.</summary>
internal sealed record TableDesign(double[] Rows, int Dimension, string[] Names, bool[] Indicators)
{
    private const int Few = 20;

    internal static TableDesign Of(Table table, IReadOnlyList<string> names)
    {
        Require.That(names.Count > 0, $"A variable of no columns of {table.Name}", "at least one column", NearestName.Listed([.. table.Columns.Select(column => column.Name)]));
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new DomainException($"The column '{twice.Key}' twice in one variable", "each column once", "the list without it");
        TableColumn[] columns = [.. names.Select(name => table[name])];
        foreach (var column in columns.OfType<CategoricalColumn>())
            if (column.Categories.Count > Math.Max(Few, table.Count / 2))
                throw new DataException(Invariant($"Column '{column.Name}' has {Counted.Of(column.Categories.Count, "category")} in {Counted.Of(table.Count, "row")}, as '{column.Categories[0]}'"), "far fewer categories than rows, or numbers with a decimal point",
                    "the variable without it, or the file with numbers in it");
        string[] each = [.. columns.SelectMany(column => column is CategoricalColumn c ? c.Categories.Select(category => $"{c.Name}={category}") : [column.Name])];
        bool[] indicators = [.. columns.SelectMany(column => column is CategoricalColumn c ? Enumerable.Repeat(true, c.Categories.Count) : [false])];
        var rows = new double[(long)table.Count * each.Length];
        var first = 0;
        foreach (var column in columns)
        {
            if (column is NumericColumn numbers)
                for (var i = 0; i < table.Count; i++) rows[(long)i * each.Length + first] = numbers.Span[i];
            else
                for (var i = 0; i < table.Count; i++) rows[(long)i * each.Length + first + ((CategoricalColumn)column).Codes[i]] = 1;
            first += column is CategoricalColumn c ? c.Categories.Count : 1;
        }
        return new(rows, each.Length, each, indicators);
    }

    /// <summary>In single precision, refused where a number is too large for it.</summary>
    internal float[] Single()
    {
        var single = Array.ConvertAll(Rows, value => (float)value);
        if (Array.FindIndex(single, value => !float.IsFinite(value)) is >= 0 and var bad)
            throw new DataException(Invariant($"{Rows[bad]} in row {bad / Dimension + 1}, column '{Names[bad % Dimension]}'"), "a number that single precision can hold, below 3.4e38", "another unit");
        return single;
    }
}
