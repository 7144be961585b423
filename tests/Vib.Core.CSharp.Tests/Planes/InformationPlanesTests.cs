using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class InformationPlanesTests
{
    private static readonly ClassifiedRows task = TwelveBitTask.Rows();
    private static readonly PlaneSet all = new("all", task);

    /// <summary>A network of one's own: fixed maps, whose steps do nothing.</summary>
    private static LayeredNetwork Fixed(LayerNoise? noise, params Stage[] stages) => new([.. stages.Select(stage => stage.Name)], (input, watch) => stages.Aggregate(input, (layer, stage) => watch.At(stage.Name, stage.Forward(layer))), _ => { }) { Noise = noise };

    private static readonly Stage identity = new("whole", x => x.mul(1.0)), firstSix = new("six bits", x => x.narrow(1, 0, 6)), count = new("count", x => x.sum(1, keepdim: true)), nothing = new("nothing", x => x.mul(0.0));

    private static PlaneOptions Once(params PlaneEstimator[] estimators) => new() { Steps = 0, Estimators = estimators, Threads = 1 };

    /// <summary>Known exactly: 12, 6 and 0 bits of the input, and of the class what a joint table says.</summary>
    [Fact]
    public void Maps_of_the_twelve_bits_hold_what_they_keep()
    {
        var network = Fixed(null, identity, firstSix, count, nothing);
        var plane = InformationPlanes.Follow(network, [all], Once(BinningEstimator.Saxe));
        double OfClass(Func<int, int> of, int values)
        {
            var table = new double[values, 2];
            for (var word = 0; word < 4096; word++) table[of(word), TwelveBitTask.Label(word)]++;
            return JointTable.OfCounts(table).Information;
        }
        double EntropyOfOnes() => -Enumerable.Range(0, 7).Select(k => (int)new[] { 1, 6, 15, 20, 15, 6, 1 }[k] / 64.0).Sum(p => p * Math.Log(p));
        (string Layer, double Input, double Output)[] expected =
        [
            ("whole", 12 * Nats.PerBit, TwelveBitTask.Information), ("six bits", 6 * Nats.PerBit, OfClass(word => word >> 6, 64)),
            ("count", EntropyOfOnes(), OfClass(word => int.PopCount(word >> 6), 7)), ("nothing", 0, 0),
        ];
        foreach (var ((layer, input, output), point) in expected.Zip(plane.Points))
        {
            Assert.Equal(layer, point.Layer);
            Assert.Equal(input, point.Input.Value, 1e-12);
            Assert.Equal(output, point.Output.Value, 1e-12);
            Assert.Equal((0, 0, "I(X;T)", "I(T;Y)"), (point.Input.StandardError, point.Output.StandardError, point.Input.Quantity, point.Output.Quantity));
            Assert.Equal(Math.Log(4096), point.Input.Ceiling);
            Assert.Equal(TwelveBitTask.Information, point.Output.Ceiling, 1e-15);
            Assert.Empty(point.Input.Diagnoses);
        }
        Assert.Empty(plane.Diagnoses);
        Assert.Equal(4, plane.Points.Count);
    }

    /// <summary>Far apart against σ the bounds count the different rows; both are at most ln N, and the lower one at most the upper one, also within one step of training.</summary>
    [Fact]
    public void Pairwise_bounds_and_bins_agree_where_rows_are_far_apart()
    {
        var plane = InformationPlanes.Follow(Fixed(null, identity, firstSix, nothing), [all], Once(BinningEstimator.Saxe, new PairwiseEstimator(PairwiseDistance.KullbackLeibler, 0.01), new PairwiseEstimator(PairwiseDistance.Bhattacharyya, 0.01)) with { Rows = 600 });
        foreach (var layer in plane.Layers)
        {
            var points = plane.Points.Where(point => point.Layer == layer).ToArray();
            Assert.Equal([Side.Estimate, Side.Upper, Side.Lower], points.Select(point => point.Input.Side));
            Assert.All(points, point => Assert.Equal(points[0].Input.Value, point.Input.Value, 1e-9));
            Assert.All(points, point => Assert.Equal(points[0].Output.Value, point.Output.Value, 1e-9));
        }
    }

    [Fact]
    public void A_layer_that_never_fires_is_named()
    {
        var network = new LayeredNetwork(["fc1", "fc2"], (input, watch) => watch.At("fc1", input), _ => { });
        var message = Assert.Throws<DomainException>(() => InformationPlanes.Follow(network, [all], Once(BinningEstimator.Saxe))).Message;
        Assert.Contains("Layer 'fc2' did not fire; fc1 did", message, StringComparison.Ordinal);
        Assert.Contains("watch.At(\"fc2\"", message, StringComparison.Ordinal);
        var twice = new LayeredNetwork(["fc1"], (input, watch) => watch.At("fc1", watch.At("fc1", input)), _ => { });
        Assert.Contains("Layer 'fc1' fired twice", Assert.Throws<DomainException>(() => InformationPlanes.Follow(twice, [all], Once(BinningEstimator.Saxe))).Message, StringComparison.Ordinal);
        var summed = Fixed(null, new Stage("sum", x => x.mean([0])));
        Assert.Contains("Layer 'sum' of shape [12] for 1024 rows", Assert.Throws<ShapeException>(() => InformationPlanes.Follow(summed, [all], Once(BinningEstimator.Saxe))).Message, StringComparison.Ordinal);
        var broken = Fixed(null, new Stage("log", x => x.sub(1).log()));
        Assert.Contains("Layer 'log' holds", Assert.Throws<DataException>(() => InformationPlanes.Follow(broken, [all], Once(BinningEstimator.Saxe))).Message, StringComparison.Ordinal);
    }

    /// <summary>Each step is asked for once, in order; there is a look at the steps of the schedule, before the first and after the last.</summary>
    [Fact]
    public void Steps_are_taken_in_order_and_looked_at_when_the_schedule_says()
    {
        var taken = new List<long>();
        var network = new LayeredNetwork(["x"], (input, watch) => watch.At("x", input), taken.Add) { StepsPerEpoch = 5 };
        var reports = new List<PlaneProgress>();
        var plane = InformationPlanes.Follow(network, [all, new("few", task.At([.. Enumerable.Range(0, 10)]))], new() { Steps = 23, Schedule = PlaneSchedule.Every(10), Estimators = [BinningEstimator.Saxe] }, new Reporter<PlaneProgress>(reports.Add));
        Assert.Equal(Enumerable.Range(0, 23).Select(step => (long)step), taken);
        Assert.Equal([0, 10, 20, 23], plane.Steps);
        Assert.Equal([0, 0, 2, 2, 4, 4, 4.6, 4.6], plane.Points.Select(point => point.Epoch));
        Assert.Equal(["all", "few"], plane.Points.Take(2).Select(point => point.Set));
        Assert.Equal([(0, 1, 4), (10, 2, 4), (20, 3, 4), (23, 4, 4)], reports.Select(report => (report.Step, report.Look, report.Looks)));
        Assert.True(double.IsNaN(plane.Standings[0].Loss)); // twelve columns are no two classes
        Assert.False(plane.Interrupted);
    }

    [Fact]
    public void An_interrupted_run_keeps_its_points()
    {
        using var source = new CancellationTokenSource();
        var network = new LayeredNetwork(["x"], (input, watch) => watch.At("x", input), step => { if (step == 14) source.Cancel(); });
        var plane = InformationPlanes.Follow(network, [all], new() { Steps = 100, Schedule = PlaneSchedule.Every(10), Estimators = [BinningEstimator.Saxe] }, cancellation: source.Token);
        Assert.True(plane.Interrupted);
        Assert.Equal([0, 10], plane.Steps);
        Assert.Contains("interrupted", plane.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_in_two_parts_is_the_run_in_one()
    {
        var options = new PlaneOptions { Steps = 20, Schedule = PlaneSchedule.Every(4), Estimators = [BinningEstimator.Saxe], Threads = 1 };
        using var whole = new Classifier(task);
        using var parted = new Classifier(task);
        var one = InformationPlanes.Follow(whole, [all], options);
        var (first, second) = (InformationPlanes.Follow(parted, [all], options with { Steps = 8 }), InformationPlanes.Follow(parted, [all], options with { From = parted.Steps }));
        Assert.Equal([8, 12, 16, 20], second.Steps);
        Assert.Equal(one.Points.Select(point => (point.Step, point.Layer, point.Input.Value)), first.Points.Concat(second.Points.Where(point => point.Step > 8)).Select(point => (point.Step, point.Layer, point.Input.Value)));
        Assert.Throws<DomainException>(() => InformationPlanes.Follow(parted, [all], options with { From = 21 }));
    }

    [Fact]
    public void A_budget_thins_the_schedule_and_leaves_every_look_that_stays_as_it_was()
    {
        InformationPlane Followed(double? budget)
        {
            using var network = new Classifier(task, new() { Noise = LayerNoise.Additive(0.2) });
            return InformationPlanes.Follow(network, [all], new() { Steps = 40, Schedule = PlaneSchedule.Every(1), Estimators = [BinningEstimator.Saxe], Budget = budget, Rows = 200, Threads = 1 });
        }
        var (whole, thin) = (Followed(null), Followed(1e-6));
        Assert.Equal(41, whole.Steps.Count);
        Assert.InRange(thin.Steps.Count, 2, 4);
        Assert.Equal((0, 40), (thin.Steps[0], thin.Steps[^1]));
        Assert.Contains("thinned from 41", thin.Plan, StringComparison.Ordinal);
        foreach (var point in thin.Points) Assert.Equal(Assert.Single(whole.Points, other => other.Step == point.Step && other.Layer == point.Layer).Input.Value, point.Input.Value);
    }

    [Fact]
    public void Every_schedule_begins_before_the_first_step_and_ends_after_the_last()
    {
        Assert.Equal([0, 1, 10, 100, 1000], PlaneSchedule.LogSpaced(5).Looks(1000));
        Assert.Equal([0, 7, 14, 20], PlaneSchedule.Every(7).Looks(20));
        Assert.Equal([0, 3, 5, 9], PlaneSchedule.At([5, 3, 3, 12]).Looks(9));
        Assert.Equal([0], PlaneSchedule.LogSpaced(10).Looks(0));
        Assert.Equal(PlaneSchedule.At([5, 3]), PlaneSchedule.At([5, 3]));
        Assert.NotEqual(PlaneSchedule.At([5, 3]), PlaneSchedule.At([5]));
        Assert.Equal("30 looks, log-spaced", new PlaneOptions().Schedule.ToString());
        Assert.Throws<DomainException>(() => PlaneSchedule.LogSpaced(1));
        Assert.Throws<DomainException>(() => PlaneSchedule.Every(0));
        Assert.Throws<DomainException>(() => PlaneSchedule.At([-1]));
    }

    [Fact]
    public void A_plane_is_the_same_bits_again_and_leaves_no_tensor() => LiveTensors.Stay(() =>
    {
        InformationPlane Followed(long seed)
        {
            using var network = new Classifier(task, new() { Noise = LayerNoise.Additive(0.1), Replicates = 2, Seed = seed });
            return InformationPlanes.Follow(network, [all], new() { Steps = 16, Schedule = PlaneSchedule.LogSpaced(4), Estimators = [BinningEstimator.Saxe, new PairwiseEstimator(PairwiseDistance.KullbackLeibler)], Rows = 300, Threads = 1 });
        }
        var (one, again, other) = (Followed(1), Followed(1), Followed(2));
        Assert.Equal(one.Points.Select(point => (point.Input.Value, point.Output.Value)), again.Points.Select(point => (point.Input.Value, point.Output.Value)));
        Assert.NotEqual(one.Points.Select(point => point.Input.Value), other.Points.Select(point => point.Input.Value));
        Assert.Equal(one.Standings, again.Standings);
        Assert.All(one.Standings, standing => Assert.InRange(standing.Accuracy, 0.0, 1.0));
    });

    /// <summary>T = x + σZ with x Gaussian of known variances: I(X;T) = ½ Σ log(1 + λ/σ²). What two axes of four hold is within 4 errors of their part; the bracket's ends are that and the whole.</summary>
    [Fact]
    public void A_compressed_point_has_a_bracket_around_the_whole()
    {
        double[] deviations = [3, 2, 1, 0.5];
        const double sigma = 0.7;
        var random = new Random(3);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        float[] inputs = [.. Enumerable.Range(0, 4000).SelectMany(_ => deviations.Select(d => (float)(d * Normal())))];
        var rows = new ClassifiedRows("gaussian", inputs, 4, [.. Enumerable.Range(0, 4000).Select(i => inputs[4 * i] > 0 ? 1 : 0)]);
        double Part(int k) => deviations.Take(k).Sum(d => Math.Log(1 + d * d / (sigma * sigma))) / 2;
        var plane = InformationPlanes.Follow(Fixed(LayerNoise.Additive(sigma), identity), [new("all", rows)], Once(new CompressedEstimator { Axes = 2 }, new CompressedEstimator { Axes = 4, Neighbours = new() { K = 40 } }));
        var (two, four) = (plane.Points[0], plane.Points[1]);
        Assert.InRange(two.Input.Value, Part(2) - 4 * two.Input.StandardError, Part(2) + 4 * two.Input.StandardError);
        Assert.Equal(Part(4) - Part(2), two.Certificate!.Slack, 0.04); // of sample variances: √(2/4000) of each in the log
        Assert.InRange(four.Input.Value, Part(4) - 0.1, Part(4) + 0.1);
        Assert.Equal(0, four.Certificate!.Slack);
        Assert.InRange(two.Output.Value, 0.3, Math.Log(2)); // the sign of a coordinate of deviation 3 under noise of 0.7
        Assert.Contains("of the whole layer, at most", two.ToString(), StringComparison.Ordinal);
    }

    /// <summary>x standard normal, T_1 = x + σZ, T_2 = 2 T_1 + σZ': I(X;T_1) = ½ log(1 + 1/σ²), I(X;T_2) = ½ log(1 + 4/5σ²), within 4 errors and the bias of so few centres, which was below 0.01 at ten seeds.</summary>
    [Fact]
    public void Sample_propagation_knows_the_noise_of_earlier_layers()
    {
        const double sigma = 0.6;
        var random = new Random(5);
        float[] inputs = [.. Enumerable.Range(0, 1500).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
        var rows = new ClassifiedRows("gaussian", inputs, 1, [.. inputs.Select(x => x > 0 ? 1 : 0)]);
        var network = Fixed(LayerNoise.Additive(sigma), identity, new Stage("twice", x => x.mul(2.0)));
        var plane = InformationPlanes.Follow(network, [new("all", rows)], Once(new PropagationEstimator()));
        double[] truths = [Math.Log(1 + 1 / (sigma * sigma)) / 2, Math.Log(1 + 4 / (5 * sigma * sigma)) / 2];
        foreach (var (truth, point) in truths.Zip(plane.Points))
        {
            Assert.InRange(point.Input.Value, truth - 4 * point.Input.StandardError - 0.01, truth + 4 * point.Input.StandardError + 0.01);
            Assert.InRange(point.Input.StandardError, 0.001, 0.1);
            Assert.InRange(point.Output.Value, 0.15, Math.Log(2));
            Assert.Equal("σ = 0.6", point.Ruler);
        }
        Assert.True(plane.Points[1].Output.Value < plane.Points[0].Output.Value);
        var elementwise = InformationPlanes.Follow(Fixed(new(NoiseKind.RelativeElementwise, 0.1), identity), [new("all", rows)], Once(new PropagationEstimator()));
        Assert.Contains("noise of its own in each unit", elementwise.Points[0].Input.Diagnoses[0].Sentence, StringComparison.Ordinal);
    }

    /// <summary>The same two layers by kernel densities, whose bias upwards by smoothing was below 0.02 at 1500 rows and ten seeds.</summary>
    [Fact]
    public void A_kernel_density_knows_the_noise_of_this_layer_and_of_earlier_ones()
    {
        const double sigma = 0.6;
        var random = new Random(5);
        float[] inputs = [.. Enumerable.Range(0, 1500).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
        var rows = new ClassifiedRows("gaussian", inputs, 1, [.. inputs.Select(x => x > 0 ? 1 : 0)]);
        var network = Fixed(LayerNoise.Additive(sigma), identity, new Stage("twice", x => x.mul(2.0)));
        var plane = InformationPlanes.Follow(network, [new("all", rows)], Once(new DensityEstimator { Density = new() { Threads = 1 } }, new PropagationEstimator()));
        double[] truths = [Math.Log(1 + 1 / (sigma * sigma)) / 2, Math.Log(1 + 4 / (5 * sigma * sigma)) / 2];
        for (var layer = 0; layer < 2; layer++)
        {
            var (density, propagated) = (plane.Points[2 * layer], plane.Points[2 * layer + 1]);
            Assert.InRange(density.Input.Value, truths[layer] - 4 * density.Input.StandardError, truths[layer] + 4 * density.Input.StandardError + 0.02);
            Assert.InRange(density.Input.StandardError, 0.001, 0.1);
            Assert.InRange(density.Output.Value, propagated.Output.Value - 0.05, propagated.Output.Value + 0.05);
            Assert.Equal((0, "σ = 0.6", Side.Estimate, "I(X;T)", "I(T;Y)"), (density.Certificate!.Slack, density.Ruler, density.Input.Side, density.Input.Quantity, density.Output.Quantity));
        }
        var plain = InformationPlanes.Follow(Fixed(null, identity), [new("all", rows)], Once(new DensityEstimator())).Points[0].Input;
        Assert.Equal([DiagnosisKind.NotMeasured, DiagnosisKind.NoNoise], plain.Diagnoses.Select(diagnosis => diagnosis.Kind));
        Assert.Throws<DomainException>(() => InformationPlanes.Follow(network, [new("all", rows)], Once(new DensityEstimator { Axes = 0 })));
    }

    /// <summary>Noise far below the bins makes all passes of a row alike: eight passes are no eight rows, and the error is that of the rows, to a part in their number. Of all rows there are it is none.</summary>
    [Fact]
    public void Passes_of_one_row_are_not_counted_as_rows()
    {
        float[] inputs = [.. Enumerable.Range(0, 400).Select(i => 0.5f + i * i % 7)];
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => i % 2)];
        Estimate Of(LayerNoise? noise, bool exhaustive) => InformationPlanes.Follow(Fixed(noise, identity), [new("all", new ClassifiedRows("sevenths", inputs, 1, labels, exhaustive: exhaustive))], Once(new BinningEstimator(Bins.Width(1)))).Points[0].Input;
        var (plain, passes) = (Of(null, false), Of(LayerNoise.Additive(1e-4), false));
        Assert.Equal(plain.Value, passes.Value, 1e-9);
        Assert.InRange(passes.StandardError / plain.StandardError, 0.99, 1.01);
        Assert.Equal(0, Of(LayerNoise.Additive(1e-4), true).StandardError, 1e-12);
    }

    [Fact]
    public void What_an_estimator_cannot_measure_is_told_of_and_the_run_goes_on()
    {
        var plane = InformationPlanes.Follow(Fixed(null, identity, nothing), [all], Once(new CompressedEstimator(), new CompressedEstimator { Method = CompressedMethod.Ksg, Neighbours = new() { K = 3 } }, new PairwiseEstimator(PairwiseDistance.KullbackLeibler)));
        Assert.Equal(6, plane.Points.Count);
        Assert.All(plane.Points, point => Assert.True(double.IsNaN(point.Input.Value)));
        Assert.All(plane.Points, point => Assert.Contains(point.Input.Diagnoses, diagnosis => diagnosis.Kind == DiagnosisKind.NotMeasured));
        Assert.Contains(plane.Points[0].Input.Diagnoses, diagnosis => diagnosis.Kind == DiagnosisKind.NoNoise);
        var later = InformationPlanes.Follow(Fixed(LayerNoise.Additive(0.1), identity, firstSix), [all], Once(new PairwiseEstimator(PairwiseDistance.KullbackLeibler)) with { Rows = 300 });
        Assert.False(double.IsNaN(later.Points[0].Input.Value));
        Assert.Contains("after layers with noise", later.Points[1].Input.Diagnoses[0].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Noise_is_in_the_activations_that_are_read()
    {
        var plane = ClassifierTests.Seen(Fixed(LayerNoise.Additive(0.5), nothing), task);
        Assert.InRange(plane["nothing"].Average(value => value * value), 0.25 * 0.98, 0.25 * 1.02); // 49152 normals: √(2/49152) = 0.6 %
        var relative = ClassifierTests.Seen(Fixed(new(NoiseKind.RelativeElementwise, 0.5), identity), task)["whole"];
        Assert.All(relative.Zip(task.Inputs), pair => Assert.True(pair.Second != 0 || pair.First == 0)); // none where the activation is 0
        var rms = ClassifierTests.Seen(Fixed(new(NoiseKind.RelativeRms, 0.5), identity), task)["whole"].Zip(task.Inputs, (noisy, clean) => noisy - clean).ToArray();
        Assert.InRange(rms.Average(value => value * value), 0.125 * 0.98, 0.125 * 1.02); // half of the bits are on
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var network = Fixed(null, identity);
        Assert.Throws<DomainException>(() => InformationPlanes.Follow(network, []));
        Assert.Throws<DomainException>(() => InformationPlanes.Follow(network, [all, all]));
        Assert.Throws<DomainException>(() => InformationPlanes.Follow(network, [all], new() { Steps = -1 }));
        Assert.Throws<DomainException>(() => InformationPlanes.Follow(network, [all], new() { Estimators = [] }));
        Assert.Throws<DomainException>(() => InformationPlanes.Follow(network, [all], new() { Estimators = [BinningEstimator.Saxe, BinningEstimator.Saxe] }));
        Assert.Throws<DomainException>(() => InformationPlanes.Follow(network, [all], new() { Budget = 0 }));
        Assert.Throws<DomainException>(() => new LayeredNetwork([], (x, _) => x, _ => { }));
        Assert.Throws<DomainException>(() => new LayeredNetwork(["a", "a"], (x, _) => x, _ => { }));
        Assert.Throws<DomainException>(() => new PairwiseEstimator(PairwiseDistance.KullbackLeibler, 0));
        Assert.Contains("whole", Assert.Throws<DomainException>(() => InformationPlanes.Follow(network, [all], Once(BinningEstimator.Saxe)).Curve("fc1")).Message, StringComparison.Ordinal);
    }
}
