using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>e(z|x) = N(μ(x), diag σ(x)²) with σ = softplus(ρ − offset), where a network gives (μ, ρ); and its rate against m(z) = N(0, I).</summary>
/// <remarks>The rate KL[e ‖ m] = ½ Σ_k (μ_k² + σ_k² − 1 − 2 log σ_k) bounds I(X;Z) from above  (Alemi et al. 2017, eq. 14–17). Below t = −15, softplus(t) = e^t to
/// the last bit of a float, so log σ is t itself there: the logarithm of a softplus that underflowed would be −∞.</remarks>
internal sealed class GaussianEncoder(Matrices output, int latent, double offset)
{
    private const double LinearBelow = -15;

    internal Tensor Mean => output.All.narrow(2, 0, latent);                            // [R,B,K]
    private Tensor Shifted => output.All.narrow(2, latent, latent).add(-offset);        // [R,B,K]
    internal Tensor Deviation => Shifted.softplus();                                    // [R,B,K]

    /// <summary>KL of each example, <c>[R,B]</c>, nats.</summary>
    internal Tensor Rate()
    {
        var (mean, shifted) = (Mean, Shifted);
        var deviation = shifted.softplus();
        var logDeviation = where(shifted.lt(LinearBelow), shifted, deviation.log());
        return (mean.square() + deviation.square() - 1 - logDeviation * 2).sum(-1) * 0.5;
    }

    /// <summary>z ← μ + σ ε, S samples of each example. z and noise <c>[R,S·B,K]</c>.</summary>
    internal void Sample(Tensor noise, Tensor z, long samples)
    {
        var (mean, deviation) = (Mean.unsqueeze(1), Deviation.unsqueeze(1)); // [R,1,B,K]
        var grid = z.view(mean.shape[0], samples, mean.shape[2], latent);
        grid.copy_(noise.view(grid.shape)).mul_(deviation).add_(mean);
    }

    /// <summary>∂/∂(μ, ρ) from ∂/∂z and β times the mean rate, into <paramref name="gradient"/> <c>[R,B,2K]</c>.</summary>
    /// <remarks>∂z/∂μ = 1, ∂z/∂σ = ε, ∂KL/∂μ = μ, ∂KL/∂σ = σ − 1/σ, ∂σ/∂ρ = sigmoid(t).</remarks>
    internal void Backward(Tensor zGradient, Tensor noise, long samples, double beta, Tensor gradient)
    {
        var (mean, shifted) = (Mean, Shifted);
        var (deviation, slope) = (shifted.softplus(), shifted.sigmoid());
        var (batch, weight) = (mean.shape[1], beta / mean.shape[1]);
        long[] grid = [mean.shape[0], samples, batch, latent];
        var fromZ = zGradient.view(grid);
        gradient.narrow(2, 0, latent).copy_(fromZ.sum(1)).add_(mean, weight);
        var throughDeviation = fromZ.mul(noise.view(grid)).sum(1).mul_(slope);
        if (beta != 0)
        {
            // sigmoid(t)/softplus(t) → 1 where both underflow
            var relative = where(shifted.lt(LinearBelow), ones_like(slope), slope / deviation);
            throughDeviation.add_(deviation * slope - relative, weight);
        }
        gradient.narrow(2, latent, latent).copy_(throughDeviation);
    }
}
