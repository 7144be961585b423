using static System.FormattableString;

namespace Vib.Core;

/// <summary>A variable's rows, seen column by column.</summary>
internal sealed class Columns(string variable, float[] values, int dimension)
{
    internal int Count => dimension;

    internal string Name(int column) => Invariant($"{variable} {column}");

    /// <summary>A copy.</summary>
    internal double[] Column(int column)
    {
        var numbers = new double[values.Length / dimension];
        for (var row = 0; row < numbers.Length; row++) numbers[row] = values[row * dimension + column];
        return numbers;
    }

    /// <summary>The names of the columns that hold one value only.</summary>
    internal List<string> Constant() => [.. Enumerable.Range(0, dimension).Where(IsConstant).Select(Name)];

    private bool IsConstant(int column)
    {
        for (var i = column; i < values.Length; i += dimension)
            if (values[i] != values[column]) return false;
        return true;
    }
}
