using Xunit;

namespace Vib.Core.Tests;

public sealed class PlanePhasesTests
{
    private static Estimate Number(string quantity, double value, double error = double.NaN) => new() { Value = value, Side = Side.Estimate, Bound = "made up", Quantity = quantity, StandardError = error };

    /// <summary>A plane of given I(X;T): [looks][replicates][layers].</summary>
    internal static InformationPlane Made(double[][][] input, double error = double.NaN, Func<int, string>? ruler = null, double output = 0)
    {
        var layers = Enumerable.Range(1, input[0][0].Length).Select(l => $"layer {l}").ToArray();
        return new()
        {
            Points = [.. from look in Enumerable.Range(0, input.Length) from r in Enumerable.Range(0, input[look].Length) from l in Enumerable.Range(0, layers.Length)
                         select new PlanePoint(look * 10, look, "all", r, layers[l], "made up", Number("I(X;T)", input[look][r][l], error), Number("I(T;Y)", output, error), ruler?.Invoke(l) ?? "σ = 1", null)],
            Standings = [],
            Layers = layers,
            Estimators = ["made up"],
            Sets = ["all"],
            Replicates = input[0].Length,
        };
    }

    private static double[][][] OneLayer(IEnumerable<double[]> looks) => [.. looks.Select(replicates => replicates.Select(value => new[] { value }).ToArray())];

