using Xunit;

namespace Vib.Core.Tests;

/// <summary>Every truth there is, with what is known of it. A new one is held to all the laws by a line here.</summary>
internal static class AllTruths
{
    /// <param name="Truth">The truth.</param>
    /// <param name="Independent">Its information from another computation: another closed form, a series or a quadrature.</param>
    /// <param name="Accuracy">How far the two may be apart: of the quadrature, or of printed digits.</param>
    internal sealed record Entry(Truth Truth, double Independent, double Accuracy)
    {
        /// <summary>Mean and variance of the first coordinates of x and y; null where there is none.</summary>
        internal ((double Mean, double Variance)? X, (double Mean, double Variance)? Y) Moments { get; init; } = ((0, 1), (0, 1));

        /// <summary>Whether r has a variance under the product of the marginals.</summary>
        internal bool HasRatioVariance { get; init; } = true;

        /// <summary>The most that |x| and |y| magnify a rounding into log r, about: the derivative of log r in them times their size, over draws.</summary>
        internal double Sensitivity { get; init; } = 1e3;
    }

    private static readonly CorrelatedGaussian gaussian = new(3, 0.6);
    private static readonly double gaussianNats = -1.5 * Math.Log(0.64);

    private static readonly CorrelatedGaussian pair = new(1, 0.75);
    private static readonly double pairNats = -0.5 * Math.Log(0.4375);

    // x 2-d, y 2-d; canonical correlations by hand: the 4 × 4 determinant and the two 2 × 2 ones
    private static readonly double[,] covariance = { { 2, 0.5, 0.8, 0 }, { 0.5, 1, 0.3, -0.4 }, { 0.8, 0.3, 1.5, 0.2 }, { 0, -0.4, 0.2, 1 } };

