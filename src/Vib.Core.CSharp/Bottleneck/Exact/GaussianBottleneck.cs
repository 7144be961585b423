using static System.FormattableString;

namespace Vib.Core;

/// <summary>The information bottleneck of jointly Gaussian X and Y, in closed form.</summary>
/// <remarks>max I(Z;Y) − β I(X;Z) over all codes Z of X; the optimal one is linear with Gaussian noise  (Globerson and Tishby 2004; Chechik, Globerson, Tishby and Weiss 2005, whose
/// β is 1/β here). It treats each pair of canonical variables, of correlation ρ_i, by itself: with logit p = log p/(1 − p),
/// I(X;Z) = ½ Σ (logit ρ_i² − logit β)₊ and I(Z;Y) = −½ Σ log(1 − ρ_i² (1 − s_i²)), s_i² = e^{−2 rate_i} = β(1 − ρ_i²)/(ρ_i²(1 − β)), over the components with ρ_i² &gt; β; the others
/// have s_i² = 1. So the rate fills the components like water, from the strongest down, and component i is switched on exactly where β falls below ρ_i².</remarks>
public sealed class GaussianBottleneck : InformationCurve
{
    private readonly double[] correlations, squared, strengths; // |ρ_i|, ρ_i² and logit ρ_i², decreasing
    private readonly double[,] directions;                      // u = W x, [components, dx]

    /// <summary>Independent pairs of standard normals with these correlations.</summary>
    /// <param name="correlations">ρ_i in (−1, 1), in any order, at least one.</param>
    /// <exception cref="DomainException">There is none, or one is not in (−1, 1).</exception>
    public GaussianBottleneck(params double[] correlations)
    {
        Require.AtLeast(1, correlations.Length, "The number of correlations", "one for each pair");
        foreach (var correlation in correlations)
            Require.That(Math.Abs(correlation) < 1, $"A correlation of {correlation}", "−1 < ρ < 1", "less: at ±1 the information is infinite");
        int[] order = [.. Enumerable.Range(0, correlations.Length).OrderByDescending(i => Math.Abs(correlations[i]))];
        var picks = new double[order.Length, order.Length];
        for (var i = 0; i < order.Length; i++) picks[i, order[i]] = 1;
        this.correlations = [.. order.Select(i => Math.Abs(correlations[i]))];
        (squared, strengths, directions) = (Squares(), Strengths(), picks);
    }

    private GaussianBottleneck(JointCovariance covariance)
    {
        correlations = covariance.CanonicalCorrelations;
        foreach (var correlation in correlations)
            Require.That(correlation < 1, $"A canonical correlation of {correlation}", "less than 1", "a little more on the covariance's diagonal");
        (squared, strengths, directions) = (Squares(), Strengths(), covariance.CanonicalDirections);
    }

    /// <summary>The bottleneck of a Gaussian truth.</summary>
    /// <param name="truth">d pairs with one correlation.</param>
    /// <returns>d components of that correlation.</returns>
    /// <exception cref="DomainException">Never: a truth's correlation is in (−1, 1).</exception>
    public static GaussianBottleneck Of(CorrelatedGaussian truth) => new(Enumerable.Repeat(truth.Correlation, truth.Dimension).ToArray());

    /// <summary>The bottleneck of a Gaussian truth of any covariance, through its canonical correlations.</summary>
    /// <param name="truth">The truth.</param>
    /// <returns>As many components as the smaller of x and y has coordinates.</returns>
    /// <exception cref="DomainException">A canonical correlation is 1 to the last digit.</exception>
    public static GaussianBottleneck Of(MultivariateGaussian truth) => new(truth.Covariance);

    /// <summary>The bottleneck of [x; y] ~ N(0, Σ), through the canonical correlations.</summary>
    /// <param name="covariance">Σ, [dx + dy, dx + dy], the coordinates of x first.</param>
    /// <param name="xDimension">dx, from 1 to the size of Σ less 1.</param>
    /// <returns>As many components as the smaller of x and y has coordinates.</returns>
    /// <exception cref="ShapeException">Σ is not square.</exception>
    /// <exception cref="DomainException">Σ is not symmetric or not positive definite, or leaves x or y no coordinate.</exception>
    public static GaussianBottleneck OfCovariance(double[,] covariance, int xDimension) => new(new JointCovariance(covariance, xDimension));

    /// <summary>ρ_1 ≥ ρ_2 ≥ … ≥ 0, the canonical correlations, without their signs.</summary>
    public IReadOnlyList<double> Correlations => correlations;

