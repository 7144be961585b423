using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What a step follows is the derivative of what it says the loss is: central differences of the loss along random directions.</summary>
public sealed class ObjectiveGradientTests
{
    private const int Rows = 24, Classes = 3, Latent = 3, Replicates = 2;
    private static readonly double[] steps = [5e-3, 1e-3, 2e-4, 4e-5]; // of each parameter, as a root mean square

    private static readonly Variable weights = Variable.Observed("W"), bits = Variable.Observed("B");

    private static readonly DecoderTerm classes = new CategoricalDecoderTerm(Classes, Variable.Y, Variable.Z), hidden = classes with { Hidden = [] },
        numbers = new GaussianDecoderTerm(Variable.X, Variable.Z);

    /// <summary>Methods that refuse an encoder of full covariance.</summary>
    private static readonly string[] needDiagonals = ["pairwise rate", "VampPrior"];

    /// <summary>Whether a term has no place beside an encoder without noise.</summary>
    private static bool NeedsNoise(Term term) => term is RateTerm or MixtureRateTerm or PairwiseRateTerm or BhattacharyyaRateTerm;

    private static Formula One(Term term) => Formula.Of(term);

    public static TheoryData<string, Formula> Formulas => new()
    {
        { "categorical decoder", One(classes) },
        { "Gaussian decoder", One(numbers) },
        { "Bernoulli decoder", One(new BernoulliDecoderTerm(bits, Variable.Z)) },
        { "Gaussian decoder with a variance of each input", One(new HeteroscedasticDecoderTerm(Variable.X, Variable.Z)) },
        { "standard normal rate", -One(RateTerm.StandardNormal(Variable.Z, Variable.X)) },
        { "learned rate", -One(RateTerm.Learned(Variable.Z, Variable.X)) },
        { "backward encoder", -One(RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y)) },
        { "backward encoder of unit variance", -One(RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y, unitVariance: true)) },
        { "leave-one-out rate", -One(new PairwiseRateTerm(Variable.Z, Variable.X, leaveOneOut: true)) },
        { "pairwise rate", -One(new PairwiseRateTerm(Variable.Z, Variable.X, leaveOneOut: false)).Trusted(Side.Upper, "a test of its gradient") },
        { "rate of a mixture", -One(MixtureRateTerm.Learned(Variable.Z, Variable.X, 3)) },
        { "rate of a VampPrior", -One(MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 3)) },
        { "two VampPriors", One(classes) - 0.3 * One(MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 3)) - 0.2 * One(MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 2)) },
        { "consistent classifier", One(new ConsistentClassifierTerm(Variable.Y, Variable.Z)) },
        { "CatGen", One(new CatGenTerm(Variable.Y, Variable.Z)) },
        { "CatGen of numbers", One(new CatGenTerm(bits, Variable.Z)) },
        { "CEB with a consistent classifier", One(new ConsistentClassifierTerm(Variable.Y, Variable.Z)) - 0.3 * One(RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y)) },
        { "CEB with CatGen", One(new CatGenTerm(Variable.Y, Variable.Z)) - 0.3 * One(RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y, unitVariance: true)) },
        { "three terms of one backward encoder", -(0.3 * One(RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y))) + One(new CatGenTerm(Variable.Y, Variable.Z)) + 0.4 * One(new ConsistentClassifierTerm(Variable.Y, Variable.Z)) },
        { "Bhattacharyya rate", One(new BhattacharyyaRateTerm(Variable.Z, Variable.X)) },
        { "InfoNCE with a separable critic", One(new ContrastiveTerm(Variable.Z, Variable.X, new InfoNce(), new SeparableCritic { Hidden = [8], Embedding = 4 })) },
        { "InfoNCE with a concatenated critic", One(new ContrastiveTerm(Variable.X, Variable.Z, new InfoNce(), new ConcatenatedCritic { Hidden = [8] })) },
        { "InfoNCE with a cosine critic", One(new ContrastiveTerm(Variable.X, Variable.Z, new InfoNce(), new CosineCritic { Hidden = [8], Embedding = 4 })) },
        { "NWJ between codes and data", 0.3 * One(new ContrastiveTerm(Variable.Z, Variable.X, new Nwj(), new SeparableCritic { Hidden = [8], Embedding = 4 })) },
        { "deep VIB", One(classes) - 0.1 * One(RateTerm.StandardNormal(Variable.Z, Variable.X)) },
        { "squared rate", One(classes) - 0.1 * One(RateTerm.StandardNormal(Variable.Z, Variable.X)).Through(Growth.Square) },
        { "exponential of a rate", One(classes) - 0.01 * One(RateTerm.StandardNormal(Variable.Z, Variable.X)).Through(Growth.Exponential(0.2)) },
        { "a decoder twice", One(classes) + 0.5 * One(hidden) },
        { "weighed examples", One(classes).WeighedBy(weights) - 0.2 * One(RateTerm.StandardNormal(Variable.Z, Variable.X)).WeighedBy(weights) },
        { "weighed rates", One(classes).WeighedBy(weights) - 0.2 * One(RateTerm.Learned(Variable.Z, Variable.X)).WeighedBy(weights) - 0.3 * One(MixtureRateTerm.Learned(Variable.Z, Variable.X, 3)).WeighedBy(weights) },
        { "weighed CEB", One(classes).WeighedBy(weights) - 0.2 * One(RateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y)).WeighedBy(weights) },
        { "a sweep", One(classes) - One(RateTerm.StandardNormal(Variable.Z, Variable.X)).Times(Weight.Sweep([0.1, 0.7])) },
        { "an adversary", One(classes) - 0.5 * One(new ContrastiveTerm(Variable.X, Variable.Z, new InfoNce(), new SeparableCritic { Hidden = [8], Embedding = 4 })).Climbed(1).Trusted(Side.Upper, "a test") },
        { "an adversarial decoder", One(numbers) - 0.5 * One(classes).Climbed(1).Trusted(Side.Upper, "a test") },
    };

    [Theory]
    [MemberData(nameof(Formulas), DisableDiscoveryEnumeration = true)]
    public void A_step_follows_the_derivative_of_the_loss(string name, Formula formula)
    {
        foreach (var noise in (EncoderNoise[])[EncoderNoise.OfInput(0.5), EncoderNoise.Learned(0.7), EncoderNoise.Fixed(0.8), EncoderNoise.FullCovariance(0.5), EncoderNoise.None])
            foreach (var samples in (int[])[1, 3])
            {
                void Held() => Check(name, Objective.Maximise(formula), Options(new() { Hidden = [], Latent = Latent, Noise = noise }, samples));
                if (noise == EncoderNoise.FullCovariance(0.5) && formula.Parts.Any(part => needDiagonals.Any(part.Term.Method.Contains)))
                    Assert.Contains("whose encoder has a full covariance", Assert.Throws<DomainException>(Held).Message);
                else if (noise == EncoderNoise.None && formula.Parts.Any(part => NeedsNoise(part.Term)))
                    Assert.Contains("whose encoder is deterministic", Assert.Throws<DomainException>(Held).Message);
                else Held();
            }
    }

    // The masks are drawn anew from the same seed in every run, so the loss is a function of the weights.
    [Fact]
    public void With_dropout_too()
    {
        var bottleneck = One(classes) - 0.1 * One(RateTerm.StandardNormal(Variable.Z, Variable.X));
        var vamp = One(classes) - 0.3 * One(MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 3));
        Encoder Of(EncoderNoise noise, double input, ImageShape? images = null) =>
            new() { Images = images, Channels = [5], Hidden = [9, 8], Latent = Latent, Noise = noise, Dropout = 0.4, InputDropout = input };
        foreach (var input in (double[])[0, 0.3])
        {
            foreach (var noise in (EncoderNoise[])[EncoderNoise.OfInput(0.5), EncoderNoise.Learned(0.7), EncoderNoise.FullCovariance(0.5)])
                Check("dropout", Objective.Maximise(bottleneck), Options(Of(noise, input), 2));
            Check("dropout of a deterministic code", Objective.Maximise(One(classes)), Options(Of(EncoderNoise.None, input), 1));
            Check("dropout and a VampPrior", Objective.Maximise(vamp), Options(Of(EncoderNoise.OfInput(0.5), input), 2));
        }
        Check("dropout in residual blocks", Objective.Maximise(bottleneck), Options(Of(EncoderNoise.OfInput(0.5), 0.3) with { Hidden = [9], Blocks = 2 }, 2));
        Check("dropout before states", Objective.Maximise(One(classes) - 0.1 * One(CategoricalRateTerm.Learned(Variable.Z, Variable.X))), Options(Of(EncoderNoise.Categorical(), 0.3), 1));
        Check("dropout after convolutions", Objective.Maximise(bottleneck), Options(Of(EncoderNoise.OfInput(0.5), 0, new(1, 2, 2)), 1));
        string Refused(Encoder encoder) => Assert.Throws<DomainException>(() => ObjectiveTraining.Train(Objective.Maximise(bottleneck), Data(), Options(encoder, 1)).Dispose()).Message;
        Assert.Contains("Dropout of the inputs before convolutions", Refused(Of(EncoderNoise.OfInput(0.5), 0.3, new(1, 2, 2))));
        Assert.Contains("Dropout of 1 of the hidden units", Refused(new Encoder().WithDropout(1)));
        Assert.Contains("an encoder without hidden layers", Refused(new Encoder { Hidden = [] }.WithDropout(0.5)));
        Assert.Contains("Dropout of -0.1 of the inputs", Refused(new Encoder().WithDropout(0, -0.1)));
    }

    public static TheoryData<string, Formula> CategoricalFormulas => new()
    {
        { "categorical decoder", One(classes) },
        { "Gaussian decoder", One(numbers) },
        { "Bernoulli decoder", One(new BernoulliDecoderTerm(bits, Variable.Z)) },
        { "Gaussian decoder with a variance of each input", One(new HeteroscedasticDecoderTerm(Variable.X, Variable.Z)) },
        { "uniform rate", -One(CategoricalRateTerm.Uniform(Variable.Z, Variable.X)) },
        { "learned categorical rate", -One(CategoricalRateTerm.Learned(Variable.Z, Variable.X)) },
        { "categorical backward encoder", -One(CategoricalRateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y)) },
        { "entropy by a learned prior", -One(CodeEntropyTerm.Bounded(Variable.Z, Variable.X)) },
        { "entropy of the batch", -One(CodeEntropyTerm.OfBatch(Variable.Z, Variable.X)).Trusted(Side.Upper, "a test of its gradient") },
        { "categorical VIB", One(classes) - 0.3 * One(CategoricalRateTerm.Learned(Variable.Z, Variable.X)) },
        { "deterministic bottleneck", One(classes) - 0.3 * One(CodeEntropyTerm.Bounded(Variable.Z, Variable.X)) + 0.1 * One(numbers) },
        { "categorical CEB", One(classes) - 0.5 * One(CategoricalRateTerm.BackwardEncoder(Variable.Z, Variable.X, Variable.Y)) },
        { "squared rate", One(classes) - 0.1 * One(CategoricalRateTerm.Uniform(Variable.Z, Variable.X)).Through(Growth.Square) },
        { "weighed examples", One(classes).WeighedBy(weights) - 0.2 * One(CategoricalRateTerm.Learned(Variable.Z, Variable.X)).WeighedBy(weights) },
        { "a sweep", One(classes) - One(CategoricalRateTerm.Learned(Variable.Z, Variable.X)).Times(Weight.Sweep([0.1, 0.7])) },
        { "an adversarial decoder", One(numbers) - 0.5 * One(classes).Climbed(1).Trusted(Side.Upper, "a test") },
    };

    [Theory]
    [MemberData(nameof(CategoricalFormulas), DisableDiscoveryEnumeration = true)]
    public void Of_categorical_codes_too_summed_and_relaxed(string name, Formula formula)
    {
        foreach (var hidden in (int[][])[[], [7]])
        {
            Check(name, Objective.Maximise(formula), Options(new() { Hidden = hidden, Latent = Latent, Noise = EncoderNoise.Categorical() }, 1));
            foreach (var samples in (int[])[1, 3]) // the same draws for every loss, so that it is a function of the parameters
                Check(name, Objective.Maximise(formula), Options(new() { Hidden = hidden, Latent = Latent, Noise = EncoderNoise.Categorical(new() { Start = 0.7 }) }, samples));
        }
    }

    /// <summary>The path of a GPU: nothing by hand, all replicates in one product.</summary>
    [Theory]
    [MemberData(nameof(Formulas), DisableDiscoveryEnumeration = true)]
    public void By_the_operators_of_other_devices_too(string name, Formula formula)
    {
        using var elsewhere = Kernels.ByLibrary();
        Check(name, Objective.Maximise(formula), Options(new() { Hidden = [], Latent = Latent, Noise = EncoderNoise.OfInput(0.5) }, 2));
    }

    [Theory]
    [MemberData(nameof(CategoricalFormulas), DisableDiscoveryEnumeration = true)]
    public void By_the_operators_of_other_devices_states_too(string name, Formula formula)
    {
        using var elsewhere = Kernels.ByLibrary();
        Check(name, Objective.Maximise(formula), Options(new() { Hidden = [7], Latent = Latent, Noise = EncoderNoise.Categorical() }, 1));
    }

    [Fact]
    public void Pseudo_inputs_are_reached_through_hidden_layers()
    {
        var formula = One(classes) - 0.3 * One(MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 3));
        foreach (var noise in (EncoderNoise[])[EncoderNoise.OfInput(0.5), EncoderNoise.Learned(0.7), EncoderNoise.Fixed(0.8)])
            Check("a VampPrior", Objective.Maximise(formula), Options(new() { Hidden = [7, 6], Latent = Latent, Noise = noise }, 2));
    }

    [Fact]
    public void Through_convolutions_too()
    {
        // The four numbers of a row are an image of 2×2 pixels.
        var bottleneck = One(classes) - 0.1 * One(RateTerm.StandardNormal(Variable.Z, Variable.X));
        foreach (var noise in (EncoderNoise[])[EncoderNoise.OfInput(0.5), EncoderNoise.Learned(0.7), EncoderNoise.Fixed(0.8), EncoderNoise.FullCovariance(0.5)])
            foreach (var hidden in (int[][])[[], [6]])
                Check("convolutions", Objective.Maximise(bottleneck), Options(new() { Images = new(1, 2, 2), Channels = [5], Hidden = hidden, Latent = Latent, Noise = noise }, 2));
        var vamp = Objective.Maximise(-One(MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 3)));
        Assert.Contains("whose encoder is convolutional", Assert.Throws<DomainException>(() => Check("", vamp, Options(new() { Images = new(1, 2, 2), Latent = Latent }, 1))).Message);
        Assert.Contains("X of 4 dimensions for images of 1×3×3", Assert.Throws<ShapeException>(() => Check("", Objective.Maximise(bottleneck), Options(new() { Images = new(1, 3, 3), Latent = Latent }, 1))).Message);
    }

    [Fact]
    public void Through_residual_blocks_too()
    {
        var bottleneck = One(classes) - 0.1 * One(RateTerm.StandardNormal(Variable.Z, Variable.X));
        foreach (var noise in (EncoderNoise[])[EncoderNoise.OfInput(0.5), EncoderNoise.Learned(0.7), EncoderNoise.Fixed(0.8), EncoderNoise.FullCovariance(0.5)])
            foreach (var blocks in (int[])[1, 3])
                Check("residual blocks", Objective.Maximise(bottleneck), Options(new() { Hidden = [6], Blocks = blocks, Latent = Latent, Noise = noise }, 2));
        Check("residual blocks", Objective.Maximise(One(classes) - 0.3 * One(CategoricalRateTerm.Learned(Variable.Z, Variable.X))), Options(new() { Hidden = [6], Blocks = 2, Latent = Latent, Noise = EncoderNoise.Categorical() }, 1));
        var vamp = Objective.Maximise(-One(MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 3)));
        Assert.Contains("whose encoder is residual", Assert.Throws<DomainException>(() => Check("", vamp, Options(new() { Hidden = [6], Blocks = 2, Latent = Latent }, 1))).Message);
    }

    [Fact]
    public void A_capacity_pulls_from_both_sides()
    {
        foreach (var capacity in (double[])[0.1, 50]) // below the rate, and above it
            Check("a capacity", Objective.Maximise(One(classes) - (0.3 * One(RateTerm.StandardNormal(Variable.Z, Variable.X)).NearCapacity(capacity)).Trusted(Side.Upper, "a test")), Options(new() { Hidden = [], Latent = Latent }, 1));
    }

    internal static ObjectiveOptions Options(Encoder encoder, int samples) => new()
    {
        Encoder = encoder,
        Batch = Rows,
        TrainingSamples = samples,
        Replicates = Replicates,
        Optimiser = new() { LearningRate = 1e-30 },
        ClimbingOptimiser = new() { LearningRate = 1e-30 },
    };

    private static void Check(string name, Objective objective, ObjectiveOptions options)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var data = Data();
        using var model = new ObjectiveModel(objective, options, variable => data[variable].Kind, CPU);
        model.Initialise();
        using var generator = new Generator(7);
        // Biases of zero put a ReLU that nothing reaches exactly on its kink.
        model.Parameters.Values.add_(zeros_like(model.Parameters.Values).normal_(generator: generator), 0.05);
        Loss(model, data);
        var gradient = model.Parameters.Gradients.clone();
        var start = model.Parameters.Values.clone();
        double Slope(Tensor direction, double step)
        {
            double At(double distance)
            {
                model.Parameters.Values.copy_(start + direction * distance);
                return Loss(model, data);
            }
            var slope = (At(step) - At(-step)) / (2 * step);
            model.Parameters.Values.copy_(start);
            return slope;
        }
        for (var turn = 0; turn < 3; turn++)
        {
            var direction = zeros_like(start).normal_(generator: generator);
            var expected = (gradient.to_type(ScalarType.Float64) * direction).sum().item<double>();
            var tolerance = 0.01 * (Math.Abs(expected) + gradient.square().sum().sqrt().item<float>());
            var found = steps.Select(step => Slope(direction, step)).ToArray();
            // A long step crosses the kinks of a critic's ReLUs, a short one drowns in the rounding of the loss (1e-6 of it, over the step): the derivative shows in one of them.
            Assert.True(found.Any(slope => Math.Abs(slope - expected) <= tolerance), $"{name}, {options.Encoder.Noise}, S = {options.TrainingSamples}: {string.Join(", ", found)} by differences, {expected} by the step");
        }
    }

    private static double Loss(ObjectiveModel model, Observations data)
    {
        using var run = new ObjectiveRun(model, data);
        run.Step(0);
        var each = run.Look(1);
        return -run.Parts.Zip(each).Sum(part => part.Second.Select((v, r) => part.First.Coefficient(r, 0) * part.First.Part.Growth.Of(v)).Sum());
    }

    internal static Observations Data()
    {
        var random = new Random(5);
        var (x, w, b) = (new float[Rows, 4], new float[Rows, 1], new float[Rows, 2]);
        for (var i = 0; i < Rows; i++)
        {
            for (var j = 0; j < 4; j++) x[i, j] = (float)(2 * random.NextDouble() - 1);
            w[i, 0] = i % 2 == 0 ? 0.5f : 1.5f;
            (b[i, 0], b[i, 1]) = (i % 3 == 0 ? 1 : 0, i / (float)Rows); // a bit and an intensity
        }
        return Observations.Of(x, [.. Enumerable.Range(0, Rows).Select(i => i % Classes)]).With(weights, w).With(bits, b);
    }
}