    private static readonly Dictionary<string, Entry> all = new()
    {
        ["correlated Gaussian"] = new(gaussian, gaussianNats, 1e-14),
        ["Gaussian of any covariance"] = new(new MultivariateGaussian(covariance, 2),
            0.5 * Math.Log(Determinant(covariance, 0, 2) * Determinant(covariance, 2, 2) / Determinant(covariance, 0, 4)), 1e-13)
        { Moments = ((0, 2), (0, 1.5)) },
        ["cubic Gaussian"] = new(new CubicGaussian(gaussian), gaussianNats, 1e-14) { Moments = ((0, 1), (0, 15)), Sensitivity = 1e5 },
        ["half-cube"] = new(new MappedTruth(gaussian, Bijection.HalfCube, Bijection.HalfCube), gaussianNats, 1e-14) { Moments = ((0, Math.Sqrt(8 / Math.PI)), (0, Math.Sqrt(8 / Math.PI))), Sensitivity = 1e5 },
        ["asinh"] = new(new MappedTruth(gaussian, Bijection.Asinh, Bijection.Identity), gaussianNats, 1e-14) { Moments = ((0, Gauss(z => Math.Pow(Math.Asinh(z), 2))), (0, 1)) },
        ["normal CDF"] = new(new MappedTruth(gaussian, Bijection.NormalCdf, Bijection.NormalCdf), gaussianNats, 1e-14) { Moments = ((0.5, 1.0 / 12), (0.5, 1.0 / 12)), Sensitivity = 1e6 },
        ["wiggly"] = new(new MappedTruth(pair, Bijection.WigglyX, Bijection.WigglyY), pairNats, 1e-14)
        { Moments = (Moments(z => z + 0.4 * Math.Sin(z) + 0.2 * Math.Sin(1.7 * z + 1) + 0.03 * Math.Sin(3.3 * z - 2.5)), Moments(z => z - 0.4 * Math.Sin(0.4 * z) + 0.17 * Math.Sin(1.3 * z + 3.5) + 0.02 * Math.Sin(4.3 * z - 2.5))) },
        ["two bumps"] = new(new MappedTruth(pair, Bijection.TwoBumps(0.3, 0, 5), Bijection.TwoBumps(0.5, -1, 3)), pairNats, 1e-14) { Moments = ((3.5, 6.25), (1, 5)), Sensitivity = 1e6 }, // w(1 − w)(b − a)² + 1
        ["Swiss roll"] = new(new SwissRoll(new MappedTruth(pair, Bijection.NormalCdf, Bijection.NormalCdf)), pairNats, 1e-14) { Moments = (Moments(z => Roll(Cdf(z))), (0.5, 1.0 / 12)), Sensitivity = 1e6 },
        ["spiral in another plane"] = new(new Spiral(gaussian, 1.0 / 3, 1.0 / 3) { YFirst = 1 }, gaussianNats, 1e-14) { Moments = (null, (0, 1)) },
        ["spiral"] = new(new Spiral(gaussian, 1.0 / 3, 0.2), gaussianNats, 1e-14) { Moments = (null, null) },
        ["Student-t, 1 + 1, ν = 1"] = new(new StudentT(Identity(2), 1, 1), 0.224171, 5e-7) { Moments = (null, null), HasRatioVariance = false },
        ["Student-t, 1 + 1, ν = 3"] = new(new StudentT(Identity(2), 1, 3), 0.042411, 5e-7) { Moments = ((0, 3), null), HasRatioVariance = false },
        ["Student-t, 3 + 3, ν = 1"] = new(new StudentT(Identity(6), 3, 1), 0.585183, 5e-7) { Moments = (null, null), HasRatioVariance = false },
        ["Student-t, 2 + 2, ν = 10"] = new(new StudentT(covariance, 2, 10), new MultivariateGaussian(covariance, 2).Information + new StudentT(Identity(4), 2, 10).Information, 1e-12)
        { Moments = ((0, 2.5), (0, 1.875)), HasRatioVariance = false },
        ["AWGN"] = new(new AwgnChannel(8, 4), 6.437752, 5e-7) { Moments = ((0, 1), (0, 1.25)), HasRatioVariance = false }, // e^{2I} is 4 × 10⁵: no sample settles
        ["AWGN, weak"] = new(new AwgnChannel(2, 0.5), new MultivariateGaussian(new double[,] { { 1, 0, 1, 0 }, { 0, 1, 0, 1 }, { 1, 0, 3, 0 }, { 0, 1, 0, 3 } }, 2).Information, 1e-14) { Moments = ((0, 1), (0, 3)) },
        ["BSC"] = new(new BinarySymmetricChannel(0.11), 0.500084041835472 * Math.Log(2), 1e-14) { Moments = ((0.5, 0.25), (0.5, 0.25)) },
        ["BSC, exact"] = new(new BinarySymmetricChannel(0), Math.Log(2), 1e-15) { Moments = ((0.5, 0.25), (0.5, 0.25)) },
        ["uniform noise, narrow"] = new(new AdditiveUniformNoise(0.1), NoiseEntropy(0.1) - Math.Log(0.2), 1e-6) { Moments = ((0.5, 1.0 / 12), (0.5, 1.0 / 12 + 0.01 / 3)) },
        ["uniform noise, wide"] = new(new AdditiveUniformNoise(0.75), NoiseEntropy(0.75) - Math.Log(1.5), 1e-6) { Moments = ((0.5, 1.0 / 12), (0.5, 1.0 / 12 + 0.5625 / 3)) },
        ["five values and uniforms"] = new(new DiscreteToContinuous(5), StepEntropy(5) - Math.Log(2), 1e-13) { Moments = ((2, 2), (3, 2 + 1.0 / 3)) },
        ["Poisson"] = new(new ZeroInflatedPoisson(0), PoissonInformation(0), 1e-6) { Moments = ((1, 1), (1, 2)) },
        ["zero-inflated Poisson"] = new(new ZeroInflatedPoisson(0.15), PoissonInformation(0.15), 1e-6) { Moments = ((1, 1), (0.85, 0.85 * 3 - 0.85 * 0.85)) },
        ["log-gamma–exponential"] = new(new LogGammaExponential(2), LogGammaInformation(2), 1e-6) { Moments = ((0.42278433509846714, 0.6449340668482264), null), HasRatioVariance = false },
        ["log-gamma–exponential, small shape"] = new(new LogGammaExponential(0.2), LogGammaInformation(0.2), 1e-6) { Moments = (null, null), HasRatioVariance = false, Sensitivity = 1e4 },
        ["log-gamma–exponential, 5 nat"] = new(LogGammaExponential.WithInformation(5), 5, 1e-13) { Moments = (null, null), HasRatioVariance = false, Sensitivity = 1e5 },
        ["blobs"] = new(PicturedTruth.WithInformation(new BlobPicture(5), 0.8), 0.8, 1e-13) { Moments = (Corner(10), Corner(10)), Sensitivity = 1e5 },
        ["narrow blobs"] = new(PicturedTruth.WithInformation(new BlobPicture(4, 12.5), 0.3), 0.3, 1e-13) { Moments = (Corner(12.5), Corner(12.5)), Sensitivity = 1e5 },
        ["rectangles"] = new(PicturedTruth.WithInformation(new RectanglePicture(6), 0.8), 0.8, 1e-13) { Moments = (null, null), Sensitivity = 1e6 },
        ["a curve under a nuisance"] = new(PicturedTruth.WithInformation(new AntiPcaPicture(5), 0.4), 0.4, 1e-13) { Moments = ((0.5, 1.0 / 12), (0.5, 1.0 / 12)), Sensitivity = 1e6 },
        ["images of mixed classes"] = new(new LabelMixing(LabelMixingTests.Squares, 0.3), LabelMixingTests.ByTable(3, 0.3), 1e-14) { Moments = (null, null) },
        ["blocks"] = new(new Blocks(gaussian, new BinarySymmetricChannel(0.2), gaussian), 2 * gaussianNats + Math.Log(2) + 0.2 * Math.Log(0.2) + 0.8 * Math.Log(0.8), 1e-14),
    };

