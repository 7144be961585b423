using System.Numerics;

namespace Vib.Core;

/// <summary>The 12-bit task on which networks were first drawn in the information plane, by a rule in place of a file.</summary>
/// <remarks>All 4096 words of 12 bits, equally likely, each with a label that it determines  (Shwartz-Ziv and Tishby 2017, arXiv:1703.00810). The bits are the vertices of an icosahedron; with s the
/// number of ones, A the antipodal pairs and Q the adjacent pairs that are both on: y = 0 for s ≤ 4 and y = 1 for s ≥ 8; for s = 5, y = 1 where (A,Q) is (0,7); for s = 6, where it is one of
/// (0,10), (0,9), (0,6), (1,9), (1,8), (1,7), (2,7); for s = 7, where it is not (2,8). The rule gives the labels of the authors' file, all 4096. I(X;Y) = H(Y) = 0.9991571 bits.</remarks>
public static class TwelveBitTask
{
    /// <summary>Bits of a word.</summary>
    public const int Bits = 12;

    /// <summary>Words, all of them.</summary>
    public const int Count = 1 << Bits;

    /// <summary>Words whose label is 1.</summary>
    public const int Ones = 2118;

    private static readonly int[] neighbours = // of each vertex, as a mask
    [
        Mask(1, 3, 5, 10, 11), Mask(0, 2, 3, 4, 11), Mask(1, 3, 4, 8, 9), Mask(0, 1, 2, 8, 10), Mask(1, 2, 6, 9, 11), Mask(0, 6, 7, 10, 11),
        Mask(4, 5, 7, 9, 11), Mask(5, 6, 8, 9, 10), Mask(2, 3, 7, 9, 10), Mask(2, 4, 6, 7, 8), Mask(0, 3, 5, 7, 8), Mask(0, 1, 4, 5, 6),
    ];

    private static readonly int[] antipodes = [Mask(0, 9), Mask(1, 7), Mask(2, 5), Mask(3, 6), Mask(4, 10), Mask(8, 11)];

    /// <summary>H(Y) = I(X;Y), nats: y is a function of x.</summary>
    public static double Information { get; } = Logarithms.Entropy([Ones / (double)Count, 1 - Ones / (double)Count]);

    /// <summary>A bit of a word.</summary>
    /// <param name="word">0 to 4095; the row of the authors' table.</param>
    /// <param name="bit">0 to 11, the most significant first.</param>
    /// <returns>0 or 1.</returns>
    /// <exception cref="DomainException">There is no such word or bit.</exception>
    public static int Bit(int word, int bit)
    {
        Check(word);
        Require.That(bit is >= 0 and < Bits, $"Bit {bit}", "0 to 11", "0, the most significant");
        return word >> (Bits - 1 - bit) & 1;
    }

    /// <summary>The label of a word.</summary>
    /// <param name="word">0 to 4095; the row of the authors' table.</param>
    /// <returns>0 or 1.</returns>
    /// <exception cref="DomainException">There is no such word.</exception>
    public static int Label(int word)
    {
        Check(word);
        var vertices = 0;
        for (var bit = 0; bit < Bits; bit++) vertices |= (word >> (Bits - 1 - bit) & 1) << bit;
        var ones = BitOperations.PopCount((uint)vertices);
        if (ones is <= 4 or >= 8) return ones >= 8 ? 1 : 0;
        var shape = (antipodes.Count(pair => (vertices & pair) == pair), Adjacent(vertices));
        return ones switch
        {
            5 => shape is (0, 7),
            6 => shape is (0, 10) or (0, 9) or (0, 6) or (1, 9) or (1, 8) or (1, 7) or (2, 7),
            _ => shape is not (2, 8),
        } ? 1 : 0;
    }

    /// <summary>All words and their labels, in binary counting order.</summary>
    /// <returns>4096 rows of 12 numbers, 0 or 1, with their labels: all there is, and equally likely.</returns>
    public static ClassifiedRows Rows()
    {
        var (inputs, labels) = (new float[Count * Bits], new int[Count]);
        for (var word = 0; word < Count; word++)
        {
            for (var bit = 0; bit < Bits; bit++) inputs[word * Bits + bit] = Bit(word, bit);
            labels[word] = Label(word);
        }
        return new("12-bit task", inputs, Bits, labels, classes: 2, exhaustive: true);
    }

    private static int Mask(params ReadOnlySpan<int> vertices)
    {
        var mask = 0;
        foreach (var vertex in vertices) mask |= 1 << vertex;
        return mask;
    }

    private static int Adjacent(int vertices)
    {
        var twice = 0;
        for (var rest = vertices; rest != 0; rest &= rest - 1) twice += BitOperations.PopCount((uint)(vertices & neighbours[BitOperations.TrailingZeroCount(rest)]));
        return twice / 2;
    }

    private static void Check(int word) => Require.That(word is >= 0 and < Count, $"Word {word}", "0 to 4095", "a row of the table, counted from 0");
}
