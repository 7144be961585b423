using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>A decoder's value is the log-likelihood that its network's output says, computed in double.</summary>
public sealed class DecoderTermTests
{
    private const int Latent = 3, Batch = 6, Samples = 2;

    private static readonly Variable target = Variable.Observed("T");

    private static float[,] Rows(int columns, Func<int, int, double> number)
    {
        var rows = new float[Batch, columns];
        for (var i = 0; i < Batch; i++)
            for (var j = 0; j < columns; j++) rows[i, j] = (float)number(i, j);
        return rows;
    }

    private static Observations Data(float[,] rows) => Observations.Of(Rows(1, (_, _) => 0), new int[Batch], 2).With(target, rows);

    /// <summary>The values of a linear decoder with drawn weights, and what it gives for sample s of example i.</summary>
    private static (double[] Values, Func<int, int, double[]> Output) Read(Term term, Observations data)
    {
        using var scope = NewDisposeScope();
        using var bench = new CodeBench(Numbers.Drawn([1, Batch, 2 * Latent], 4), Latent, Samples, EncoderNoise.OfInput(0.5), data, term);
        foreach (var name in new[] { "decoder.0.weight", "decoder.0.bias" }) bench.Parameter(name).copy_(Numbers.Drawn(bench.Parameter(name).shape, 6, 2));
        var (values, samples) = (Numbers.Of(bench.Terms[0].Forward()), Numbers.Of(bench.Latent.Sample.All));
        var (weight, bias) = (Numbers.Of(bench.Parameter("decoder.0.weight")), Numbers.Of(bench.Parameter("decoder.0.bias")));
        double[] Output(int s, int i) =>
            [.. bias.Select((b, j) => b + Enumerable.Range(0, Latent).Sum(k => samples[((s * Batch) + i) * Latent + k] * weight[k * bias.Length + j]))];
        return (values, Output);
    }

    private static void Holds((double[] Values, Func<int, int, double[]> Output) read, Func<int, double[], double> logLikelihood)
    {
        for (var i = 0; i < Batch; i++)
        {
            var each = Enumerable.Range(0, Samples).Select(s => logLikelihood(i, read.Output(s, i))).ToArray();
            Assert.Equal(each.Average(), read.Values[i], 64 * Numbers.Epsilon32 * (1 + each.Max(Math.Abs)));
        }
    }

    [Fact]
    public void A_Bernoulli_decoder_gives_the_probability_of_bits_and_the_mean_log_probability_of_intensities()
    {
        var rows = Rows(4, (i, j) => j < 2 ? (i + j) % 2 : (i + 1.0) / (Batch + j));
        Holds(Read(new BernoulliDecoderTerm(target, Variable.Z), Data(rows)),
            (i, logits) => logits.Select((l, j) => rows[i, j] * -double.LogP1(Math.Exp(-l)) + (1 - rows[i, j]) * -double.LogP1(Math.Exp(l))).Sum());
    }

