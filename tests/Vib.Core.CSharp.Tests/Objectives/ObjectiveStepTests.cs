using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The step of an objective: the same by the operators that a GPU would run, on any number of threads, and without garbage where it is by hand.</summary>
public sealed class ObjectiveStepTests
{
    // Eight steps of Adam of 10⁻³ each, from the same weights, batches and noise, with an ε of 10⁻²: a gradient that is nothing but rounding, 10⁻⁶ and less, as of a bias that cancels, then moves a weight by 10⁻⁷,
    // one that is lost or doubled by 10⁻³.
    private const double Rounding = 2e-5, Epsilon = 1e-2;
    private const int Steps = 8;

    private static readonly Term classes = new CategoricalDecoderTerm(3, Variable.Y, Variable.Z), rate = RateTerm.StandardNormal(Variable.Z, Variable.X);

    public static TheoryData<string, Formula> Formulas => ObjectiveGradientTests.Formulas;

    public static TheoryData<string, Formula> CategoricalFormulas => ObjectiveGradientTests.CategoricalFormulas;

    [Theory]
    [MemberData(nameof(Formulas), DisableDiscoveryEnumeration = true)]
    public void By_the_operators_of_a_device_it_is_the_same(string name, Formula formula)
    {
        var replicates = formula.Parts.Max(part => part.Weight.Values.Count);
        foreach (var samples in (int[])[1, 3]) Same(name, Objective.Maximise(formula), Options(EncoderNoise.OfInput(0.5), samples) with { Replicates = replicates });
    }

    [Theory]
    [MemberData(nameof(CategoricalFormulas), DisableDiscoveryEnumeration = true)]
    public void Of_states_too(string name, Formula formula)
    {
        Same(name, Objective.Maximise(formula), Options(EncoderNoise.Categorical(), 1));
        if (formula.Parts.All(part => part.Weight.Values.Count == 1)) Same(name, Objective.Maximise(formula), Options(EncoderNoise.Categorical(new GumbelSoftmax { Steps = 4 }), 2));
    }

    [Fact]
    public void With_other_noise_weights_that_change_and_constraints_too()
    {
        var ramped = Formula.Of(classes) - Formula.Of(rate).Times(Weight.Of(0.3, Ramp.WarmUp(5)));
        foreach (var noise in (EncoderNoise[])[EncoderNoise.Learned(0.7), EncoderNoise.Fixed(0.8), EncoderNoise.FullCovariance(0.5)]) Same($"{noise}", Objective.Maximise(ramped), Options(noise, 2));
        Same("no noise", Objective.Maximise(Formula.Of(classes)), Options(EncoderNoise.None, 2));
        Same("a capacity", Objective.Maximise(Formula.Of(classes) - 0.2 * Formula.Of(rate).NearCapacity(2, Ramp.WarmUp(6)).Trusted(Side.Upper, "a test")), Options(EncoderNoise.OfInput(0.5), 1));
        Same("a constraint", Objective.Maximise(Formula.Of(classes)).AtMost(Formula.Of(rate), 0.5), Options(EncoderNoise.OfInput(0.5), 1));
        var encoder = Options(EncoderNoise.OfInput(0.5), 1).Encoder with { Hidden = [8, 6], Dropout = 0.4, InputDropout = 0.2 };
        Same("dropout", Objective.Maximise(ramped), Options(EncoderNoise.OfInput(0.5), 1) with { Encoder = encoder });
    }

    // Layers so wide that they are dealt in blocks; the last ones of 300 and 200 columns.
    [Theory]
    [InlineData("rate", 1)]
    [InlineData("rate", 2)]
    [InlineData("leave one out", 1)]
    [InlineData("leave one out", 2)]
    [InlineData("mixture", 2)]
    [InlineData("VampPrior", 2)]
    public void On_any_number_of_threads_it_is_the_same_bits(string name, int replicates)
    {
        var penalty = Formula.Of(name switch
        {
            "leave one out" => new PairwiseRateTerm(Variable.Z, Variable.X, leaveOneOut: true),
            "mixture" => MixtureRateTerm.Learned(Variable.Z, Variable.X, 11),
            "VampPrior" => MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 24), // as many rows as a batch, dealt in blocks too
            _ => rate,
        });
        var one = Trained(1);
        Assert.Equal(one, Trained(2));
        Assert.Equal(one, Trained(3));

