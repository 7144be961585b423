using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>log s = f b tanh(t/b) of a free number t: smooth, within ±f b, and nearly f t where t is small.</summary>
/// <param name="Bound">b.</param>
/// <param name="Factor">f: 1 where b bounds log s, ½ where it bounds log s², the log-variance.</param>
internal readonly record struct BoundedLogScale(double Bound, double Factor)
{
    /// <summary>What float takes: at e^{±40/2} a difference of two floats near 1 has no digit left, and squares are far from overflow.</summary>
    private const double Widest = 40;

    internal void Check(string name) => Require.That(Bound > 0 && Bound * Factor <= Widest / 2, $"{name} is {Bound}",
        FormattableString.Invariant($"a positive number of at most {Widest / 2 / Factor}"), FormattableString.Invariant($"{5 / Factor}, scales from e^−5 to e^5"));

    internal Tensor LogScale(Tensor free) => (free * (1 / Bound)).tanh().mul_(Bound * Factor);

    /// <summary>d log s/dt = f (1 − tanh²), from log s.</summary>
    internal Tensor Slope(Tensor logScale) => (logScale * (1 / (Bound * Factor))).square().mul_(-Factor).add_(Factor);
}
