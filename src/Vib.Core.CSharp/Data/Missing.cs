namespace Vib.Core;

/// <summary>What is done about holes in a table: cells that are empty, or that say so.</summary>
public enum Missing
{
    /// <summary>An error that names the first hole's row and column.</summary>
    Refuse,

    /// <summary>Rows with a hole in a column that is read are left out; <see cref="Table.Dropped"/> tells how many.</summary>
    DropRow,

    /// <summary>A number's place takes the mean of its column's other numbers, a category's the category <c>(missing)</c>; <see cref="Table.Filled"/> tells how many.</summary>
    /// <remarks>With <see cref="TableOptions.Like"/> the means are those of the other table's numbers, as a test set wants them. Of a table that is parted later, they are of all rows, test rows too.</remarks>
    Fill,
}
