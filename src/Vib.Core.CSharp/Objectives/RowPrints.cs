using System.Runtime.InteropServices;

namespace Vib.Core;

/// <summary>A 64-bit number for each row of a variable, the same where the bytes are: so that rows are known again in another order, another array or another part.</summary>
internal sealed class RowPrints
{
    private const double Distinct = 0.99; // of rows that are of real numbers; few categories repeat, and say nothing
    private const double Contaminated = 0.01;

    private readonly ulong[] rows;
    private readonly HashSet<ulong> known;

    private RowPrints(ulong[] rows) => (this.rows, known) = (rows, [.. rows]);

    /// <summary>O(bytes), about a millisecond for 8 MB.</summary>
    internal static RowPrints Of(Column column)
    {
        var bytes = column.Bytes;
        var prints = new ulong[column.Rows];
        var width = prints.Length == 0 ? 0 : bytes.Length / prints.Length;
        for (var i = 0; i < prints.Length; i++) prints[i] = Print(bytes.Slice(i * width, width));
        return new(prints);
    }

    /// <summary>Whether more than one in a hundred of these rows are among those, or all are the same as all.</summary>
    internal bool AreAmong(RowPrints others)
    {
        if (rows.Length == 0 || others.rows.Length == 0) return false;
        if (others.known.Count < Distinct * others.rows.Length) return rows.Length == others.rows.Length && rows.Order().SequenceEqual(others.rows.Order());
        return rows.Count(others.known.Contains) > Contaminated * rows.Length;
    }

    private static ulong Print(ReadOnlySpan<byte> row)
    {
        var print = 0x9e3779b97f4a7c15ul;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(row)) print = Mix(print ^ word);
        foreach (var one in row[(row.Length / 8 * 8)..]) print = Mix(print ^ one);
        return print;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 32)) * 0xd6e8feb86659fd93;
        return z ^ (z >> 32);
    }
}
