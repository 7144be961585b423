using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Terms of categorical codes are the sums over states that their formulas say, computed in double; the relaxation draws what it says, and evaluation does not know of it.</summary>
public sealed class CategoricalCodeTests
{
    private const int States = 4, Batch = 6, Classes = 3;

    private static readonly Variable target = Variable.Observed("T");

    private static readonly Observations data = Observations.Of(Rows(1, (_, _) => 0), [0, 1, 2, 1, 1, 0], Classes).With(target, Rows(2, (i, j) => (i + 1.0) / (Batch + j)));

    private static float[,] Rows(int columns, Func<int, int, double> number)
    {
        var rows = new float[Batch, columns];
        for (var i = 0; i < Batch; i++)
            for (var j = 0; j < columns; j++) rows[i, j] = (float)number(i, j);
        return rows;
    }

    private static CodeBench Bench(params Term[] terms) => new(Numbers.Drawn([1, Batch, States], 4, 2), States, 1, EncoderNoise.Categorical(), data, terms);

    private static double[] LogSoftmax(ReadOnlySpan<double> logits)
    {
        var total = 0.0;
        foreach (var logit in logits) total += Math.Exp(logit);
        var result = logits.ToArray();
        for (var c = 0; c < result.Length; c++) result[c] -= Math.Log(total);
        return result;
    }

    /// <summary>log e(k|x_i).</summary>
    private static double[][] Codes(CodeBench bench)
    {
        var logits = Numbers.Of(bench.Output);
        return [.. Enumerable.Range(0, Batch).Select(i => LogSoftmax(logits.AsSpan(i * States, States)))];
    }

    private static double[] Drawn(CodeBench bench, string name, long seed)
    {
        var place = bench.Parameter(name);
        place.copy_(Numbers.Drawn(place.shape, seed));
        return Numbers.Of(place);
    }

    private static void Holds(double[] found, Func<int, double[]> summands)
    {
        for (var i = 0; i < Batch; i++)
        {
            var each = summands(i);
            Assert.Equal(each.Sum(), found[i], 64 * Numbers.Epsilon32 * (1 + each.Sum(Math.Abs)));
        }
    }

    public static TheoryData<DecoderTerm> Decoders => [new CategoricalDecoderTerm(Classes, Variable.Y, Variable.Z), new GaussianDecoderTerm(target, Variable.Z), new BernoulliDecoderTerm(target, Variable.Z)];

    [Theory]
    [MemberData(nameof(Decoders), DisableDiscoveryEnumeration = true)]
    public void A_decoder_s_term_is_the_sum_over_all_states(DecoderTerm term)
    {
        using var scope = NewDisposeScope();
        using var bench = Bench(term);
        var (weight, bias) = (Drawn(bench, "decoder.0.weight", 6), Drawn(bench, "decoder.0.bias", 7));
        var deviations = term is GaussianDecoderTerm ? Drawn(bench, "decoder.log deviation", 8) : [];
        var (codes, width) = (Codes(bench), bias.Length);
        double LogLikelihood(int i, int k)
        {
            var output = bias.Select((b, j) => b + weight[k * width + j]).ToArray(); // of the state's unit vector
            var (labels, numbers) = (new[] { 0, 1, 2, 1, 1, 0 }, Enumerable.Range(0, 2).Select(j => (double)(float)((i + 1.0) / (Batch + j))).ToArray());
            return term switch
            {
                CategoricalDecoderTerm => LogSoftmax(output)[labels[i]],
                GaussianDecoderTerm => numbers.Select((y, j) => -0.5 * (Math.Pow((y - output[j]) / Math.Exp(deviations[j]), 2) + Math.Log(2 * Math.PI)) - deviations[j]).Sum(),
                _ => numbers.Select((y, j) => y * -double.LogP1(Math.Exp(-output[j])) - (1 - y) * double.LogP1(Math.Exp(output[j]))).Sum(),
            };
        }
        Holds(Numbers.Of(bench.Terms[0].Forward()), i => [.. codes[i].Select((log, k) => Math.Exp(log) * LogLikelihood(i, k))]);
        if (bench.Terms[0] is not IClassifier classifier) return;
        var found = Numbers.Of(classifier.Probabilities);
        for (var i = 0; i < Batch; i++)
            for (var c = 0; c < Classes; c++)
            {
                var expected = codes[i].Select((log, k) => Math.Exp(log + LogSoftmax([.. bias.Select((b, j) => b + weight[k * width + j])])[c])).Sum();
                Assert.Equal(expected, found[i * Classes + c], 16 * Numbers.Epsilon32);
            }
    }

