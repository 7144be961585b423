using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>log e(z|x) − log m(z) on the samples, m a mixture of Gaussians.</summary>
internal abstract class MixtureRate(LatentPass latent) : TermPass
{
    private Tensor? shares; // [R,S·B,M]: of each component in m at each sample, of the last forward

    private protected LatentPass Latent => latent;

    /// <summary>log π, [R,1,M] or [1], and means and log-deviations, [R,M,K]; double precision.</summary>
    private protected abstract (Tensor LogWeights, Tensor Means, Tensor LogDeviations) Components();

    /// <summary>Takes ∂/∂(log π_m + log N_m) summed over samples, [R,1,M], and ∂/∂c and ∂/∂log s, [R,M,K].</summary>
    private protected abstract void Follow(Tensor weights, Tensor means, Tensor logDeviations, bool reaches);

    private Tensor Samples => latent.Sample.All.to_type(ScalarType.Float64);

    internal sealed override Tensor Forward()
    {
        var (logWeights, means, logDeviations) = Components();
        var joint = DiagonalGaussians.LogDensities(Samples, means, logDeviations) + logWeights; // [R,S·B,M]
        shares?.Dispose();
        shares = joint.softmax(-1).DetachFromDisposeScope();
        var own = latent.LogDensity(); // [R,S,B]
        return (own.to_type(ScalarType.Float64) - joint.logsumexp(-1).view(own.shape)).mean([1]).to_type(ScalarType.Float32); // [R,B]
    }

    internal sealed override void Backward(Tensor upstream, bool reaches)
    {
        using var scope = NewDisposeScope();
        var (_, means, logDeviations) = Components();
        var (replicates, batch) = (latent.Mean.shape[0], latent.Mean.shape[1]);
        var each = (upstream.to_type(ScalarType.Float64) / -latent.Samples).unsqueeze(1).expand(replicates, latent.Samples, batch).reshape(replicates, -1, 1); // [R,S·B,1]
        var toJoint = shares! * each;
        var gradients = DiagonalGaussians.Gradients(Samples, means, logDeviations, toJoint);
        if (reaches)
        {
            latent.SampleGradient!.All.add_(gradients.Points.to_type(ScalarType.Float32));
            latent.AddLogDensityGradient(upstream);
        }
        Follow(toJoint.sum(1, keepdim: true), gradients.Means, gradients.LogDeviations, reaches);
    }

    public override void Dispose() => shares?.Dispose();
}

internal sealed class LearnedMixtureRate(LatentPass latent, Matrices[] values, Matrices[] gradients) : MixtureRate(latent)
{
    private Tensor Value(int index) => values[index].All.to_type(ScalarType.Float64);

    private protected override (Tensor, Tensor, Tensor) Components() => (Value(0).log_softmax(-1), Value(1), Value(2));

    private protected override void Follow(Tensor weights, Tensor means, Tensor logDeviations, bool reaches)
    {
        gradients[0].All.copy_(weights - Value(0).softmax(-1) * weights.sum(-1, keepdim: true));
        gradients[1].All.copy_(means);
        gradients[2].All.copy_(logDeviations);
    }
}

internal sealed class VampRate(DiagonalPass latent, Matrices inputs, Matrices inputGradients) : MixtureRate(latent)
{
    private readonly DiagonalPass codes = latent.Beside(inputs);

    private protected override (Tensor, Tensor, Tensor) Components()
    {
        codes.Encode();
        return (full([1], -Math.Log(inputs.Rows), ScalarType.Float64, inputs.All.device), codes.Mean.to_type(ScalarType.Float64), codes.LogDeviation.to_type(ScalarType.Float64));
    }

    private protected override void Follow(Tensor weights, Tensor means, Tensor logDeviations, bool reaches)
    {
        codes.ForgetGradients();
        codes.MeanGradient!.copy_(means);
        codes.LogDeviationGradient!.copy_(logDeviations);
        codes.BackwardBeside(inputGradients, reaches);
    }

    public override void Dispose()
    {
        codes.Dispose();
        base.Dispose();
    }
}
