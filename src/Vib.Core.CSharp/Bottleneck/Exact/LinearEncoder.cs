using static System.FormattableString;

namespace Vib.Core;

/// <summary>z = A x + s ∘ ε with ε ~ N(0, I): the optimal encoder of a Gaussian.</summary>
/// <remarks>The coordinates of z are independent with mean 0 and variance 1, so that the fixed prior N(0, I) is tight and the rate of a variational bottleneck is I(X;Z). Rows
/// divided by their s give the form with unit noise  (Chechik, Globerson, Tishby and Weiss 2005, theorem 3.1).</remarks>
/// <param name="Projection">A, [k, dx], a row for each active component, strongest first; x has mean 0.</param>
/// <param name="NoiseScales">s, [k], from 0 to 1.</param>
public sealed record LinearEncoder(double[,] Projection, IReadOnlyList<double> NoiseScales)
{
    /// <summary>k, the dimension of z: how many components are active.</summary>
    public int Dimension => NoiseScales.Count;

    /// <inheritdoc/>
    public override string ToString() => Invariant($"linear encoder, {Projection.GetLength(1)}-d to {Dimension}-d, noise {string.Join(", ", NoiseScales.Select(s => Invariant($"{s:0.###}")))}");
}
