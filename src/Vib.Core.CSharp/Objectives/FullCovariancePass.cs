using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>e(z|x) = N(μ, L Lᵀ) with L lower triangular, of each input.</summary>
/// <remarks>After μ the encoder gives K numbers ρ, with L_kk = softplus(ρ_k − offset), and then the K (K − 1)/2 numbers below the diagonal, row by row. O(S·B·K²).</remarks>
internal sealed class FullCovariancePass : LatentPass
{
    private readonly Tensor diagonal;                     // L_kk = softplus(ρ − offset), [R,B,K]
    private readonly Tensor? slope;                       // ∂log L_kk/∂ρ, [R,B,K]
    private readonly Tensor scale;                        // L, [R,B,K,K]
    private readonly Tensor? scaleGradient;               // ∂/∂L but for what is in that of log L_kk, [R,B,K,K]
    private readonly Tensor? places, below;               // [K,K]: of each element among the output's numbers, 0 above the diagonal; and of the numbers below the diagonal in L; null for K = 1

    internal FullCovariancePass(LatentModel model, Matrices input, int samples, INetworkPass encoder, bool backward) : base(model, input, samples, encoder, backward)
    {
        (diagonal, scale) = (OfBatch(), OfBatch(Latent));
        if (backward) (slope, scaleGradient) = (OfBatch(), OfBatch(Latent));
        if (Latent == 1) return;
        var pairs = (from row in Enumerable.Range(1, Latent - 1) from column in Enumerable.Range(0, row) select row * Latent + column).ToArray();
        var of = new long[Latent * Latent];
        for (var p = 0; p < pairs.Length; p++) of[pairs[p]] = 1 + p; // 0 is a column of zeros
        places = tensor(of).to(input.All.device).DetachFromDisposeScope();
        below = tensor([.. pairs.Select(place => (long)place)]).to(input.All.device).DetachFromDisposeScope();
    }

    private protected override void ReadSpread()
    {
        using var scope = NewDisposeScope();
        CodeKernels.Softplus(Output, ((EncoderNoise.FullNoise)Model.Options.Noise).Offset, diagonal, LogScale, slope);
        if (places is not null)
        {
            var numbers = Output.All.narrow(2, 2 * Latent, below!.shape[0]);
            scale.copy_(cat([zeros_like(LogScale.narrow(2, 0, 1)), numbers], 2).index_select(2, places).view(scale.shape));
        }
        scale.diagonal(0, 2, 3).copy_(diagonal);
        Deviation.copy_(scale.square().sum(-1).sqrt());
    }

    internal override Tensor Factor() => scale;

    private protected override void Place()
    {
        using var scope = NewDisposeScope();
        Grid(Sample).copy_((scale.unsqueeze(1) * Grid(Noise).unsqueeze(-2)).sum(-1)).add_(Mean.unsqueeze(1));
    }

    internal override void AddSpreadGradient(Tensor? inverse, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var rows = inverse is null ? scale : scale * inverse.square().unsqueeze(-1); // [R,B,K,K]
        scaleGradient!.add_(rows * weight.unsqueeze(-1));
        LogScaleGradient!.sub_(weight);
    }

    internal override void ForgetGradients()
    {
        base.ForgetGradients();
        scaleGradient!.zero_();
    }

    private protected override void GatherOutputGradient()
    {
        using var scope = NewDisposeScope();
        var (fromSamples, noise, outputGradient) = (Grid(SampleGradient!), Grid(Noise), OutputGradient.All);
        outputGradient.narrow(2, 0, Latent).copy_(MeanGradient!.add_(fromSamples.sum(1)));
        var all = scaleGradient!.add_((fromSamples.unsqueeze(-1) * noise.unsqueeze(-2)).sum(1)); // [R,B,K,K]
        var logarithms = LogScaleGradient!.add_(all.diagonal(0, 2, 3) * diagonal);
        outputGradient.narrow(2, Latent, Latent).copy_(logarithms * slope!);
        if (below is not null) outputGradient.narrow(2, 2 * Latent, below.shape[0]).copy_(all.view(all.shape[0], all.shape[1], -1).index_select(2, below));
    }

    public override void Dispose()
    {
        base.Dispose();
        foreach (var tensor in (Tensor?[])[diagonal, slope, scale, scaleGradient, places, below]) tensor?.Dispose();
    }
}
