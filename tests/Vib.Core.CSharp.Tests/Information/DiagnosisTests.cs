using Xunit;

namespace Vib.Core.Tests;

public sealed class DiagnosisTests
{
    public static TheoryData<Diagnosis, DiagnosisKind, string, string> All => new()
    {
        { Diagnosis.StillRising(0.125, 400, 4000), DiagnosisKind.StillRising, "still rising", "0.125 nat|last 400 of 4000|Train for more steps" },
        { Diagnosis.NearCeiling(4.7, 4.852, 128), DiagnosisKind.NearCeiling, "near its ceiling", "4.7 nat|4.85 nat|batch of 128|enlarge the batch" },
        { Diagnosis.NonFinite(17, "loss"), DiagnosisKind.NonFinite, "non-finite at step 17", "The loss|step 17|Lower the learning rate" },
        { Diagnosis.Ties("X", 12, 100), DiagnosisKind.Ties, "ties", "12 of 100 samples of X|discrete" },
        { Diagnosis.CollapsedCritic(1.25e-7), DiagnosisKind.CollapsedCritic, "collapsed critic", "1.25E-07|another seed" },
        { Diagnosis.HeavyPartition(10, 500_000_000, 0.7), DiagnosisKind.HeavyPartition, "heavy partition", "10 nat|500000000|0.985|0.7 nat|Use more samples" },
        { Diagnosis.AboveLogN(9, 5000), DiagnosisKind.AboveLogN, "above ln N", "9 nat|ln 5000 = 8.52|held-out" },
        { Diagnosis.ConstantColumns(["x 3"]), DiagnosisKind.ConstantColumns, "constant columns", "Constant column x 3 (counted from 0).|Drop it" },
        { Diagnosis.DuplicatedRows(12, 100), DiagnosisKind.DuplicatedRows, "duplicated rows", "12 of 100 pairs|both sides|Drop the copies|by group" },
        { Diagnosis.HeavyTails(["x 0", "y 2"], 812.4, 15.5), DiagnosisKind.HeavyTails, "heavy tails",
            "Heavy-tailed columns x 0, y 2 (counted from 0): up to 812 half|ends by 15.5|EstimationOptions { Scaling = Scaling.Rank }|{ Mi.defaults with Scaling = Scaling.Rank }|Scaling.Arctan" },
        { Diagnosis.LaggingMaximum("I(Z;A)", -1.25, 0.04), DiagnosisKind.LaggingMaximum, "lagging maximum", "I(Z;A)|-1.25 ± 0.04 nat|below the 0|MinMax.inner 5|Climbed(5)" },
        { Diagnosis.NearNeighbourCeiling(7.25, 7.9512, 10_000), DiagnosisKind.NearCeiling, "near its ceiling", "7.25 nat|7.95 nat|10000 samples|a smaller k" },
        { Diagnosis.ExplodingWeights(262.4, 5, 8), DiagnosisKind.ExplodingWeights, "exploding weights", "5 neighbours in 8 dimensions|262|larger k" },
        { Diagnosis.NearLogN(8.25, 4096), DiagnosisKind.NearCeiling, "near its ceiling", "8.25 nat|ln 4096 = 8.32|more samples, or more noise" },
        { Diagnosis.NotGaussian(-12.34), DiagnosisKind.NotGaussian, "not Gaussian", "12.3 standard deviations below|Scaling.Rank|Neighbours.ksg" },
        { Diagnosis.Undersampled(30, 40, 100), DiagnosisKind.Undersampled, "undersampled", "30 of 100 samples|40 that were seen|ln N|ChaoShen|every input" },
        { Diagnosis.NotMeasured("N = 3. Wanted: 4."), DiagnosisKind.NotMeasured, "not measured", "no value|N = 3. Wanted: 4." },
        { Diagnosis.NoNoise("layer 2"), DiagnosisKind.NoNoise, "no noise", "layer 2|infinite|Give the network noise" },
        { Diagnosis.MixedMeasures("KL", "a: σ = 1; b: σ = 2"), DiagnosisKind.MixedMeasures, "mixed measures", "KL|a: σ = 1; b: σ = 2|one axis|an axis for each layer" },
        { Diagnosis.DataProcessing(1, "here"), DiagnosisKind.DataProcessing, "data processing broken", "1 pair of values|3 standard errors|here|more samples" },
        { Diagnosis.NotConverged(20_000, 3.25e-9, 1e-12), DiagnosisKind.NotConverged, "not converged", "After 20000 iterations|3.25E-09 nat|1E-12|upper bound|allow more of them" },
        { Diagnosis.BelowZero(-73.65, 0.8), DiagnosisKind.BelowZero, "below 0", "-73.65 ± 0.8 nat|reads 0|moving average|Scaling.Rank" },
        { Diagnosis.NotRecorded("aten::item reads"), DiagnosisKind.NotRecorded, "steps not recorded", "aten::item reads|the same, later|VIB_GRAPHS=off" },
        { Diagnosis.Interrupted(51, 400), DiagnosisKind.Interrupted, "interrupted", "after 51 of 400 steps|weights so far|checkpoint" },
    };

    [Theory]
    [MemberData(nameof(All))]
    public void A_sentence_holds_its_numbers_and_its_advice(Diagnosis diagnosis, DiagnosisKind kind, string label, string parts)
    {
        Assert.Equal(kind, diagnosis.Kind);
        Assert.Equal(label, diagnosis.Label);
        Assert.All(parts.Split('|'), part => Assert.Contains(part, diagnosis.Sentence));
        Assert.Equal(diagnosis.Sentence, diagnosis.ToString());
    }

    [Fact]
    public void Every_kind_has_a_sentence() =>
        Assert.Equal(Enum.GetValues<DiagnosisKind>(), All.Select(row => row.Data.Item2).Distinct().Order());

    [Theory]
    [InlineData(0, 7, 0)]
    [InlineData(-3, 7, 0)] // a negative estimate predicts no more than independence does
    [InlineData(1, 1, 2.5276582)] // √(e² − 1)
    [InlineData(2, 100, 0.7321076)] // √((e⁴ − 1)/100)
    [InlineData(400, 1, double.PositiveInfinity)]
    public void The_predicted_deviation_is_the_closed_form(double nats, long samples, double expected) =>
        Assert.Equal(expected, Diagnosis.PartitionDeviation(nats, samples), 1e-6);

    [Fact]
    public void Of_many_columns_eight_are_named() => Assert.StartsWith("Constant columns x 0, x 1, x 2, x 3, x 4, x 5, x 6, x 7 and 92 more (counted from 0).",
        Diagnosis.ConstantColumns([.. Enumerable.Range(0, 100).Select(k => $"x {k}")]).Sentence);

    [Fact]
    public void A_partition_without_samples_is_refused() =>
        Assert.Throws<DomainException>(() => Diagnosis.PartitionDeviation(1, 0));
}
