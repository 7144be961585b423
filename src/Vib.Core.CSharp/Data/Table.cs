using static System.FormattableString;

namespace Vib.Core;

/// <summary>Columns of one length by name, of numbers and of categories, without holes.</summary>
public sealed class Table
{
    private readonly Dictionary<string, TableColumn> byName = [];

    /// <summary>Of columns that belong together.</summary>
    internal Table(string name, IReadOnlyList<TableColumn> columns)
    {
        (Name, Columns) = (name, columns);
        foreach (var column in columns) byName.TryAdd(column.Name, column);
    }

    /// <summary>What it is called in reports.</summary>
    public string Name { get; }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>N, the number of rows.</summary>
    public int Count => Columns[0].Count;

    /// <summary>Rows of the file that were left out because of holes.</summary>
    public int Dropped { get; internal init; }

    /// <summary>Holes that were filled.</summary>
    public int Filled { get; internal init; }

    /// <summary>A column by its name.</summary>
    /// <param name="name">As in the header.</param>
    /// <exception cref="DataException">There is no such column; the message names the nearest.</exception>
    public TableColumn this[string name] => byName.TryGetValue(name, out var column) ? column : throw NoColumn(Name, name, [.. byName.Keys]);

    internal static DataException NoColumn(string table, string name, IReadOnlyList<string> names) =>
        new($"The column '{name}', which {table} does not have", $"a column of its header: {NearestName.Listed(names)}", NearestName.Advice(name, names));

    internal bool Has(string name) => byName.ContainsKey(name);

    /// <summary>A table of columns.</summary>
    /// <param name="columns">At least one, of one length, by different names.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataException">No column, or two of one name.</exception>
    /// <exception cref="ShapeException">Columns of different lengths.</exception>
    public static Table Of(params IReadOnlyList<TableColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count == 0) throw new DataException("A table without a column", "at least one column", "columns of numbers or categories");
        if (columns.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new DataException($"The column '{twice.Key}' twice in a table", "names that differ", "another name for one of them");
        foreach (var column in columns) CheckLength(column, columns[0]);
        return new("table", columns);
    }

    private static void CheckLength(TableColumn column, TableColumn other)
    {
        if (column.Count != other.Count) throw new ShapeException(Invariant($"{Counted.Of(column.Count, "row")} of '{column.Name}' and {other.Count} of '{other.Name}'"), "columns of one length", "columns of the same rows");
    }

    /// <summary>Reads a file of separated values with a header.</summary>
    /// <remarks>UTF-8, or UTF-16 with a byte order mark; gzipped or not, whatever its name; cells between commas, semicolons, bars or tabs; quoted cells may hold separators, line breaks and doubled quotes; numbers
    /// with a decimal point. A column most of whose cells are numbers is one of numbers, any other one of categories, in ordinal order. One pass through the file, and one more where it has
    /// categories; O(cells) time.</remarks>
    /// <param name="path">The file.</param>
    /// <param name="options">Null for the defaults: all columns, no holes.</param>
    /// <returns>The table, by the file's name.</returns>
    /// <exception cref="DataException">The file is missing, empty, without rows, damaged or no text; a header's name is there twice; a column is missing, or has a hole, a text among numbers or a number that is
    /// not finite, by row and column; a row has more or fewer cells than the header; a category is not one of those of <see cref="TableOptions.Like"/>.</exception>
    /// <exception cref="DomainException">A separator or a way with holes that is none.</exception>
    public static Table Read(string path, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TableReader.Read(path, options ?? new());
    }

    /// <summary>Writes a file that <see cref="Read"/> reads back to the same numbers and categories: commas, quotes where they are needed, numbers in full. Whole or not at all.</summary>
    /// <remarks>Categories that all look like numbers read back as numbers, unless <see cref="TableOptions.Categorical"/> or <see cref="TableOptions.Like"/> says what they are.</remarks>
    /// <param name="path">The file; it is replaced if it is there. A name that ends in <c>.gz</c> is gzipped.</param>
    /// <exception cref="DataException">A category would read back as a hole.</exception>
    public void Write(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        TableWriter.Write(path, this);
    }

    /// <summary>The same with another column at the end, or in the place of one of its name.</summary>
    /// <param name="column">As many rows.</param>
    /// <returns>A new table; this stays as it is.</returns>
    /// <exception cref="ShapeException">Another number of rows.</exception>
    public Table With(TableColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        CheckLength(column, Columns[0]);
        return Made(Has(column.Name) ? [.. Columns.Select(old => old.Name == column.Name ? column : old)] : [.. Columns, column]);
    }

