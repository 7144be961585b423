using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Whole trainings by the operators that a GPU would run, on a CPU: all replicates in one product, nothing by hand, no crew; and on a GPU where there is one.</summary>
/// <remarks>Batches and initial weights are the same, so that the numbers differ by rounding alone. Thirty steps of Adam let rounding grow to 10⁻³ nat at most; another batch or a lost term moves them by 10⁻².</remarks>
public sealed class DevicePathTests
{
    private const double Rounding = 3e-3;

    private static readonly EstimationOptions options = Small.Options with { Steps = 30, LookEvery = 10, Replicates = 3 };

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

        Estimate Estimate(string device) => Estimated(bound, critic, device);
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
                Encoder = new() { Hidden = [32, 32], Latent = 8 }, Batch = 50, Steps = 30, LookEvery = 10, Threads = 1, Optimiser = new() { LearningRate = 1e-3, AverageDecay = 0.99 },
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
        foreach (var row in Estimations) Same(Estimated(row.Data.Item1, row.Data.Item2, "cpu"), Estimated(row.Data.Item1, row.Data.Item2, "cuda"));
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
