using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Whole trainings by the operators that a GPU would run, on a CPU: all replicates in one product, nothing by hand, no crew; and on a GPU where there is one.</summary>
/// <remarks>Batches and initial weights are the same, so that the numbers differ by rounding alone. Adam's ε is 10⁻³ here: with 10⁻⁸ a
/// gradient that is nothing but rounding moves a weight as far as any other. So thirty steps let rounding grow to 10⁻⁵ nat; another batch or a lost term moves them by 10⁻².</remarks>
public sealed class DevicePathTests
{
    private const double Rounding = 1e-4;

    private static readonly EstimationOptions options = Small.Options with { Steps = 30, LookEvery = 10, Replicates = 3, Optimiser = new() { LearningRate = 3e-3, Epsilon = 1e-3 } };

    public static TheoryData<string, string> Estimations =>
    [
        ("InfoNCE", "separable"), ("InfoNCE", "concatenated"), ("NWJ", "separable"), ("Donsker–Varadhan", "separable"), ("MINE", "separable"), ("JS, read by NWJ", "concatenated"), ("TUBA", "separable"), ("FLO", "separable"),
    ];

    [Theory]
    [MemberData(nameof(Estimations))]
    public void An_estimate_is_the_same(string bound, string critic)
    {
        var byHand = Estimate("cpu");
        using (Kernels.ByLibrary()) Same(byHand, Estimate("cpu"));
        using (StepGraph.OnTape())
        {
            var replayed = Estimate("cpu");
            Same(byHand, replayed);
            Assert.DoesNotContain(replayed.Diagnoses, diagnosis => diagnosis.Kind == DiagnosisKind.NotRecorded);
        }

        Estimate Estimate(string device) => Estimated(bound, critic, device);
    }

    public static TheoryData<string> Critics => ["separable", "concatenated", "inner product", "bilinear", "cosine", "convolutional", "Gaussian q(y|x)", "logistic q(y|x)", "categorical q(y|x)"];

    /// <summary>Every bound that such a critic can climb, on given pairs with folds and a permutation, and on fresh ones: a replayed step is the step, to the last bit.</summary>
    [Theory]
    [MemberData(nameof(Critics))]
    public void Replayed_steps_are_the_steps(string critic)
    {
        Assert.All(from name in AllBounds.Names.Select(row => row.Data) from fresh in (bool[])[false, true] select (name, fresh), row =>
        {
            var (bound, options) = (AllBounds.Named(row.name).Bound, Named(critic));
            if (!Suits(bound, options)) return;
            double[] asked, replayed;
            using (Kernels.ByLibrary()) asked = Traced(row.fresh, bound, options);
            using (StepGraph.OnTape()) replayed = Traced(row.fresh, bound, options);
            Assert.Equal(asked, replayed);
        });
    }

    private static CriticOptions Named(string critic) => critic switch
    {
        "separable" => Small.Separable,
        "concatenated" => Small.Concatenated,
        "inner product" => new InnerProductCritic(),
        "bilinear" => new BilinearCritic(),
        "cosine" => new CosineCritic { Hidden = [9, 7], Embedding = 5 },
        "convolutional" => new ConvolutionalCritic(new(1, 1, 2)) { Channels = [3], Hidden = [6], Embedding = 5 },
        "Gaussian q(y|x)" => new GaussianConditional { Hidden = [9] },
        "logistic q(y|x)" => new LogisticConditional { Hidden = [9] },
        _ => new CategoricalConditional { Hidden = [9] },
    };

    private static bool Suits(Bound bound, CriticOptions critic)
    {
        try { return Suit.Check(bound, critic) is not null; }
        catch (DomainException) { return false; }
    }

    /// <summary>A number and which of two classes it is of, as two columns.</summary>
    private static readonly Pairs classes = new([.. Enumerable.Range(0, 200).Select(i => MathF.Sin(i))], 1, [.. Enumerable.Range(0, 200).SelectMany(i => (float[])(MathF.Sin(i) > 0 ? [1, 0] : [0, 1]))], 2);

    private static double[] Traced(bool fresh, Bound bound, CriticOptions critic)
    {
        var discrete = critic is CategoricalConditional;
        if (discrete && fresh) return []; // no truth has classes as columns
        PairSource source = discrete ? classes : fresh ? Small.OneNat : Small.OneNat.Sample(200);
        var settings = options with { Steps = 12, LookEvery = 4, Batch = 16, Replicates = 2, Permutations = 1, Folds = fresh ? 1 : 3, FreshPairs = 64 };
        var found = MutualInformation.Estimate(source, bound, critic, settings);
        Assert.DoesNotContain(found.Diagnoses, diagnosis => diagnosis.Kind == DiagnosisKind.NotRecorded);
        return [.. found.Trace.Select(point => point.Value), .. found.ReplicateValues];
    }

    [Fact]
    public void A_bottleneck_is_the_same()
    {
        var (byHand, byLibrary) = (Losses(), Array.Empty<double>());
        using (Kernels.ByLibrary()) byLibrary = Losses();
        Assert.All(byHand.Zip(byLibrary), pair => Assert.Equal(pair.First, pair.Second, Rounding * Math.Abs(pair.First)));

        static double[] Losses()
        {
            var images = DrawnDigits.Draw(200, 1);
            var options = new ObjectiveOptions
            {
                Encoder = new() { Hidden = [32, 32], Latent = 8 }, Batch = 50, Steps = 30, LookEvery = 10, Threads = 1, Optimiser = new() { LearningRate = 1e-3, Epsilon = 1e-3, AverageDecay = 0.99 },
            };
            var objective = Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(10, Variable.Y, Variable.Z)) - 1e-3 * Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X)));
            using var model = ObjectiveTraining.Train(objective, Observations.Of(images), options);
            return [.. model.Trace.SelectMany(point => point.Terms)];
        }
    }

    [Fact]
    public void On_a_graphics_card_estimates_are_the_same()
    {
        Assert.SkipUnless(cuda.is_available(), "this machine has no CUDA");
        foreach (var row in Estimations)
        {
            var found = Estimated(row.Data.Item1, row.Data.Item2, "cuda");
            Same(Estimated(row.Data.Item1, row.Data.Item2, "cpu"), found);
            Assert.DoesNotContain(found.Diagnoses, diagnosis => diagnosis.Kind == DiagnosisKind.NotRecorded);
        }
    }

    private static Estimate Estimated(string bound, string critic, string device) => MutualInformation.Estimate(Small.OneNat.Sample(2000), AllBounds.Named(bound).Bound,
        critic == "separable" ? Small.Separable : Small.Concatenated, options with { Device = device });

    private static void Same(Estimate expected, Estimate found)
    {
        Assert.Equal(expected.Value, found.Value, Rounding);
        Assert.Equal(expected.Trace.Count, found.Trace.Count);
        Assert.All(expected.Trace.Zip(found.Trace), pair => Assert.Equal(pair.First.Value, pair.Second.Value, Rounding));
        Assert.All(expected.ReplicateValues.Zip(found.ReplicateValues), pair => Assert.Equal(pair.First, pair.Second, Rounding));
    }
}
