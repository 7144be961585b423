using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>b(z|y) in a term that reads it as a density of z: the network of a rate against it, or a network of its own.</summary>
/// <remarks>Terms that share come after all others in a model. So a rate has written the network's gradients when a term that shares it adds its own to them.</remarks>
internal sealed class BackwardEncoder(Mlp network, bool isShared) : IDisposable
{
    /// <summary>The first rate's of these variables, if the objective has one.</summary>
    internal static BackwardEncoder At(TermSite site, Variable latent, Variable given, string method)
    {
        site.CheckGaussian(latent, method);
        var shared = site.Earlier.OfType<BackwardEncoderPrior>().FirstOrDefault(prior => prior.Latent == latent && prior.Given == given);
        return new(shared?.Network ?? new(site.Layout, site.Name, [site.Numbers(given), 2 * site.Numbers(latent)]), shared is not null);
    }

    internal Mlp Network => network;

    /// <summary>Whether others write the gradients that are added to here.</summary>
    internal bool IsShared => isShared;

    internal void Attach(FlatParameters parameters)
    {
        if (!isShared) network.Attach(parameters);
    }

    public void Dispose()
    {
        if (!isShared) network.Dispose();
    }
}

/// <summary>log b(z|y_m) of every sample for every one of M given y.</summary>
internal sealed class BackwardEncoderPass : IDisposable
{
    private readonly LatentPass latent;
    private readonly Matrices given;
    private readonly MlpPass network;
    private readonly bool isShared, hasDeviation;
    private readonly long dimension;

    /// <param name="latent">z, [R,S·B,K].</param>
    /// <param name="given">y, [R,M,·].</param>
    /// <param name="encoder">b.</param>
    /// <param name="backward">Whether gradients are wanted.</param>
    internal BackwardEncoderPass(LatentPass latent, Matrices given, BackwardEncoder encoder, bool backward)
    {
        (this.latent, this.given, isShared, dimension) = (latent, given, encoder.IsShared, latent.Mean.shape[2]);
        network = new(encoder.Network, given.Replicates, (int)given.Rows, given.All.device, backward);
        hasDeviation = encoder.Network.Widths[^1] > dimension;
    }

    private Tensor Samples => latent.Sample.All.to_type(ScalarType.Float64);

    private (Tensor Means, Tensor LogDeviations) Components() // [R,M,K]
    {
        var output = network.Output.All.to_type(ScalarType.Float64);
        var means = output.narrow(2, 0, dimension);
        return (means, hasDeviation ? output.narrow(2, dimension, dimension) : zeros_like(means));
    }

    /// <summary>Less K/2 · log 2π, [R,S·B,M]; double precision.</summary>
    internal Tensor LogDensities()
    {
        network.Forward(given);
        var (means, logDeviations) = Components();
        return DiagonalGaussians.LogDensities(Samples, means, logDeviations);
    }

    /// <summary>From ∂/∂log-densities, [R,S·B,M], to the samples, where it reaches them, and to b.</summary>
    internal void Backward(Tensor upstream, bool reaches)
    {
        var (means, logDeviations) = Components();
        var gradients = DiagonalGaussians.Gradients(Samples, means, logDeviations, upstream);
        if (reaches) latent.SampleGradient!.All.add_(gradients.Points.to_type(ScalarType.Float32));
        network.OutputGradient.All.narrow(2, 0, dimension).copy_(gradients.Means);
        if (hasDeviation) network.OutputGradient.All.narrow(2, dimension, dimension).copy_(gradients.LogDeviations);
        network.Backward(given, add: isShared);
    }

    public void Dispose() => network.Dispose();
}
