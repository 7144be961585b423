using System.Globalization;
using Xunit;

namespace Vib.Core.Tests;

public sealed class EstimateTests
{
    private static readonly Estimate InfoNce = new()
    {
        Value = 3.8612, StandardError = 0.0213, Side = Side.Lower, Bound = "InfoNCE", Critic = "separable",
        Batch = 128, Ceiling = Math.Log(128), Count = 5000, HeldOut = true, Seed = 1, Seconds = 4.13,
        ReplicateValues = [3.8, 3.9, 3.85, 3.86, 3.87, 3.84, 3.88, 3.89],
    };

    private static readonly Estimate Bare = new() { Value = 1, Side = Side.Estimate, Bound = "KSG" };

    [Fact]
    public void One_line_says_everything() => Assert.Equal(
        "I(X;Y) ≥ 3.86 ± 0.02 nat   InfoNCE, separable; ceiling ln 128 = 4.85; 8 replicates; held out 5 000; seed 1; 4.1 s",
        InfoNce.ToString());

    [Fact]
    public void What_is_not_known_is_not_printed() => Assert.Equal("I(X;Y) ≈ 1.00 nat   KSG", Bare.ToString());

    [Theory]
    [InlineData(Side.Lower, "≥")]
    [InlineData(Side.Upper, "≤")]
    [InlineData(Side.Estimate, "≈")]
    public void The_sign_shows_the_side(Side side, string sign) =>
        Assert.StartsWith($"I(X;Y) {sign} 1.00", (Bare with { Side = side }).ToString());

    [Fact]
    public void Another_quantity_is_named() => Assert.StartsWith("I(X;Z) ≈", (Bare with { Quantity = "I(X;Z)" }).ToString());

    [Theory]
    [InlineData(0.0004, "1.0000 ± 0.0004 nat")]
    [InlineData(0.0049, "1.000 ± 0.005 nat")]
    [InlineData(0.005, "1.00 ± 0.01 nat")]
    [InlineData(0, "1.00 ± 0.00 nat")]
    [InlineData(12.3, "1.00 ± 12.30 nat")]
    public void A_small_error_never_rounds_to_nothing(double error, string expected) =>
        Assert.Contains(expected, (Bare with { StandardError = error }).ToString());

    [Fact]
    public void A_negative_value_is_not_clamped()
    {
        var negative = Bare with { Value = -0.25 };
        Assert.Equal(-0.25, negative.Value);
        Assert.Contains("≈ -0.25 nat", negative.ToString());
    }

    [Fact]
    public void A_value_that_is_not_a_number_says_so() => Assert.Contains("NaN nat", (Bare with { Value = double.NaN }).ToString());

    [Fact]
    public void A_ceiling_that_is_not_the_logarithm_of_the_batch_is_a_plain_number() =>
        Assert.Contains("; ceiling 5.85;", (InfoNce with { Ceiling = 1 + Math.Log(128) }).ToString());

    [Fact]
    public void No_ceiling_is_not_printed() =>
        Assert.DoesNotContain("ceiling", (InfoNce with { Ceiling = double.PositiveInfinity }).ToString());

    [Fact]
    public void Samples_that_were_not_held_out_are_not_called_so() =>
        Assert.Contains("; n 1 234 567;", (InfoNce with { Count = 1_234_567, HeldOut = false }).ToString());

    [Fact]
    public void The_truth_is_printed_where_it_is_known() => Assert.Contains("; truth 4.00;", (InfoNce with { Truth = 4 }).ToString());

    [Fact]
    public void Milliseconds_do_not_round_to_nothing() => Assert.EndsWith("; 0.004 s", (Bare with { Seconds = 0.0041 }).ToString());

    [Fact]
    public void Diagnoses_follow_the_line() => Assert.EndsWith(
        "4.1 s   ! still rising, near its ceiling",
        (InfoNce with { Diagnoses = [Diagnosis.StillRising(0.1, 10, 100), Diagnosis.NearCeiling(4.7, 4.85, 128)] }).ToString());

    [Fact]
    public void Bits_are_nats_over_the_logarithm_of_two()
    {
        var bits = InfoNce.InBits();
        Assert.Equal(3.8612 / Math.Log(2), bits.Value, 12);
        Assert.Equal(0.0213 / Math.Log(2), bits.StandardError, 12);
        Assert.Equal(7, bits.Ceiling, 12);
        Assert.Equal("5.57 ± 0.03 bit", bits.ToString());
    }

    [Fact]
    public void The_machine_s_culture_does_not_matter()
    {
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NegativeSign) = (",", "−");
        var (before, line) = (CultureInfo.CurrentCulture, InfoNce.ToString());
        var sentence = Diagnosis.StillRising(-0.5, 1, 2).Sentence;
        try
        {
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(line, InfoNce.ToString());
            Assert.Equal(sentence, Diagnosis.StillRising(-0.5, 1, 2).Sentence);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
