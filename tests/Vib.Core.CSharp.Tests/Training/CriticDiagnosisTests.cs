using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Each trouble brought about, and its warning; and a run without trouble, with none.</summary>
public sealed class CriticDiagnosisTests
{
    private static DiagnosisKind[] Kinds(Estimate e) => [.. e.Diagnoses.Select(d => d.Kind)];

    private static Truth Gaussian(int dimension, double nats) => CorrelatedGaussian.WithInformation(dimension, nats);

    [Fact]
    public void A_run_without_trouble_has_no_warning() =>
        Assert.Empty(MutualInformation.Estimate(Small.OneNat, critic: Small.Separable, options: Small.Options with { Steps = 1500, LookEvery = 25 }).Diagnoses);

    [Fact]
    public void Two_hundred_steps_are_still_rising()
    {
        var options = Small.Options with { Steps = 200, LookEvery = 10, Optimiser = new() { LearningRate = 3e-4 } };
        var e = MutualInformation.Estimate(Gaussian(5, 3), critic: Small.Separable, options: options);
        Assert.Equal([DiagnosisKind.StillRising], Kinds(e));
        Assert.Contains("over the last 50 of 200 steps", e.Diagnoses[0].Sentence); // a quarter of 20 looks, 10 steps each
    }

    [Fact]
    public void Eight_nats_are_near_the_ceiling_of_sixteen_pairs()
    {
        var e = MutualInformation.Estimate(Gaussian(4, 8), critic: Small.Separable, options: Small.Options with { Batch = 16, Steps = 600 });
        Assert.Contains(DiagnosisKind.NearCeiling, Kinds(e));
        Assert.Contains("batch of 16", e.Diagnoses.Single(d => d.Kind == DiagnosisKind.NearCeiling).Sentence);
        Assert.InRange(e.Value, 0.85 * Math.Log(16), Math.Log(16));
    }

    // Numbers so small, left on their own scale, that all scores are nearly zero.
    [Fact]
    public void A_variable_that_hardly_varies_collapses_the_critic()
    {
        var pairs = Small.OneNat.Sample(500);
        var options = Small.Options with { Batch = 16, Steps = 50, Scaling = Scaling.None };
        var e = MutualInformation.Estimate(new Pairs([.. pairs.X.Select(x => x * 1e-6f)], 2, pairs.Y, 2), critic: new BilinearCritic(), options: options);
        Assert.Equal(0, e.Value, 1e-4);
        Assert.Contains(DiagnosisKind.CollapsedCritic, Kinds(e));
    }

    [Fact]
    public void What_the_checks_of_the_data_found_comes_with_the_estimate()
    {
        var pairs = Small.OneNat.Sample(400);
        float[] x = [.. Enumerable.Range(0, 400).SelectMany(i => (float[])[pairs.X[2 * i], 7])], y = pairs.Y;
        var e = MutualInformation.Estimate(new Pairs([.. x, .. x], 2, [.. y, .. y], 2), critic: Small.Separable, options: Small.Options with { Batch = 16, Steps = 20 });
        Assert.Contains(DiagnosisKind.ConstantColumns, Kinds(e));
        Assert.Contains(DiagnosisKind.DuplicatedRows, Kinds(e));
        Assert.Throws<DataException>(() => MutualInformation.Estimate(new Pairs(new float[400], 1, y, 2), critic: Small.Separable, options: Small.Options));
    }

    // Four hundred standardised columns that all go one way: the first scores are tens of nats, MINE's average remembers them, and its value is far below what no critic at all would reach.
    [Fact]
    public void A_bound_far_below_zero_says_so()
    {
        const int columns = 400;
        var truth = Gaussian(1, 1).Sample(600);
        float[] Spread(float[] values) => [.. values.SelectMany(value => Enumerable.Repeat(value, columns))];
        var pairs = new Pairs(Spread(truth.X), columns, Spread(truth.Y), columns);
        var options = Small.Options with { Batch = 32, Steps = 60, LookEvery = 20 };
        var e = MutualInformation.Estimate(pairs, new Mine(), Small.Separable, options);
        Assert.InRange(e.Value, double.NegativeInfinity, -5);
        Assert.Contains(DiagnosisKind.BelowZero, Kinds(e));
        Assert.DoesNotContain(DiagnosisKind.BelowZero, Kinds(MutualInformation.Estimate(pairs, new InfoNce(), Small.Separable, options)));
    }

