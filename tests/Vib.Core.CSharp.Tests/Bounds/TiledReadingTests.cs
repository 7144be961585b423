using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>One large batch, read tile by tile, is what the whole matrix says.</summary>
public sealed class TiledReadingTests
{
    /// <summary>One matrix in four is larger than a block in both directions.</summary>
    private static readonly Arbitrary<ScoreCase> matrices = Arb.From(
        from c in ScoreCase.Any.Generator
        from batch in Gen.Frequency((3, Gen.Choose(2, 40)), (1, Gen.Choose(257, 300)))
        select c with { Batch = batch, Replicates = null },
        c => ScoreCase.Any.Shrinker(c).Where(simpler => simpler.Replicates is null));

    // Sums of N numbers in a row lose at most N ε, beyond what both ways of reading lose.
    private static double Tolerance(AllBounds.Entry entry, Tensor scores) => (128 + scores.shape[0]) * Numbers.Epsilon * entry.Magnitude(scores);

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void Tiles_in_any_order_give_the_value_of_the_matrix(string name) => Law.Holds(matrices, c =>
    {
        var entry = AllBounds.Named(name);
        var scores = c.Scores(entry.LargestScore);
        var (value, error) = TiledReading.Of(entry.Bound, c.Batch, Tiling.Random(scores, c.Seed));
        Assert.Equal(entry.Bound.Value(scores).item<double>(), value, Tolerance(entry, scores));
        Assert.True(error >= 0);
    }, 40);

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void Tiles_in_single_precision_are_read_in_double(string name) => Law.Holds(matrices, c =>
    {
        var entry = AllBounds.Named(name);
        var scores = c.Scores(entry.LargestScore).to_type(ScalarType.Float32);
        var exact = scores.to_type(ScalarType.Float64);
        var (value, _) = TiledReading.Of(entry.Bound, c.Batch, Tiling.Random(scores, c.Seed));
        Assert.Equal(entry.Bound.Value(exact).item<double>(), value, Tolerance(entry, exact));
    }, 10);

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void Impossible_pairs_have_no_weight(string name)
    {
        using var scope = NewDisposeScope();
        var entry = AllBounds.Named(name);
        foreach (var (batch, rows, columns) in ((int, int, int)[])[(6, 2, 3), (90, 30, 60), (300, 280, 20), (300, 10, 270)])
        {
            var scores = new ScoreCase(batch, null, 2, false, 11).Scores();
            scores.narrow(0, 0, rows).narrow(1, batch - columns, columns).fill_(double.NegativeInfinity); // off the diagonal
            var (value, error) = TiledReading.Of(entry.Bound, batch, Tiling.Random(scores, 5));
            if (name is "CLUB" or "vCLUB") Assert.Equal(double.PositiveInfinity, value);
            else
            {
                Assert.Equal(entry.Bound.Value(scores).item<double>(), value, Tolerance(entry, scores.clamp(min: -800)));
                Assert.True(double.IsFinite(error));
            }
        }
    }

    // What cancels in the published short cut: the row that towers in a column is one of those held out.
    [Fact]
    public void A_score_that_towers_off_the_diagonal_is_held_out_without_a_trace() => Law.Holds(matrices, c =>
    {
        var scores = (c with { Scale = 1, Constant = false }).Scores();
        var random = new Random(c.Seed);
        for (var k = 0; k < c.Batch; k++) scores.narrow(0, random.Next(c.Batch), 1).narrow(1, random.Next(c.Batch), 1).fill_(random.NextDouble() * 2e4 - 1e4);
        foreach (var name in (string[])["I_α with α = 0.3", "I_α with α = 0.01"])
        {
            var entry = AllBounds.Named(name);
            var (value, _) = TiledReading.Of(entry.Bound, c.Batch, Tiling.Random(scores, c.Seed));
            Assert.Equal(entry.Bound.Value(scores).item<double>(), value, Tolerance(entry, scores));
        }
    });

    [Fact]
    public void A_companion_is_each_pairs_own() => Law.Holds(matrices, c =>
    {
        foreach (var name in (string[])["TUBA", "I_α with α = 0.3"])
        {
            var entry = AllBounds.Named(name);
            var (scores, companion) = (c.Scores(Math.Min(entry.LargestScore, 200)), Numbers.Drawn([c.Batch], c.Seed + 1, 2, ScalarType.Float64));
            var (value, _) = TiledReading.Of(entry.Bound, c.Batch, Tiling.Random(scores, c.Seed), Numbers.Of(companion));
            Assert.Equal(((CompanionBound)entry.Bound).Value(scores, companion).item<double>(), value, Tolerance(entry, scores + 2));
        }
    }, 40);

