using Xunit;

namespace Vib.Core.Tests;

public sealed class ClassifiedRowsTests
{
    [Fact]
    public void A_split_has_every_row_once_and_keeps_labels_with_rows()
    {
        var all = TwelveBitTask.Rows();
        var (first, second) = all.Split(0.8, 3);
        Assert.Equal((3277, 819), (first.Count, second.Count));
        Assert.False(first.Exhaustive);
        static int Word(ClassifiedRows rows, int i) => rows.Inputs.Skip(i * 12).Take(12).Aggregate(0, (word, bit) => 2 * word + (int)bit);
        var words = new[] { first, second }.SelectMany(part => Enumerable.Range(0, part.Count).Select(i => (Word: Word(part, i), Label: part.Labels[i]))).OrderBy(row => row.Word).ToArray();
        Assert.Equal(Enumerable.Range(0, 4096).Select(word => (word, TwelveBitTask.Label(word))), words);
        Assert.Equal(first.Inputs, all.Split(0.8, 3).First.Inputs);
        Assert.NotEqual(first.Inputs, all.Split(0.8, 4).First.Inputs);
    }

    [Fact]
    public void Images_are_rows_of_scaled_pixels()
    {
        var rows = ClassifiedRows.Of(new LabelledImages("two", [0, 255, 51, 102], [1, 0], 1, 2, 2), mean: 0.2, deviation: 0.5);
        Assert.Equal([-0.4f, 1.6f, 0f, 0.4f], rows.Inputs);
        Assert.Equal((1, 2, 2, 2), (rows.Height, rows.Width, rows.Dimension, rows.Count));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("5 numbers of 2 columns for 3 labels", Assert.Throws<ShapeException>(() => new ClassifiedRows("a", new float[5], 2, [0, 1, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("NaN at row 1, column 0", Assert.Throws<DataException>(() => new ClassifiedRows("a", [0, 0, float.NaN, 1], 2, [0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("Label 2 at row 1", Assert.Throws<DataException>(() => new ClassifiedRows("a", [0, 1], 1, [0, 2], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("Label -1 at row 0", Assert.Throws<DataException>(() => new ClassifiedRows("a", [0, 1], 1, [-1, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => new ClassifiedRows("a", [0, 1], 1, [0, 0], 1));
        Assert.Throws<DomainException>(() => TwelveBitTask.Rows().Split(1, 1));
        Assert.Throws<DomainException>(() => TwelveBitTask.Rows().At([4096]));
        Assert.Throws<DomainException>(() => ClassifiedRows.Of(DrawnDigits.Draw(10, 1), deviation: 0));
    }
}
