namespace Vib.Core;

/// <summary>A named column of a <see cref="Table"/>: of numbers, or of categories.</summary>
public abstract class TableColumn
{
    private protected TableColumn(string name)
    {
        Require.That(!string.IsNullOrWhiteSpace(name), $"A column without a name", "a name", "what the numbers are");
        Name = name;
    }

    /// <summary>Its name in the header.</summary>
    public string Name { get; }

    /// <summary>The number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The rows at these places, in this order.</summary>
    internal abstract TableColumn At(IReadOnlyList<int> rows);

    /// <summary>A cell as a file has it.</summary>
    internal abstract string Text(int row);
}
