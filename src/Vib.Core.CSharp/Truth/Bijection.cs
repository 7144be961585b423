using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A strictly increasing function of a real number, and its inverse: information does not see it, networks do.</summary>
/// <remarks>Those of Poole et al. 2019 and of the benchmark of Czyż et al. 2023 (arXiv:2306.11078, §3).</remarks>
public sealed class Bijection
{
    private Bijection(string participle, Func<Tensor, Tensor> apply, Func<Tensor, Tensor> invert, Func<Tensor, Tensor> logSlope) =>
        (Participle, Apply, Invert, LogSlope) = (participle, apply, invert, logSlope);

    /// <summary>x: leaves everything as it is.</summary>
    public static Bijection Identity { get; } = new("as it is", x => x, x => x, x => zeros_like(x));

    /// <summary>x³: heavy tails; standardise before they reach a network.</summary>
    public static Bijection Cube { get; } = new("cubed", x => x * x.square(), x => x.abs().pow(1.0 / 3) * x.sign(),
        x => x.abs().log() * 2 + Math.Log(3));

    /// <summary>sign(x)|x|^{3/2}: longer tails.</summary>
    public static Bijection HalfCube { get; } = new("half-cubed", x => x.abs().sqrt() * x, x => x.abs().pow(2.0 / 3) * x.sign(),
        x => x.abs().log() * 0.5 + Math.Log(1.5));

    /// <summary>log(x + √(x² + 1)): shorter tails.</summary>
    public static Bijection Asinh { get; } = new("through asinh", ArcSine, Sine, x => (x.square() + 1).sqrt().log().neg());

    /// <summary>Φ(x), the normal distribution function: uniform margins where x is standard normal.</summary>
    /// <remarks>In single precision, numbers within 10⁻⁷ of 1 are one number: beyond 5.2 standard deviations the inverse is that far off.</remarks>
    public static Bijection NormalCdf { get; } = new("through Φ", Cdf, Quantile, x => x.square() * -0.5 - 0.5 * Math.Log(2 * Math.PI));

    /// <summary>x + 0.4 sin x + 0.2 sin(1.7x + 1) + 0.03 sin(3.3x − 2.5): stretched and squeezed by turns.</summary>
    public static Bijection WigglyX { get; } = Wiggly((0.4, 1, 0), (0.2, 1.7, 1), (0.03, 3.3, -2.5));

    /// <summary>x − 0.4 sin(0.4x) + 0.17 sin(1.3x + 3.5) + 0.02 sin(4.3x − 2.5): the benchmark's other one, for y.</summary>
    public static Bijection WigglyY { get; } = Wiggly((-0.4, 0.4, 0), (0.17, 1.3, 3.5), (0.02, 4.3, -2.5));

    /// <summary>F⁻¹(Φ(x)), where F is the distribution function of w N(a, 1) + (1 − w) N(b, 1): two bumps where x is standard normal.</summary>
    /// <remarks>Beyond 8 standard deviations Φ is 1 in double precision; there the nearer bump alone is meant.</remarks>
    /// <param name="weight">w, of the first bump; 0 &lt; w &lt; 1.</param>
    /// <param name="first">a, its mean.</param>
    /// <param name="second">b, the mean of the other.</param>
    /// <returns>The map of one coordinate.</returns>
    /// <exception cref="DomainException">The weight is not between 0 and 1, or a mean is not finite.</exception>
    public static Bijection TwoBumps(double weight, double first, double second)
    {
        Require.That(weight is > 0 and < 1, $"A weight of the first bump of {weight}", "a number between 0 and 1", "0.5 for two of the same size");
        Require.That(double.IsFinite(first) && double.IsFinite(second), $"Bumps at {first} and {second}", "finite numbers", "0 and 5, as in the benchmark of Czyż et al.");
        var (least, most) = (Math.Min(first, second), Math.Max(first, second));
        Tensor Mixed(Tensor t) => Cdf(t - first) * weight + Cdf(t - second) * (1 - weight);
        // without the normal density's constant, which the slope's quotient does not see
        Tensor LogMixed(Tensor t) => ((t - first).square() * -0.5 + Math.Log(weight)).logaddexp((t - second).square() * -0.5 + Math.Log(1 - weight));
        // each bump's Φ(t − a) is at most Φ(x) at t = x + least and at least that at t = x + most
        Tensor Apply(Tensor z) => Solve(Mixed, Cdf(z), z + least, z + most);

        return new("in two bumps", x => InDouble(x, Apply), x => InDouble(x, t => maximum(minimum(Quantile(Mixed(t)), t - least), t - most)),
            x => InDouble(x, z => z.square() * -0.5 - LogMixed(Apply(z))));
    }