    // √((e^{2I} − 1)/n) above one half: from 1.1 nats on 32 pairs.
    [Fact]
    public void A_partition_over_too_few_pairs_is_heavy()
    {
        var options = Small.Options with { Batch = 16, FreshPairs = 32 };
        var nwj = MutualInformation.Estimate(Gaussian(1, 2.5), new Nwj(), Small.Concatenated, options);
        Assert.True(nwj.Value > 1.2, nwj.ToString());
        Assert.Contains(DiagnosisKind.HeavyPartition, Kinds(nwj));
        Assert.DoesNotContain(DiagnosisKind.HeavyPartition, Kinds(MutualInformation.Estimate(Gaussian(1, 2.5), new InfoNce(), Small.Concatenated, options)));
    }

    /// <summary>What is said of numbers like these, after a run of no looks.</summary>
    private static DiagnosisKind[] Said(double value, Bound bound, int count = 1000, double deviation = 1)
    {
        var options = new EstimationOptions();
        var estimate = new Estimate { Value = value, Side = bound.Side, Bound = bound.Name, Count = count, Batch = 64, Ceiling = bound.Ceiling(64) };
        using var critic = Small.Separable.Create(2, 2, 1, CPU, 1);
        using var training = new CriticTraining(critic, bound, new(), 32);
        using var data = PairData.Open(Small.OneNat, options, CPU);
        using var run = new TrainingRun(training, data, options);
        return [.. CriticDiagnosis.Of(estimate, bound, deviation, run, options).Select(d => d.Kind)];
    }

    [Fact]
    public void Warnings_start_where_they_are_said_to()
    {
        Assert.Equal([], Said(0.84 * Math.Log(64), new InfoNce()));
        Assert.Equal([DiagnosisKind.NearCeiling], Said(0.86 * Math.Log(64), new InfoNce()));
        Assert.Equal([], Said(0, new InfoNce(), deviation: 1.1e-3));
        Assert.Equal([DiagnosisKind.CollapsedCritic], Said(0, new InfoNce(), deviation: 0.9e-3));
        Assert.Equal([], Said(2.75, new Nwj())); // (e^{5.5} − 1)/1000 = 0.244, its root below a half
        Assert.Equal([DiagnosisKind.HeavyPartition], Said(2.77, new Nwj())); // 0.253
        Assert.Equal([DiagnosisKind.HeavyPartition, DiagnosisKind.AboveLogN], Said(6.92, new Nwj())); // ln 1000 = 6.91
        Assert.Equal([DiagnosisKind.HeavyPartition], Said(6.92, new DonskerVaradhan())); // no lower bound, no such limit
    }

    [Fact]
    public void An_absurd_learning_rate_is_not_finite_and_the_last_finite_weights_are_read()
    {
        var e = MutualInformation.Estimate(Small.OneNat, new Nwj(), Small.Separable, Small.Options with { Optimiser = new() { LearningRate = 1e3 } });
        var diagnosis = Assert.Single(e.Diagnoses, d => d.Kind == DiagnosisKind.NonFinite);
        Assert.Equal("non-finite at step 50", diagnosis.Label); // the first look
        Assert.Contains("NWJ bound", diagnosis.Sentence);
        Assert.Equal(50, Assert.Single(e.Trace).Step);
        Assert.False(double.IsFinite(e.Trace[0].Value));
        Assert.True(double.IsFinite(e.Value), e.ToString());
    }

    [Fact]
    public void A_diagnosis_does_not_change_the_number()
    {
        // near the ceiling and above it in no case
        var e = MutualInformation.Estimate(Gaussian(1, 10), critic: Small.Concatenated, options: Small.Options with { Batch = 4, FreshPairs = 4000 });
        Assert.Equal(e.ReplicateValues.Average(), e.Value);
        Assert.True(e.Value <= Math.Log(4));
    }
}
