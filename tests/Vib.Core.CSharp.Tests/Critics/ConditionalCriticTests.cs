using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Fitted conditional densities against their definitions in double precision, with automatic differentiation.</summary>
public sealed class ConditionalCriticTests
{
    private const double Tolerance = 1e-5, Clear = 3e-6; // as in CriticTests

    internal static readonly Dictionary<string, CriticOptions> All = new()
    {
        ["Gaussian"] = new GaussianConditional { Hidden = [9, 7] },
        ["Gaussian, narrow bound"] = new GaussianConditional { Hidden = [9], LogVarianceBound = 0.7 },
        ["logistic"] = new LogisticConditional { Hidden = [9, 7] },
        ["logistic, narrow bound"] = new LogisticConditional { Hidden = [9], LogScaleBound = 0.4 },
        ["categorical"] = new CategoricalConditional { Hidden = [9, 7] },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string, int, int, int> Cases =>
        [.. from name in All.Keys from size in ((int, int, int)[])[(1, 2, 3), (3, 6, 2), (1, 16, 5), (2, 17, 2), (1, 33, 130)] select (name, size.Item1, size.Item2, size.Item3)];

    [Fact]
    public void They_are_densities_and_not_exact() =>
        Assert.All(All.Values.Append(new SeparableCritic()), critic => Assert.Equal((critic is not SeparableCritic, false), (critic.IsDensity, critic.IsExact)));

    /// <summary>Numbers in (−2, 2), or one-hot rows.</summary>
    internal static Tensor Points(bool classes, int seed, params long[] shape)
    {
        if (!classes) return Numbers.Drawn(shape, seed, 2);
        var random = new SplitMix64(seed, 0, 0);
        var (rows, columns) = (shape[..^1].Aggregate(1L, (a, b) => a * b), (int)shape[^1]);
        var values = new float[rows * columns];
        for (var row = 0; row < rows; row++) values[row * columns + (int)random.Between(0, columns)] = 1;
        return tensor(values, shape);
    }

    /// <summary>log q(y_j|x_i) [B,B] as the formulas have it, from the network's output [B,..].</summary>
    private static Tensor Definition(CriticOptions options, Tensor output, Tensor y)
    {
        if (options is CategoricalConditional) return (y.unsqueeze(0) * (output.softmax(-1).log()).unsqueeze(1)).sum(-1);
        var d = y.shape[^1];
        var (location, free) = (output.narrow(1, 0, d).unsqueeze(1), output.narrow(1, d, d).unsqueeze(1)); // [B,1,dy]
        if (options is GaussianConditional gaussian)
        {
            var logVariance = (free / gaussian.LogVarianceBound).tanh() * gaussian.LogVarianceBound;
            return (((y.unsqueeze(0) - location).square() / logVariance.exp() + logVariance + Math.Log(2 * Math.PI)) * -0.5).sum(-1);
        }
        var bound = ((LogisticConditional)options).LogScaleBound;
        var logScale = (free / bound).tanh() * bound;
        var z = (y.unsqueeze(0) - location) / logScale.exp();
        return (z.neg() - (z.neg().exp() + 1).log() * 2 - logScale).sum(-1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_and_gradients_are_those_of_the_definition(string name, int replicates, int batch, int dimension)
    {
        using var scope = NewDisposeScope();
        var options = All[name];
        using var critic = options.Create(3, dimension, replicates, CPU, 1);
        PlainNetwork.Fill(critic.Parameters, 1);
        CriticPass[] passes = [critic.Pass(batch, backward: true), .. critic is LocationCritic location ? [location.PassByTensors(batch, backward: true)] : (CriticPass[])[]];
        using var upstream = new Matrices(Numbers.Drawn([replicates, batch, batch], 77));
        var y = Points(options is CategoricalConditional, 5, replicates, batch, dimension);
        Tensor x;
        (PlainNetwork Plain, Tensor Output)[] reference;
        var seed = 1;
        do
        {
            x = Numbers.Drawn([replicates, batch, 3], seed++);
            reference = [.. Enumerable.Range(0, replicates).Select(r =>
            {
                var plain = new PlainNetwork(critic.Parameters, r);
                return (plain, plain.Forward(x.select(0, r).to_type(ScalarType.Float64), "q."));
            })];
        } while (reference.Any(r => r.Plain.ClosestToKink < Clear) && seed < 200);
        Assert.True(seed < 200, "no batch keeps clear of the kinks");
        (Tensor Scores, Tensor Gradient)[] expected = [.. reference.Select((oracle, r) =>
        {
            var scores = Definition(options, oracle.Output, y.select(0, r).to_type(ScalarType.Float64));
            return (scores.detach(), autograd.grad([scores], [oracle.Plain.Flat], [upstream.Each[r].to_type(ScalarType.Float64)])[0]);
        })];
        foreach (var pass in passes)
        {
            pass.X.All.copy_(x);
            pass.Y.All.copy_(y);
            pass.Forward();
            pass.ScoresGradient!.All.copy_(upstream.All);
            pass.Backward();
            for (var r = 0; r < replicates; r++)
            {
                var (scores, gradient) = expected[r];
                Numbers.Near(scores, pass.Scores.Each[r], Tolerance * Numbers.Largest(scores));
                Numbers.Near(gradient, critic.Parameters.Gradients.select(0, r), 2 * Tolerance * Numbers.Largest(gradient));
            }
            pass.Dispose();
        }
    }

    /// <summary>A network that gives these μ and t whatever x is.</summary>
    private static void Constant(Critic critic, float location, float free)
    {
        var (d, last) = (critic.YDimension, critic.Parameters.Layout.Slots.Last(slot => slot.FanIn == 0));
        critic.Parameters.Values.zero_();
        critic.Parameters.Values.narrow(1, last.Offset, d).fill_(location);
        critic.Parameters.Values.narrow(1, last.Offset + d, d).fill_(free);
    }

    // ∫ q(y|x) dy = 1: a grid of 2 048 points as a batch; the midpoint rule is exact to rounding for densities so smooth and grids so fine and wide. At the bound, too.
    [Theory]
    [InlineData("Gaussian", 0.3f, 0f, 12)]
    [InlineData("Gaussian", -2f, 1.5f, 40)]
    [InlineData("Gaussian", 1f, -9f, 4)]
    [InlineData("Gaussian, narrow bound", 0f, -100f, 12)]
    [InlineData("logistic", 0.3f, 0f, 40)]
    [InlineData("logistic", -1f, 0.7f, 60)]
    [InlineData("logistic, narrow bound", 0f, 100f, 60)]
    public void A_density_integrates_to_one(string name, float location, float free, double reach)
    {
        using var scope = NewDisposeScope();
        const int points = 2048;
        using var critic = All[name].Create(1, 1, 1, CPU, 1);
        Constant(critic, location, free);
        using var pass = critic.Pass(points, backward: false);
        pass.Y.All.copy_(((arange(points, ScalarType.Float64) + 0.5) * (2 * reach / points) - reach).view(1, points, 1));
        pass.Forward();
        Assert.Equal(1, pass.Scores.Each[0].select(0, 7).to_type(ScalarType.Float64).exp().sum().item<double>() * 2 * reach / points, 2e-5);
    }

    [Fact]
    public void Probabilities_of_the_classes_sum_to_one()
    {
        using var scope = NewDisposeScope();
        using var critic = All["categorical"].Create(3, 7, 2, CPU, 1);
        using var pass = critic.Pass(7, backward: false);
        pass.X.All.copy_(Numbers.Drawn([2, 7, 3], 1, 3));
        pass.Y.All.copy_(eye(7));
        pass.Forward();
        Numbers.Near(zeros([2, 7]), pass.Scores.All.logsumexp(-1), 1e-6);
    }

    // y around 1 at distances of σ = e^{−4}: the terms of an expanded square are (y/σ)² ~ 3 000, whose roundings are 2 × 10⁻⁴; of differences the roundings are those of z² ~ 1.
    [Theory]
    [InlineData("Gaussian", -12.18f)] // 10 tanh(t/10) = −8.39: σ = e^{−4.2}
    [InlineData("logistic", -6.09f)]
    public void A_narrow_density_costs_no_digits(string name, float free)
    {
        using var scope = NewDisposeScope();
        const int batch = 64, d = 20;
        using var critic = All[name].Create(1, d, 1, CPU, 1);
        Constant(critic, 1, free);
        using var pass = critic.Pass(batch, backward: false);
        pass.Y.All.copy_(Numbers.Drawn([1, batch, d], 3, 0.03) + 1);
        pass.Forward();
        var output = cat([ones([batch, d], ScalarType.Float64), full([batch, d], free, ScalarType.Float64)], 1);
        var exact = Definition(All[name], output, pass.Y.Each[0].to_type(ScalarType.Float64));
        Numbers.Near(exact, pass.Scores.Each[0], 64 * Numbers.Epsilon32 * (d + Numbers.Largest(exact)));
        if (name != "Gaussian") return;
        var (single, variance) = (pass.Y.Each[0], (float)Math.Exp(10 * Math.Tanh(free / 10)));
        var expanded = single.square().sum(-1) / variance - single.sum(-1) * (2 / variance) + d / variance;
        var squares = (single.to_type(ScalarType.Float64) - 1).square().sum(-1) / variance;
        Assert.True(Numbers.Largest(expanded.to_type(ScalarType.Float64) - squares) > 1e-3); // what is avoided
    }

    [Theory]
    [InlineData("Gaussian")]
    [InlineData("logistic")]
    public void Points_far_out_have_finite_scores_and_gradients(string name)
    {
        using var scope = NewDisposeScope();
        using var critic = All[name].Create(1, 2, 1, CPU, 1);
        Constant(critic, 0, -50); // at the bound
        using var pass = critic.Pass(5, backward: true);
        pass.Y.All.copy_(Numbers.Drawn([1, 5, 2], 1, 1e6));
        pass.Forward();
        pass.ScoresGradient!.All.copy_(Numbers.Drawn([1, 5, 5], 2));
        pass.Backward();
        Assert.True(pass.Scores.All.isfinite().all().item<bool>());
        Assert.True(critic.Parameters.Gradients.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_bits_do_not_depend_on_who_computes_them(string name)
    {
        using var scope = NewDisposeScope();
        const int replicates = 3, batch = 37;
        using var crew = new Crew(3);
        Tensor All(Crew? with, bool oneByOne)
        {
            using var critic = ConditionalCriticTests.All[name].Create(3, 4, replicates, CPU, 1);
            using var pass = critic.Pass(batch, backward: true, with);
            pass.X.All.copy_(Numbers.Drawn([replicates, batch, 3], 1));
            pass.Y.All.copy_(Points(name == "categorical", 2, replicates, batch, 4));
            pass.ScoresGradient!.All.copy_(Numbers.Drawn([replicates, batch, batch], 3));
            void Both(int? replicate)
            {
                pass.Forward(replicate);
                pass.Backward(replicate);
            }
            if (!oneByOne) Both(null);
            else if (with is null) for (var r = 0; r < replicates; r++) Both(r);
            else with.Run(replicates, r => Both(r));
            return cat([critic.Parameters.Gradients, pass.Scores.All.view(replicates, -1)], 1);
        }
        var alone = All(null, oneByOne: false);
        Assert.True(Numbers.Largest(alone) > 0);
        Numbers.Same(alone, All(null, oneByOne: true));
        Numbers.Same(alone, All(crew, oneByOne: false));
        Numbers.Same(alone, All(crew, oneByOne: true));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Passes_make_no_tensors_and_read_the_same_and_a_critic_frees_what_it_made(string name)
    {
        using var scope = NewDisposeScope();
        LiveTensors.Stay(() =>
        {
            using var critic = All[name].Create(3, 4, 2, CPU, 1);
            using var pass = critic.Pass(21, backward: true);
            using var reading = critic.Pass(21, backward: false);
            using var inner = NewDisposeScope();
            foreach (var p in (CriticPass[])[pass, reading])
            {
                p.X.All.copy_(Numbers.Drawn([2, 21, 3], 1));
                p.Y.All.copy_(Points(name == "categorical", 2, 2, 21, 4));
                LiveTensors.Stay(() => p.Forward());
            }
            Numbers.Same(pass.Scores.All, reading.Scores.All);
            LiveTensors.Stay(() => pass.Backward(1));
        });
    }

    [Fact]
    public void Bounds_and_dimensions_that_make_no_sense_are_refused()
    {
        string Refused(CriticOptions options, int y = 2)
        {
            var came = "";
            LiveTensors.Stay(() => came = Assert.Throws<DomainException>(() => options.Create(1, y, 1, CPU, 1)).Message);
            return came;
        }
        foreach (var bound in (double[])[0, -1, 40.5, double.NaN])
            Assert.Contains(FormattableString.Invariant($"The bound of the log-variance is {bound}"), Refused(new GaussianConditional { LogVarianceBound = bound }));
        foreach (var bound in (double[])[0, 20.5])
            Assert.Contains("a positive number of at most 20", Refused(new LogisticConditional { LogScaleBound = bound }));
        Assert.Contains("at least two columns", Refused(new CategoricalConditional(), 1));
        foreach (var options in All.Values)
        {
            Assert.Contains("The dimension of Y is 0", Refused(options, 0));
            Assert.Contains("at least one width", Refused(((LayeredCriticOptions)options).WithHidden([])));
        }
    }

    [Fact]
    public void Classes_that_are_not_one_hot_are_refused()
    {
        using var scope = NewDisposeScope();
        foreach (var rows in (float[][])[[1, 0, 1, 1], [1, 0, 0, 0], [0.5f, 0.5f, 0, 1], [float.NaN, 0, 0, 1]])
        {
            using var critic = new CategoricalConditional { Hidden = [4] }.Create(1, 2, 1, CPU, 1);
            using var pass = critic.Pass(2, backward: false);
            pass.Y.All.copy_(tensor(rows, [1, 2, 2]));
            Assert.Contains("one-hot rows", Assert.Throws<DomainException>(pass.Examine).Message);
        }
    }

    // KL(p ‖ q) = E log p(y|x)/q(y|x) over 60 000 fresh pairs, the same for both; p is in the family, and what training leaves is to be within a hundredth of a nat.
    // That E −log p is h(Y|X) checks the pairs: 4 standard errors, 6 × 10⁻⁵ false alarms for a seed not chosen beforehand, and so for KL ≥ 0.
    [Theory]
    [InlineData(1, 0.9)]
    [InlineData(3, 0.6)]
    public void Maximum_likelihood_reaches_the_conditional_entropy(int dimension, double correlation)
    {
        using var scope = NewDisposeScope();
        const int batch = 128, steps = 1200, fresh = 60_000;
        var truth = new CorrelatedGaussian(dimension, correlation);
        using var critic = new GaussianConditional { Hidden = [24], Companion = new GaussianDensity() }.Create(dimension, dimension, 1, CPU, 1);
        using var pass = critic.Pass(batch, backward: true);
        using var adam = new Adam(new() { LearningRate = 5e-3, Schedule = Schedule.Staircase(0.5, steps / 8) }, critic.Parameters);
        using var generator = new Generator(1);
        pass.ScoresGradient!.Each[0].copy_(eye(batch) * (1.0 / batch));
        pass.Companion!.OutputGradient.All.fill_(1.0 / batch);
        for (var step = 0; step < steps; step++)
        {
            truth.Draw(pass.X.Each[0], pass.Y.Each[0], generator);
            pass.Forward();
            pass.Backward();
            adam.Step(uphill: true);
        }
        using var reading = critic.Pass(100, backward: false);
        var (given, exact, marginal) = (new List<double>(), new List<double>(), new List<double>());
        var variance = 1 - correlation * correlation;
        for (var b = 0; b < fresh / 100; b++)
        {
            using var inner = NewDisposeScope();
            truth.Draw(reading.X.Each[0], reading.Y.Each[0], generator);
            reading.Forward();
            given.AddRange(Numbers.Of(reading.Scores.Each[0].diagonal()));
            marginal.AddRange(Numbers.Of(reading.Companion!.Output.All));
            exact.AddRange(Numbers.Of(((reading.Y.Each[0] - reading.X.Each[0] * correlation).square() * (-0.5 / variance)).sum(-1) - dimension * 0.5 * Math.Log(2 * Math.PI * variance)));
        }
        var entropy = 0.5 * dimension * Math.Log(2 * Math.PI * Math.E * variance);
        var (mean, error) = Numbers.Mean(exact);
        Assert.Equal(-entropy, mean, 4 * error);
        var (divergence, divergenceError) = Numbers.Mean([.. exact.Zip(given, (p, q) => p - q)]);
        Assert.InRange(divergence, -4 * divergenceError, 0.01 + 4 * divergenceError);
        var (log, logError) = Numbers.Mean(marginal);
        Assert.Equal(-0.5 * dimension * Math.Log(2 * Math.PI * Math.E), log, 0.01 + 4 * logError); // the companion's E log q(y) is −h(Y)
    }
}