    [Fact]
    public void A_fall_that_all_replicates_share_is_found_with_its_size_and_its_odds()
    {
        // up to 5 at look 3, then down to 4 (and 4.1, 3.9, 4): falls of 1, 0.9, 1.1, 1
        var phases = Made(OneLayer([[1, 1, 1, 1], [3, 3, 3, 3], [4.5, 4.5, 4.5, 4.5], [5, 5, 5, 5], [4.5, 4.5, 4.5, 4.5], [4, 4.1, 3.9, 4]])).Phases()[0];
        Assert.Equal((30, 3.0, 4), (phases.PeakStep, phases.PeakEpoch, phases.Replicates));
        Assert.Equal(4, phases.InputGain, 1e-12);
        Assert.Equal(1, phases.Compression, 1e-12);
        Assert.Equal(Math.Sqrt(0.02 / 3 / 4), phases.CompressionError, 1e-12);
        Assert.Equal(5 * StudentTail.Above(1 / Math.Sqrt(0.02 / 12), 3), phases.PValue, 1e-12);
        Assert.True(phases.Compresses);
        Assert.StartsWith("layer 1: fits to epoch 3 (I(X;T) +4.00, I(T;Y) +0.00 nat), then compresses by 1.00 ± 0.04 nat", phases.ToString(), StringComparison.Ordinal);
        var rising = Made(OneLayer([[1, 1, 1], [2, 2.1, 1.9], [3, 3.1, 3]])).Phases()[0];
        Assert.False(rising.Compresses);
        Assert.Equal(0, rising.Compression);
        Assert.StartsWith("layer 1: fits to epoch 1 (I(X;T) +0.00, I(T;Y) +0.00 nat)", Made(OneLayer([[1], [1.001]])).Phases()[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("(I(X;T) -0.50,", (Made(OneLayer([[1], [1.5]])).Phases()[0] with { InputGain = -0.5 }).ToString(), StringComparison.Ordinal);
        Assert.Contains("I(T;Y) +0.00", (Made(OneLayer([[1], [1.5]])).Phases()[0] with { OutputGain = -0.001 }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_network_s_fall_is_told_as_its_own()
    {
        var measured = Made(OneLayer([[1], [5], [4]]), error: 0.1).Phases()[0];
        Assert.Equal(2 * StudentTail.AboveNormal(1 / (0.1 * Math.Sqrt(2))), measured.PValue, 1e-15);
        Assert.EndsWith("E-12 by the estimates' errors; of this network alone)", measured.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("compresses by 1.00 ± 0.00 nat (of this network alone)", Made(OneLayer([[1], [5], [4]]), error: 0).Phases()[0].ToString(), StringComparison.Ordinal);
        Assert.EndsWith("(p = 0.2)", Made(OneLayer([[1, 1], [5, 5], [4, 4.5]]), error: 0.1).Phases()[0].ToString(), StringComparison.Ordinal); // two networks: t = 3 with one degree of freedom, 0.102, times two looks
    }

    /// <summary>Exact values that differ in their last bits, as pairwise bounds near ln N do: no replicate's rounding is compression.</summary>
    [Fact]
    public void A_fall_in_the_last_bits_is_none()
    {
        foreach (var replicates in new[] { 1, 4 })
        {
            double[] All(double value) => [.. Enumerable.Repeat(value, replicates)];
            var phases = Made(OneLayer([All(1), All(Math.BitIncrement(8.3)), All(8.3)]), error: 0).Phases()[0];
            Assert.Equal((false, 1.0), (phases.Compresses, phases.PValue));
        }
        Assert.True(Made(OneLayer([[1], [8.3], [8.2]]), error: 0).Phases()[0].Compresses); // exact values that do fall
    }

    /// <summary>2 000 planes of noise about a constant, five replicates and eight looks: p below 5 % in 5 % of them or fewer, 4 standard errors (1.95 %) allowed; two replicates, and one with known errors, likewise. The peak of
    /// the mean itself would be found to fall nearly always: the share without the precaution is asked to be larger than a third.</summary>
    [Fact]
    public void Noise_is_not_called_compression()
    {
        var random = new SplitMix64(11, 0, 0);
        double Draw() => 3 + 0.1 * random.NearNormal();
        var (many, two, one, naive) = (0, 0, 0, 0);
        for (var run = 0; run < 2000; run++)
        {
            var plane = Made(OneLayer(Enumerable.Range(0, 8).Select(_ => Enumerable.Range(0, 5).Select(_ => Draw()).ToArray()).ToArray()));
            if (plane.Phases()[0].PValue < 0.05) many++;
            var curve = plane.Curve("layer 1");
            var peak = Enumerable.Range(0, 8).MaxBy(look => curve.Input[look]);
            var (fall, error) = Numbers.Mean([.. Enumerable.Range(0, 5).Select(r => curve.InputOfReplicates[peak][r] - curve.InputOfReplicates[^1][r])]);
            if (StudentTail.Above(fall / error, 4) < 0.05) naive++;
            if (Made(OneLayer(Enumerable.Range(0, 8).Select(_ => new[] { Draw(), Draw() }).ToArray()), error: 0.1).Phases()[0].PValue < 0.05) two++;
            if (Made(OneLayer(Enumerable.Range(0, 8).Select(_ => new[] { Draw() }).ToArray()), error: 0.1).Phases()[0].PValue < 0.05) one++;
        }
        Assert.InRange(many / 2000.0, 0, 0.05 + 0.0195);
        Assert.InRange(two / 2000.0, 0, 0.05 + 0.0195);
        Assert.InRange(one / 2000.0, 0, 0.05 + 0.0195);
        Assert.True(naive > many + 100, $"{naive} against {many}");
    }

    [Fact]
    public void Broken_data_processing_is_told_with_the_worst_case()
    {
        var plane = Made([[[4, 3, 2]], [[4, 4.2, 2]], [[4, 4.05, 4.6]]], error: 0.05);
        var found = PlaneReading.Violations(plane);
        Assert.Equal([("I(X;layer 3) ≤ I(X;layer 2)", 20L)], found.Select(one => (one.Statement, one.Step))); // 4.2 is 0.2 above 4: below 3 √2 · 0.05
        Assert.Equal(0.55, found[0].Excess, 1e-12);
        Assert.Equal(0.05 * Math.Sqrt(2), found[0].StandardError, 1e-12);
        Assert.Contains("1 pair of values", PlaneReading.Diagnoses(plane)[0].Sentence, StringComparison.Ordinal);
        Assert.Equal(3, PlaneReading.Violations(Made([[[4, 3, 2]]], error: 0.01, output: 5)).Count); // more of the class than of the input, in each layer
        Assert.Equal(2, PlaneReading.Violations(Made([[[4, 4.2, 2], [4.2, 4.4, 2]]], error: 0)).Count(one => one.Excess > 0.19) + 1);
        Assert.Empty(PlaneReading.Violations(Made([[[4, double.NaN, 2]]], error: 0.01)));
        Assert.Empty(PlaneReading.Violations(Made([[[4, 4, 4]]])));
        Assert.Equal(["0 ≤ I(X;layer 3)"], PlaneReading.Violations(Made([[[4, -1, -1.2]]], error: 0.37, output: -2)).Select(one => one.Statement)); // 1.2 is more than 3 errors, 1 is less
    }

    [Fact]
    public void Layers_by_different_rulers_do_not_go_on_one_axis_unsaid()
    {
        var plane = Made([[[4, 3]]], error: 0.1, ruler: l => $"σ = {l + 1}");
        var diagnosis = Assert.Single(PlaneReading.Rulers(plane));
        Assert.Equal(DiagnosisKind.MixedMeasures, diagnosis.Kind);
        Assert.Contains("layer 1: σ = 1; layer 2: σ = 2", diagnosis.Sentence, StringComparison.Ordinal);
        Assert.Empty(PlaneReading.Rulers(Made([[[4, 3]]], error: 0.1)));
        using var network = new Classifier(TwelveBitTask.Rows());
        var adaptive = InformationPlanes.Follow(network, [new("all", TwelveBitTask.Rows())], new() { Steps = 0, Estimators = [new BinningEstimator(Bins.Equal(30)), BinningEstimator.ShwartzZivTishby] });
        var mixed = Assert.Single(adaptive.Diagnoses, one => one.Kind == DiagnosisKind.MixedMeasures);
        Assert.Contains("30 equal bins", mixed.Sentence, StringComparison.Ordinal);
    }

    /// <summary>Tables of Student's distribution and the normal one.</summary>
    [Theory]
    [InlineData(12.706205, 1, 0.025), InlineData(4.302653, 2, 0.025), InlineData(2.570582, 5, 0.025), InlineData(2.763769, 10, 0.01), InlineData(0, 7, 0.5), InlineData(-4.302653, 2, 0.975)]
    public void Tails_are_those_of_the_tables(double t, int degrees, double above) => Assert.Equal(above, StudentTail.Above(t, degrees), 2e-8);

    [Theory]
    [InlineData(0, 0.5), InlineData(1.959963985, 0.025), InlineData(2.999999, 0.00134990246), InlineData(3.000001, 0.00134989360), InlineData(6, 9.865876e-10), InlineData(-1.959963985, 0.975)]
    public void So_are_the_normal_ones(double z, double above) => Assert.Equal(above, StudentTail.AboveNormal(z), 1e-7 * above);
}
