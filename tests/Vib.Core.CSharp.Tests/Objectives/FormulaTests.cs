using Xunit;

namespace Vib.Core.Tests;

/// <summary>Sides add as inequalities do, and what is unsound is refused in words.</summary>
public sealed class FormulaTests
{
    private static readonly Formula lower = Formula.Of(new CategoricalDecoderTerm(10, Variable.Y, Variable.Z)), upper = Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X)),
        estimate = Formula.Of(new PairwiseRateTerm(Variable.Z, Variable.X, leaveOneOut: false));

    [Fact]
    public void A_sum_keeps_a_side_only_where_all_of_it_is_on_it()
    {
        Assert.Equal(Side.Lower, (lower + lower).Side);
        Assert.Equal(Side.Lower, (lower - upper).Side);
        Assert.Equal(Side.Upper, (upper - lower).Side);
        Assert.Equal(Side.Upper, (-lower).Side);
        Assert.Equal(Side.Estimate, (lower + upper).Side);
        Assert.Equal(Side.Estimate, (lower - estimate).Side);
        Assert.Equal(Side.Estimate, lower.Climbed(1).Side);
        Assert.Equal(Side.Lower, (lower - estimate.Trusted(Side.Upper, "far below ln B")).Side);
        Assert.Equal(Side.Lower, (lower - 2 * upper.Through(Growth.Square)).Side);
        Assert.Equal(Side.Lower, lower.StopAtEncoders().WeighedBy(Variable.Observed("W")).Side);
        Assert.Equal(Side.Upper, (-(lower - estimate)).Trusted(Side.Upper, "why not").Side);
    }

    [Fact]
    public void What_is_maximised_is_a_lower_bound_and_what_is_minimised_an_upper_one()
    {
        var refused = Assert.Throws<DomainException>(() => Objective.Maximise(lower + upper)).Message;
        Assert.Contains("To maximise: I(Z;Y) + I(X;Z), which is on no side", refused);
        Assert.Contains("a lower bound", refused);
        Assert.Throws<DomainException>(() => Objective.Minimise(lower));
        Assert.Throws<DomainException>(() => Objective.Maximise(lower).AtMost(lower, 1));
        Assert.Throws<DomainException>(() => Objective.Minimise(upper).AtLeast(upper, 1));
        Assert.Throws<DomainException>(() => Objective.Maximise(lower).AtMost(upper, 0));
        Assert.Equal("minimise I(X;Z) subject to I(Z;Y) ≥ 1.5 nat", $"{Objective.Minimise(upper).AtLeast(lower, 1.5)}");
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<DomainException>(() => upper.Climbed(1));
        Assert.Throws<DomainException>(() => (lower + lower).Climbed(1));
        Assert.Throws<DomainException>(() => Formula.Of(new ConsistentClassifierTerm(Variable.Y, Variable.Z)).Climbed(1));
        Assert.Throws<DomainException>(() => new ConsistentClassifierTerm(Variable.Z, Variable.Y));
        Assert.Throws<DomainException>(() => new CatGenTerm(Variable.Z, Variable.Y));
        Assert.Throws<DomainException>(() => estimate.Trusted(Side.Upper, ""));
        Assert.Throws<DomainException>(() => estimate.Trusted(Side.Estimate, "a reason"));
        Assert.Throws<DomainException>(() => estimate.WeighedBy(Variable.Observed("W")));
        Assert.Throws<DomainException>(() => lower.WeighedBy(Variable.Z));
        Assert.Throws<DomainException>(() => (2 * lower).Through(Growth.Square));
        Assert.Throws<DomainException>(() => -1 * lower);
        Assert.Throws<DomainException>(() => new CategoricalDecoderTerm(1, Variable.Y, Variable.Z));
        Assert.Throws<DomainException>(() => new CategoricalDecoderTerm(10, Variable.Z, Variable.Y));
        Assert.Throws<DomainException>(() => RateTerm.StandardNormal(Variable.X, Variable.Z));
        Assert.Throws<DomainException>(() => new BhattacharyyaRateTerm(Variable.X, Variable.Z));
        Assert.Throws<DomainException>(() => MixtureRateTerm.Learned(Variable.X, Variable.Z, 3));
        Assert.Throws<DomainException>(() => MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 0));
        Assert.Throws<DomainException>(() => new ContrastiveTerm(Variable.X, Variable.Z, new Club(), new SeparableCritic()));
        Assert.Throws<DomainException>(() => new ContrastiveTerm(Variable.X, Variable.Z, new Flo(), new SeparableCritic()));
        Assert.Throws<DomainException>(() => new ContrastiveTerm(Variable.X, Variable.Z, new InfoNce(), new BilinearCritic()));
        Assert.Throws<DomainException>(() => new ContrastiveTerm(Variable.X, Variable.Y, new InfoNce(), new SeparableCritic()));
    }

    [Fact]
    public void Equal_terms_are_one()
    {
        Assert.Equal(new CategoricalDecoderTerm(10, Variable.Y, Variable.Z) { Hidden = [3] }, new CategoricalDecoderTerm(10, Variable.Y, Variable.Z) { Hidden = [3] });
        Assert.NotEqual(new CategoricalDecoderTerm(10, Variable.Y, Variable.Z) { Hidden = [3] }, new CategoricalDecoderTerm(10, Variable.Y, Variable.Z) { Hidden = [4] });
        Assert.Equal(RateTerm.Learned(Variable.Z, Variable.X), RateTerm.Learned(Variable.Z, Variable.X));
        Assert.NotEqual(RateTerm.Learned(Variable.Z, Variable.X), RateTerm.StandardNormal(Variable.Z, Variable.X));
        Assert.Equal(MixtureRateTerm.Learned(Variable.Z, Variable.X, 3), MixtureRateTerm.Learned(Variable.Z, Variable.X, 3));
        Assert.NotEqual(MixtureRateTerm.Learned(Variable.Z, Variable.X, 3), MixtureRateTerm.Learned(Variable.Z, Variable.X, 4));
        Assert.NotEqual(MixtureRateTerm.Learned(Variable.Z, Variable.X, 3), MixtureRateTerm.OfPseudoInputs(Variable.Z, Variable.X, 3));
    }
}

