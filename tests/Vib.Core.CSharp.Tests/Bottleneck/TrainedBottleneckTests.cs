using Xunit;

namespace Vib.Core.Tests;

public sealed class TrainedBottleneckTests(TrainedBottleneckTests.Model model) : IClassFixture<TrainedBottleneckTests.Model>
{
    private const int Count = 600; // more than a block of the evaluator
    private static readonly LabelledImages Test = DrawnDigits.Draw(Count, 2);
    private readonly TrainedBottleneck trained = model.Trained;

    public sealed class Model : IDisposable
    {
        internal TrainedBottleneck Trained { get; } = BottleneckTraining.Train(DrawnDigits.Draw(1000, 1), null,
            BottleneckOptions.Short(4) with { Hidden = [64], Latent = 8, Batch = 50, Replicates = 2, Threads = 1 });

        public void Dispose() => Trained.Dispose();
    }

    [Fact]
    public void Probabilities_sum_to_one_and_make_the_error_and_the_nll_of_the_evaluation()
    {
        var read = trained.Evaluate(Test);
        double error = 0, nll = 0, calibration = 0, brier = 0;
        for (var r = 0; r < 2; r++)
        {
            var probabilities = trained.Probabilities(Test, new() { Replicate = r });
            for (var i = 0; i < Count; i++)
            {
                Assert.Equal(1, Enumerable.Range(0, 10).Sum(c => probabilities[i, c]), 16 * Numbers.Epsilon32);
                nll -= Math.Log(probabilities[i, Test.Labels[i]]) / Count / 2;
            }
            var predictions = new Predictions(probabilities, Array.ConvertAll(Test.Labels, label => (int)label));
            Assert.Equal(read.ReplicateAveragedErrors[r], 1 - predictions.Accuracy, 1e-12);
            (error, calibration, brier) = (error + (1 - predictions.Accuracy) / 2, calibration + Calibration.Of(predictions).Error / 2, brier + BrierScore.Of(predictions).Total / 2);
        }
        Assert.Equal(read.AveragedError, error, 1e-12);
        Assert.Equal(read.AveragedNll, nll, 1e-12);
        Assert.Equal(read.CalibrationError, calibration, 1e-12);
        Assert.Equal(read.BrierScore, brier, 1e-12);
    }

    [Fact]
    public void Rates_and_the_dimensions_KL_both_make_the_rate_of_the_evaluation()
    {
        var read = trained.Evaluate(Test);
        for (var r = 0; r < 2; r++)
        {
            var options = new ReadingOptions { Replicate = r };
            // float sums over 8 dimensions against double sums of the same: below 64 roundings of the largest term
            Assert.Equal(read.Rate.ReplicateValues[r], trained.Rates(Test, options).Average(), 1e-12);
            Assert.Equal(read.Rate.ReplicateValues[r], trained.ActiveUnits(Test, options: options).MeanKl.Sum(), 64 * Numbers.Epsilon32 * read.Rate.ReplicateValues[r]);
        }
        Assert.Equal(8, trained.ActiveUnits(Test).MeanKl.Count);
        Assert.Equal(read.ActiveUnits, Enumerable.Range(0, 2).Average(r => trained.ActiveUnits(Test, options: new() { Replicate = r }).Count));
        Assert.Equal(0, trained.ActiveUnits(Test, threshold: 1e6).Count);
    }

    // −log mean_s q ≤ mean_s −log q, by Jensen, and not only on average; both are sums of twelve numbers, read in floats.
    [Fact]
    public void Averaging_probabilities_costs_no_image_anything()
    {
        using var noisy = BottleneckTraining.Train(DrawnDigits.Draw(500, 1), null, BottleneckOptions.Short(2) with { Hidden = [32], Latent = 4, SigmaOffset = 0, Batch = 50, Threads = 1 });
        var gains = Enumerable.Range(0, 200).Select(i =>
        {
            var read = noisy.Evaluate(new LabelledImages("one", Test.ImageAt(i).ToArray(), [Test.Labels[i]], 28, 28, 10));
            Assert.True(read.AveragedNll <= read.CrossEntropy + 8 * Numbers.Epsilon32 * (1 + read.CrossEntropy), $"image {i}: {read.AveragedNll} averaged, {read.CrossEntropy} by one");
            return read.CrossEntropy - read.AveragedNll;
        }).ToArray();
        Assert.True(gains.Max() > 0.01, "averaging changes nothing");
    }

