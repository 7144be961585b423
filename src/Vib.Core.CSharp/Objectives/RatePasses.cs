using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>KL[e ‖ N(m, diag s²)]; here m = 0 and s = 1.</summary>
/// <remarks>Σ_k { ½ [(μ_k − m_k)² + Σ_kk]/s_k² − ½ + log s_k } − ½ log det Σ for every covariance Σ = L Lᵀ of e: of it, only the deviations √Σ_kk and log L_kk count.</remarks>
internal sealed class Rate(LatentPass latent) : TermPass
{
    private readonly Tensor values = ValuesOf(latent.Mean);

    internal override Tensor Forward()
    {
        latent.Rate(values);
        return values;
    }

    internal override void Backward(Tensor upstream, bool reaches)
    {
        if (reaches) latent.AddRateGradient(upstream);
    }

    internal override bool MakesTensors => false;

    public override void Dispose() => values.Dispose();
}

/// <summary>KL[e ‖ N(m, diag s²)] where m and s are learned.</summary>
internal abstract class MovingRate(LatentPass latent) : TermPass
{
    private readonly Tensor values = ValuesOf(latent.Mean);
    private GaussianDivergence? byHand; // of diagonal codes on a CPU
    private Tensor? distance, ratio;    // (μ − m)/s and √Σ_kk/s, [R,B,K], of the last forward; null by hand

    private LatentPass Latent => latent;

    /// <summary>Says where m and log s are, and where their gradients go.</summary>
    private protected void Place(GaussianRows prior, GaussianRows? gradients) =>
        byHand = latent is DiagonalPass diagonal && Kernels.ByHand(latent.Mean.device_type) ? new(diagonal, prior, gradients ?? prior) : null; // without gradients there is no way back

    /// <summary>Computes m and log s, where they are not parameters.</summary>
    private protected virtual void Compute() { }

    /// <summary>Goes on to what m and log s are computed from.</summary>
    private protected virtual void PassBack() { }

    internal sealed override bool MakesTensors => byHand is null;

    /// <summary>m and log s, [R,B,K] or [R,1,K]; log s null for 0.</summary>
    private protected abstract (Tensor Mean, Tensor? LogDeviation) Prior();

    /// <summary>Takes ∂/∂m and ∂/∂log s, [R,B,K].</summary>
    private protected abstract void Follow(Tensor meanGradient, Tensor logDeviationGradient);

    internal sealed override Tensor Forward()
    {
        Compute();
        if (byHand is not null)
        {
            byHand.Forward(values);
            return values;
        }
        Forget();
        var (mean, logDeviation) = Prior();
        var inverse = logDeviation?.neg().exp();
        var (apart, relative) = (Latent.Mean - mean, Latent.Deviation);
        (distance, ratio) = inverse is null ? (apart.DetachFromDisposeScope(), relative.clone().DetachFromDisposeScope())
            : ((apart * inverse).DetachFromDisposeScope(), (relative * inverse).DetachFromDisposeScope());
        var logRatio = logDeviation is null ? Latent.LogScale : Latent.LogScale - logDeviation;
        return (distance.square() + ratio.square() - 1 - logRatio * 2).sum(-1) * 0.5;
    }

    internal sealed override void Backward(Tensor upstream, bool reaches)
    {
        if (byHand is not null) byHand.Backward(upstream, reaches);
        else Spread(upstream, reaches);
        PassBack();
    }

    private void Spread(Tensor upstream, bool reaches)
    {
        using var scope = NewDisposeScope();
        var weight = upstream.unsqueeze(-1);
        var (_, logDeviation) = Prior();
        var inverse = logDeviation?.neg().exp();
        var toMean = (inverse is null ? distance! : distance! * inverse) * weight;
        if (reaches)
        {
            Latent.MeanGradient!.add_(toMean);
            Latent.AddSpreadGradient(inverse, weight);
        }
        Follow(toMean.neg(), (ratio!.square() - 1 + distance!.square()).mul_(weight).mul_(-1));
    }

    private void Forget()
    {
        distance?.Dispose();
        ratio?.Dispose();
    }

    public override void Dispose()
    {
        Forget();
        values.Dispose();
    }
}

internal sealed class LearnedRate : MovingRate
{
    private readonly Matrices[] views;

    internal LearnedRate(LatentPass latent, Matrices[] views) : base(latent)
    {
        this.views = views;
        Place(new(views[0], views[1], 0), new(views[2], views[3], 0));
    }

    private protected override (Tensor, Tensor?) Prior() => (views[0].All, views[1].All);

    private protected override void Follow(Tensor meanGradient, Tensor logDeviationGradient)
    {
        views[2].All.copy_(meanGradient.sum(1, keepdim: true));
        views[3].All.copy_(logDeviationGradient.sum(1, keepdim: true));
    }
}

internal sealed class ConditionalRate : MovingRate
{
    private readonly Matrices given;
    private readonly MlpPass network;
    private readonly int latent;
    private readonly bool hasDeviation;

    internal ConditionalRate(LatentPass latent, Matrices given, Mlp network, bool backward) : base(latent)
    {
        (this.given, this.latent) = (given, (int)latent.Mean.shape[2]);
        this.network = new(network, given.Replicates, (int)given.Rows, given.All.device, backward);
        hasDeviation = network.Widths[^1] > this.latent;
        GaussianRows Rows(Matrices output) => new(output, hasDeviation ? output : null, this.latent);
        Place(Rows(this.network.Output), backward ? Rows(this.network.OutputGradient) : null);
    }

    private protected override void Compute() => network.Forward(given);

    private protected override (Tensor, Tensor?) Prior()
    {
        var output = network.Output.All;
        return (output.narrow(2, 0, latent), hasDeviation ? output.narrow(2, latent, latent) : null);
    }

    private protected override void Follow(Tensor meanGradient, Tensor logDeviationGradient)
    {
        var gradient = network.OutputGradient.All;
        gradient.narrow(2, 0, latent).copy_(meanGradient);
        if (hasDeviation) gradient.narrow(2, latent, latent).copy_(logDeviationGradient);
    }

    private protected override void PassBack() => network.Backward(given);

    public override void Dispose()
    {
        network.Dispose();
        base.Dispose();
    }
}
