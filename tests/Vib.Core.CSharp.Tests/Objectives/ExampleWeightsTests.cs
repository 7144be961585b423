using Xunit;

namespace Vib.Core.Tests;

/// <summary>A row of weight k is k rows, and weights under which a bound would be on no side are refused.</summary>
public sealed class ExampleWeightsTests
{
    private const int Rows = 60;

    private static readonly Variable weights = Variable.Observed("W");

    private static readonly Formula decoder = Formula.Of(new CategoricalDecoderTerm(3, Variable.Y, Variable.Z) { Smoothing = 0.1 }), numbers = Formula.Of(new GaussianDecoderTerm(Variable.X, Variable.Z)),
        rate = Formula.Of(CategoricalRateTerm.Learned(Variable.Z, Variable.X));

    /// <summary>States, so that nothing is drawn and the two readings differ by rounding alone.</summary>
    private static readonly ObjectiveOptions options = new()
    {
        Encoder = new() { Hidden = [8], Latent = 4, Noise = EncoderNoise.Categorical() }, Batch = 20, Steps = 60, Threads = 1, Optimiser = new() { LearningRate = 0.02 },
    };

    private static Objective Of(Func<Formula, Formula> weigh) =>
        Objective.Maximise(weigh(decoder) + 0.1 * weigh(numbers) - weigh(rate).Times(Weight.Sweep([0.1, 0.4]))).AtMost(weigh(rate), 0.7);

    private static (float[,] X, int[] Labels) Drawn()
    {
        var random = new Random(1);
        var (x, labels) = (new float[Rows, 2], new int[Rows]);
        for (var i = 0; i < Rows; i++)
        {
            labels[i] = random.Next(3);
            for (var j = 0; j < 2; j++) x[i, j] = 10 + labels[i] * (j - 1) + (float)random.NextDouble();
        }
        return (x, labels);
    }

    /// <summary>Weights 0, 1, 2, 0, 1, 2, …, which are of mean 1; and each row as often as its weight says.</summary>
    private static (Observations Weighed, Observations Repeated) Both()
    {
        var (x, labels) = Drawn();
        var each = new float[Rows, 1];
        for (var i = 0; i < Rows; i++) each[i, 0] = i % 3;
        int[] places = [.. Enumerable.Range(0, Rows).SelectMany(i => Enumerable.Repeat(i, i % 3))];
        var repeated = new float[Rows, 2];
        for (var k = 0; k < Rows; k++) (repeated[k, 0], repeated[k, 1]) = (x[places[k], 0], x[places[k], 1]);
        return (Observations.Of(x, labels, 3).With(weights, each).Standardised(), Observations.Of(repeated, [.. places.Select(place => labels[place])], 3));
    }

    // A sweep, a constraint, smoothed labels, states, numbers in their own units, and a warm start that carries the weights over.
    [Fact]
    public void A_row_of_weight_k_is_k_rows()
    {
        var (weighed, repeated) = Both();
        using var model = ObjectiveTraining.Train(Of(formula => formula.WeighedBy(weights)), weighed, options);
        using var plain = ObjectiveTraining.TrainFrom(model, Of(formula => formula), repeated, options with { Steps = 1, Optimiser = new() { LearningRate = 1e-30 } });
        var (found, expected) = (model.Evaluate(weighed, averagedWeights: false), plain.Evaluate(repeated, averagedWeights: false));
        Assert.Equal(expected.Terms.Count, found.Terms.Count);
        for (var t = 0; t < found.Terms.Count; t++)
            for (var r = 0; r < 2; r++) Assert.Equal(expected.Terms[t].ReplicateValues[r], found.Terms[t].ReplicateValues[r], 1e-5);
        Assert.Equal(expected.Value.Value, found.Value.Value, 1e-5);
        Assert.True(found.Terms[0].Value > 0.2, $"{found.Terms[0]}: nothing was learned");
    }

    // Weights that go with what they weigh, and a decoder far from 0: Σ w v/n would swing with the weights, which every sample has of mean 1. The variance of 600 values is off by 5.8 % in one standard deviation
    // (√(2/599)), the mean square error by less, and the quotient of means by O(1/n): 25 % is a false alarm in 60 000.
    [Fact]
    public void The_error_of_weighed_terms_and_of_their_sum_is_their_spread_over_samples()
    {
        const int samples = 600, rows = 150;
        var objective = Objective.Maximise(numbers.WeighedBy(weights) - rate.Times(Weight.Of(0.5)));
        using var model = ObjectiveTraining.Train(objective, Sample(new(0), rows), options with { Steps = 1 });
        var random = new Random(1);
        var read = Enumerable.Range(0, samples).Select(_ => model.Evaluate(Sample(random, rows))).ToArray();
        foreach (var of in (Func<ObjectiveEvaluation, Estimate>[])[e => e.Terms[0], e => e.Terms[1], e => e.Value])
        {
            var values = read.Select(e => of(e).Value).ToArray();
            var (mean, error) = Moments.Mean(values);
            var ratio = error * error * samples / read.Average(e => of(e).StandardError * of(e).StandardError);
            Assert.True(ratio is > 0.75 and < 1.25, $"{of(read[0]).Quantity}: the variance over samples is {ratio:0.00} of the errors' mean square, at a mean of {mean}");
        }
        Assert.All(read, e => Assert.True(Math.Abs(e.Terms[0].Value) > 10 * e.Terms[0].StandardError)); // far from 0
    }

    private static Observations Sample(Random random, int rows)
    {
        var (x, each) = (new float[rows, 2], new float[rows, 1]);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        for (var i = 0; i < rows; i++)
        {
            var own = Normal();
            (x[i, 0], x[i, 1], each[i, 0]) = ((float)(6 + own), (float)Normal(), (float)Math.Exp(0.5 * own));
        }
        var mean = Enumerable.Range(0, rows).Average(i => (double)each[i, 0]);
        for (var i = 0; i < rows; i++) each[i, 0] = (float)(each[i, 0] / mean);
        return Observations.Of(x).With(weights, each);
    }

    [Fact]
    public void Weights_that_leave_no_side_are_refused_in_training_and_evaluation()
    {
        var (x, labels) = Drawn();
        var objective = Of(formula => formula.WeighedBy(weights));
        using var model = ObjectiveTraining.Train(objective, Both().Weighed, options with { Steps = 1 });
        void Refused(Observations data, string said)
        {
            Assert.Contains(said, Assert.Throws<DataException>(() => ObjectiveTraining.Train(objective, data, options).Dispose()).Message);
            if (data.Variables.Contains(weights)) Assert.ThrowsAny<VibException>(() => model.Evaluate(data));
        }
        var data = Observations.Of(x, labels, 3);
        float[,] All(int columns, float value)
        {
            var all = new float[Rows, columns];
            for (var k = 0; k < all.Length; k++) all[k / columns, k % columns] = value;
            return all;
        }
        var negative = All(1, 1);
        (negative[3, 0], negative[4, 0]) = (-1, 3);
        Refused(data.With(weights, All(2, 1)), "W of 2 numbers as weights");
        Refused(data.With(weights, labels), "W in 3 classes as weights");
        Refused(data.With(weights, negative), "A weight of -1 in row 3");
        Refused(data.With(weights, All(1, 2)), "Weights W of mean 2");
        Refused(data.With(weights, All(1, 0)), "Weights W of mean 0");
        Refused(data, "W, which the data");
    }
}
