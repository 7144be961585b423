using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Bounds whose scores are an exact log p(y|x): TNCE, L1Out, CLUB.</summary>
public sealed class ConditionalTests
{
    private static readonly Bound tnce = new Tnce(), l1Out = new L1Out(), club = new Club();

    private static double Tolerance(Tensor scores) => 64 * Numbers.Epsilon * AllBounds.Plain(scores);

    // Of t = S_ii − log-mean over the column, L1Out is −log[(B e^{−t} − 1)/(B − 1)], row by row: by columns of a matrix that differ, one at a time. Near its
    // ceiling B e^{−t} − 1 loses the digits of which it is a difference: e^{t}/(B−1) e^{L1Out} ε.
    [Fact]
    public void Each_column_of_L1Out_is_a_function_of_InfoNce_s() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = (c with { Replicates = null }).Scores(15);
        var s = AllBounds.Matrix(scores);
        double b = c.Batch, expected = 0, upper = 0;
        for (var i = 0; i < c.Batch; i++)
        {
            var t = s[i, i] - Math.Log(AllBounds.Column(s, i).Average(Math.Exp));
            var out1 = s[i, i] - Math.Log(AllBounds.Column(s, i).Where((_, k) => k != i).Average(Math.Exp));
            Assert.Equal(-Math.Log((b * Math.Exp(-t) - 1) / (b - 1)), out1, Tolerance(scores) * (1 + Math.Exp(out1)));
            if (t >= 0) Assert.True(out1 >= t - Tolerance(scores));
            (expected, upper) = (expected + t / b, upper + out1 / b);
        }
        Assert.Equal(expected, tnce.Value(scores).item<double>(), Tolerance(scores));
        Assert.Equal(upper, l1Out.Value(scores).item<double>(), Tolerance(scores));
    });

    // out ≥ t holds where t ≥ 0, and the mean of −log((Be^{−t} − 1)/(B − 1)), convex in t, is at least its value at the mean: so of the two values too.
    [Fact]
    public void L1Out_is_above_Tnce_wherever_Tnce_is_positive() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(1e4);
        foreach (var (low, high) in Numbers.Of(tnce.Value(scores)).Zip(Numbers.Of(l1Out.Value(scores))))
            if (low >= 0) Assert.True(high >= low - Tolerance(scores), $"{high} below {low}");
    }, 300);

    [Fact]
    public void L1Out_diverges_where_Tnce_is_at_its_ceiling()
    {
        using var scope = NewDisposeScope();
        var scores = eye(7, dtype: ScalarType.Float64) * 1000;
        Assert.Equal(Math.Log(7), tnce.Value(scores).item<double>(), 1e-14);
        Assert.Equal(1000, l1Out.Value(scores).item<double>(), 1e-10);
    }

    [Theory]
    [InlineData("TNCE")]
    [InlineData("L1Out")]
    [InlineData("CLUB")]
    [InlineData("vL1Out")]
    [InlineData("vCLUB")]
    [InlineData("InfoNCE over x")]
    public void Any_function_of_y_changes_nothing(string name) => Law.Holds(ScoreCase.Any, c => // so log r serves as well as log p(y|x)
    {
        var (scores, bound) = (c.Scores(1e4), AllBounds.Named(name).Bound);
        var moved = scores + Numbers.Drawn([1, c.Batch], c.Seed, 100, ScalarType.Float64);
        Numbers.Near(bound.Value(scores), bound.Value(moved), 2 * Tolerance(moved));
    });

    [Fact]
    public void InfoNce_over_x_is_InfoNce_of_the_transpose_and_Tnce_is_it() => Law.Holds(ScoreCase.Any, c =>
    {
        var (scores, over) = (c.Scores(1e4), new InfoNce { Contrast = Contrast.OverX });
        var transposed = scores.transpose(-2, -1).contiguous();
        Numbers.Near(new InfoNce().Value(transposed), over.Value(scores), Tolerance(scores));
        Numbers.Near(new InfoNce().Gradient(transposed).transpose(-2, -1), over.Gradient(scores), AllBounds.Named("InfoNCE").GradientTolerance(scores, Numbers.Epsilon));
        Numbers.Same(over.Value(scores), tnce.Value(scores));
    });

    [Fact]
    public void With_the_diagonal_left_in_Club_is_short_by_a_factor() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = (c with { Replicates = null }).Scores(1e4);
        var published = scores.diagonal().mean().item<double>() - scores.mean().item<double>();
        Assert.Equal((c.Batch - 1.0) / c.Batch * club.Value(scores).item<double>(), published, Tolerance(scores));
    });

    // d = 20: dρ²/(1 − ρ²), exact. 300 batches of 64; the mean within 4 standard errors: 6 × 10⁻⁵ false alarms a row for a seed not chosen beforehand.
    [Theory]
    [InlineData(2, 4.43)]
    [InlineData(4, 9.84)]
    [InlineData(6, 16.44)]
    [InlineData(8, 24.51)]
    [InlineData(10, 34.37)]
    public void Club_of_a_Gaussian_is_its_closed_form(double nats, double expected)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(20200612);
        var truth = CorrelatedGaussian.WithInformation(20, nats);
        var squared = truth.Correlation * truth.Correlation;
        Assert.Equal(expected, 20 * squared / (1 - squared), 0.005 + 1e-9);
        var (x, y) = (zeros([300 * 64, 20], ScalarType.Float64), zeros([300 * 64, 20], ScalarType.Float64));
        truth.Draw(x, y, generator);
        var (mean, error) = Numbers.Mean(Numbers.Of(club.Value(truth.LogRatio(x.view(300, 64, 20), y.view(300, 64, 20)))));
        Assert.Equal(20 * squared / (1 - squared), mean, 4 * error);
    }

    [Theory]
    [InlineData("TNCE", "InfoNce")]
    [InlineData("L1Out", "minimised")]
    [InlineData("CLUB", "minimised")]
    [InlineData("Barber–Agakov, upper", "minimised")]
    public void A_trained_critic_is_refused_with_what_to_do(string name, string advice)
    {
        var bound = AllBounds.Named(name).Bound;
        Assert.True(bound.NeedsConditional);
        LiveTensors.Stay(() =>
        {
            var error = Assert.Throws<DomainException>(() => MutualInformation.Estimate(new CorrelatedGaussian(2, 0.5), bound));
            Assert.Equal($"{name} with the separable critic, which is trained", error.Came);
            Assert.Contains("to be maximised", error.Wanted);
            Assert.Contains(advice, error.Advice);
            Assert.Contains("LogRatio", error.Advice);
        });
    }
}