    public static TheoryData<string> Names => [.. all.Keys];

    /// <summary>All but images, which lie on a surface or are a list and have no density.</summary>
    public static TheoryData<string> WithDensity => [.. all.Where(entry => entry.Value.Truth is not (PicturedTruth or LabelMixing)).Select(entry => entry.Key)];

    internal static Entry Named(string name) => all[name];

    internal static double[,] Identity(int n)
    {
        var one = new double[n, n];
        for (var i = 0; i < n; i++) one[i, i] = 1;
        return one;
    }

    /// <summary>By Laplace's expansion, of a diagonal block.</summary>
    private static double Determinant(double[,] matrix, int start, int count)
    {
        double Of(int row, int[] columns) => columns.Length == 0 ? 1
            : columns.Select((c, k) => (k % 2 == 0 ? 1 : -1) * matrix[start + row, start + c] * Of(row + 1, [.. columns.Where(other => other != c)])).Sum();
        return Of(0, [.. Enumerable.Range(0, count)]);
    }

    /// <summary>∫ f by the midpoint rule.</summary>
    private static double Integral(Func<double, double> f, double from, double to, int points = 200_000)
    {
        var (sum, width) = (0.0, (to - from) / points);
        for (var k = 0; k < points; k++) sum += f(from + (k + 0.5) * width);
        return sum * width;
    }

    private static double Gauss(Func<double, double> f) => Integral(z => f(z) * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI), -12, 12);

    /// <summary>Mean and variance of a function of a standard normal.</summary>
    private static (double Mean, double Variance) Moments(Func<double, double> f) => Gauss(f) is var mean ? (mean, Gauss(z => Math.Pow(f(z) - mean, 2))) : default;

    /// <summary>Mean and variance of the corner pixel of a blob, exp(−c (u² + v²)).</summary>
    private static (double Mean, double Variance) Corner(double c)
    {
        var (one, squared) = (Integral(u => Math.Exp(-c * u * u), 0, 1), Integral(u => Math.Exp(-2 * c * u * u), 0, 1));
        return (one * one, squared * squared - one * one * one * one);
    }

    /// <summary>Φ by its series, x e^{−x²/2}/√2π (1 + x²/3 + x⁴/15 + …).</summary>
    private static double Cdf(double x)
    {
        var (sum, term) = (0.0, x);
        for (var k = 3; sum + term != sum; k += 2) (sum, term) = (sum + term, term * x * x / k);
        return 0.5 + sum * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>The first coordinate of the Swiss roll.</summary>
    private static double Roll(double u) => 1.5 * Math.PI * (1 + 2 * u) is var t ? t * Math.Cos(t) / 21 : default;

    private static double Entropy(double p) => p > 0 ? -p * Math.Log(p) : 0;

    private static double NoiseEntropy(double noise) => Integral(y => Entropy((Math.Min(1, y + noise) - Math.Max(0, y - noise)) / (2 * noise)), -noise, 1 + noise);

    /// <summary>h(Y) where p(y) is constant between whole numbers.</summary>
    private static double StepEntropy(int m) => Enumerable.Range(0, m + 1).Sum(cell => Entropy(Enumerable.Range(0, m).Count(x => x == cell || x == cell - 1) / (2.0 * m)));

    /// <summary>H(Y) − E H(Y|X), each a sum over counts, the second integrated over the rate.</summary>
    private static double PoissonInformation(double p)
    {
        double[] Law(double x)
        {
            var (law, term) = (new double[80], Math.Exp(-x));
            for (var k = 0; k < law.Length; k++)
            {
                law[k] = (1 - p) * term + (k == 0 ? p : 0);
                term *= x / (k + 1);
            }
            return law;
        }
        var (conditional, marginal) = (0.0, new double[80]);
        const int points = 20_000;
        for (var i = 0; i < points; i++) // u = e^{−x} is uniform; squared to have more points at large x, where p(y|x) log p(y|x) bends
        {
            var root = (i + 0.5) / points;
            var (law, weight) = (Law(-2 * Math.Log(root)), 2 * root / points);
            conditional += weight * law.Sum(Entropy);
            for (var k = 0; k < 80; k++) marginal[k] += weight * law[k];
        }
        return marginal.Sum(Entropy) - conditional;
    }

    /// <summary>E log(p(e|g)/p(e)) with E log G and E log(1 + E) by quadrature in log g and log(1 + e); E[G E] is 1.</summary>
    private static double LogGammaInformation(double shape)
    {
        double Weight(double t) => Math.Exp(shape * t - Math.Exp(t)); // of t = log g, not normalised
        var (from, to) = (-40 / shape, 6.0);
        var log = Integral(t => t * Weight(t), from, to, 2_000_000) / Integral(Weight, from, to, 2_000_000);
        var tail = Integral(v => v * shape * Math.Exp(-shape * v), 0, 40 / shape, 2_000_000); // v = log(1 + e) is exponential
        return log - 1 - Math.Log(shape) + (shape + 1) * tail;
    }
}
