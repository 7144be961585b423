using System.Globalization;

namespace Vib.Core;

/// <summary>A column of finite numbers.</summary>
public sealed class NumericColumn : TableColumn
{
    private readonly double[] values;

    /// <summary>A column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Finite numbers, copied.</param>
    /// <exception cref="DomainException">The name is empty.</exception>
    /// <exception cref="DataException">A number is NaN or infinite; its row is named.</exception>
    public NumericColumn(string name, IEnumerable<double> values) : this(name, [.. values], check: true) { }

    internal NumericColumn(string name, double[] values, bool check) : base(name)
    {
        this.values = values;
        if (check && Array.FindIndex(values, value => !double.IsFinite(value)) is >= 0 and var bad)
            throw new DataException(FormattableString.Invariant($"{values[bad]} in row {bad + 1}, column '{name}'"), "finite numbers", "the rows without it");
    }

    /// <summary>The numbers, row by row.</summary>
    public IReadOnlyList<double> Values => values;

    /// <inheritdoc/>
    public override int Count => values.Length;

    /// <summary>Each distinct number as a category, in ascending order.</summary>
    /// <returns>A column of the same name.</returns>
    public CategoricalColumn AsCategories()
    {
        double[] distinct = [.. values.Distinct().Order()];
        return new(Name, [.. distinct.Select(Written)], [.. values.Select(value => Array.BinarySearch(distinct, value))]);
    }

    internal ReadOnlySpan<double> Span => values;

    internal override TableColumn At(IReadOnlyList<int> rows) => new NumericColumn(Name, [.. rows.Select(row => values[row])], check: false);

    internal override string Text(int row) => Written(values[row]);

    private static string Written(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The name.</summary>
    /// <returns>As in the header.</returns>
    public override string ToString() => Name;
}
