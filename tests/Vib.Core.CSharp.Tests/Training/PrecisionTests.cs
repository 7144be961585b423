using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Trainings in reduced precision: what they compute otherwise, what they read as ever, and that what they end with is the same in nats.</summary>
public sealed class PrecisionTests : IDisposable
{
    private static readonly EstimationOptions Reduced = Small.Options with { Precision = Precision.BFloat16 };

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static void NeedsInstructions() => Assert.SkipUnless(RoundedProducts.There, $"no products of bfloat16 on this CPU: {RoundedProducts.Route}");

    private static Estimate Estimate(Bound bound, CriticOptions critic, EstimationOptions options) => MutualInformation.Estimate(Small.OneNat.Sample(2000), bound, critic, options);

    [Theory]
    [InlineData("separable")]
    [InlineData("concatenated")]
    public void An_estimate_has_its_own_bits_whatever_the_threads(string critic)
    {
        NeedsInstructions();
        var options = critic == "separable" ? Small.Separable : Small.Concatenated;
        Estimate Of(Precision precision, int threads) => Estimate(new InfoNce(), options, Small.Options with { Steps = 60, Replicates = 2, Threads = threads, Precision = precision });
        var reduced = Of(Precision.BFloat16, 1);
        Assert.Equal(reduced.ReplicateValues, Of(Precision.BFloat16, 2).ReplicateValues);
        Assert.NotEqual(Of(Precision.Full, 1).ReplicateValues, reduced.ReplicateValues);
    }

    [Fact]
    public void TensorFloat32_is_full_precision_where_there_is_no_GPU() =>
        Assert.Equal(Estimate(new Nwj(), Small.Separable, Small.Options with { Steps = 60 }).Value, Estimate(new Nwj(), Small.Separable, Small.Options with { Steps = 60, Precision = Precision.TensorFloat32 }).Value);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_critic_that_was_trained_so_is_read_in_full_precision(bool library)
    {
        if (!library) NeedsInstructions();
        using var operators = library ? Kernels.ByLibrary() : null;
        using var critic = Small.Separable.Create(2, 2, 1, CPU, 1);
        using var plain = Small.Separable.Create(2, 2, 1, CPU, 1);
        critic.Parameters.Precision.Choose(Precision.BFloat16, CPU);
        using var data = PairData.Open(Small.OneNat, Small.Options, CPU);
        using (var training = new CriticTraining(critic, new InfoNce(), new(), Small.Options.Batch))
        using (var reading = new CriticTraining(plain, new InfoNce(), new(), Small.Options.Batch))
        using (var batches = data.Training())
        {
            for (var step = 0; step < 5; step++) training.Step(batches);
            plain.Parameters.Values.copy_(critic.Parameters.Values);
            double Read(CriticTraining of)
            {
                using var pairs = data.HeldOut().Pairs;
                return of.Read(pairs, 3).Each[0].Value;
            }
            Assert.Equal(Read(reading), Read(training));
        }
    }

