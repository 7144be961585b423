using Xunit;

namespace Vib.Core.Tests;

public sealed class SelectiveRiskTests
{
    [Fact]
    public void By_hand()
    {
        var risk = SelectiveRisk.Of([0.9, 0.8, 0.7, 0.6], [true, false, true, false]);
        Assert.Equal([0, 0.5, 1.0 / 3, 0.5], risk.Risks);
        Assert.Equal((0 + 0.5 + 1.0 / 3 + 0.5) / 4, risk.Area, 1e-15);
        Assert.Equal((0 + 0 + 1.0 / 3 + 0.5) / 4, risk.LeastArea, 1e-15); // both errors last
        Assert.Equal(0.125, risk.ExcessArea, 1e-15);
        Assert.Equal(0.5, risk.FullRisk);
        Assert.Equal("AURC 0.3333, excess 0.125, risk at full coverage 0.5", risk.ToString());
    }

    // Every order of equal ones is as likely: each prefix has the error rate of all.
    [Fact]
    public void A_confidence_that_says_nothing_has_the_error_rate_everywhere() =>
        Assert.All(SelectiveRisk.Of([1, 1, 1, 1, 1], [true, false, true, true, false]).Risks, risk => Assert.Equal(0.4, risk, 1e-15));

    [Fact]
    public void Neither_order_nor_an_increasing_map_matters() => Law.Holds(Drawn.Cases, c =>
    {
        var predictions = Drawn.Of(c.Count, c.Classes, c.Seed);
        var (risk, mapped) = (SelectiveRisk.Of(predictions), SelectiveRisk.Of([.. predictions.Confidences.Reverse().Select(p => Math.Log(p) * 3 - 7)], [.. predictions.Hits.Reverse()]));
        Numbers.Near([.. risk.Risks], [.. mapped.Risks], (_, _) => 1e-14);
    }, 200);

    [Fact]
    public void The_best_order_is_best_and_the_worst_worst() => Law.Holds(Drawn.Cases, c =>
    {
        var predictions = Drawn.Of(c.Count, c.Classes, c.Seed);
        var risk = SelectiveRisk.Of(predictions);
        double Area(Func<bool, double> confidence) => SelectiveRisk.Of([.. predictions.Hits.Select(confidence)], [.. predictions.Hits]).Area;
        Assert.Equal(risk.LeastArea, Area(hit => hit ? 1 : 0), 1e-13);
        Assert.InRange(risk.Area, risk.LeastArea - 1e-13, Area(hit => hit ? 0 : 1) + 1e-13);
        Assert.Equal(1 - predictions.Accuracy, risk.FullRisk, 1e-14);
        Assert.Equal(c.Count, risk.Risks.Count);
    }, 200);

    [Fact]
    public void What_does_not_belong_together_is_refused()
    {
        Assert.Throws<ShapeException>(() => SelectiveRisk.Of([], []));
        Assert.Equal("2 confidences and 1 hits", Assert.Throws<ShapeException>(() => SelectiveRisk.Of([0.5, 0.6], [true])).Came);
        Assert.StartsWith("A confidence that is not a number, at row 1", Assert.Throws<DataException>(() => SelectiveRisk.Of([0.5, double.NaN], [true, true])).Came);
    }
}