    // Each image's rate is its own; where it lies in a block may move the last bits of a product.
    [Fact]
    public void Images_in_another_order_have_the_same_rates_in_that_order()
    {
        int[] order = [.. Enumerable.Range(0, Count).Select(i => i * 7 % Count)]; // 7 and 600 have no common factor
        var shuffled = new LabelledImages("shuffled", [.. order.SelectMany(i => Test.ImageAt(i).ToArray())], [.. order.Select(i => Test.Labels[i])], 28, 28, 10);
        var (rates, moved) = (trained.Rates(Test), trained.Rates(shuffled));
        Numbers.Near([.. order.Select(i => rates[i])], moved, (_, rate) => 256 * Numbers.Epsilon32 * rate);
        Assert.NotEqual(rates, moved);
    }

    // The labels say nothing here, so images of unknown classes can be read; and weights and seeds are those that are asked for.
    [Fact]
    public void What_is_read_depends_on_weights_and_seed_and_not_on_labels()
    {
        var unlabelled = new LabelledImages("unlabelled", Test.Pixels, new byte[Count], 28, 28, 1);
        Assert.Equal(trained.Rates(Test), trained.Rates(unlabelled));
        Assert.Equal(trained.Probabilities(Test), trained.Probabilities(unlabelled));
        Assert.NotEqual(trained.Probabilities(Test), trained.Probabilities(Test, new() { Seed = 2 }));
        Assert.NotEqual(trained.Probabilities(Test), trained.Probabilities(Test, new() { Samples = 1 }));
        Assert.NotEqual(trained.Rates(Test), trained.Rates(Test, new() { AveragedWeights = false }));
    }

    // Rates that say nothing have an area of ½ with a standard error of about √((1/n + 1/m)/12) = 0.0204; 4.4 of them: false-alarm rate 1e-5.
    [Fact]
    public void Noise_stands_out_by_its_rate_and_other_digits_do_not()
    {
        var allowed = 4.4 * Math.Sqrt((1.0 / Count + 1.0 / 300) / 12);
        var pixels = new byte[300 * 784];
        new Random(1).NextBytes(pixels);
        var noise = new LabelledImages("noise", pixels, new byte[300], 28, 28, 1);
        Assert.True(trained.OutOfDistribution(Test, noise).Value > 0.5 + allowed, $"AUROC of noise is {trained.OutOfDistribution(Test, noise)}.");
        Assert.Equal(0.5, trained.OutOfDistribution(Test, DrawnDigits.Draw(300, 3)).Value, allowed);
    }

    [Fact]
    public void Reading_leaves_no_tensor_behind() => LiveTensors.Stay(() =>
    {
        trained.Probabilities(Test);
        trained.Rates(Test);
        trained.ActiveUnits(Test);
    });

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var small = new LabelledImages("small", new byte[4 * 9], new byte[4], 3, 3, 10);
        Assert.Contains("784", Assert.Throws<ShapeException>(() => trained.Rates(small)).Message);
        Assert.Throws<DataException>(() => trained.Rates(Test.Take(0)));
        Assert.Contains("Replicate 2 of 2", Assert.Throws<DomainException>(() => trained.Rates(Test, new() { Replicate = 2 })).Message);
        Assert.Contains("samples", Assert.Throws<DomainException>(() => trained.Probabilities(Test, new() { Samples = 0 })).Message);
        Assert.Contains("threshold", Assert.Throws<DomainException>(() => trained.ActiveUnits(Test, threshold: -1)).Message);
    }
}
