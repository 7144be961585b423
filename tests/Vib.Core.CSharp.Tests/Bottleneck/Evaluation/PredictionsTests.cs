using Xunit;

namespace Vib.Core.Tests;

public sealed class PredictionsTests
{
    [Fact]
    public void The_largest_probability_decides_and_the_first_of_equal_ones()
    {
        var predictions = new Predictions(new[,] { { 0.2, 0.5, 0.3 }, { 0.4, 0.4, 0.2 }, { 0.1, 0.2, 0.7 } }, [1, 1, 2]);
        Assert.Equal([0.5, 0.4, 0.7], predictions.Confidences);
        Assert.Equal([true, false, true], predictions.Hits);
        Assert.Equal("predictions of 3 examples, 3 classes, accuracy 0.6667", predictions.ToString());
    }

    [Fact]
    public void Single_precision_is_enough() => Assert.Equal(1, new Predictions(new double[,] { { 0.3f, 0.7f } }, [1]).Accuracy);

    public static TheoryData<double[,], int[], string> Bad => new()
    {
        { new[,] { { 0.5, 0.5 }, { 0.5, 0.6 } }, [0, 0], "Probabilities that sum to 1.1 at row 1" },
        { new[,] { { 1.5, -0.5 } }, [0], "A probability of -0.5 at row 0, class 1" },
        { new[,] { { double.NaN, 1 } }, [0], "A probability of NaN at row 0, class 0" },
        { new[,] { { 0.5, 0.5 } }, [2], "A label of 2 at row 0" },
        { new[,] { { 0.5, 0.5 } }, [-1], "A label of -1 at row 0" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_row_that_makes_no_sense_is_named(double[,] probabilities, int[] labels, string came) =>
        Assert.StartsWith(came, Assert.Throws<DataException>(() => new Predictions(probabilities, labels)).Came);

    [Fact]
    public void Shapes_that_do_not_belong_together_are_refused()
    {
        Assert.Throws<ShapeException>(() => new Predictions(new double[0, 2], []));
        Assert.Throws<ShapeException>(() => new Predictions(new[,] { { 1.0 } }, [0]));
        Assert.Equal("Probabilities of shape [1,2] and 2 labels", Assert.Throws<ShapeException>(() => new Predictions(new[,] { { 0.5, 0.5 } }, [0, 1])).Came);
    }
}
