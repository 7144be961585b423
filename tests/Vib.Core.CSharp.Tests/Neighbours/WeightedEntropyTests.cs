using Xunit;

namespace Vib.Core.Tests;

public sealed class WeightedEntropyTests
{
    public static TheoryData<int, int, int[], double[], double> Table => new()
    {
        { 4, 5, [1, 2, 3, 5], [1.313472, 0.563475, 0.000978, -0.877925], 2.8 },
        { 5, 5, [1, 2, 3, 4, 5], [1.540590, 0.669625, 0.059949, -0.427792, -0.842371], 3.7 },
        { 8, 5, [1, 2, 3, 4, 5], [9.854137, -7.669105, -7.229967, -1.205032, 7.249967], 262 },
        { 8, 9, [1, 2, 3, 4, 5, 6, 7, 9], [6.2262, -0.885751, -2.749382, -2.856435, -2.136746, -0.960343, 0.49251, 3.869947], 76 },
        { 10, 20, [2, 4, 6, 8, 10, 12, 14, 16, 18, 20], [9.648171, -1.023806, -4.104181, -4.654561, -4.019091, -2.733453, -1.058266, 0.863329, 2.946013, 5.135846], 193 },
    };

    [Theory, MemberData(nameof(Table))]
    public void Weights_are_those_of_the_table(int dimension, int k, int[] support, double[] expected, double squares)
    {
        var weights = WeightedEntropy.Weights(dimension, k);
        Numbers.Near(expected, [.. support.Select(j => weights[j - 1])], (_, _) => 1e-6);
        Assert.Equal(support, Enumerable.Range(1, k).Where(j => weights[j - 1] != 0));
        Assert.InRange(weights.Sum(w => w * w) / squares, 0.98, 1.02); // the table gives two or three digits
    }

    [Theory]
    [InlineData(4, 30), InlineData(9, 60), InlineData(16, 200), InlineData(24, 400)]
    public void Weights_meet_every_condition_and_lie_in_the_span_of_them(int dimension, int k)
    {
        var weights = WeightedEntropy.Weights(dimension, k);
        Assert.Equal(1, weights.Sum(), 1e-9);
        for (var l = 1; l <= dimension / 4; l++)
        {
            var terms = weights.Select((w, i) => w * Math.Exp(GammaFunction.Log(i + 1 + 2.0 * l / dimension) - GammaFunction.Log(i + 1))).ToArray();
            Assert.InRange(terms.Sum(), -1e-9 * terms.Max(Math.Abs), 1e-9 * terms.Max(Math.Abs));
        }
    }

    [Fact]
    public void In_few_dimensions_the_farthest_neighbour_has_all_the_weight()
    {
        Assert.Equal([0, 0, 0, 1], WeightedEntropy.Weights(3, 4));
        var samples = Draws.Normal(300, 2, 1);
        Assert.Equal(KozachenkoLeonenko.Estimate(samples, new() { K = 7 }).Value, WeightedEntropy.Estimate(samples, new() { K = 7 }).Value);
    }

    [Fact]
    public void The_value_is_the_weighted_sum_of_what_each_neighbour_says()
    {
        var samples = Draws.Normal(400, 5, 1);
        var weights = WeightedEntropy.Weights(5, 8);
        var expected = Enumerable.Range(1, 8).Sum(k => weights[k - 1] * KozachenkoLeonenko.Estimate(samples, new() { K = k }).Value);
        var estimate = WeightedEntropy.Estimate(samples, new() { K = 8 });
        Assert.Equal(expected, estimate.Value, 1e-10);
        Assert.Contains("Σw²", estimate.Bound, StringComparison.Ordinal);
        Assert.Empty(estimate.Diagnoses);
    }

    [Fact]
    public void A_Gaussian_in_four_dimensions_has_its_entropy() =>
        Draws.Hold(4 * CorrelatedGaussian.NormalEntropy(1), [.. Enumerable.Range(1, 10).Select(seed => WeightedEntropy.Estimate(Draws.Normal(2000, 4, seed), new() { K = 5 }))]);

    [Fact]
    public void Information_has_the_three_entropies_error_in_common_and_is_the_same_after_linear_maps()
    {
        var truth = new CorrelatedGaussian(1, 0.8);
        Draws.Hold(truth.Information, [.. Enumerable.Range(1, 10).Select(seed => WeightedEntropy.Information(truth.Sample(2000, seed), new() { K = 5 }))]);
        var pairs = new CorrelatedGaussian(2, 0.6).Sample(500, 1);
        var mapped = new Pairs([.. pairs.X.Chunk(2).SelectMany(x => new[] { 4 * x[0], x[0] + x[1] / 2 })], 2, pairs.Y, 2);
        Assert.Equal(WeightedEntropy.Information(pairs).Value, WeightedEntropy.Information(mapped).Value, 1e-4); // single precision rounds what is mapped
    }

    [Fact]
    public void Weights_that_explode_are_told_of_and_too_few_neighbours_refused()
    {
        var estimate = WeightedEntropy.Estimate(Draws.Normal(200, 8, 1), new() { K = 5 });
        Assert.Contains("Σ w² = 262", Assert.Single(estimate.Diagnoses).Sentence, StringComparison.Ordinal);
        Assert.Contains("at least 3", Assert.Throws<DomainException>(() => WeightedEntropy.Weights(8, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<DomainException>(() => WeightedEntropy.Weights(0, 2));
        Assert.Contains(WeightedEntropy.Information(new CorrelatedGaussian(4, 0.5).Sample(200, 1), new() { K = 5 }).Diagnoses, one => one.Kind == DiagnosisKind.ExplodingWeights);
    }

    /// <summary>x = ±1 + z by class, 40 draws of 300: the mean is that of the entropies class by class, and the error their spread to within 40 %, four standard errors of a deviation of 40.</summary>
    [Fact]
    public void Information_about_a_class_has_the_error_of_the_pairs()
    {
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? 7 : -2)];
        var (values, errors) = (new List<double>(), new List<double>());
        for (var seed = 1; seed <= 40; seed++)
        {
            var samples = Draws.Normal(300, 2, seed);
            for (var i = 0; i < 300; i++) samples[i, 0] += labels[i] > 0 ? 1 : -1;
            var estimate = WeightedEntropy.OfLabel(Rows.Of(samples, "x"), labels, new() { K = 5, Threads = 1 });
            values.Add(estimate.Value);
            errors.Add(estimate.StandardError);
            if (seed > 1) continue;
            double Of(Func<int, bool> chosen) => WeightedEntropy.Estimate(Rows.Of(samples, "x").At([.. Enumerable.Range(0, 300).Where(chosen)]).ToArray(), new() { K = 5 }).Value;
            Assert.Equal(Of(_ => true) - Of(i => labels[i] > 0) / 3 - Of(i => labels[i] < 0) * 2 / 3, estimate.Value, 1e-12);
        }
        var mean = values.Average();
        var spread = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        Assert.InRange(errors.Average() / spread, 0.6, 1.6);
    }
}
