using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A decoder's network.</summary>
internal abstract class DecoderModel(Mlp network) : TermModel
{
    internal Mlp Network { get; } = network;

    internal override void Attach(FlatParameters parameters) => Network.Attach(parameters);

    public override void Dispose() => Network.Dispose();
}

/// <summary>A decoder on the samples of a batch. What it gives is log q(y|z).</summary>
internal abstract class DecoderPass : TermPass
{
    private readonly LatentPass latent;
    private readonly MlpPass network;
    private readonly Matrices? input;
    private readonly Matrices target;

    private protected DecoderPass(DecoderModel model, ObjectivePass pass, DecoderTerm term)
    {
        (latent, target) = (pass.Latent(term.From), pass.Observed(term.Of));
        var (rows, device) = ((int)latent.Sample.Rows, target.All.device);
        network = new(model.Network, target.Replicates, rows, device, pass.Backward);
        if (pass.Backward) input = Matrices.Empty(target.Replicates, rows, latent.Sample.Columns, device);
    }

    private protected int Samples => latent.Samples;
    private protected Tensor Output => network.Output.All;    // [R,S·B,·]
    public Tensor Target => target.All;                       // [R,B,·]

    /// <summary>log-densities of standardised numbers as those of numbers in their own units: less by Σ log s.</summary>
    private protected static Tensor InUnits(Tensor logDensity, double logVolume) => logVolume == 0 ? logDensity : logDensity - logVolume;

    private protected void Decode() => network.Forward(latent.Sample);

    /// <summary>Of the samples of each example, <c>[R,S,B,·]</c>.</summary>
    private protected Tensor Grid(Tensor rows) => rows.view(rows.shape[0], Samples, rows.shape[1] / Samples, rows.shape[2]);

    /// <summary>From ∂/∂(log q of each example, averaged over its samples), <c>[R,B]</c> or <c>[R,1]</c>, into the network's output's gradient.</summary>
    private protected abstract void OutputGradient(Tensor upstream, Tensor gradient);

    internal override void Backward(Tensor upstream, bool reaches)
    {
        using var scope = NewDisposeScope();
        OutputGradient(upstream, network.OutputGradient.All);
        network.Backward(latent.Sample, reaches ? input : null);
        if (reaches) latent.SampleGradient!.All.add_(input!.All);
    }

    public override void Dispose()
    {
        network.Dispose();
        input?.Dispose();
    }
}
