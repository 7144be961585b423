using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static Vib.Core.TensorMemory;

namespace Vib.Core;

/// <summary>log e(z|x) − log m(z) on the samples, m a mixture of Gaussians.</summary>
internal abstract class MixtureRate(LatentPass latent) : TermPass
{
    private readonly Tensor values = ValuesOf(latent.Mean);
    private Tensor? shares; // [R,S·B,M]: of each component in m at each sample, of the last forward; null by hand

    private protected LatentPass Latent => latent;

    /// <summary>On a CPU.</summary>
    private protected MixtureDivergence? ByHand { get; private set; }

    /// <summary>Says where the components are, and where their gradients go.</summary>
    private protected void Place(GaussianRows components, GaussianRows? gradients, Crew? crew)
    {
        if (Kernels.ByHand(latent.Mean.device_type)) ByHand = new(latent, components, gradients ?? components, crew); // without gradients there is no way back
    }

    /// <summary>Computes the components, and their weights where they are by hand.</summary>
    private protected abstract void Compute();

    /// <summary>Goes on from what <see cref="MixtureDivergence"/> wrote.</summary>
    private protected abstract void FollowByHand(MixtureDivergence mixture, bool reaches);

    internal sealed override bool MakesTensors => ByHand is null;

    /// <summary>log π, [R,1,M] or [1], and means and log-deviations, [R,M,K]; double precision.</summary>
    private protected abstract (Tensor LogWeights, Tensor Means, Tensor LogDeviations) Components();

    /// <summary>Takes ∂/∂(log π_m + log N_m) summed over samples, [R,1,M], and ∂/∂c and ∂/∂log s, [R,M,K].</summary>
    private protected abstract void Follow(Tensor weights, Tensor means, Tensor logDeviations, bool reaches);

    private Tensor Samples => latent.Sample.All.to_type(ScalarType.Float64);

    internal sealed override Tensor Forward()
    {
        Compute();
        if (ByHand is not null)
        {
            ByHand.Forward(values);
            return values;
        }
        var (logWeights, means, logDeviations) = Components();
        var joint = DiagonalGaussians.LogDensities(Samples, means, logDeviations) + logWeights; // [R,S·B,M]
        shares?.Dispose();
        shares = joint.softmax(-1).DetachFromDisposeScope();
        var own = latent.LogDensity(); // [R,S,B]
        return (own.to_type(ScalarType.Float64) - joint.logsumexp(-1).view(own.shape)).mean([1]).to_type(ScalarType.Float32); // [R,B]
    }

    internal sealed override void Backward(Tensor upstream, bool reaches)
    {
        if (ByHand is not null)
        {
            ByHand.Backward(upstream, reaches);
            FollowByHand(ByHand, reaches);
            return;
        }
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

    public override void Dispose()
    {
        shares?.Dispose();
        values.Dispose();
    }
}

internal sealed class LearnedMixtureRate : MixtureRate
{
    private readonly Matrices[] values, gradients;

    internal LearnedMixtureRate(LatentPass latent, Matrices[] values, Matrices[] gradients, Crew? crew) : base(latent)
    {
        (this.values, this.gradients) = (values, gradients);
        Place(new(values[1], values[2], 0), new(gradients[1], gradients[2], 0), crew);
    }

    /// <summary>log π = log softmax of the logits.</summary>
    private protected override void Compute()
    {
        if (ByHand is null) return;
        for (var r = 0; r < values[0].Replicates; r++)
        {
            var logits = Floats(values[0].Each[r]);
            double largest = double.NegativeInfinity, sum = 0;
            foreach (var logit in logits) largest = Math.Max(largest, logit);
            foreach (var logit in logits) sum += Math.Exp(logit - largest);
            for (var m = 0; m < logits.Length; m++) ByHand.LogWeights[r * logits.Length + m] = logits[m] - largest - Math.Log(sum);
        }
    }

    private protected override void FollowByHand(MixtureDivergence mixture, bool reaches)
    {
        for (var r = 0; r < gradients[0].Replicates; r++)
        {
            var gradient = Floats(gradients[0].Each[r]);
            var (from, total) = (r * gradient.Length, 0.0);
            for (var m = 0; m < gradient.Length; m++) total += mixture.WeightGradients[from + m];
            for (var m = 0; m < gradient.Length; m++) gradient[m] = (float)(mixture.WeightGradients[from + m] - Math.Exp(mixture.LogWeights[from + m]) * total);
        }
    }

    private Tensor Value(int index) => values[index].All.to_type(ScalarType.Float64);

    private protected override (Tensor, Tensor, Tensor) Components() => (Value(0).log_softmax(-1), Value(1), Value(2));

    private protected override void Follow(Tensor weights, Tensor means, Tensor logDeviations, bool reaches)
    {
        gradients[0].All.copy_(weights - Value(0).softmax(-1) * weights.sum(-1, keepdim: true));
        gradients[1].All.copy_(means);
        gradients[2].All.copy_(logDeviations);
    }
}

internal sealed class VampRate : MixtureRate
{
    private readonly DiagonalPass codes;
    private readonly Matrices inputs, inputGradients;

    internal VampRate(DiagonalPass latent, Matrices inputs, Matrices inputGradients, Crew? crew) : base(latent)
    {
        (codes, this.inputs, this.inputGradients) = (latent.Beside(inputs), inputs, inputGradients);
        Place(new(codes.Output, codes.LogScales, 0), codes.SampleGradient is null ? null : new(codes.MeanGradients, codes.LogScaleGradients, 0), crew);
        if (ByHand is not null) Array.Fill(ByHand.LogWeights, -Math.Log(inputs.Rows));
    }

    private protected override void Compute() => codes.Encode();

    private protected override (Tensor, Tensor, Tensor) Components() =>
        (full([1], -Math.Log(inputs.Rows), ScalarType.Float64, inputs.All.device), codes.Mean.to_type(ScalarType.Float64), codes.LogDeviation.to_type(ScalarType.Float64));

    private protected override void FollowByHand(MixtureDivergence mixture, bool reaches)
    {
        codes.SampleGradient!.All.zero_(); // the components are no samples
        codes.BackwardBeside(inputGradients, reaches);
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