    /// <summary>The same with a column of numbers as categories, each distinct number one: labels 0, 1, 2 as classes.</summary>
    /// <param name="name">The column.</param>
    /// <returns>A new table; this stays as it is.</returns>
    /// <exception cref="DataException">There is no such column.</exception>
    public Table AsCategories(string name) => this[name] is NumericColumn numbers ? With(numbers.AsCategories()) : this;

    /// <summary>The same with the categories of another table in their order, so that a model that was trained on that one can be asked.</summary>
    /// <param name="other">As training data.</param>
    /// <returns>A new table; columns that the other does not have stay as they are.</returns>
    /// <exception cref="DataException">A category that the other does not have, by its row, or a column of another kind.</exception>
    public Table Like(Table other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Made([.. Columns.Select(column => other.Has(column.Name) ? Like(column, other) : column)]);
    }

    private TableColumn Like(TableColumn column, Table other)
    {
        if (column is NumericColumn numbers && other[column.Name] is CategoricalColumn) column = numbers.AsCategories();
        if (column is not CategoricalColumn own) return column;
        var like = other[column.Name] as CategoricalColumn ?? throw new DataException($"The column {column} of {Name}, which is of numbers in {other.Name}", "numbers", "the table read with the option Like");
        var places = own.Categories.Select(category => like.Categories.ToList().IndexOf(category)).ToArray();
        var bad = own.Codes.ToList().FindIndex(code => places[code] < 0);
        return bad < 0 ? new CategoricalColumn(column.Name, like.Categories, [.. own.Codes.Select(code => places[code])])
            : throw new DataException(Invariant($"{Name}: row {bad + 1}, column '{column.Name}': '{own.Text(bad)}' is none of the categories of {other.Name}"), $"one of {NearestName.Listed(like.Categories)}", NearestName.Advice(own.Text(bad), like.Categories));
    }

    /// <summary>The rows at these places, in this order; categories keep their codes.</summary>
    /// <param name="rows">From 0.</param>
    /// <returns>A new table.</returns>
    /// <exception cref="DomainException">A place that is none.</exception>
    public Table Rows(IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var row in rows) Require.That(row >= 0 && row < Count, $"Row {row} of {Count}", Invariant($"0 to {Count - 1}"), "rows of this table, from 0");
        return Made([.. Columns.Select(column => column.At(rows))]);
    }

    /// <summary>Two parts of shuffled rows, as to train and to test on.</summary>
    /// <param name="share">The first part's share, in (0, 1).</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <returns>⌊share·N⌉ rows and the others; each keeps all categories.</returns>
    /// <exception cref="DomainException">A share outside (0, 1).</exception>
    /// <exception cref="DataException">A part would have no row.</exception>
    public (Table First, Table Second) Split(double share, long seed = 1)
    {
        Require.That(share is > 0 and < 1, $"A share of {share}", "a number in (0, 1)", "0.8");
        var first = (int)Math.Round(share * Count);
        if (first == 0 || first == Count) throw new DataException(Invariant($"{Name}, {Counted.Of(Count, "row")}, to be parted at {share}"), "a row in each part", "more rows, or another share");
        int[] order = [.. Enumerable.Range(0, Count)];
        var random = new SplitMix64(seed, (ulong)RandomStream.Split, 0);
        for (var i = Count - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return (Rows(order[..first]), Rows(order[first..]));
    }

    /// <summary>Columns as pairs (x, y) of numbers, to measure what one tells of the other: a column of categories as a 0 or 1 for each category.</summary>
    /// <param name="x">The columns that are x, at least one.</param>
    /// <param name="y">The columns that are y, at least one.</param>
    /// <returns>Pairs in single precision. Estimators standardise or rank them by their own option.</returns>
    /// <exception cref="DataException">There is no such column, one of far too many categories, or a number beyond single precision.</exception>
    /// <exception cref="DomainException">No column, or one twice.</exception>
    public Pairs ToPairs(IReadOnlyList<string> x, IReadOnlyList<string> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var (xs, ys) = (TableDesign.Of(this, x), TableDesign.Of(this, y));
        return new(xs.Single(), xs.Dimension, ys.Single(), ys.Dimension, Name);
    }

    private Table Made(IReadOnlyList<TableColumn> columns) => new(Name, columns) { Dropped = Dropped, Filled = Filled };

    /// <summary>The name, the number of rows, and the columns.</summary>
    /// <returns>A line, in the invariant culture; it tells of holes.</returns>
    public override string ToString() => Invariant($"{Name}: {Counted.Of(Count, "row")} of {string.Join(", ", Columns)}") + (Dropped > 0 ? Invariant($"; {Counted.Of(Dropped, "row")} with holes dropped") : "") + (Filled > 0 ? Invariant($"; {Filled} holes filled") : "");
}
