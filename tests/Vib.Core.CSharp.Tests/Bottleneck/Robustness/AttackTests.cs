using Xunit;

namespace Vib.Core.Tests;

public sealed class AttackTests(AttackTests.Models models) : IClassFixture<AttackTests.Models>
{
    private const double Epsilon = 0.02; // a network this small has no more to withstand with
    private static readonly LabelledImages Test = DrawnDigits.Draw(60, 2);
    private readonly TrainedBottleneck model = models.First;

    public sealed class Models : IDisposable
    {
        internal TrainedBottleneck First { get; } = Train(1);
        internal TrainedBottleneck Second { get; } = Train(2);

        private static TrainedBottleneck Train(long seed) => BottleneckTraining.Train(DrawnDigits.Draw(3000, 1), null,
            BottleneckOptions.Short(8) with { Hidden = [64], Latent = 8, Batch = 50, EvaluationSamples = 4, Seed = seed, Threads = 1, Optimiser = new() { LearningRate = 2e-3, AverageDecay = 0.9 } });

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
        }
    }

    private static readonly Attack[] Each =
    [
        new FastGradientSign { Epsilon = Epsilon },
        new ProjectedGradient { Epsilon = Epsilon, Steps = 5, Starts = 2 },
        new ProjectedGradient { Norm = PerturbationNorm.L2, Epsilon = 1, Steps = 5, Starts = 2 },
        new CarliniWagner { Steps = 30, SearchSteps = 2, InitialConstant = 1, LearningRate = 0.05 },
        new Spsa { Epsilon = Epsilon, Steps = 2, Directions = 4 },
        new SquareAttack { Epsilon = Epsilon, Steps = 20 },
        new SquareAttack { Norm = PerturbationNorm.L2, Epsilon = 1, Steps = 20 },
    ];

    private static bool IsL2(Attack attack) => attack is ProjectedGradient { Norm: PerturbationNorm.L2 } or SquareAttack { Norm: PerturbationNorm.L2 };

    public static TheoryData<int> All => [.. Enumerable.Range(0, Each.Length)];

    private static float[] Clean(LabelledImages images) => Array.ConvertAll(images.Pixels, pixel => pixel / 255f);

    [Theory]
    [MemberData(nameof(All))]
    public void No_image_leaves_its_ball_or_the_range_of_pixels(int index)
    {
        var result = Each[index].Against(model, Test);
        Assert.All(result.Pixels, pixel => Assert.InRange(pixel, 0f, 1f));
        Assert.NotEqual(Clean(Test), result.Pixels);
        var (clean, limit) = (Clean(Test), Each[index] switch { CarliniWagner => double.PositiveInfinity, var other => IsL2(other) ? 1 : Epsilon });
        for (var i = 0; i < Test.Count; i++)
        {
            var far = Enumerable.Range(i * 784, 784).Select(d => Math.Abs((double)result.Pixels[d] - clean[d])).ToArray();
            var (l2, largest) = (Math.Sqrt(far.Sum(x => x * x)), far.Max());
            Assert.True((IsL2(Each[index]) ? l2 : largest) <= limit * (1 + Numbers.Epsilon32) + Numbers.Epsilon32); // pixels are floats
            Assert.Equal((l2, largest), (result.Perturbations[i].L2, result.Perturbations[i].LInfinity));
            Assert.Equal(far.Count(x => x > 0.5 / 255), result.Perturbations[i].L0);
        }
    }

    [Fact]
    public void A_ball_of_no_size_changes_nothing()
    {
        foreach (var attack in (Attack[])[new FastGradientSign { Epsilon = 0 }, new ProjectedGradient { Epsilon = 0 }, new ProjectedGradient { Epsilon = 0, Norm = PerturbationNorm.L2 },
            new Spsa { Epsilon = 0, Steps = 1, Directions = 2 }, new SquareAttack { Epsilon = 0, Steps = 3 }, new SquareAttack { Epsilon = 0, Steps = 3, Norm = PerturbationNorm.L2 }])
        {
            var result = attack.Against(model, Test);
            Assert.Equal(Clean(Test), result.Pixels);
            Assert.Equal(result.CleanAccuracy, result.Accuracy);
            Assert.Equal(0, result.SuccessRate);
            Assert.True(double.IsNaN(result.Median.L2));
        }
    }

    [Fact]
    public void An_attack_is_its_seed_and_leaves_no_tensor_behind()
    {
        var attack = new ProjectedGradient { Epsilon = Epsilon, Steps = 2, Starts = 2 };
        AttackResult? one = null;
        LiveTensors.Stay(() => one = attack.Against(model, Test));
        Assert.Equal(one!.Pixels, attack.Against(model, Test).Pixels);
        Assert.NotEqual(one.Pixels, (attack with { Seed = 2 }).Against(model, Test).Pixels);
        Assert.NotEqual(one.Pixels, (attack with { FreshNoise = false }).Against(model, Test).Pixels);
        Assert.NotEqual(one.Pixels, (attack with { Samples = 1 }).Against(model, Test).Pixels);
    }

    [Fact]
    public void Many_steps_are_as_strong_as_one_and_a_larger_ball_is_stronger()
    {
        var (one, many) = (new FastGradientSign { Epsilon = Epsilon }.Against(model, Test), new ProjectedGradient { Epsilon = Epsilon, Steps = 20, Starts = 2 }.Against(model, Test));
        Assert.True(one.CleanAccuracy > 0.7, one.ToString());
        Assert.True(one.SuccessRate > 0.1, one.ToString());
        Assert.True(many.SuccessRate >= one.SuccessRate, $"{one}\n{many}");
        Assert.True(new FastGradientSign { Epsilon = 2 * Epsilon }.Against(model, Test).SuccessRate > one.SuccessRate);
    }

    // Starts share their stream: those of three are the first three of six, and the strongest is kept by the same noise. Judged by that noise, one frozen draw of the plane's next to none.
    [Fact]
    public void More_starts_are_never_weaker()
    {
        using var plane = LinearBottleneck.Make();
        var images = LinearBottleneck.Images(40);
        var attack = new ProjectedGradient { Norm = PerturbationNorm.L2, Epsilon = 0.05, Steps = 1, StepSize = 0.02 }; // too short to reach the border from every start
        var margins = ((int[])[1, 3, 6, 20]).Select(starts => Margins((attack with { Starts = starts }).Against(plane, images))).ToArray();
        for (var k = 1; k < margins.Length; k++)
        {
            for (var i = 0; i < images.Count; i++) Assert.True(margins[k][i] <= margins[k - 1][i] + 16 * Numbers.Epsilon32);
        }
        Assert.True(margins[^1].Sum() < margins[0].Sum() - 1e-3);

        double[] Margins(AttackResult result) => [.. Enumerable.Range(0, images.Count).Select(i =>
            (images.Labels[i] == 0 ? 1 : -1) * (LinearBottleneck.B + Enumerable.Range(0, LinearBottleneck.Size).Sum(d => LinearBottleneck.W[d] * result.Pixels[i * LinearBottleneck.Size + d])))];
    }

    [Fact]
    public void Without_a_gradient_the_margin_is_enough()
    {
        var result = new Spsa { Epsilon = 0.06, Steps = 15, Directions = 24, LearningRate = 0.03 }.Against(model, Test);
        // a fall of more than 4 standard errors: false-alarm rate below 1e-4
        Assert.True(result.Accuracy < result.CleanAccuracy - 4 * result.AccuracyStandardError, result.ToString());
    }

    [Fact]
    public void Images_made_against_one_model_are_judged_by_another()
    {
        var attack = new ProjectedGradient { Epsilon = Epsilon, Steps = 10, Starts = 1 };
        var (own, other) = (attack.Against(model, Test), attack.Transfer(model, models.Second, Test));
        Assert.StartsWith("transfer of PGD", other.ToString());
        Assert.True(other.Accuracy < other.CleanAccuracy, other.ToString());
        Assert.True(other.SuccessRate < own.SuccessRate, $"{own}\n{other}");
        Assert.Equal(own.Pixels, attack.Transfer(model, model, Test).Pixels);
    }

    [Fact]
    public void A_goal_counts_only_where_it_is_reached()
    {
        var attack = new ProjectedGradient { Epsilon = 0.06, Steps = 20, Starts = 1, Goal = AttackGoal.Towards(1) };
        var result = attack.Against(model, Test);
        for (var i = 0; i < Test.Count; i++) Assert.False(result.Succeeded[i] && Test.Labels[i] == 1);
        Assert.True(result.Attacked <= Test.Labels.Count(label => label != 1));
        Assert.True(result.SuccessRate > 0.3, result.ToString());
        var random = (attack with { Goal = AttackGoal.TowardsRandom }).Against(model, Test);
        Assert.Contains("random other class", random.ToString());
        Assert.True(random.SuccessRate > 0.1, random.ToString());
    }

    [Fact]
    public void Every_result_carries_the_caveat_and_its_reference()
    {
        var text = new FastGradientSign { Epsilon = Epsilon }.Against(model, Test).ToString();
        Assert.StartsWith("FGSM, L∞ ε = 0.02, untargeted, S = 4, fresh noise (EOT): accuracy ", text);
        Assert.Contains("60 images", text);
        Assert.EndsWith(AttackResult.Caveat, text);
        Assert.Contains("arXiv:2107.05712", text);
    }

    public static TheoryData<string, Attack> Nonsense => new()
    {
        { "ε", new FastGradientSign { Epsilon = -0.1 } },
        { "ε", new ProjectedGradient { Epsilon = double.NaN } },
        { "ε", new Spsa { Epsilon = -1 } },
        { "steps", new ProjectedGradient { Steps = 0 } },
        { "starts", new ProjectedGradient { Starts = 0 } },
        { "α", new ProjectedGradient { StepSize = 0 } },
        { "steps", new CarliniWagner { Steps = 0 } },
        { "search steps", new CarliniWagner { SearchSteps = 0 } },
        { "first constant", new CarliniWagner { InitialConstant = 0 } },
        { "learning rate", new CarliniWagner { LearningRate = -1 } },
        { "κ", new CarliniWagner { Confidence = -1 } },
        { "directions", new Spsa { Directions = 0 } },
        { "δ", new Spsa { Probe = 0 } },
        { "ε", new SquareAttack { Epsilon = -1 } },
        { "steps", new SquareAttack { Steps = 0 } },
        { "squares", new SquareAttack { Fraction = 1.5 } },
        { "samples", new FastGradientSign { Samples = 0 } },
        { "Class 10", new FastGradientSign { Goal = AttackGoal.Towards(10) } },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Settings_that_make_no_sense_are_refused_by_name(string name, Attack attack)
    {
        DomainException? error = null;
        LiveTensors.Stay(() => error = Assert.Throws<DomainException>(() => attack.Against(model, Test)));
        Assert.Contains(name, error!.Message);
    }

    [Fact]
    public void Other_images_are_refused_and_an_attack_can_be_stopped()
    {
        Assert.Throws<ShapeException>(() => new FastGradientSign().Against(model, LinearBottleneck.Images(3)));
        Assert.Throws<DataException>(() => new FastGradientSign().Against(model, Test.Take(0)));
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        LiveTensors.Stay(() => Assert.Throws<OperationCanceledException>(() => new ProjectedGradient().Against(model, Test, cancellation: stopped.Token)));
    }
}