    // Thirty steps, in which 2⁻⁸ of each factor grew to 4·10⁻³ nat at most over twelve replicates; the operators round results too, so that bits differ.
    [Theory]
    [InlineData("InfoNCE", "separable")]
    [InlineData("NWJ", "separable")]
    [InlineData("InfoNCE", "concatenated")]
    public void A_GPU_s_operators_come_to_the_same(string bound, string critic)
    {
        NeedsInstructions();
        var options = Reduced with { Steps = 30, LookEvery = 10, Replicates = 3 };
        Estimate Of() => Estimate(AllBounds.Named(bound).Bound, critic == "separable" ? Small.Separable : Small.Concatenated, options);
        var byHand = Of();
        using (Kernels.ByLibrary())
        {
            var byLibrary = Of();
            Assert.All(byHand.ReplicateValues.Zip(byLibrary.ReplicateValues), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 1e-9, 2e-2));
        }
    }

    // Eight seeds, the same batches and reading pairs in both: the mean difference lies within five of its standard errors, unless there is a bias, in all but 0.2% of cases (Student's t, 7 degrees).
    // It is also small by itself, so that a wide spread hides nothing: NWJ's single values spread by 0.1 nat, InfoNCE's by 0.01.
    [Theory]
    [InlineData("InfoNCE", 2.0, 0.05)]
    [InlineData("NWJ", 2.0, 0.25)]
    [InlineData("InfoNCE", 6.0, 0.05)]
    public void The_bias_is_within_its_error(string bound, double nats, double small)
    {
        NeedsInstructions();
        var truth = CorrelatedGaussian.WithInformation(5, nats);
        double Value(long seed, Precision precision) =>
            MutualInformation.Estimate(truth, AllBounds.Named(bound).Bound, Small.Separable, Small.Options with { Seed = seed, Precision = precision }).Value;
        double[] differences = [.. Enumerable.Range(1, 8).Select(seed => Value(seed, Precision.BFloat16) - Value(seed, Precision.Full))];
        var (mean, error) = Numbers.Mean(differences);
        Assert.InRange(Math.Abs(mean), 0, 5 * error);
        Assert.InRange(Math.Abs(mean), 0, small);
    }

    [Fact]
    public void A_bottleneck_s_run_goes_on_to_the_same_bits_and_is_read_in_full_precision()
    {
        NeedsInstructions();
        var (images, test) = (DrawnDigits.Draw(200, 1), DrawnDigits.Draw(100, 2));
        var options = BottleneckOptions.Short(2) with { Hidden = [32], Latent = 4, Batch = 10, Threads = 1, Precision = Precision.BFloat16 };
        using var whole = BottleneckTraining.Train(images, test, options);
        var place = folder["run.safetensors"];
        BottleneckTraining.Train(images, null, options with { Epochs = 1, Checkpoint = place }).Dispose();
        using var resumed = BottleneckTraining.Resume(place, images, test, options with { Checkpoint = place });
        Assert.Equal(whole.Epochs[^1].Loss, resumed.Epochs[^1].Loss);
        using var loaded = TrainedBottleneck.Load(place);
        Assert.Equal(Precision.BFloat16, loaded.Options.Precision);
        Assert.Equal(whole.Evaluate(test).Rate.Value, loaded.Evaluate(test).Rate.Value);

        using var scope = NewDisposeScope();
        using var full = new BottleneckModel(options with { Precision = Precision.Full }, whole.Inputs, whole.Classes, CPU);
        var (tensors, _) = NamedTensors.Read(place);
        NamedTensors.Fill(place, tensors, NamedTensors.Places(full.Parameters, "", full.Parameters.Values));
        Assert.Equal(BottleneckEvaluator.Evaluate(full, test, 3, 1, false).Rate.Value, loaded.Evaluate(test, 3, averagedWeights: false).Rate.Value);
    }

    [Fact]
    public void What_climbs_within_an_objective_is_reduced_with_it()
    {
        var critic = new ContrastiveTerm(Variable.X, Variable.Z, new InfoNce(), new SeparableCritic { Hidden = [8], Embedding = 4 });
        var objective = Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(3, Variable.Y, Variable.Z)) - 0.5 * Formula.Of(critic).Climbed(1).Trusted(Side.Upper, "a test"));
        using var model = new ObjectiveModel(objective, new() { Encoder = new() { Hidden = [8], Latent = 2 } }, v => v == Variable.Y ? new(3, true) : new(4, false), CPU);
        model.Parameters.Precision.Choose(Precision.TensorFloat32, CPU);
        var own = Assert.Single(model.Nodes, node => node.Climbing is not null).Climbing!.Precision;
        Assert.Equal(Precision.Full, own.Now);
        using (model.Parameters.Precision.Begin()) Assert.Equal(Precision.TensorFloat32, own.Now);
    }

    [Fact]
    public void A_step_makes_no_garbage_and_no_tensors()
    {
        NeedsInstructions();
        using var one = new ThreadCount(1);
        using var critic = new SeparableCritic { Hidden = [32, 32], Embedding = 8 }.Create(5, 5, 2, CPU, 1);
        critic.Parameters.Precision.Choose(Precision.BFloat16, CPU);
        using var data = PairData.Open(CorrelatedGaussian.WithInformation(5, 2), new EstimationOptions { Batch = 24, Replicates = 2 }, CPU);
        using var pairs = data.Training();
        using var training = new CriticTraining(critic, new InfoNce(), new(), batch: 24);
        void Steps(int count)
        {
            for (var i = 0; i < count; i++) training.Step(pairs);
        }
        Steps(200);
        LiveTensors.Stay(() => Assert.Equal((0, 0), Garbage.Of(() => Steps(500))));
    }

    [Fact]
    public void Another_number_is_refused()
    {
        var none = (Precision)7;
        Assert.Equal("Precision 7", Assert.Throws<DomainException>(() => Estimate(new InfoNce(), Small.Separable, Small.Options with { Precision = none })).Came);
        Assert.Equal("Precision 7", Assert.Throws<DomainException>(() => BottleneckTraining.Train(DrawnDigits.Draw(20, 1), null, new() { Batch = 10, Precision = none })).Came);
    }
}
