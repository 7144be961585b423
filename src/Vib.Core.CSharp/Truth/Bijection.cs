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

    private static Tensor Quantile(Tensor u)
    {
        var halfStep = u.dtype == ScalarType.Float64 ? 1.0 / (1L << 54) : 1.0 / (1 << 25); // a rounded 1 stands for what is half a step below it
        var inside = u.to_type(ScalarType.Float64).clamp(1.0 / (1L << 54), 1 - halfStep);
        return ((inside * 2 - 1).erfinv() * Math.Sqrt(2)).to_type(u.dtype);
    }
}
