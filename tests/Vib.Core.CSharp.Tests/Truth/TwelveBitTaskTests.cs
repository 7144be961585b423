using System.Numerics;
using Xunit;

namespace Vib.Core.Tests;

public sealed class TwelveBitTaskTests
{
    private static readonly int[] labels = [.. Enumerable.Range(0, TwelveBitTask.Count).Select(TwelveBitTask.Label)];

    private static int Weight(int word) => BitOperations.PopCount((uint)word);

    /// <summary>I(Y;V) in bits, V a function of the word with values 0 … n − 1.</summary>
    private static double Bits(Func<int, int> of, int values)
    {
        var counts = new double[values, 2];
        for (var word = 0; word < labels.Length; word++) counts[of(word), labels[word]]++;
        return Nats.ToBits(JointTable.OfCounts(counts).Information);
    }

    [Fact]
    public void The_labels_have_the_counts_and_the_information_of_the_authors_file()
    {
        Assert.Equal(2118, labels.Sum());
        Assert.Equal(TwelveBitTask.Ones, labels.Sum());
        Assert.Equal(0.9991571, Nats.ToBits(TwelveBitTask.Information), 5e-8);
        Assert.Equal(0.51708984, labels.Average(), 5e-9);
        int[] ones = [.. Enumerable.Range(0, 13).Select(s => Enumerable.Range(0, 4096).Where(word => Weight(word) == s).Sum(word => labels[word]))];
        Assert.Equal([0, 0, 0, 0, 0, 60, 532, 732, 495, 220, 66, 12, 1], ones);
        Assert.Equal(0.6276412, Bits(Weight, 13), 5e-8);
    }

    [Fact]
    public void Every_bit_tells_the_same()
    {
        for (var bit = 0; bit < TwelveBitTask.Bits; bit++)
        {
            Assert.Equal(0.0339063, Bits(word => TwelveBitTask.Bit(word, bit), 2), 5e-8);
            Assert.Equal(1280, Enumerable.Range(0, 4096).Count(word => TwelveBitTask.Bit(word, bit) == 1 && labels[word] == 1));
        }
    }

    [Fact]
    public void Rows_count_in_binary_most_significant_bit_first()
    {
        var rows = TwelveBitTask.Rows();
        Assert.Equal((4096, 12, 2, true), (rows.Count, rows.Dimension, rows.Classes, rows.Exhaustive));
        Assert.Equal([0f, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0], rows.Inputs[(6 * 12)..(7 * 12)]);
        Assert.Equal(labels, rows.Labels);
        Assert.Equal(TwelveBitTask.Information, rows.EntropyOfY, 1e-15);
        Assert.Equal(4096, rows.Inputs.Chunk(12).Select(row => string.Concat(row)).Distinct().Count());
    }

    [Theory]
    [InlineData(-1), InlineData(4096)]
    public void There_are_no_other_words(int word) => Assert.Contains("0 to 4095", Assert.Throws<DomainException>(() => TwelveBitTask.Label(word)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nor_other_bits() => Assert.Contains("0 to 11", Assert.Throws<DomainException>(() => TwelveBitTask.Bit(0, 12)).Message, StringComparison.Ordinal);
}