    /// <summary>ρ_i², decreasing: component i is active at β &lt; ρ_i².</summary>
    public IReadOnlyList<double> CriticalBetas => squared;

    /// <inheritdoc/>
    public override double Information => squared.Sum(square => -0.5 * Logarithms.LogP1(-square));

    /// <inheritdoc/>
    public override double SufficientRate => squared[0] > 0 ? double.PositiveInfinity : 0;

    /// <summary>The optimum at a β.</summary>
    /// <param name="beta">β ≥ 0; from ρ_1² on Z knows nothing.</param>
    /// <returns>Rate, information and noise, in all and of each component.</returns>
    /// <exception cref="DomainException">β is negative or not finite.</exception>
    public GaussianOptimum Optimum(double beta)
    {
        Require.AtLeast(0, beta, "β", "a number from 0, where nothing is forgotten, to 1, where everything is");
        var rates = Array.ConvertAll(squared, square => square > beta ? 0.5 * Logarithms.LogP1((square - beta) / (beta * (1 - square))) : 0);
        return new(beta, rates.Sum(), Known(rates), rates, Array.ConvertAll(rates, rate => Math.Exp(-2 * rate)));
    }

    /// <summary>The encoder that has the optimum at a β.</summary>
    /// <param name="beta">β ≥ 0.</param>
    /// <returns>z = A x + s ∘ ε, a coordinate for each active component, each of variance 1.</returns>
    /// <exception cref="DomainException">β is negative or not finite.</exception>
    public LinearEncoder Encoder(double beta)
    {
        var optimum = Optimum(beta);
        var projection = new double[optimum.Active, directions.GetLength(1)];
        for (var i = 0; i < optimum.Active; i++)
            for (var j = 0; j < projection.GetLength(1); j++)
                projection[i, j] = Math.Sqrt(-Logarithms.ExpM1(-2 * optimum.Rates[i])) * directions[i, j];
        return new(projection, [.. optimum.NoiseVariances.Take(optimum.Active).Select(Math.Sqrt)]);
    }

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Gaussian bottleneck, ρ = {string.Join(", ", correlations.Take(6).Select(c => Invariant($"{c:0.####}")))}{(correlations.Length > 6 ? ", …" : "")}, I(X;Y) = {Information:0.####;-0.####;0} nat");

    private protected override double Height(double rate) => Known(Fill(rate, out _));

    private protected override double Slope(double rate)
    {
        Fill(rate, out var level);
        return 1 / (1 + Math.Exp(-level));
    }

    /// <summary>With n components active, 2 I_Y = n log(1 − β) − Σ log(1 − ρ_i²): for the n whose β lets just these be active.</summary>
    private protected override double Inverse(double information)
    {
        var sum = 0.0; // −Σ log(1 − ρ_i²)
        for (var n = 1; ; n++)
        {
            sum -= Logarithms.LogP1(-squared[n - 1]);
            var beta = -Logarithms.ExpM1((2 * information - sum) / n);
            if (n < squared.Length && squared[n] > Math.Max(0, beta)) continue;
            if (beta <= 0) return double.PositiveInfinity; // all that there is, to the last digit
            return 0.5 * strengths.Take(n).Sum(strength => Math.Max(0, strength - (Math.Log(beta) - Logarithms.LogP1(-beta))));
        }
    }

    /// <summary>The rate of each component, ½ (logit ρ_i² − level)₊, at the water level at which they add up to a rate; the level is logit β.</summary>
    private double[] Fill(double rate, out double level)
    {
        var sum = 0.0;
        for (var n = 1; ; n++)
        {
            sum += strengths[n - 1];
            level = (sum - 2 * rate) / n;
            if (n < strengths.Length && strengths[n] > level) continue;
            var water = level;
            return Array.ConvertAll(strengths, strength => strength > water ? (strength - water) / 2 : 0);
        }
    }

    /// <summary>−½ Σ log(1 − ρ_i²(1 − e^{−2 rate_i})).</summary>
    private double Known(double[] rates) => squared.Zip(rates, (square, rate) => -0.5 * Logarithms.LogP1(square * Logarithms.ExpM1(-2 * rate))).Sum();

    private double[] Squares() => Array.ConvertAll(correlations, correlation => correlation * correlation);

    private double[] Strengths() => Array.ConvertAll(correlations, correlation => 2 * Math.Log(correlation) - Logarithms.LogP1(-correlation * correlation));
}