    /// <summary>As it stands in descriptions: "Y cubed".</summary>
    internal string Participle { get; }

    internal Func<Tensor, Tensor> Apply { get; }

    internal Func<Tensor, Tensor> Invert { get; }

    /// <summary>log f′(x).</summary>
    internal Func<Tensor, Tensor> LogSlope { get; }

    /// <inheritdoc/>
    public override string ToString() => Participle;

    // of |x|, log1p(|x| + x²/(1 + √(x² + 1))), which loses no small x
    private static Tensor ArcSine(Tensor x)
    {
        var square = x.square();
        return (x.abs() + square / ((square + 1).sqrt() + 1)).log1p() * x.sign();
    }

    // (e + e/(e + 1))/2 with e = exp(|x|) − 1
    private static Tensor Sine(Tensor x)
    {
        var e = x.abs().expm1();
        return (e + e / (e + 1)) * 0.5 * x.sign();
    }

    private static Tensor Cdf(Tensor x) => (((x.to_type(ScalarType.Float64) / Math.Sqrt(2)).erf() + 1) * 0.5).to_type(x.dtype);

    // Σ |a f| is below 1, so it increases; the inverse lies within Σ |a|
    private static Bijection Wiggly(params (double Amplitude, double Frequency, double Phase)[] waves)
    {
        var reach = waves.Sum(wave => Math.Abs(wave.Amplitude));
        Tensor Apply(Tensor x) => waves.Aggregate(x, (sum, wave) => sum + (x * wave.Frequency + wave.Phase).sin() * wave.Amplitude);
        Tensor Slope(Tensor x) => waves.Aggregate(ones_like(x), (sum, wave) => sum + (x * wave.Frequency + wave.Phase).cos() * (wave.Amplitude * wave.Frequency));
        return new("wiggled", Apply, x => InDouble(x, y => Solve(Apply, y, y - reach, y + reach)), x => Slope(x).log());
    }

    private static Tensor InDouble(Tensor x, Func<Tensor, Tensor> map) => map(x.to_type(ScalarType.Float64)).to_type(x.dtype);

    /// <summary>Where an increasing function has this value: an interval that holds it is halved, and overwritten, down to the last bit.</summary>
    private static Tensor Solve(Func<Tensor, Tensor> increasing, Tensor value, Tensor low, Tensor high)
    {
        for (var k = 0; k < 60; k++)
        {
            using var halving = NewDisposeScope();
            var middle = (low + high) * 0.5;
            var below = (increasing(middle) - value).lt(0);
            low.copy_(where(below, middle, low));
            high.copy_(where(below, high, middle));
        }
        return (low + high) * 0.5;
    }

    private static Tensor Quantile(Tensor u)
    {
        var halfStep = u.dtype == ScalarType.Float64 ? 1.0 / (1L << 54) : 1.0 / (1 << 25); // a rounded 1 stands for what is half a step below it
        var inside = u.to_type(ScalarType.Float64).clamp(1.0 / (1L << 54), 1 - halfStep);
        return ((inside * 2 - 1).erfinv() * Math.Sqrt(2)).to_type(u.dtype);
    }
}
