using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Cross-fitting: every pair is held out once, by a critic that never saw it.</summary>
public sealed class FoldTests
{
    private static readonly EstimationOptions options = new() { Batch = 5, Folds = 3, Validation = 0.2, Scaling = Scaling.None };

    /// <summary>Rows 0 … n − 1 with y = x + 1000.</summary>
    private static Pairs Counted(int n) => new([.. Enumerable.Range(0, n).Select(i => (float)i)], 1, [.. Enumerable.Range(1000, n).Select(i => (float)i)], 1);

    [Fact]
    public void Every_pair_is_held_out_once_and_no_fold_trains_on_its_own()
    {
        using var data = PairData.Open(Counted(90), options, CPU);
        double[][] Read(PairStream pairs, int batches)
        {
            using (pairs) return PairStreamTests.Read(pairs, batches, 5, 3);
        }
        var (held, count) = data.HeldOut();
        var (validation, looks) = data.Validation();
        var (read, looked, trained) = (Read(held, count / 5), Read(validation, looks), Read(data.Training(), 8));
        Assert.Equal(Enumerable.Range(0, 90).Select(i => (double)i), read.SelectMany(rows => rows).Order());
        for (var fold = 0; fold < 3; fold++)
        {
            Assert.Equal([30, 18 / 5 * 5, 40], new[] { read, looked, trained }.Select(part => part[fold].Length));
            Assert.Equal(30 + 15 + 40, read[fold].Concat(looked[fold]).Concat(trained[fold]).Distinct().Count());
        }
    }

    [Fact]
    public void A_fold_is_scaled_by_its_own_training_part()
    {
        using var plain = PairData.Open(Counted(90), options, CPU);
        using var scaled = PairData.Open(Counted(90), options with { Scaling = Scaling.Standard }, CPU);
        using var x = Matrices.Empty(3, 40, 1, CPU);
        using var y = Matrices.Empty(3, 40, 1, CPU);
        using var raw = plain.Training();
        using var pairs = scaled.Training();
        raw.Next(x, y);
        var rows = x.Each.Select(Numbers.Of).ToArray();
        pairs.Next(x, y); // 40 of 42 to train on, in the same order
        for (var fold = 0; fold < 3; fold++)
        {
            var scaledRows = Numbers.Of(x.Each[fold]);
            var slope = (scaledRows[1] - scaledRows[0]) / (rows[fold][1] - rows[fold][0]);
            Numbers.Near([.. rows[fold].Select(row => scaledRows[0] + slope * (row - rows[fold][0]))], scaledRows, (_, _) => 1e-4);
            Assert.Equal(1 / 26.0, slope, 0.006); // the s.d. of 90 rows in a line is 26; a fold's is its own
        }
        Assert.Equal(3, Enumerable.Range(0, 3).Select(fold => (Numbers.Of(x.Each[fold])[1] - Numbers.Of(x.Each[fold])[0]) / (rows[fold][1] - rows[fold][0])).Distinct().Count());
    }

    [Fact]
    public void A_permutation_is_the_same_in_all_folds_and_leaves_the_y_of_a_part_there()
    {
        var permuted = options with { Permutations = 2 };
        using var data = PairData.Open(Counted(90), permuted, CPU);
        using var training = data.Training();
        var (held, count) = data.HeldOut();
        var (validation, looks) = data.Validation();
        using var first = held;
        using var second = validation;
        var parts = new[] { (held, count / 5), (validation, looks), (training, 8) }.Select(part => PairStreamTests.Rows(part.Item1, part.Item2, 5, 9)).ToArray(); // [part][copy]
        var (_, permutations) = permuted.Copies.Group([.. Enumerable.Range(0, 9).Select(copy => parts.Select(part => part[copy]).ToArray())]);              // [permutation][fold][part]
        foreach (var folds in permutations)
        {
            var pairs = folds.SelectMany(fold => fold.SelectMany(part => part)).Distinct().ToArray();
            Assert.Equal(90, pairs.Length); // so many x, each with one y in all three folds
            Assert.Equal(pairs.Select(pair => pair.X).Order(), pairs.Select(pair => pair.Y).Order());
            Assert.True(pairs.Count(pair => pair.X == pair.Y) < 20); // fixed points: one on average in each of five stretches, Poisson; twenty in 3·10⁻⁷
            foreach (var fold in folds)
                for (var a = 0; a < 3; a++)
                    for (var b = 0; b < 3; b++)
                        if (a != b) Assert.Empty(fold[a].Select(pair => pair.X).Intersect(fold[b].Select(pair => pair.Y)));
        }
        Assert.NotEqual(permutations[0][0][0], permutations[1][0][0]);
    }