    [Theory]
    [InlineData(0.2, 0.0)]
    [InlineData(0.0, 0.7)]
    [InlineData(0.1, 0.3)]
    public void Smoothing_and_a_confidence_penalty_move_the_gradient_alone(double smoothing, double penalty)
    {
        const int classes = 4;
        using var scope = NewDisposeScope();
        var data = Observations.Of(Rows(1, (_, _) => 0), [.. Enumerable.Range(0, Batch).Select(i => i % classes)]);
        CodeBench Bench(double smoothed, double penalised)
        {
            var bench = new CodeBench(Numbers.Drawn([1, Batch, 2 * Latent], 4), Latent, Samples, EncoderNoise.OfInput(0.5), data,
                new CategoricalDecoderTerm(classes, Variable.Y, Variable.Z) { Smoothing = smoothed, ConfidencePenalty = penalised });
            foreach (var name in new[] { "decoder.0.weight", "decoder.0.bias" }) bench.Parameter(name).copy_(Numbers.Drawn(bench.Parameter(name).shape, 6, 2));
            return bench;
        }
        using var plain = Bench(0, 0);
        using var bench = Bench(smoothing, penalty);
        Numbers.Same(plain.Terms[0].Forward(), bench.Terms[0].Forward());
        var upstream = Numbers.Drawn([1, Batch], 8);
        bench.Terms[0].Backward(upstream, reaches: true);

        // what training follows, in double, differentiated automatically
        Tensor Leaf(Tensor of) => of.to_type(ScalarType.Float64).detach().clone().requires_grad_();
        var (z, weight, bias) = (Leaf(bench.Latent.Sample.All), Leaf(bench.Parameter("decoder.0.weight")), Leaf(bench.Parameter("decoder.0.bias")));
        var log = (z.matmul(weight) + bias).log_softmax(-1).view(1, Samples, Batch, classes);
        var aim = bench.Pass.Observed(Variable.Y).All.to_type(ScalarType.Float64) * (1 - smoothing) + smoothing / classes;
        var entropy = -(log.exp() * log).sum(-1);
        var followed = ((log * aim.unsqueeze(1)).sum(-1) + entropy * penalty).mean([1]);
        var oracle = autograd.grad([(followed * upstream).sum()], [z, weight, bias]);
        foreach (var (expected, found) in oracle.Zip([bench.Latent.SampleGradient!.All, bench.Gradient("decoder.0.weight"), bench.Gradient("decoder.0.bias")]))
            Numbers.Near(expected, found, (_, e) => 64 * Batch * Numbers.Epsilon32 * (1 + Math.Abs(e)));
    }

    /// <summary>Where expectations are sums over states, the encoder too follows what training follows, and not what is reported.</summary>
    [Theory]
    [InlineData(0.2, 0.0)]
    [InlineData(0.0, 0.7)]
    [InlineData(0.1, 0.3)]
    public void They_move_the_gradient_of_states_too(double smoothing, double penalty)
    {
        const int classes = 4, states = 3;
        using var scope = NewDisposeScope();
        var data = Observations.Of(Rows(1, (_, _) => 0), [.. Enumerable.Range(0, Batch).Select(i => i % classes)]);
        using var bench = new CodeBench(Numbers.Drawn([1, Batch, states], 4), states, 1, EncoderNoise.Categorical(), data,
            new CategoricalDecoderTerm(classes, Variable.Y, Variable.Z) { Smoothing = smoothing, ConfidencePenalty = penalty });
        foreach (var name in new[] { "decoder.0.weight", "decoder.0.bias" }) bench.Parameter(name).copy_(Numbers.Drawn(bench.Parameter(name).shape, 6, 2));
        bench.Terms[0].Forward();
        var upstream = Numbers.Drawn([1, Batch], 8);
        bench.Terms[0].Backward(upstream, reaches: true);

        Tensor Leaf(Tensor of) => of.to_type(ScalarType.Float64).detach().clone().requires_grad_();
        var code = (CategoricalPass)bench.Code;
        var (probabilities, weight, bias) = (Leaf(code.Probabilities), Leaf(bench.Parameter("decoder.0.weight")), Leaf(bench.Parameter("decoder.0.bias")));
        var log = (weight + bias).log_softmax(-1).unsqueeze(2); // of unit vectors, [1,K,1,C]
        var aim = bench.Pass.Observed(Variable.Y).All.to_type(ScalarType.Float64) * (1 - smoothing) + smoothing / classes;
        var each = (log * aim.unsqueeze(1)).sum(-1) - (log.exp() * log).sum(-1) * penalty; // [1,K,B]
        var followed = (probabilities.transpose(1, 2) * each).sum(1);
        var oracle = autograd.grad([(followed * upstream).sum()], [probabilities, weight, bias]);
        foreach (var (expected, found) in oracle.Zip([code.ProbabilityGradient, bench.Gradient("decoder.0.weight"), bench.Gradient("decoder.0.bias")]))
            Numbers.Near(expected, found, (_, e) => 64 * Batch * Numbers.Epsilon32 * (1 + Math.Abs(e)));
    }

