using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A density of a real number whose place and width are free, log q(y) = ℓ(z) − log s + c with z = (y − μ)/s: what ℓ, its slope and c are.</summary>
/// <remarks>A value sums ℓ over coordinates, 16 pairs side by side; it starts at <see cref="Start"/>.</remarks>
internal interface ILocationShape<TSelf> where TSelf : struct, ILocationShape<TSelf>
{
    /// <summary>c.</summary>
    static abstract double Constant { get; }

    /// <summary>ℓ, element by element.</summary>
    static abstract Tensor LogDensity(Tensor z);

    /// <summary>ℓ′, element by element.</summary>
    static abstract Tensor Slope(Tensor z);

    /// <summary>ℓ′, by hand.</summary>
    static abstract Vector512<float> Slope(Vector512<float> z);

    /// <summary>A sum of nothing.</summary>
    static abstract TSelf Start { get; }

    /// <summary>Σ ℓ so far.</summary>
    Vector512<float> Total { get; }

    void Add(Vector512<float> z);
}

/// <summary>The Gaussian: ℓ(z) = −z²/2, c = −½ log 2π.</summary>
internal struct GaussianShape : ILocationShape<GaussianShape>
{
    private Vector512<float> squares;

    public static double Constant { get; } = -0.5 * Math.Log(2 * Math.PI);

    public static Tensor LogDensity(Tensor z) => z.square().mul_(-0.5);

    public static Tensor Slope(Tensor z) => z.neg();

    public static Vector512<float> Slope(Vector512<float> z) => -z;

    public static GaussianShape Start => default;

    public readonly Vector512<float> Total => squares * -0.5f;

    public void Add(Vector512<float> z) => squares = Vector512.FusedMultiplyAdd(z, z, squares);
}

/// <summary>The logistic: ℓ(z) = −z − 2 softplus(−z) = −|z| − 2 log(1 + e^{−|z|}), which overflows nowhere; c = 0.</summary>
internal struct LogisticShape : ILocationShape<LogisticShape>
{
    // 1 + e^{−|z|} is at most 2, and a float holds less than 2^128
    private const int MostFactors = 120;

    private Vector512<float> magnitudes, product, logarithms; // Σ |z|, Π (1 + e^{−|z|}) since the last logarithm, and their sum: one logarithm for many coordinates
    private int factors;

    public static double Constant => 0;

    public static Tensor LogDensity(Tensor z)
    {
        var magnitude = z.abs();
        return magnitude.neg() - magnitude.neg().exp().log1p() * 2;
    }

    public static Tensor Slope(Tensor z) => (z * 0.5).tanh().neg();

    // −tanh(z/2) = −sign(z)(1 − e)/(1 + e) with e = e^{−|z|}
    public static Vector512<float> Slope(Vector512<float> z)
    {
        var e = Vector512.Exp(-Vector512.Abs(z));
        var size = (e - Vector512<float>.One) / (e + Vector512<float>.One);
        return size ^ (z & Vector512.Create(-0f));
    }

    public static LogisticShape Start => new() { product = Vector512<float>.One };

    public readonly Vector512<float> Total => -magnitudes - (logarithms + Vector512.Log(product)) * 2;

    public void Add(Vector512<float> z)
    {
        var magnitude = Vector512.Abs(z);
        magnitudes += magnitude;
        product = Vector512.FusedMultiplyAdd(product, Vector512.Exp(-magnitude), product);
        if (++factors < MostFactors) return;
        (logarithms, product, factors) = (logarithms + Vector512.Log(product), Vector512<float>.One, 0);
    }
}
