namespace Vib.Core;

/// <summary>A column of categories: a code for each row, and the categories' names.</summary>
public sealed class CategoricalColumn : TableColumn
{
    private readonly string[] categories;
    private readonly int[] codes;

    /// <summary>A column whose categories are the distinct texts, in ordinal order.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="texts">A category for each row.</param>
    /// <exception cref="DomainException">The name is empty.</exception>
    public CategoricalColumn(string name, IEnumerable<string> texts) : base(name)
    {
        string[] rows = [.. texts];
        categories = [.. rows.Distinct().Order(StringComparer.Ordinal)];
        codes = [.. rows.Select(text => Array.BinarySearch(categories, text, StringComparer.Ordinal))];
    }

    /// <summary>A column of codes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="categories">What each code means; no two alike.</param>
    /// <param name="codes">From 0, one a row.</param>
    /// <exception cref="DomainException">The name is empty.</exception>
    /// <exception cref="DataException">Two categories are alike, or a code is out of range; its row is named.</exception>
    public CategoricalColumn(string name, IReadOnlyList<string> categories, IReadOnlyList<int> codes) : base(name)
    {
        (this.categories, this.codes) = ([.. categories], [.. codes]);
        if (categories.GroupBy(category => category).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new DataException($"The category '{twice.Key}' twice in column '{name}'", "categories that differ", "one code for both");
        if (Array.FindIndex(this.codes, code => code < 0 || code >= categories.Count) is >= 0 and var bad)
            throw new DataException(FormattableString.Invariant($"Code {this.codes[bad]} in row {bad + 1}, column '{name}'"), FormattableString.Invariant($"0 to {categories.Count - 1}, for {Counted.Of(categories.Count, "category")}"), "codes from 0, or more categories");
    }

    /// <summary>What each code means.</summary>
    public IReadOnlyList<string> Categories => categories;

    /// <summary>The category of each row, from 0.</summary>
    public IReadOnlyList<int> Codes => codes;

    /// <inheritdoc/>
    public override int Count => codes.Length;

    internal override TableColumn At(IReadOnlyList<int> rows) => new CategoricalColumn(Name, categories, [.. rows.Select(row => codes[row])]);

    internal override string Text(int row) => categories[codes[row]];

    /// <summary>The name, and how many categories there are.</summary>
    /// <returns>As in <c>town in 3 categories</c>.</returns>
    public override string ToString() => FormattableString.Invariant($"{Name} in {Counted.Of(categories.Length, "category")}");
}