/// <summary>Weights over steps and replicates.</summary>
public sealed class WeightTests
{
    [Fact]
    public void A_ramp_is_what_its_name_says()
    {
        double[] At(Ramp ramp, params long[] steps) => [.. steps.Select(ramp.At)];
        Assert.Equal([0, 0.5, 1, 1], At(Ramp.WarmUp(10), 0, 5, 10, 99));
        Assert.Equal([0, 0.5, 1, 1, 0, 0.5], At(Ramp.Cyclic(10, 0.4), 0, 2, 4, 9, 10, 12));
        var annealed = At(Ramp.Annealed(100, 2), 0, 1, 2, 3);
        Assert.Equal([100, 10, 1, 1], annealed.Select(factor => Math.Round(factor, 9)));
        Assert.Equal([1, 1], At(Ramp.Constant, 0, 7));
    }

    [Fact]
    public void Weights_multiply_replicate_by_replicate()
    {
        Assert.Equal([2.0, 6.0], Weight.Sweep([1, 3]).Times(Weight.Of(2)).Values);
        Assert.Equal([2.0, 12.0], Weight.Sweep([1, 3]).Times(Weight.Sweep([2, 4])).Values);
        Assert.Equal(Ramp.WarmUp(10), Weight.Of(1, Ramp.WarmUp(10)).Times(Weight.Of(2)).Ramp);
        Assert.Throws<DomainException>(() => Weight.Sweep([1, 3]).Times(Weight.Sweep([1, 2, 3])));
        Assert.Throws<DomainException>(() => Weight.Of(1, Ramp.WarmUp(10)).Times(Weight.Of(1, Ramp.WarmUp(20))));
        Assert.Throws<DomainException>(() => Weight.Sweep([]));
        Assert.Throws<DomainException>(() => Weight.Of(double.PositiveInfinity));
        Assert.Throws<DomainException>(() => Ramp.WarmUp(0));
        Assert.Throws<DomainException>(() => Ramp.Cyclic(10, 0));
        Assert.Throws<DomainException>(() => Ramp.Annealed(-1, 5));
    }

    [Fact]
    public void Growths_increase_with_the_slope_that_they_say()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        foreach (var growth in (Growth[])[Growth.Identity, Growth.Square, Growth.Exponential(0.7)])
            foreach (var t in (double[])[-1.5, -0.1, 0.2, 3])
            {
                const double h = 1e-5;
                var slope = growth.Slope(TorchSharp.torch.tensor([t]), null, TorchSharp.torch.tensor([0.0])).item<double>();
                Assert.Equal((growth.Of(t + h) - growth.Of(t - h)) / (2 * h), slope, 1e-6 * (1 + slope));
                Assert.True(slope > 0);
                Assert.Equal(growth.Of(t), growth.Of(TorchSharp.torch.tensor([t]), null, TorchSharp.torch.tensor([0.0])).item<double>(), 1e-12);
            }
    }

    [Fact]
    public void A_distance_from_a_capacity_is_on_no_side_until_it_is_trusted()
    {
        var rate = Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X));
        var near = rate.NearCapacity(3, Ramp.WarmUp(10));
        Assert.Equal(Side.Estimate, near.Side);
        Assert.Throws<DomainException>(() => Objective.Minimise(near));
        Assert.Equal(Side.Upper, near.Trusted(Side.Upper, "a penalty").Side);
        Assert.Equal("|I(X;Z) − 3 [warm-up 10]|", $"{near}");
        Assert.Throws<DomainException>(() => rate.NearCapacity(-1));
        Assert.Throws<DomainException>(() => (2 * rate).NearCapacity(1));
        var distance = near.Parts[0].Growth;
        using var scope = TorchSharp.torch.NewDisposeScope();
        foreach (var (step, capacity) in new[] { (0L, 0.0), (5, 1.5), (20, 3) })
            foreach (var t in (double[])[0.5, 2, 4])
            {
                var (level, place) = (TorchSharp.torch.tensor([distance.Level(step)!.Value]), TorchSharp.torch.tensor([0.0]));
                Assert.Equal(Math.Abs(t - capacity), distance.Of(TorchSharp.torch.tensor([t]), level, place).item<double>(), 1e-12);
                Assert.Equal(Math.Sign(t - capacity), distance.Slope(TorchSharp.torch.tensor([t]), level, place).item<double>());
            }
    }
}