    [Theory]
    [MemberData(nameof(AllBounds.Names), MemberType = typeof(AllBounds))]
    public void A_score_that_is_not_a_number_shows(string name)
    {
        using var scope = NewDisposeScope();
        foreach (var (i, j) in ((int, int)[])[(0, 1), (290, 5), (7, 7)])
        {
            var scores = new ScoreCase(300, null, 1, false, 3).Scores();
            scores.narrow(0, i, 1).narrow(1, j, 1).fill_(double.NaN);
            var bound = AllBounds.Named(name).Bound;
            Assert.Equal(i == j || bound.Tiled(300).NeedsMarginals, double.IsNaN(Tiling.Read(bound, scores).Value));
        }
    }

    [Fact]
    public void Bounds_of_joint_pairs_need_only_their_tiles()
    {
        using var scope = NewDisposeScope();
        var (scores, offset) = (new ScoreCase(70, null, 3, false, 4).Scores(), new double[70]);
        for (var k = 0; k < 70; k++) offset[k] = k * 0.1;
        var reading = new PairReading(70, (joint, k) => joint - offset[k]);
        foreach (var (start, length) in ((int, int)[])[(30, 40), (0, 30)]) reading.Add(scores.narrow(0, start, length).narrow(1, start, length), start, start);
        reading.EndVisit();
        var (mean, error) = Numbers.Mean([.. AllBounds.Diagonal(AllBounds.Matrix(scores)).Select((s, k) => s - offset[k])]);
        Assert.Equal(mean, reading.Result().Value, 1e-13);
        Assert.Equal(error, reading.Result().StandardError, 1e-13);
    }

    // FLO's form: 1 − u_i − e^{−u_i} mean_{j≠i} e^{S_ij − S_ii}, whose slope is its own exponential
    [Fact]
    public void A_contrast_may_be_any_function_of_a_joint_score_and_a_log_sum() => Law.Holds(matrices, c =>
    {
        var (scores, u, count) = ((c with { Scale = Math.Min(c.Scale, 5) }).Scores(), c.Number(0, 1), c.Batch);
        var reading = new ContrastReading(count, Contrast.OverY, withJoint: false, (joint, logSum, _) =>
        {
            var contrast = Math.Exp(logSum - Math.Log(count - 1) - joint - u);
            return (1 - u - contrast, -contrast);
        });
        Tiling.Whole(scores)(reading.Add);
        reading.EndVisit();
        Tiling.Whole(scores)(reading.Add);
        reading.EndVisit();
        var s = AllBounds.Matrix(scores);
        var expected = AllBounds.Diagonal(s).Select((joint, i) => 1 - u - AllBounds.Row(s, i).Where((_, j) => j != i).Average(v => Math.Exp(v - joint - u))).Average();
        Assert.Equal(expected, reading.Result().Value, (128 + count) * Numbers.Epsilon * 12 * Math.Exp(11));
    }, 40);

    [Fact]
    public void Tiles_that_are_missing_or_come_twice_or_lie_outside_are_refused()
    {
        using var scope = NewDisposeScope();
        var scores = zeros([4, 4]);
        Assert.Throws<ShapeException>(() => TiledReading.Of(new Nwj(), 4, take => take(scores.narrow(0, 0, 2), 0, 0)));
        Assert.Throws<ShapeException>(() => TiledReading.Of(new Nwj(), 4, take => { take(scores, 0, 0); take(scores, 0, 0); }));
        Assert.Throws<ShapeException>(() => TiledReading.Of(new Nwj(), 4, take => take(scores, 1, 0)));
        Assert.Throws<ShapeException>(() => TiledReading.Of(new Nwj(), 4, take => take(zeros([1, 4, 4]), 0, 0)));
        Assert.Throws<ShapeException>(() => TiledReading.Of(new Nwj(), 4, Tiling.Whole(scores), new double[4]));
        Assert.Throws<ShapeException>(() => TiledReading.Of(new Tuba(), 4, Tiling.Whole(scores), new double[3]));
        Assert.Throws<DomainException>(() => TiledReading.Of(new Tuba(), 1, Tiling.Whole(zeros([1, 1]))));
    }

    // N = 20 000: 4 × 10⁸ scores, 3.2 GB in doubles. A dozen arrays of N numbers, and the two buffers of a block, are 2.2 MB; the rest is for 100 tiles' small change.
    [Theory]
    [InlineData("NWJ")]
    [InlineData("I_α with α = 0.01")]
    public void Memory_is_of_the_number_of_pairs(string name)
    {
        using var scope = NewDisposeScope();
        const int count = 20_000, side = 2_000;
        var tile = Numbers.Drawn([side, side], 1);
        void Visit(Action<Tensor, int, int> take)
        {
            for (var i = 0; i < count; i += side)
                for (var j = 0; j < count; j += side) take(tile, i, j);
        }
        LiveTensors.Stay(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(double.IsFinite(TiledReading.Of(AllBounds.Named(name).Bound, count, Visit).Value));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
        });
    }
}
