using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Gradients by hand against the closed forms on tensors, in the single precision that critics are trained in.</summary>
public sealed class ScoreGradientTests
{
    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void By_hand_is_the_closed_form(string name) => Law.Holds(ScoreCase.Any, c => Agree(AllBounds.Named(name).Bound, c.Scores().to_type(ScalarType.Float32)));

    // Whole registers and what is left over; more columns than are worked on together.
    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void On_sizes_that_fill_no_register(string name)
    {
        foreach (var batch in (int[])[2, 7, 15, 16, 17, 31, 100])
            foreach (var replicates in (int[])[1, 3])
            {
                using var scope = NewDisposeScope();
                Agree(AllBounds.Named(name).Bound, Numbers.Drawn([replicates, batch, batch], batch, 10));
            }
    }

    [Theory]
    [InlineData("InfoNCE over x")]
    [InlineData("InfoNCE")]
    public void On_more_columns_than_the_stack_takes_at_once(string name)
    {
        using var scope = NewDisposeScope();
        Agree(AllBounds.Named(name).Bound, Numbers.Drawn([1030, 1030], 1, 10));
    }

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void On_impossible_pairs_and_on_scores_that_tower(string name)
    {
        using var scope = NewDisposeScope();
        var bound = AllBounds.Named(name).Bound;
        foreach (var (row, column, score) in ((int, int, double)[])[(0, 3, double.NegativeInfinity), (2, 1, 1e4), (4, 4, 1e4), (4, 4, -1e4), (4, 4, double.NegativeInfinity)])
        {
            var scores = Numbers.Drawn([2, 6, 6], 3, 4);
            scores.select(0, 1).select(0, row).narrow(0, column, 1).fill_(score);
            Agree(bound, scores);
        }
        var impossible = Numbers.Drawn([6, 6], 3, 4);
        impossible.narrow(0, 2, 1).fill_(double.NegativeInfinity); // a row, and
        impossible.narrow(1, 3, 1).fill_(double.NegativeInfinity); // a column: contrasts of nothing with nothing are not numbers
        Agree(bound, impossible);
        Agree(bound, full([6, 6], double.NegativeInfinity, ScalarType.Float32));
        Agree(bound, full([6, 6], double.NaN, ScalarType.Float32));
    }

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void What_lies_around_a_view_stays_and_other_memory_takes_the_tensors_way(string name)
    {
        using var scope = NewDisposeScope();
        using var ascent = AllBounds.Named(name).Bound.Ascend();
        Tensor scores = Numbers.Drawn([5, 7, 7], 1, 3), around = Numbers.Drawn([5, 7, 7], 2), before = around.clone();
        var expected = ascent.Gradient(scores.narrow(0, 1, 3));
        ascent.GradientInto(scores.narrow(0, 1, 3), around.narrow(0, 1, 3));
        Numbers.Near(expected, around.narrow(0, 1, 3), Tolerance(7));
        foreach (var outside in (int[])[0, 4]) Numbers.Same(before.select(0, outside), around.select(0, outside));

        TakesTheTensorsWay(AllBounds.Named(name).Bound, scores.transpose(1, 2));
        TakesTheTensorsWay(AllBounds.Named(name).Bound, scores.to_type(ScalarType.Float64));
    }

    private static void TakesTheTensorsWay(Bound bound, Tensor scores)
    {
        using var ascent = bound.Ascend();
        var gradient = zeros(scores.shape, scores.dtype);
        ascent.GradientInto(scores, gradient);
        Numbers.Same(bound.Gradient(scores), gradient);
    }

    [Fact]
    public void Scores_that_are_no_square_are_refused()
    {
        using var scope = NewDisposeScope();
        using var ascent = new InfoNce().Ascend();
        Assert.Throws<ShapeException>(() => ascent.GradientInto(zeros([3, 4]), zeros([3, 4])));
        Assert.Throws<ShapeException>(() => ascent.GradientInto(zeros([1, 1]), zeros([1, 1])));
    }

    /// <summary>Two steps of a climb each, since something may be remembered in the second.</summary>
    private static void Agree(Bound bound, Tensor scores)
    {
        using var byHand = bound.Ascend();
        using var onTensors = bound.Ascend();
        for (var step = 0; step < 2; step++)
        {
            var gradient = full(scores.shape, 7, ScalarType.Float32);
            byHand.GradientInto(scores, gradient);
            if (bound is ReverseJensen or SharpReverseJensen)
            {
                AgreeInDoubles(bound, scores, gradient);
                continue;
            }
            var largest = Numbers.Of(scores).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            Numbers.Near(onTensors.Gradient(scores), gradient, Tolerance(scores.shape[^1], remembered: bound is Mine ? largest : 0, logarithms: bound is Interpolated ? largest : 0));
        }
    }

    // The ratio of second to squared first moments is a difference of logarithms in the tensors' form, and has lost digits in single precision: by hand it is held to the same in double.
    // Weights are off by half the 104 ε of their exponents, k R L by 160 ε of its sums: so much of the parts that an element is a difference of.
    private static void AgreeInDoubles(Bound bound, Tensor scores, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var (s, b) = (scores.to_type(ScalarType.Float64), scores.shape[^1]);
        var masked = Scores.WithoutJoint(s).flatten(-2);
        var ratio = ReverseJensenForm.LogRatio(s).exp() * (bound is ReverseJensen ? 10 / (1 - 1 / Math.Sqrt(10)) : 1);
        var loss = ratio * Scores.MeanMarginal(JensenShannonObjective.Softplus(s));
        var weights = ((masked * 2).softmax(-1) + masked.softmax(-1)).view(s.shape);
        var parts = Numbers.Of(Scores.WithJoint(weights * (loss * 4 + 2).unsqueeze(-1).unsqueeze(-1) + s.sigmoid() * (ratio / ((double)b * (b - 1))).unsqueeze(-1).unsqueeze(-1)));
        Numbers.Near(bound.Gradient(s), gradient, (i, element) => 256 * Numbers.Epsilon32 * (Math.Abs(element) + parts[i]) + Lost);
    }

    // e^{−88} is no float, and is k R L times as much in an element: at most 10⁸ for scores of 10⁴
    private const double Lost = 1e-30;

    // An exponent S − max, or S − constant, is rounded to ε of itself, and e to it is 0 or infinite beyond ±104: a relative error of 104 ε. Sums of B terms in another
    // order add B ε at most; those of B² are of parts, whose errors are as random as roundings are. The diagonal is a difference of numbers of 1/B. What is remembered
    // is a logarithm, which the tensors' form takes in single precision. So are the partitions of I_α: each is off by ε of the largest score, the parts of the diagonal's
    // difference among them.
    private static Func<int, double, double> Tolerance(long batch, double remembered = 0, double logarithms = 0) =>
        (_, element) => (128 + 4 * batch + remembered + logarithms) * Numbers.Epsilon32 * Math.Abs(element) + (4 + logarithms) * Numbers.Epsilon32 / batch;
}
