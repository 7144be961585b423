using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Bounds at the exact critic of a Gaussian: their bias, variance and error, with no training in the way.</summary>
/// <remarks><para>The critic is log r plus what the bound adds to it (<see cref="Bound.OptimalOffset"/>), log p(y|x) where the bound <see cref="Bound.NeedsDensity"/>, and a companion that
/// is needed is the exact one; of the reverse Jensen estimators log r is not the best critic.</para>
/// <para>The gradient is that of the batch in ρ, through x and y = ρx + √(1−ρ²)ε, along <see cref="Ascent.Gradient"/>: what an encoder would follow that is trained against
/// the bound (Poole et al. 2019, §4.1). A critic that training would have found is held; where the bound needs the conditional itself, that moves with ρ too. Bounds that climb
/// another objective than they read (JS, SMILE, those of a fitted density) have that objective's slope here, which is not meant to be dI/dρ.</para></remarks>
public static class OptimalCritic
{
    /// <summary>Measures one bound.</summary>
    /// <param name="bound">The bound.</param>
    /// <param name="truth">The Gaussian.</param>
    /// <param name="options">Batch size, batches, seed; null for the defaults.</param>
    /// <returns>Value and gradient against their exact values, over batches.</returns>
    /// <exception cref="DomainException">An option makes no sense.</exception>
    public static OptimalCriticReading Measure(Bound bound, CorrelatedGaussian truth, OptimalCriticOptions? options = null) => Measure([bound], truth, options)[0];

    /// <summary>Measures several bounds on the same batches. Cost: batches × bounds × O(B²), in double precision.</summary>
    /// <param name="bounds">The bounds.</param>
    /// <param name="truth">The Gaussian.</param>
    /// <param name="options">Batch size, batches, seed; null for the defaults.</param>
    /// <returns>A reading for each bound, in their order.</returns>
    /// <exception cref="DomainException">An option makes no sense.</exception>
    public static IReadOnlyList<OptimalCriticReading> Measure(IReadOnlyList<Bound> bounds, CorrelatedGaussian truth, OptimalCriticOptions? options = null)
    {
        options ??= new();
        options.Check();
        var (values, slopes) = (Columns(), Columns());
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        using var generator = Seeds.Generator(options.Seed, RandomStream.Batches, 0, CPU);
        Tensor Buffer() => zeros([options.Batch, truth.Dimension], ScalarType.Float64);
        var (x, y, climbs) = (Buffer(), Buffer(), bounds.Select(bound => bound.Ascend()).ToArray());
        for (var batch = 0; batch < options.Batches; batch++)
        {
            using var step = NewDisposeScope();
            truth.Draw(x, y, generator);
            var (ratio, marginal) = (truth.LogRatio(x, y), LogBaseline.StandardNormal(y));
            var (held, moving) = Slopes(truth, x, y);
            var marginalSlope = (y * Velocity(truth, x, y)).sum(-1).neg(); // d log p(y_j)/dρ
            for (var k = 0; k < bounds.Count; k++)
            {
                var bound = bounds[k];
                var (scores, slope) = (bound.OptimalScores(ratio, marginal), bound.NeedsConditional ? moving : held);
                if (bound.NeedsDensity) slope = slope + marginalSlope.unsqueeze(-2);
                if (bound is CompanionBound beside && beside.OptimalCompanion(ratio, marginal) is { } companion)
                {
                    values[k][batch] = beside.Value(scores, companion).item<double>();
                    slopes[k][batch] = (beside.Gradient(scores, companion) * slope).sum().item<double>()
                        + (beside.CompanionGradient(scores, companion) * beside.OptimalCompanion(held, marginalSlope)!).sum().item<double>();
                    continue;
                }
                values[k][batch] = bound.Value(scores).item<double>();
                slopes[k][batch] = (climbs[k].Gradient(scores) * slope).sum().item<double>();
            }
        }
        foreach (var climb in climbs) climb.Dispose();
        var (rho, d) = (truth.Correlation, truth.Dimension);
        return [.. bounds.Select((bound, k) => new OptimalCriticReading(bound, truth.Information, options.Batch,
            Sampled.Of(truth.Information, values[k]), Sampled.Of(d * rho / (1 - rho * rho), slopes[k])))];

        double[][] Columns() => [.. bounds.Select(_ => new double[options.Batches])];
    }

    /// <summary>dS_ij/dρ through y_j alone, and with the critic's own ρ moving too: both [B,B].</summary>
    internal static (Tensor Held, Tensor Moving) Slopes(CorrelatedGaussian truth, Tensor x, Tensor y)
    {
        var (rho, rest) = (truth.Correlation, 1 - truth.Correlation * truth.Correlation);
        var velocity = Velocity(truth, x, y); // ∂ log r/∂y = ρ(x − ρy)/(1−ρ²)
        var held = (x.matmul(velocity.t()) - (y * velocity).sum(-1) * rho) * (rho / rest);
        // ∂ log r/∂ρ = dρ/(1−ρ²) + [ (1+ρ²) x·y − ρ(‖x‖² + ‖y‖²) ]/(1−ρ²)²
        var squares = x.square().sum(-1).unsqueeze(-1) + y.square().sum(-1);
        var own = (x.matmul(y.t()) * (1 + rho * rho) - squares * rho) / (rest * rest) + truth.Dimension * rho / rest;
        return (held, held + own);
    }

    /// <summary>dy_j/dρ of y = ρx + √(1−ρ²)ε: x − ρε/√(1−ρ²), of y's own x. [B,d]</summary>
    private static Tensor Velocity(CorrelatedGaussian truth, Tensor x, Tensor y) => (x - y * truth.Correlation) / (1 - truth.Correlation * truth.Correlation);
}
