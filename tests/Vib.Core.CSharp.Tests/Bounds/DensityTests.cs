using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Bounds whose scores are a normalised log q(y|x), at q(y|x) = N(βx, s² I) and q(y) = N(0, v I) on the correlated Gaussian with ρ = 0.7, where all of them are known.</summary>
public sealed class DensityTests
{
    private const int Dimension = 3, Batches = 1000, Batch = 16;
    private const double Rho = 0.7, Rest = 1 - Rho * Rho;

    private static readonly CorrelatedGaussian truth = new(Dimension, Rho);
    private static readonly double entropy = 0.5 * Dimension * Math.Log(2 * Math.PI * Math.E);

    /// <summary>KL(N(m, p) ‖ N(βx, s²)) of one coordinate, of the mean square distance of the means.</summary>
    private static double Divergence(double variance, double distance, double squared) => 0.5 * (Math.Log(squared / variance) + (variance + distance) / squared - 1);

    /// <summary>E_x KL(p(y|x) ‖ q(y|x)), E_x KL(p(y) ‖ q(y|x)), KL(p(y) ‖ q(y)).</summary>
    private static (double Joint, double Product, double Marginal) Divergences(double slope, double squared, double variance) =>
        (Dimension * Divergence(Rest, (Rho - slope) * (Rho - slope), squared), Dimension * Divergence(1, slope * slope, squared), Dimension * Divergence(1, 0, variance));

    private static (double Mean, double Error) Read(Func<Tensor, Tensor, Tensor> value, double slope, double squared, double variance)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(6);
        var (x, y) = (zeros([Batches * Batch, Dimension], ScalarType.Float64), zeros([Batches * Batch, Dimension], ScalarType.Float64));
        truth.Draw(x, y, generator);
        (x, y) = (x.view(Batches, Batch, Dimension), y.view(Batches, Batch, Dimension));
        Tensor Normal(Tensor from, double spread) => LogBaseline.StandardNormal((from / Math.Sqrt(spread)).flatten(0, -2)).view(from.shape[..^1]) - 0.5 * Dimension * Math.Log(spread);
        var conditional = Normal(y.unsqueeze(-3) - x.unsqueeze(-2) * slope, squared); // [..,B,B]: log q(y_j|x_i)
        return Numbers.Mean(Numbers.Of(value(conditional, Normal(y, variance))));
    }

    // β, s², v: exact, too timid, too bold, almost deaf, and a marginal that is off
    public static TheoryData<double, double, double> Densities => new()
    {
        { Rho, Rest, 1 },
        { 0.4, 0.8, 1 },
        { 0.9, 0.4, 1 },
        { 0.1, 1.5, 1 },
        { Rho, Rest, 2 },
        { 0.4, 0.8, 0.6 },
    };

    // Two-sided at 4 standard errors, 6 × 10⁻⁵ a case for a seed not chosen beforehand, 2 × 10⁻³ for all.
    [Theory]
    [MemberData(nameof(Densities))]
    public void BarberAgakov_is_below_by_the_divergence_of_the_conditional(double slope, double squared, double variance)
    {
        var bound = new BarberAgakov(entropy);
        var (mean, error) = Read((scores, _) => bound.Value(scores), slope, squared, variance);
        Assert.Equal(truth.Information - Divergences(slope, squared, variance).Joint, mean, 4 * error);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0)]
    [InlineData(0.6)]
    public void The_upper_one_is_above_by_the_divergence_of_the_marginal(double variance)
    {
        var (mean, error) = Read(new BarberAgakovUpper().Value, Rho, Rest, variance);
        Assert.Equal(truth.Information + Divergences(Rho, Rest, variance).Marginal, mean, 4 * error);
    }

    [Theory]
    [MemberData(nameof(Densities))]
    public void The_difference_of_entropies_is_off_by_the_difference_of_both(double slope, double squared, double variance)
    {
        var (joint, _, marginal) = Divergences(slope, squared, variance);
        var (mean, error) = Read(new DifferenceOfEntropies().Value, slope, squared, variance);
        Assert.Equal(truth.Information + marginal - joint, mean, 4 * error);
    }

    // d βρ/s², which at the exact conditional is CLUB's dρ²/(1 − ρ²)
    [Theory]
    [MemberData(nameof(Densities))]
    public void VariationalClub_is_off_by_a_difference_of_divergences(double slope, double squared, double variance)
    {
        var (joint, product, _) = Divergences(slope, squared, variance);
        var expected = truth.Information + product - joint;
        Assert.Equal(Dimension * slope * Rho / squared, expected, 1e-12);
        var (mean, error) = Read((scores, _) => new VariationalClub().Value(scores), slope, squared, variance);
        Assert.Equal(expected, mean, 4 * error);
    }

    [Theory]
    [InlineData("vCLUB")]
    [InlineData("vL1Out")]
    public void With_a_fitted_conditional_there_is_no_side(string name)
    {
        var bound = AllBounds.Named(name).Bound;
        var (exact, error) = Read((scores, _) => bound.Value(scores), Rho, Rest, 1);
        var (timid, spread) = Read((scores, _) => bound.Value(scores), 0.1, 1.5, 1);
        Assert.True(exact > truth.Information + 4 * error, $"{exact} ± {error}");
        Assert.True(timid < truth.Information - 4 * spread, $"{timid} ± {spread}"); // a q that hears little reads little
    }

    [Fact]
    public void With_the_same_scores_they_are_Club_and_L1Out_and_climb_the_likelihood() => Law.Holds(ScoreCase.Any, c =>
    {
        var scores = c.Scores(1e4);
        (Bound, Bound)[] twins = [(new Club(), new VariationalClub()), (new L1Out(), new VariationalL1Out())];
        foreach (var (exact, fitted) in twins)
        {
            Numbers.Same(exact.Value(scores), fitted.Value(scores));
            Numbers.Same(scores.diagonal(0, -2, -1).mean([-1]), fitted.Objective(scores));
            Numbers.Same(new BarberAgakov(0).Gradient(scores), fitted.Gradient(scores));
        }
    });

    [Fact]
    public void Training_the_upper_bound_moves_the_marginal_alone_and_downhill() => Law.Holds(ScoreCase.Any, c =>
    {
        var (bound, scores) = (new BarberAgakovUpper(), c.Scores(1e4));
        var companion = Numbers.Drawn([.. scores.shape[..^1]], c.Seed, 1, ScalarType.Float64);
        Numbers.Same(zeros_like(scores), bound.Gradient(scores, companion));
        var moved = companion + bound.CompanionGradient(scores, companion);
        foreach (var (before, after) in Numbers.Of(bound.Value(scores, companion)).Zip(Numbers.Of(bound.Value(scores, moved)))) Assert.True(after < before);
    });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_entropy_that_is_no_number_is_refused(double h) => Assert.Throws<DomainException>(() => new BarberAgakov(h));
}
