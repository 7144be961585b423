using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class ReverseJensenTests
{
    private static readonly Bound sharp = new SharpReverseJensen(), dv = new DonskerVaradhan();

    private static double Rounding(string name, Tensor scores) => 64 * Numbers.Epsilon * AllBounds.Named(name).Magnitude(scores);

    [Theory]
    [InlineData(1.01)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1e6)]
    public void It_is_below_the_sharp_form_at_a_shift_and_that_below_DonskerVaradhan(double slack) => Law.Holds(ScoreCase.Any, c =>
    {
        // every mean is over the same pairs off the diagonal, so the inequalities hold batch by batch
        var (scores, moved) = (c.Scores(1e4), c.Scores(1e4) + Math.Log(slack));
        var (loose, tight, most) = (Numbers.Of(new ReverseJensen(slack).Value(scores)), Numbers.Of(sharp.Value(moved)), Numbers.Of(dv.Value(scores)));
        var factor = slack / (1 - 1 / Math.Sqrt(slack));
        for (var r = 0; r < loose.Length; r++)
        {
            Assert.True(loose[r] <= tight[r] + factor * Rounding("RJE with a = 10", moved), $"RJE_a {loose[r]} above RJE* {tight[r]}");
            Assert.True(tight[r] <= most[r] + Rounding("RJE*", moved), $"RJE* {tight[r]} above DV {most[r]}"); // DV is not moved by the constant
        }
    }, 200);

    [Fact]
    public void At_the_same_scores_the_loose_form_can_be_above_the_sharp_one() // which is why the shift is in the inequality
    {
        using var scope = NewDisposeScope();
        var scores = full([4, 4], -2.61, ScalarType.Float64);
        Assert.True(new ReverseJensen().Value(scores).item<double>() > sharp.Value(scores).item<double>() + 0.5);
    }

    [Fact]
    public void The_ratio_is_between_one_and_the_number_of_pairs() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(1e4);
        foreach (var log in Numbers.Of(ReverseJensenForm.LogRatio(scores)))
            Assert.InRange(log, -8 * Numbers.Epsilon * AllBounds.Plain(scores), Math.Log(c.Batch * (c.Batch - 1)) + 8 * Numbers.Epsilon * AllBounds.Plain(scores));
    }, 200);

    [Fact]
    public void Both_ends_of_the_ratio_are_reached()
    {
        using var scope = NewDisposeScope();
        var tower = zeros([5, 5], ScalarType.Float64);
        tower.select(0, 1).select(0, 3).fill_(800); // e^{1600} is no double
        Assert.Equal(Math.Log(20), ReverseJensenForm.LogRatio(tower).item<double>(), 1e-12);
        Assert.Equal(0, ReverseJensenForm.LogRatio(full([5, 5], -7, ScalarType.Float64)).item<double>(), 1e-14);
    }

    [Fact]
    public void It_moves_with_a_constant_and_DonskerVaradhan_does_not()
    {
        using var scope = NewDisposeScope();
        var scores = new ScoreCase(6, null, 1, false, 3).Scores();
        foreach (var bound in (Bound[])[sharp, new ReverseJensen()])
            Assert.True(Math.Abs(bound.Value(scores + 1).item<double>() - bound.Value(scores).item<double>()) > 0.05);
    }

    // |T| ≤ τ gives 1 ≤ R ≤ min(B(B−1), e^{4τ}) and 0 ≤ L ≤ log(1 + e^τ)
    [Fact]
    public void Scores_that_are_clipped_give_a_value_that_is_bounded() => Law.Holds(ScoreCase.Any, c =>
    {
        const double clip = 3;
        var value = Numbers.Of(new ReverseJensen().Value((c with { Scale = 1e4 }).Scores().clamp(-clip, clip)));
        var (factor, pairs) = (10 / (1 - 1 / Math.Sqrt(10)), Math.Log(c.Batch * (c.Batch - 1)));
        Assert.All(value, v => Assert.InRange(v, -clip - factor * Math.Exp(pairs) * Math.Log(1 + Math.Exp(clip)), clip + pairs + Math.Log(10)));
    });

    [Fact]
    public void A_large_constant_makes_the_sharp_form_tight_at_independence()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(0, sharp.Value(full([8, 8], 40, ScalarType.Float64)).item<double>(), 1e-12);
    }

    // The loose form at constant scores t: t − k log(1 + e^t) + log a, greatest at σ(t) = 1/k; specs/reverse-jensen.md §2.3 has −1.345 at −2.61 for a = 10.
    [Fact]
    public void At_independence_the_loose_form_reads_well_below_zero()
    {
        using var scope = NewDisposeScope();
        var best = Enumerable.Range(-500, 1000).Max(k => new ReverseJensen().Value(full([4, 4], k / 100.0, ScalarType.Float64)).item<double>());
        Assert.Equal(-1.345, best, 0.0005 + 1e-4);
        Assert.Equal(best, new ReverseJensen().Value(full([4, 4], -2.61, ScalarType.Float64)).item<double>(), 1e-12);
    }

    // Small e^S: the best shift reads log(1 − a^{−½}) − 1 below Donsker–Varadhan, −1.38 at a = 10. With R near 1 (scores within 10⁻³) softplus(T) ≈ e^T.
    [Theory]
    [InlineData(10, -1.38)]
    [InlineData(1e4, -1.01)]
    public void The_offset_at_small_exponentials_is_the_spec_s(double slack, double offset)
    {
        using var scope = NewDisposeScope();
        var scores = new ScoreCase(8, null, 1e-3, false, 3).Scores();
        var k = slack / (1 - 1 / Math.Sqrt(slack));
        // at T = t: t − k e^t + log a is greatest at e^t = 1/k, and reads −log k − 1 + log a = log(1 − a^{−½}) − 1; the next term of softplus is e^{2t}/2, worth 1/2k
        var value = new ReverseJensen(slack).Value(scores - Math.Log(k)).item<double>();
        var gap = value - dv.Value(scores).item<double>();
        Assert.Equal(Math.Log(1 - 1 / Math.Sqrt(slack)) - 1, gap, 1 / k);
        Assert.Equal(offset, Math.Log(1 - 1 / Math.Sqrt(slack)) - 1, 0.005);
    }

    /// <summary>A law of X ≥ 0 by weighted points.</summary>
    private static (double Value, double Weight)[] Points(string law) => law switch
    {
        "constant" => [(2, 1)],
        "two points" => [(0, 0.7), (5, 0.3)],
        "exponential" => [.. Grid(1, 40).Select(x => (x, Math.Exp(-x)))],
        "lognormal" => [.. Enumerable.Range(-4000, 8001).Select(k => k / 500.0).Select(z => (Math.Exp(z), Math.Exp(-z * z / 2)))],
        _ => throw new ArgumentException(law),
    };

    private static IEnumerable<double> Grid(int from, int to) => Enumerable.Range(0, 20_000).Select(k => (k + 0.5) * to / 20_000 * from);

    // Both inequalities, and the ratio's closed forms: 1, 1/p, 2, e^{σ²}. Weights are normalised, so the laws are exact laws of finitely many points.
    [Theory]
    [InlineData("constant", 1)]
    [InlineData("two points", 1 / 0.3)]
    [InlineData("exponential", 2)]
    [InlineData("lognormal", Math.E)]
    public void Jensen_reversed_holds_for_laws_and_concave_functions(string law, double ratio)
    {
        var points = Points(law);
        var total = points.Sum(p => p.Weight);
        double Mean(Func<double, double> f) => points.Sum(p => p.Weight * f(p.Value)) / total;
        var (mean, r) = (Mean(x => x), Mean(x => x * x) / Math.Pow(Mean(x => x), 2));
        Assert.Equal(ratio, r, 1e-5 * ratio);
        foreach (var f in (Func<double, double>[])[x => Math.Log(1 + x), Math.Sqrt, x => x / (1 + x), x => 1 - Math.Exp(-x)])
        {
            Assert.True(f(r * mean) <= r * Mean(f) + 1e-12); // equality at one point and at two, one of them 0
            if (law is "constant" or "two points") Assert.Equal(f(r * mean), r * Mean(f), 1e-12);
            foreach (var a in (double[])[1.5, 2, 10, 100])
                Assert.True(f(a * r * mean) <= a * r / (1 - 1 / Math.Sqrt(a)) * Mean(f) + 1e-12);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_frozen_ratio_is_held_in_the_gradient_and_not_in_the_value(bool loose) => Law.Holds(ScoreCase.Any, c =>
    {
        Bound frozen = loose ? new ReverseJensen(freezeRatio: true) : new SharpReverseJensen(true);
        var (free, entry) = (loose ? new ReverseJensen() : sharp, AllBounds.Named(loose ? "RJE with a = 10" : "RJE*"));
        var scores = c.Scores(1e4).requires_grad_();
        Numbers.Same(free.Value(scores), frozen.Value(scores));
        Numbers.Same(free.Value(scores), frozen.Objective(scores));
        Numbers.Near(autograd.grad([frozen.Objective(scores).sum()], [scores])[0], frozen.Gradient(scores), entry.GradientTolerance(scores, Numbers.Epsilon));
        if (c is { Constant: false, Scale: > 0.1 and < 10, Batch: > 2 }) // beyond, both softmaxes are the same
            Assert.True((free.Gradient(scores) - frozen.Gradient(scores)).abs().max().item<double>() > 0);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_slack_of_one_or_less_is_refused(double slack)
    {
        var error = Assert.Throws<DomainException>(() => new ReverseJensen(slack));
        Assert.Equal(FormattableString.Invariant($"A slack of {slack}"), error.Came);
        Assert.Contains("SharpReverseJensen", error.Advice);
    }
}
