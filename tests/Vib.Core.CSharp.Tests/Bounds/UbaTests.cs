using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>UBA of f = c x·y − a‖x‖²/2 on the correlated Gaussian: x ~ N(0, I) gives log Z(y) = c²‖y‖²/2(1+a) − (d/2) log(1+a), and the bound d [ cρ − a/2 − c²/2(1+a) + ½ log(1+a) ].</summary>
public sealed class UbaTests
{
    private const int Dimension = 3;

    private static double Expected(double c, double a, double rho) => Dimension * (c * rho - a / 2 - c * c / (2 * (1 + a)) + 0.5 * Math.Log(1 + a));

    // 1 000 batches of 16, two-sided at 4 standard errors: 6 × 10⁻⁵ a row for a seed not chosen beforehand.
    [Theory]
    [InlineData(0.7, 0.0)]                // the best c where a = 0 is ρ
    [InlineData(0.2, 0.0)]
    [InlineData(1.5, 0.0)]
    [InlineData(0.7 / 0.51, 0.49 / 0.51)] // log p(y|x) up to a function of y: tight
    [InlineData(1.0, 2.0)]
    public void With_its_exact_partition_it_reads_the_closed_form(double c, double a)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4);
        var truth = new CorrelatedGaussian(Dimension, 0.7);
        var (x, y) = (zeros([16_000, Dimension], ScalarType.Float64), zeros([16_000, Dimension], ScalarType.Float64));
        truth.Draw(x, y, generator);
        (x, y) = (x.view(1000, 16, Dimension), y.view(1000, 16, Dimension));
        var scores = x.matmul(y.transpose(-2, -1)) * c - x.square().sum(-1).unsqueeze(-1) * (a / 2);
        var logPartition = y.square().sum(-1) * (c * c / (2 * (1 + a))) - 0.5 * Dimension * Math.Log(1 + a);
        var (mean, error) = Numbers.Mean(Numbers.Of(new Uba().Value(scores, logPartition)));
        Assert.Equal(Expected(c, a, 0.7), mean, 4 * error);
        Assert.True(Expected(c, a, 0.7) <= truth.Information + 1e-12);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.7)]
    [InlineData(-0.95)]
    public void The_best_critic_of_the_family_is_tight_and_the_best_product_reads_half_of_rho_squared(double rho)
    {
        var rest = 1 - rho * rho;
        Assert.Equal(new CorrelatedGaussian(Dimension, rho).Information, Expected(rho / rest, rho * rho / rest, rho), 1e-12);
        Assert.Equal(Dimension * rho * rho / 2, Expected(rho, 0, rho), 1e-12);
        foreach (var off in (double[])[-0.5, -0.01, 0.01, 0.5]) Assert.True(Expected(rho + off, 0, rho) < Dimension * rho * rho / 2 - 1e-4);
    }

    // Moved along both gradients, f by its own and log Z by the companion's, the value is at rest in c at the best c. d/dc S_ij = x·y, d/dc log Z = c‖y‖².
    [Fact]
    public void Both_gradients_together_vanish_on_average_at_the_best_critic()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var truth = new CorrelatedGaussian(Dimension, 0.7);
        var (x, y) = (zeros([16_000, Dimension], ScalarType.Float64), zeros([16_000, Dimension], ScalarType.Float64));
        truth.Draw(x, y, generator);
        (x, y) = (x.view(1000, 16, Dimension), y.view(1000, 16, Dimension));
        var (product, squared) = (x.matmul(y.transpose(-2, -1)), y.square().sum(-1));
        var (scores, logPartition) = (product * 0.7, squared * (0.49 / 2));
        var slope = (new Uba().Gradient(scores, logPartition) * product).sum([-2L, -1L]) + (new Uba().CompanionGradient(scores, logPartition) * squared * 0.7).sum(-1);
        var (mean, error) = Numbers.Mean(Numbers.Of(slope));
        Assert.Equal(0, mean, 4 * error); // 6 × 10⁻⁵
    }
}
