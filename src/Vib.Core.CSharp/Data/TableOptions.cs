namespace Vib.Core;

/// <summary>How a table is read from a file.</summary>
public sealed record TableOptions
{
    /// <summary>The columns to read, in this order; null for all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Columns of categories though their cells look like numbers, as postal codes do.</summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>What stands between cells: <c>,</c>, <c>;</c>, <c>|</c> or a tab; null for the one that the header has most of.</summary>
    public char? Separator { get; init; }

    /// <summary>What is done about holes.</summary>
    public Missing Missing { get; init; } = Missing.Refuse;

    /// <summary>What a hole looks like, in any case, besides an empty cell.</summary>
    public IReadOnlyList<string> Holes { get; init; } = ["NA", "N/A", "NaN", "null", "?"];

    /// <summary>A table read before, as training data: of its columns those that the file has are read, with its kinds and its categories in their order. Null for none.</summary>
    public Table? Like { get; init; }
}
