using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The conditional entropy bottleneck, min I(X;Z|Y) − γ I(Y;Z), where everything is known: a scalar Gaussian pair  (Fischer 2020, arXiv:2002.05379).</summary>
public sealed class ConditionalEntropyBottleneckTests
{
    private const double Square = 0.7; // ρ²

    private static readonly Formula residual = Formula.Of(RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y)), decoder = Formula.Of(new GaussianDecoderTerm(Variable.Y, Variable.Z)),
        rate = Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X));

    private static readonly double[] gammas = [0.1, 1, 1.5, 4];

    [Fact]
    public void It_is_the_information_bottleneck_of_one_over_one_and_gamma_and_its_residual_bound_is_the_tighter_one()
    {
        var truth = new CorrelatedGaussian(1, Math.Sqrt(Square));
        var data = Observations.Of(truth);
        var options = new ObjectiveOptions
        {
            Encoder = new() { Hidden = [], Latent = 1, Noise = EncoderNoise.Fixed(1) }, Batch = 256, Steps = 3000, FreshPairs = 50_000, EvaluationSamples = 4, Threads = 1,
            Optimiser = new() { LearningRate = 0.03, Beta1 = 0.5, Schedule = Schedule.Staircase(0.3, 1000), AverageDecay = 0.99 },
        };
        // The residual comes up from 0, so that no code is given up before the decoder reads it; the rate is only watched.
        using var model = ObjectiveTraining.Train(Objective.Minimise(residual.Times(Weight.Of(1, Ramp.WarmUp(500))) - decoder.Times(Weight.Sweep(gammas)) + 0 * rate), data, options);
        var found = model.Evaluate(data);
        var (exact, codes) = (GaussianBottleneck.Of(truth), Observations.Of(truth.Sample(4000, 3)));
        for (var i = 0; i < gammas.Length; i++)
        {
            var (above, below, whole) = (found.Terms[0].ReplicateValues[i], found.Terms[1].ReplicateValues[i], found.Terms[2].ReplicateValues[i]);
            // five standard errors, and 0.01 for the training
            var allowed = 0.01 + 5 * (found.TermErrors[0][i] + found.TermErrors[1][i]);
            var best = exact.Optimum(1 / (1 + gammas[i]));
            Assert.Equal(best.Rate - best.Information, above, allowed);
            Assert.Equal(best.Information, below, allowed);
            Assert.Equal((1 + gammas[i]) * best.Lagrangian, above - gammas[i] * below, (1 + gammas[i]) * allowed);
            if (best.Rate == 0) continue; // the code has collapsed
            // Both are above I(X;Z|Y), which the encoder's own slope and noise give: z = a x + s ε, Var(x|y) = 1 − ρ². At the best b the first has no gap; the second has that of a prior that no one asked to fit.
            var (means, deviations) = model.Encode(codes, replicate: i);
            var slope = Slope(codes, means);
            var conditional = 0.5 * Math.Log(1 + slope * slope * (1 - Square) / (deviations[0, 0] * deviations[0, 0]));
            Assert.Equal(conditional, above, allowed);
            Assert.True(whole - below > above + 5 * (found.TermErrors[0][i] + found.TermErrors[1][i] + found.TermErrors[2][i]), $"γ = {gammas[i]}: rate {whole} − {below}, residual {above}");
        }
        Assert.True(found.Terms[0].ReplicateValues[0] < 0.01, "γ = 0.1 is below what any code is worth, and the code forgets all");
    }

    /// <summary>∂μ/∂x of a linear encoder.</summary>
    private static double Slope(Observations rows, float[,] means)
    {
        var x = ((NumberColumn)rows[Variable.X]).Values;
        var (low, high) = (Array.IndexOf(x, x.Min()), Array.IndexOf(x, x.Max()));
        return (means[high, 0] - means[low, 0]) / ((double)x[high] - x[low]);
    }

    [Fact]
    public void The_residual_of_every_example_is_at_least_nothing_whatever_the_parameters()
    {
        const int batch = 64;
        var random = new Random(4);
        foreach (var noise in (EncoderNoise[])[EncoderNoise.OfInput(0.5), EncoderNoise.FullCovariance(0.5), EncoderNoise.Learned(0.7), EncoderNoise.Categorical()])
        {
            using var scope = NewDisposeScope();
            var width = noise switch { EncoderNoise.InputNoise => 4, EncoderNoise.FullNoise => 5, _ => 2 };
            var labels = Observations.Of(new float[batch, 1], [.. Enumerable.Range(0, batch).Select(i => i % 3)]);
            Term[] terms = noise is EncoderNoise.StatesNoise ? [CategoricalRateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y)]
                : [RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y), RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y, unitVariance: true)];
            using var bench = new CodeBench(Numbers.Drawn([1, batch, width], 4, 2), 2, 1, noise, labels, terms);
            for (var turn = 0; turn < 20; turn++)
            {
                for (var t = 0; t < terms.Length; t++)
                    foreach (var part in (string[])["weight", "bias"])
                    {
                        var place = bench.Parameter($"backward encoder{(t == 0 ? "" : $".{t}")}.0.{part}");
                        place.copy_(Numbers.Drawn(place.shape, random.Next(), 2));
                    }
                foreach (var term in bench.Terms)
                {
                    var values = Numbers.Of(term.Forward());
                    Assert.All(values, value => Assert.True(value >= -1e-5, $"{value}"));
                    Assert.True(values.Average() > 0.01);
                }
            }
        }
    }
}
