using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>A backward encoder in a decoder's place: CEB's consistent classifier, and its contrastive form.</summary>
public sealed class BackwardEncoderTests
{
    private const int Latent = 2, Batch = 9, Classes = 3, Samples = 2;

    private static readonly ConsistentClassifierTerm consistent = new(Variable.Y, Variable.Z);
    private static readonly CatGenTerm catGen = new(Variable.Y, Variable.Z);
    private static readonly RateTerm rate = RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y);
    private static readonly int[] labels = [.. Enumerable.Range(0, Batch).Select(i => (i * i + 1) % Classes)];

    private static CodeBench Bench(params Term[] terms) =>
        new(Numbers.Drawn([1, Batch, 2 * Latent], 4), Latent, Samples, EncoderNoise.OfInput(0.5), Observations.Of(new float[Batch, 1], labels), terms);

    private static void Draw(CodeBench bench, params string[] names)
    {
        foreach (var name in names) bench.Parameter(name).copy_(Numbers.Drawn(bench.Parameter(name).shape, name.Length));
    }

    [Fact]
    public void A_consistent_classifier_is_Bayes_rule_and_CatGen_the_contrast_with_the_batch()
    {
        using var scope = NewDisposeScope();
        foreach (var term in (Term[])[consistent, catGen])
        {
            using var bench = Bench(term);
            Draw(bench, "backward encoder.0.weight", "backward encoder.0.bias");
            if (term == consistent) Draw(bench, "backward encoder.logits");
            var logits = term == consistent ? Numbers.Of(bench.Parameter("backward encoder.logits")) : new double[Classes];
            var (weight, bias) = (Numbers.Of(bench.Parameter("backward encoder.0.weight")), Numbers.Of(bench.Parameter("backward encoder.0.bias")));
            var (values, samples) = (Numbers.Of(bench.Terms[0].Forward()), Numbers.Of(bench.Latent.Sample.All));
            double LogDensity(int s, int i, int y) => Enumerable.Range(0, Latent).Sum(k =>
            {
                double At(int place) => weight[y * 2 * Latent + place] + bias[place];
                return -0.5 * Math.Pow((samples[(s * Batch + i) * Latent + k] - At(k)) / Math.Exp(At(Latent + k)), 2) - At(Latent + k);
            });
            var all = from s in Enumerable.Range(0, Samples)
                      from i in Enumerable.Range(0, Batch)
                      let others = term == consistent ? Enumerable.Range(0, Classes) : labels
                      let sum = others.Sum(y => Math.Exp(logits[y] + LogDensity(s, i, y)))
                      select (Example: i, Value: logits[labels[i]] + LogDensity(s, i, labels[i]) - Math.Log(sum) + (term == catGen ? Math.Log(Batch) : 0));
            double[] expected = term == consistent ? [.. all.GroupBy(each => each.Example).Select(each => each.Average(e => e.Value))] : [all.Average(each => each.Value)];
            Numbers.Near(expected, values, (_, e) => 1e-5 * (1 + Math.Abs(e))); // densities of samples that are floats: 1e-7 each, times slopes of at most 50
        }
    }

    [Fact]
    public void The_classifier_and_its_rate_have_one_backward_encoder()
    {
        string[] Slots(params Term[] terms)
        {
            using var bench = Bench(terms);
            return [.. bench.Model.Parameters.Layout.Slots.Select(slot => slot.Name).Where(name => !name.StartsWith("encoder"))];
        }
        string[] network = ["backward encoder.0.weight", "backward encoder.0.bias"];
        Assert.Equal(network, Slots(rate));
        Assert.Equal(network, Slots(catGen, rate)); // the rate comes first where another shares with it
        Assert.Equal([.. network, "backward encoder.1.logits"], Slots(consistent, rate));
        Assert.Equal([.. network, "backward encoder.logits"], Slots(consistent));
        Assert.Equal(5, Slots(rate, RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y, unitVariance: true), consistent).Length);

        using var scope = NewDisposeScope();
        using var together = Bench(consistent, rate);
        var (classifier, divergence) = (together.Terms[1], together.Terms[0]);
        var before = (Numbers.Of(classifier.Forward()), Numbers.Of(divergence.Forward()));
        Draw(together, network);
        Assert.NotEqual(before.Item1, Numbers.Of(classifier.Forward()));
        Assert.NotEqual(before.Item2, Numbers.Of(divergence.Forward()));
    }

    [Fact]
    public void The_classifier_is_tight_where_the_backward_encoder_is_the_truth_and_below_where_it_is_not()
    {
        // Two classes on a line, z given y is N(±1, 1): the code of class y has mean ±1 and deviation 1.
        const int rows = 20_000;
        var information = Information(1);
        using var scope = NewDisposeScope();
        int[] classes = [.. Enumerable.Range(0, rows).Select(i => i % 2)];
        using var means = tensor([.. classes.Select(y => y == 0 ? -1f : 1f)], [1, rows, 1]);
        using var bench = new CodeBench(means, 1, 1, EncoderNoise.Fixed(1), Observations.Of(new float[rows, 1], classes), consistent);
        (double Mean, double Error) Value(double mean, double logDeviation)
        {
            bench.Parameter("backward encoder.0.weight").copy_(tensor([(float)-mean, (float)logDeviation, (float)mean, (float)logDeviation], [1, 2, 2]));
            var (average, error) = Numbers.Mean(Numbers.Of(bench.Terms[0].Forward()));
            return (Math.Log(2) + average, error);
        }
        // four standard errors: a false alarm in 16 000 seeds
        var (tight, width) = Value(1, 0);
        Assert.InRange(tight, information - 4 * width, information + 4 * width);
        Assert.True(width < 0.01);
        foreach (var (mean, log) in ((double, double)[])[(0.2, 0), (3, 0), (1, 1), (-0.5, 0)])
        {
            var (value, error) = Value(mean, log);
            Assert.True(value < information - 4 * error, $"{value} at {mean}, {log}: not below {information}");
        }
    }

    /// <summary>ln 2 less the mean entropy of the class given z, z ~ N(±m, 1), by the trapezium rule.</summary>
    private static double Information(double m)
    {
        const int points = 4000;
        double sum = 0;
        for (var i = 0; i <= points; i++)
        {
            var z = -12 + 24.0 * i / points + m; // given the class of mean m
            sum += Math.Exp(-0.5 * (z - m) * (z - m)) / Math.Sqrt(2 * Math.PI) * -double.LogP1(Math.Exp(-2 * m * z));
        }
        return Math.Log(2) + sum * 24 / points;
    }

    [Fact]
    public void CatGen_reaches_the_logarithm_of_the_batch_and_never_passes_it()
    {
        var rows = new float[Batch, 1];
        for (var i = 0; i < Batch; i++) rows[i, 0] = i;
        var target = Variable.Observed("T");
        using var scope = NewDisposeScope();
        using var bench = new CodeBench(arange(0, Batch, 1, ScalarType.Float32).view(1, Batch, 1) * 30, 1, 1, EncoderNoise.Fixed(1), Observations.Of(rows, labels).With(target, rows), new CatGenTerm(target, Variable.Z));
        Assert.True(bench.Terms[0].Forward().item<float>() < Math.Log(Batch));
        bench.Parameter("backward encoder.0.weight").copy_(tensor([30f, 0f], [1, 1, 2])); // b(z|y) = N(30 y, 1), as the code is
        Assert.Equal(Math.Log(Batch), bench.Terms[0].Forward().item<float>(), 4 * Numbers.Epsilon32 * Math.Log(Batch));
    }
}