    [Fact]
    public void Rates_and_entropies_are_what_their_formulas_say_in_double()
    {
        using var scope = NewDisposeScope();
        using var bench = Bench(CategoricalRateTerm.Uniform(Variable.Z, Variable.X), CategoricalRateTerm.Learned(Variable.Z, Variable.X), CategoricalRateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y),
            CodeEntropyTerm.Bounded(Variable.Z, Variable.X), CodeEntropyTerm.OfBatch(Variable.Z, Variable.X));
        var (codes, labels) = (Codes(bench), new[] { 0, 1, 2, 1, 1, 0 });
        var (learned, bounded) = (LogSoftmax(Drawn(bench, "prior.1.logits", 1)), LogSoftmax(Drawn(bench, "prior.3.logits", 2)));
        var (weight, bias) = (Drawn(bench, "backward encoder.2.0.weight", 3), Drawn(bench, "backward encoder.2.0.bias", 4));
        double[] Given(int y) => LogSoftmax([.. bias.Select((b, k) => b + weight[y * States + k])]);
        double[] Values(int term) => Numbers.Of(bench.Terms[term].Forward());
        double[] Sum(int i, Func<int, double> of) => [.. codes[i].Select((log, k) => Math.Exp(log) * of(k))];
        Holds(Values(0), i => Sum(i, k => codes[i][k] + Math.Log(States)));
        Holds(Values(1), i => Sum(i, k => codes[i][k] - learned[k]));
        Holds(Values(2), i => Sum(i, k => codes[i][k] - Given(labels[i])[k]));
        Holds(Values(3), i => Sum(i, k => -bounded[k]));
        double[] mean = [.. Enumerable.Range(0, States).Select(k => codes.Average(log => Math.Exp(log[k])))];
        var entropy = mean.Sum(m => -m * Math.Log(m));
        Assert.Equal(entropy, Assert.Single(Values(4)), 8 * Numbers.Epsilon32);
        // over all rows at once, in shares of each example
        ((IPooled)bench.Terms[4]).Mean = tensor(mean, [1, States]);
        Assert.Equal(entropy, Values(4).Average(), 8 * Numbers.Epsilon32);
        Assert.True(Values(3).Average() >= entropy); // Gibbs: the bound is above for every prior
    }

    [Fact]
    public void A_state_that_no_code_has_costs_nothing_and_pulls_at_nothing()
    {
        using var scope = NewDisposeScope();
        var output = zeros([1, Batch, States]);
        output.narrow(2, 0, 1).fill_(-200); // e⁻²⁰⁰ is 0 in single precision
        using var bench = new CodeBench(output, States, 1, EncoderNoise.Categorical(), data, CodeEntropyTerm.OfBatch(Variable.Z, Variable.X), CategoricalRateTerm.Uniform(Variable.Z, Variable.X));
        Assert.Equal(Math.Log(States - 1), Numbers.Of(bench.Terms[0].Forward())[0], 4 * Numbers.Epsilon32);
        Assert.Equal(Math.Log(States) - Math.Log(States - 1), Numbers.Of(bench.Terms[1].Forward())[0], 4 * Numbers.Epsilon32);
        foreach (var term in bench.Terms) term.Backward(ones([1, 1]), reaches: true);
        bench.Code.Backward();
        Assert.All(Numbers.Of(bench.BiasGradient), slope => Assert.True(Math.Abs(slope) < 1e-6)); // the other three are at their maximum, alike
    }

    [Fact]
    public void A_relaxed_sample_has_each_state_for_its_largest_as_often_as_the_encoder_says()
    {
        using var scope = NewDisposeScope();
        const int draws = 20_000;
        foreach (var straight in (bool[])[false, true])
        {
            using var bench = new CodeBench(Numbers.Drawn([1, 1, States], 4, 1.5), States, draws, EncoderNoise.Categorical(new() { Start = 0.3, StraightThrough = straight }), CategoricalRateTerm.Uniform(Variable.Z, Variable.X));
            var samples = bench.Code.Sample.All;
            Assert.Equal(draws, samples.shape[1]);
            Assert.True(Numbers.Largest(samples.sum(-1) - 1) < 1e-6);
            Assert.Equal(straight, Numbers.Of(samples).All(number => number is 0 or 1));
            var (counts, expected) = (new double[States], Numbers.Of(bench.Code.Mean));
            foreach (var state in Numbers.Of(samples.argmax(-1))) counts[(int)state]++;
            // χ² of three degrees of freedom is above 24.3 once in 50 000
            Assert.True(counts.Select((count, k) => Math.Pow(count - draws * expected[k], 2) / (draws * expected[k])).Sum() < 24.3);
        }
    }

    [Fact]
    public void Temperatures_go_from_one_end_to_the_other_by_the_same_ratio()
    {
        var relaxation = new GumbelSoftmax { Start = 2, End = 0.5, Steps = 100 };
        Assert.Equal((2, 1, 0.5, 0.5), (relaxation.At(0), Math.Round(relaxation.At(50), 12), relaxation.At(100), relaxation.At(1000)));
        Assert.Throws<DomainException>(() => EncoderNoise.Categorical(new() { End = 0 }));
        Assert.Throws<DomainException>(() => EncoderNoise.Categorical(new() { Steps = 0 }));
    }

    [Fact]
    public void Evaluation_sums_over_states_whatever_the_training_did()
    {
        var random = new Random(3);
        var x = new float[200, 3];
        for (var i = 0; i < 600; i++) x[i / 3, i % 3] = (float)(2 * random.NextDouble() - 1);
        var rows = Observations.Of(x, [.. Enumerable.Range(0, 200).Select(i => x[i, 0] + x[i, 1] > 0 ? 1 : 0)]);
        var objective = Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(2, Variable.Y, Variable.Z)) - 0.1 * Formula.Of(CategoricalRateTerm.Learned(Variable.Z, Variable.X)));
        foreach (var straight in (bool[])[false, true])
        {
            var options = new ObjectiveOptions
            {
                Encoder = new() { Hidden = [], Latent = States, Noise = EncoderNoise.Categorical(new() { StraightThrough = straight, Steps = 100 }) }, Batch = 50, Steps = 400, TrainingSamples = 4, Threads = 1,
                Optimiser = new() { LearningRate = 0.02 },
            };
            using var model = ObjectiveTraining.Train(objective, rows, options);
            var first = model.Evaluate(rows, samples: 1, seed: 1);
            Assert.Equal(first.Terms.Select(term => term.Value), model.Evaluate(rows, samples: 7, seed: 2).Terms.Select(term => term.Value)); // nothing is drawn
            Assert.True(first.Terms[0].Value > 0.3 && first.Error < 0.1, $"{first}");
            Assert.True(first.Terms[0].Value <= first.Terms[1].Value, $"{first}"); // data processing, on the rows themselves
            // the codes that come out are the distribution and the deviation of each state's number
            var (means, deviations) = model.Encode(rows);
            for (var i = 0; i < 200; i++)
            {
                Assert.Equal(1, Enumerable.Range(0, States).Sum(k => (double)means[i, k]), 1e-5);
                for (var k = 0; k < States; k++) Assert.Equal(means[i, k] * (1 - means[i, k]), deviations[i, k] * deviations[i, k], 1e-6);
            }
        }
    }

    [Fact]
    public void What_asks_for_another_sort_of_code_is_refused()
    {
        var rows = Observations.Of(Rows(3, (i, j) => i - j), [0, 1, 2, 1, 1, 0]);
        string Refused(Formula formula, EncoderNoise noise) => Assert.Throws<DomainException>(() => ObjectiveTraining.Train(Objective.Maximise(formula.Trusted(Side.Lower, "a test")), rows,
            new() { Encoder = new() { Hidden = [], Latent = 2, Noise = noise }, Batch = 4, Steps = 1, Threads = 1 }).Dispose()).Message;
        foreach (var term in (Term[])[RateTerm.StandardNormal(Variable.Z, Variable.X), RateTerm.Learned(Variable.Z, Variable.X), RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y),
            MixtureRateTerm.Learned(Variable.Z, Variable.X, 2), MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 2), new PairwiseRateTerm(Variable.Z, Variable.X, true), new BhattacharyyaRateTerm(Variable.Z, Variable.X),
            new ConsistentClassifierTerm(Variable.Y, Variable.Z), new CatGenTerm(Variable.Y, Variable.Z), new ContrastiveTerm(Variable.Z, Variable.X, new InfoNce(), new SeparableCritic())])
            Assert.Contains("of Z, whose encoder is categorical", Refused(Formula.Of(term), EncoderNoise.Categorical()));
        foreach (var term in (Term[])[CategoricalRateTerm.Uniform(Variable.Z, Variable.X), CodeEntropyTerm.Bounded(Variable.Z, Variable.X), CodeEntropyTerm.OfBatch(Variable.Z, Variable.X)])
            Assert.Contains("of Z, whose encoder is Gaussian", Refused(Formula.Of(term), EncoderNoise.OfInput(5)));
        var categorical = new Encoder { Noise = EncoderNoise.Categorical() };
        Assert.Contains("a categorical encoder", Assert.Throws<DomainException>(() => categorical.WithOffset(1)).Message);
        Assert.Contains("relaxation", Assert.Throws<DomainException>(() => new Encoder().WithRelaxation(new())).Message);
        Assert.Contains("states", Assert.Throws<DomainException>(() => ObjectiveTraining.Train(Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(3, Variable.Y, Variable.Z))), rows,
            new() { Encoder = categorical with { Latent = 1 }, Batch = 4, Steps = 1 })).Message);
    }
}