    [Fact]
    public void Folds_read_all_pairs_and_their_replicates_are_what_they_are_alone()
    {
        var pairs = Small.OneNat.Sample(1200);
        var options = Small.Options with { Folds = 3, Steps = 200 };
        var (one, two) = (MutualInformation.Estimate(pairs, critic: Small.Separable, options: options), MutualInformation.Estimate(pairs, critic: Small.Separable, options: options with { Replicates = 2 }));
        Assert.Equal(1200 / 3 / 32 * 32 * 3, one.Count);
        Assert.Equal(one.ReplicateValues[0], two.ReplicateValues[0]);
        Assert.Equal(2, two.ReplicateValues.Count);
        Assert.InRange(one.Value, 0.5, 1 + 4 * one.StandardError);
    }

    [Theory]
    [InlineData(90, 3, null)]
    [InlineData(20, 5, "20 pairs in 5 folds, of which 12 to train on, 4 to validate on and 4 held out, with batches of 5")]
    [InlineData(100, 25, "100 pairs in 25 folds, of which 76 to train on, 20 to validate on and 4 held out, with batches of 5")]
    public void Too_few_pairs_for_the_folds_are_refused(int count, int folds, string? came)
    {
        void Open() => PairData.Open(Counted(count), options with { Folds = folds }, CPU).Dispose();
        LiveTensors.Stay(() =>
        {
            if (came is null) Open();
            else Assert.Equal(came, Assert.Throws<DataException>(Open).Came);
        });
    }

    // A constant added to a fold's scores is in its joint terms and in its partitions alike, and Donsker–Varadhan ignores it.
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(-700)]
    public void A_constant_that_one_fold_has_alone_changes_nothing(double constant)
    {
        double[][] first = [[2, 0.5], [1.5, 0.25], [1.8, 0.75]], second = [[2.5, 0.1], [1, 0.4], [1.2, -0.2]];
        var (value, error) = Folded(new DonskerVaradhan(), first, [.. second.Select(term => new[] { term[0] + constant, term[1] + constant })]);
        var each = new[] { first, second }.Select(new DonskerVaradhan().Pool).ToArray();
        Assert.Equal(each.Average(fold => fold.Value), value, 1e-12);
        Assert.Equal(Math.Sqrt(each.Sum(fold => fold.StandardError * fold.StandardError)) / 2, error, 1e-12);
    }

    [Fact]
    public void Folds_of_one_batch_each_tell_the_error_by_their_spread()
    {
        var (value, error) = Folded(new InfoNce(), [[1.0]], [[1.5]], [[2.3]]);
        Assert.Equal(1.6, value, 1e-12);
        Assert.Equal(Math.Sqrt((0.36 + 0.01 + 0.49) / 2 / 3), error, 1e-12);
    }

    private static (double Value, double StandardError) Folded(Bound bound, params double[][][] folds) =>
        new Reading(bound, folds, new double[folds.Length]).Folded(new Copies(1, folds.Length)).Replicates.Single();

    [Fact]
    public void Fresh_draws_need_no_folds() =>
        Assert.Contains("folds", Assert.Throws<DomainException>(() => MutualInformation.Estimate(Small.OneNat, options: Small.Options with { Folds = 2 })).Came);

    [Fact]
    public void The_last_weights_are_read_where_they_are_asked_for()
    {
        var few = Small.OneNat.Sample(400);
        var options = Small.Options with { Batch = 16, Steps = 600, LookEvery = 20, Patience = 1000 };
        Estimate Read(KeptWeights? keep, int steps) => MutualInformation.Estimate(few, critic: new SeparableCritic { Hidden = [64, 64] }, options: options with { Keep = keep, Steps = steps });
        var (best, last) = (Read(null, 600), Read(KeptWeights.Last, 600));
        Assert.Equal(best.Value, Read(KeptWeights.Best, 600).Value);
        Assert.True(last.Value < best.Value, $"{last.Value} {best.Value}"); // it overfitted
        Assert.Equal(best.Trace, last.Trace);
        var turned = best.Trace.MaxBy(look => look.Value).Step;
        Assert.Equal(best.Value, Read(KeptWeights.Last, turned).Value);
    }
}