    [Fact]
    public void Smoothing_and_penalties_that_make_no_sense_are_refused_by_name()
    {
        Assert.Contains("Label smoothing of 1", Assert.Throws<DomainException>(() => new CategoricalDecoderTerm(3, Variable.Y, Variable.Z) { Smoothing = 1 }).Message);
        Assert.Contains("Label smoothing of -0.1", Assert.Throws<DomainException>(() => new CategoricalDecoderTerm(3, Variable.Y, Variable.Z) { Smoothing = -0.1 }).Message);
        Assert.Contains("The confidence penalty is -1", Assert.Throws<DomainException>(() => new CategoricalDecoderTerm(3, Variable.Y, Variable.Z) { ConfidencePenalty = -1 }).Message);
        var both = new CategoricalDecoderTerm(3, Variable.Y, Variable.Z) { Smoothing = 0.1, ConfidencePenalty = 0.5 };
        Assert.Equal("categorical decoder, 3 classes, labels smoothed by 0.1, confidence penalty 0.5", both.Method);
        Assert.NotEqual(both, both with { Smoothing = 0.2 });
        Assert.NotEqual(both, both with { ConfidencePenalty = 0 });
    }

    [Fact]
    public void Pixels_are_intensities_from_black_to_white()
    {
        byte[] pixels = [.. Enumerable.Range(0, Batch * 4).Select(i => (byte)(i * 255 / (Batch * 4 - 1)))];
        var images = new LabelledImages("images", pixels, [.. Enumerable.Range(0, Batch).Select(i => (byte)(i % 2))], 2, 2, 2);
        var ofImages = new BernoulliDecoderTerm(Variable.X, Variable.Z);
        Assert.True(Observations.Of(images)[Variable.X].Kind.IsPixels);
        using var model = new ObjectiveModel(Objective.Maximise(Formula.Of(ofImages)), new() { Encoder = new() { Hidden = [], Latent = Latent } }, v => Observations.Of(images)[v].Kind, CPU);
        using var pass = new ObjectivePass(model, Batch, 1, backward: false);
        model.Initialise();
        using var scope = NewDisposeScope();
        var data = Observations.Of(images)[Variable.X];
        data.Fill(data.Load(CPU)!, pass.Observed(Variable.X).Each[0]);
        pass.Encode();
        // codes of zero leave the bias alone: every pixel has the logit 1
        NamedTensors.Places(model.Parameters, "", model.Parameters.Values).Single(place => place.Name == "decoder.0.bias").Place.fill_(1);
        pass.Latent(Variable.Z).Sample.All.zero_();
        var values = Numbers.Of(pass.Terms[0].Forward());
        for (var i = 0; i < Batch; i++)
            Assert.Equal(pixels[(i * 4)..(i * 4 + 4)].Sum(p => p / 255.0) - 4 * double.LogP1(Math.E), values[i], 64 * Numbers.Epsilon32 * 4);
    }

    [Fact]
    public void A_Gaussian_decoder_with_a_variance_of_each_input_reads_its_deviation_from_the_network()
    {
        var rows = Rows(2, (i, j) => 0.3 * i - j);
        Holds(Read(new HeteroscedasticDecoderTerm(target, Variable.Z), Data(rows)), (i, output) => Enumerable.Range(0, 2).Sum(j =>
        {
            var log = 7 * Math.Tanh(output[2 + j] / 7);
            return -0.5 * Math.Pow((rows[i, j] - output[j]) / Math.Exp(log), 2) - log - 0.5 * Math.Log(2 * Math.PI);
        }));
    }

    [Fact]
    public void A_Bernoulli_decoder_refuses_what_is_no_intensity()
    {
        string Refused(Observations data) => Assert.Throws<DataException>(() =>
        {
            var objective = Objective.Maximise(Formula.Of(new BernoulliDecoderTerm(target, Variable.Z)));
            ObjectiveTraining.Train(objective, data, new() { Encoder = new() { Hidden = [], Latent = 1 }, Batch = 2, Steps = 1, Threads = 1 }).Dispose();
        }).Message;
        var mixed = Observations.Of(Rows(1, (i, _) => i), [.. Enumerable.Range(0, Batch).Select(i => i % 2)]);
        Assert.Contains("T from -0.5 to 1", Refused(mixed.With(target, Rows(1, (i, _) => i == 0 ? -0.5 : 1))));
        Assert.Contains("T from 0 to 5", Refused(mixed.With(target, Rows(1, (i, _) => i))));
    }
}
