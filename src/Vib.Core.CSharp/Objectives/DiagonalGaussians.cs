using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Log-densities of M Gaussians N(c_m, diag s_m²) at N points, and their gradients.</summary>
/// <remarks>All in double precision, because the squares are taken apart into products: log N(z; c, s) = −½ (z²·s⁻² − 2 z·(c s⁻²) + c²·s⁻²) − Σ log s, less K/2 · log 2π, which every use here cancels.
/// O(N·M·K).</remarks>
internal static class DiagonalGaussians
{
    /// <param name="points">z, [R,N,K].</param>
    /// <param name="means">c, [R,M,K].</param>
    /// <param name="logDeviations">log s, [R,M,K].</param>
    /// <returns>[R,N,M].</returns>
    internal static Tensor LogDensities(Tensor points, Tensor means, Tensor logDeviations)
    {
        var precision = (logDeviations * -2).exp();
        var scaled = means * precision;
        var quadratic = points.square().bmm(precision.transpose(1, 2)) - points.bmm(scaled.transpose(1, 2)) * 2 + (means * scaled).sum(-1).unsqueeze(1);
        return quadratic * -0.5 - logDeviations.sum(-1).unsqueeze(1);
    }

    /// <summary>From ∂/∂log-densities, [R,N,M], to ∂/∂z, ∂/∂c and ∂/∂log s.</summary>
    internal static (Tensor Points, Tensor Means, Tensor LogDeviations) Gradients(Tensor points, Tensor means, Tensor logDeviations, Tensor upstream)
    {
        var precision = (logDeviations * -2).exp();
        var (turned, total) = (upstream.transpose(1, 2), upstream.sum(1).unsqueeze(-1)); // [R,M,N], [R,M,1]
        var reached = turned.bmm(points); // [R,M,K]
        var spread = turned.bmm(points.square()) - means * reached * 2 + means.square() * total;
        return (upstream.bmm(means * precision) - points * upstream.bmm(precision), precision * (reached - means * total), precision * spread - total);
    }
}
