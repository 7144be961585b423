using Xunit;

namespace Vib.Core.Tests;

public sealed class LabelMixingTests
{
    /// <summary>Three classes of 2×2 images: 5, 1 and 3 of them, all different.</summary>
    internal static readonly LabelledImages Squares = Of([0, 0, 1, 2, 0, 2, 0, 0, 2]);

    private static LabelledImages Of(byte[] labels, int classes = 3) =>
        new("squares", [.. Enumerable.Range(0, labels.Length * 4).Select(i => (byte)(i * 7))], labels, 2, 2, classes);

    /// <summary>Σ p log p/(q r) over the table of the two classes.</summary>
    internal static double ByTable(int m, double mixing)
    {
        var sum = 0.0;
        for (var a = 0; a < m; a++)
            for (var b = 0; b < m; b++)
            {
                var p = ((a == b ? 1 - mixing : 0) + mixing / m) / m;
                if (p > 0) sum += p * Math.Log(p * m * m);
            }
        return sum;
    }

    [Theory]
    [InlineData(0.0), InlineData(0.25), InlineData(1.0)]
    public void The_information_is_that_of_the_table_of_classes(double mixing) =>
        Assert.Equal(ByTable(3, mixing), new LabelMixing(Squares, mixing).Information, 1e-14);

    [Fact]
    public void The_mixing_is_found_from_the_information()
    {
        foreach (var nats in (double[])[0, 1e-3, 0.5, 1, Math.Log(3)]) Assert.Equal(nats, LabelMixing.WithInformation(Squares, nats).Information, 1e-12);
    }

    /// <summary>30 000 pairs: shares of a class within 4.5 binomial standard errors, 13 of them: a false alarm in 10⁴ seeds.</summary>
    [Fact]
    public void Classes_are_drawn_evenly_and_images_within_them_and_agree_as_often_as_the_mixing_says()
    {
        const int n = 30_000;
        var pairs = new LabelMixing(Squares, 0.3).Sample(n, 1);
        int Image(float[] values, int i) => (int)Math.Round(values[4 * i] * 255) / 28; // the first pixel is 28 i
        void Near(double share, int count) => Assert.Equal(share, count / (double)n, 4.5 * Math.Sqrt(share * (1 - share) / n));
        var (of, other) = (Enumerable.Range(0, n).Select(i => Image(pairs.X, i)).ToArray(), Enumerable.Range(0, n).Select(i => Image(pairs.Y, i)).ToArray());
        var labels = Squares.Labels;
        for (var c = 0; c < 3; c++) Near(1.0 / 3, other.Count(image => labels[image] == c));
        for (var image = 0; image < labels.Length; image++) Near(1.0 / 3 / labels.Count(label => label == labels[image]), of.Count(drawn => drawn == image));
        Near(0.7 + 0.1, of.Zip(other).Count(pair => labels[pair.First] == labels[pair.Second]));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<DomainException>(() => new LabelMixing(Squares, 1.1));
        Assert.Throws<DomainException>(() => LabelMixing.WithInformation(Squares, -0.1));
        Assert.Contains("log 3", Assert.Throws<DomainException>(() => LabelMixing.WithInformation(Squares, 1.2)).Message, StringComparison.Ordinal);
        Assert.Contains("class 3", Assert.Throws<DataException>(() => new LabelMixing(Of([0, 1, 2], 4), 0.1)).Message, StringComparison.Ordinal);
        var copies = new LabelledImages("copies", [1, 2, 1, 2], [0, 1], 1, 2, 2);
        Assert.Contains("same pixels", Assert.Throws<DataException>(() => new LabelMixing(copies, 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_is_none_of_the_set_has_no_ratio()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var (strange, known) = (TorchSharp.torch.full([1, 4], 0.5f), TorchSharp.torch.tensor([0f, 7f / 255, 14f / 255, 21f / 255], [1, 4]));
        var truth = new LabelMixing(Squares, 0.3);
        Assert.True(double.IsNaN(Numbers.Of(truth.LogRatio(strange, known))[0]));
        Assert.Equal(Math.Log(3 * 0.8), Numbers.Of(truth.LogRatio(known, known))[0], 1e-6);
    }
}