        float[] Trained(int threads)
        {
            var options = Wide(replicates) with { Threads = threads, Batch = 24 };
            return Weights(Objective.Maximise(Formula.Of(classes) - 0.1 * penalty), options);
        }
    }

    // No multiples of a vector, one row alone, and so many rows that narrow layers are dealt too: the first and the last of one block.
    [Theory]
    [InlineData(40, 300, 700, 530)]
    [InlineData(1, 2051, 2053, 2050)]
    [InlineData(9000, 31, 17, 32)]
    public void A_wide_layer_in_blocks_is_the_layer(int batch, int inputs, int hidden, int outputs)
    {
        using var scope = NewDisposeScope();
        using var crew = new Crew(2);
        var layout = new ParameterLayout();
        using var mlp = new Mlp(layout, "wide", inputs, hidden, outputs);
        using var parameters = new FlatParameters(layout, 2, CPU);
        mlp.Attach(parameters);
        parameters.Initialise(1);
        using var input = new Matrices(Numbers.Drawn([2, batch, inputs], 2));
        var (whole, wholeInput) = Run(null);
        var (blocks, blocksInput) = Run(crew);
        // sums of at most some thousand products in another order
        Numbers.Near(whole, blocks, 64 * Numbers.Epsilon32 * Numbers.Largest(whole));
        Numbers.Near(wholeInput, blocksInput, 64 * Numbers.Epsilon32 * Numbers.Largest(wholeInput));

        (TorchSharp.torch.Tensor Parameters, TorchSharp.torch.Tensor Input) Run(Crew? dealt)
        {
            using var one = new ThreadCount(1);
            using var pass = new MlpPass(mlp, 2, batch, CPU, backward: true, crew: dealt);
            using var gradient = Matrices.Empty(2, batch, inputs, CPU);
            pass.Forward(input);
            pass.OutputGradient.All.copy_(Numbers.Drawn([2, batch, outputs], 3));
            pass.Backward(input, gradient);
            pass.OutputGradient.All.copy_(Numbers.Drawn([2, batch, outputs], 4));
            pass.Backward(input, gradient, add: true);
            return (parameters.Gradients.clone(), gradient.All.clone());
        }
    }

    public static TheoryData<string, int, int> Lean => new()
    {
        { "deep VIB", 1, 1 }, { "deep VIB", 3, 1 }, { "deep VIB", 1, 2 }, { "sweep", 1, 1 }, { "ramp", 1, 1 }, { "squared", 1, 1 }, { "constraint", 2, 1 }, { "weights", 1, 1 }, { "learned noise", 1, 1 }, { "fixed noise", 1, 1 },
        { "no noise", 2, 1 }, { "smoothed", 1, 1 }, { "dropout", 1, 1 }, { "Gaussian decoder", 2, 1 }, { "Bernoulli decoder", 1, 1 },
        { "leave one out", 1, 1 }, { "leave one out", 1, 2 }, { "pairwise", 2, 1 }, { "learned rate", 2, 1 }, { "CEB", 1, 1 }, { "CEB of unit variance", 1, 2 }, { "mixture", 2, 2 }, { "VampPrior", 1, 1 },
    };

    /// <summary>No epoch ends meanwhile: the shuffle of an epoch makes a tensor or two.</summary>
    [Theory]
    [MemberData(nameof(Lean))]
    public void It_makes_no_garbage(string name, int samples, int threads)
    {
        using var constant = no_grad();
        var options = Wide(2) with { Threads = threads, Batch = 12, TrainingSamples = samples, Optimiser = new() { LearningRate = 1e-3, AverageDecay = 0.99 } };
        var penalised = Formula.Of(classes) - 0.1 * Formula.Of(rate);
        var weights = Variable.Observed("W");
        var (formula, noise) = name switch
        {
            "sweep" => (Formula.Of(classes) - Formula.Of(rate).Times(Weight.Sweep([0.1, 0.7])), options.Encoder.Noise),
            "ramp" => (Formula.Of(classes) - Formula.Of(rate).Times(Weight.Of(0.3, Ramp.WarmUp(50))), options.Encoder.Noise),
            "squared" => (Formula.Of(classes) - 0.1 * Formula.Of(rate).Through(Growth.Square), options.Encoder.Noise),
            "weights" => (Formula.Of(classes).WeighedBy(weights) - 0.1 * Formula.Of(rate), options.Encoder.Noise),
            "learned noise" => (penalised, EncoderNoise.Learned(0.7)),
            "fixed noise" => (penalised, EncoderNoise.Fixed(0.8)),
            "no noise" => (Formula.Of(classes), EncoderNoise.None),
            "smoothed" => (Formula.Of(new CategoricalDecoderTerm(3, Variable.Y, Variable.Z) { Smoothing = 0.1, ConfidencePenalty = 0.1 }) - 0.1 * Formula.Of(rate), options.Encoder.Noise),
            "leave one out" => (Formula.Of(classes) - 0.1 * Formula.Of(new PairwiseRateTerm(Variable.Z, Variable.X, leaveOneOut: true)), options.Encoder.Noise),
            "pairwise" => (Formula.Of(classes) - 0.1 * Formula.Of(new PairwiseRateTerm(Variable.Z, Variable.X, leaveOneOut: false)).Trusted(Side.Upper, "a test"), EncoderNoise.Learned(0.7)),
            "learned rate" => (Formula.Of(classes) - 0.1 * Formula.Of(RateTerm.Learned(Variable.Z, Variable.X)), options.Encoder.Noise),
            "CEB" => (Formula.Of(classes) - 0.1 * Formula.Of(RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y)), options.Encoder.Noise),
            "CEB of unit variance" => (Formula.Of(classes) - 0.1 * Formula.Of(RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y, unitVariance: true)), EncoderNoise.Fixed(0.8)),
            "mixture" => (Formula.Of(classes) - 0.1 * Formula.Of(MixtureRateTerm.Learned(Variable.Z, Variable.X, 5)), options.Encoder.Noise),
            "VampPrior" => (Formula.Of(classes) - 0.1 * Formula.Of(MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 5)), options.Encoder.Noise),
            "Gaussian decoder" => (Formula.Of(new GaussianDecoderTerm(Variable.X, Variable.Z)) - 0.1 * Formula.Of(rate), options.Encoder.Noise),
            "Bernoulli decoder" => (Formula.Of(new BernoulliDecoderTerm(Variable.Observed("B"), Variable.Z)) - 0.1 * Formula.Of(rate), options.Encoder.Noise),
            _ => (penalised, options.Encoder.Noise),
        };
        var objective = Objective.Maximise(formula);
        if (name == "constraint") objective = objective.AtMost(Formula.Of(rate), 0.5);
        options = options with { Encoder = options.Encoder with { Noise = noise, Dropout = name == "dropout" ? 0.4 : 0, InputDropout = name == "dropout" ? 0.2 : 0 } };
        using var run = new Run(objective, options, Rows(12 * 900));
        for (var i = 0; i < 200; i++) run.Step();
        Assert.Equal((0, 0), Garbage.Of(() =>
        {
            for (var i = 0; i < 100; i++) run.Step();
        }));
    }

    private static void Same(string name, Objective objective, ObjectiveOptions options)
    {
        var byHand = Weights(objective, options);
        float[] byLibrary;
        using (Kernels.ByLibrary()) byLibrary = Weights(objective, options);
        using (StepGraph.OnTape()) Assert.Equal(byLibrary, Weights(objective, options)); // recorded, and replayed half of the time: to the last bit
        if (options.Replicates > 1) // they draw apart by hand, and together on a device: here apart on both
            using (Kernels.ByLibrary())
            using (Seeds.ByHost())
                byLibrary = Weights(objective, options);
        Assert.Equal(byHand.Length, byLibrary.Length);
        for (var i = 0; i < byHand.Length; i++)
            Assert.True(Math.Abs(byHand[i] - byLibrary[i]) <= Rounding, $"{name}, S = {options.TrainingSamples}, {options.Encoder}: weight {i} of {byHand.Length} is {byHand[i]} by hand and {byLibrary[i]} by operators");
    }

    private static float[] Weights(Objective objective, ObjectiveOptions options)
    {
        using var constant = no_grad();
        using var run = new Run(objective, options, ObjectiveGradientTests.Data());
        for (var i = 0; i < Steps; i++) run.Step();
        return run.Weights();
    }

    private static ObjectiveOptions Options(EncoderNoise noise, int samples) =>
        ObjectiveGradientTests.Options(new() { Hidden = [], Latent = 3, Noise = noise }, samples) with { Replicates = 1, Batch = 12, Threads = 1, Optimiser = new() { LearningRate = 1e-3, Epsilon = Epsilon }, ClimbingOptimiser = new() { LearningRate = 1e-3, Epsilon = Epsilon } };

    private static ObjectiveOptions Wide(int replicates) =>
        ObjectiveGradientTests.Options(new() { Hidden = [600, 300], Latent = 100, Noise = EncoderNoise.OfInput(0.5) }, 1) with { Replicates = replicates, Threads = 1 };

    private static Observations Rows(int count)
    {
        var random = new Random(5);
        var (x, w, b) = (new float[count, 4], new float[count, 1], new float[count, 2]);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < 4; j++) x[i, j] = (float)(2 * random.NextDouble() - 1);
            (w[i, 0], b[i, 0], b[i, 1]) = (i % 2 == 0 ? 0.5f : 1.5f, i % 3 == 0 ? 1 : 0, i / (float)count);
        }
        return Observations.Of(x, [.. Enumerable.Range(0, count).Select(i => i % 3)]).With(Variable.Observed("W"), w).With(Variable.Observed("B"), b);
    }

    /// <summary>A training that is stepped by hand.</summary>
    private sealed class Run : IDisposable
    {
        private readonly ObjectiveModel model;
        private readonly ObjectiveRun run;
        private readonly ThreadCount threads;
        private long step;

        internal Run(Objective objective, ObjectiveOptions options, Observations data)
        {
            model = new(objective, options, variable => data[variable].Kind, CPU);
            model.Initialise();
            run = new(model, data);
            threads = run.Threads();
        }

        internal void Step()
        {
            run.Stage(step++);
            run.Take();
            Assert.Null(run.Refusal);
        }

        internal float[] Weights() => [.. model.Parameters.Values.data<float>().ToArray(), .. model.Nodes.Where(node => node.Climbing is not null).SelectMany(node => node.Climbing!.Values.data<float>().ToArray())];

        public void Dispose()
        {
            threads.Dispose();
            run.Dispose();
            model.Dispose();
        }
    }
}
