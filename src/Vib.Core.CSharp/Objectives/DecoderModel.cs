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

/// <summary>A decoder on the codes of a batch: log q(y|z) in expectation over each example's codes, by its samples or by all states.</summary>
internal abstract class DecoderPass : TermPass
{
    private readonly CodePass code;
    private readonly MlpPass network;
    private readonly Matrices? input;
    private readonly Matrices target;
    private readonly RowDensity? byHand; // of samples, on a CPU
    private readonly Tensor values;      // [R,B]
    private Tensor? densities; // log q of each state for each example, [R,S,B], of the last forward; null of samples

    /// <param name="model">The network.</param>
    /// <param name="pass">The batch.</param>
    /// <param name="term">What is decoded from what.</param>
    /// <param name="density">The log-density by hand, where the decoder has it.</param>
    private protected DecoderPass(DecoderModel model, ObjectivePass pass, DecoderTerm term, RowDensity? density = null)
    {
        (code, target) = (pass.Code(term.From), pass.Observed(term.Of));
        var (rows, device) = ((int)code.Sample.Rows, target.All.device);
        if (code.Weights is null && Kernels.ByHand(device.type)) byHand = density;
        values = ValuesOf(target.All);
        network = new(model.Network, target.Replicates, rows, device, pass.Backward, crew: pass.Crew);
        if (code.SampleGradient is { } gradient) input = Matrices.Empty(target.Replicates, rows, gradient.Columns, device);
    }

    private protected Tensor Output => network.Output.All;    // [R,S·B,·], or [R,S,·] of states
    public Tensor Target => target.All;                       // [R,B,·]

    /// <summary>log-densities of standardised numbers as those of numbers in their own units: less by Σ log s.</summary>
    private protected static Tensor InUnits(Tensor logDensity, double logVolume) => logVolume == 0 ? logDensity : logDensity - logVolume;

    private protected void Decode() => network.Forward(code.Sample);

    /// <summary>Of the samples of each example, <c>[R,S,B,·]</c>; of states, which examples share, <c>[R,S,1,·]</c>.</summary>
    private protected Tensor Grid(Tensor rows) => rows.view(rows.shape[0], code.Samples, rows.shape[1] / code.Samples, rows.shape[2]);

    /// <summary>log q(y_i|z_s), <c>[R,S,B]</c>, of the network's output.</summary>
    private protected abstract Tensor LogDensity();

    /// <summary>What training follows in its place, <c>[R,S,B]</c>: itself, unless something regularises it.</summary>
    private protected virtual Tensor Followed(Tensor logDensity) => logDensity;

    /// <summary>From the weight of each log q(y_i|z_s) in the loss, <c>[R,S,B,1]</c> or what spreads to it, into the network's output's gradient, and what else the decoder has.</summary>
    private protected abstract void OutputGradient(Tensor weight, Tensor gradient);

    /// <summary>What belongs to each sample of each example, <c>[R,S,B,·]</c>, to the rows that the network saw.</summary>
    private protected void Gather(Tensor each, Tensor place) => place.copy_(code.Weights is null ? each : each.sum(2, keepdim: true));

    /// <summary>In expectation over each example's codes, <c>[R,B,·]</c>.</summary>
    private protected Tensor Expected(Tensor rows) => code.Weights is { } weights ? weights.transpose(1, 2).to_type(rows.dtype).matmul(rows) : Grid(rows).mean([1]);

    internal override bool MakesTensors => false;

    internal sealed override Tensor Forward()
    {
        Decode();
        if (byHand is not null)
        {
            byHand.Means(network.Output, target, values);
            return values;
        }
        using var scope = NewDisposeScope();
        var each = LogDensity(); // [R,S,B]
        if (code.Weights is not { } weights) return values.copy_(each.mean([1]));
        densities?.Dispose();
        densities = Followed(each).DetachFromDisposeScope();
        return values.copy_((weights * each).sum(1)); // [R,B]
    }

    internal override void Backward(Tensor upstream, bool reaches)
    {
        if (byHand is not null) byHand.Gradients(upstream, network.Output, target, network.OutputGradient);
        else Spread(upstream);
        network.Backward(code.Sample, reaches ? input : null);
        if (!reaches) return;
        if (densities is null) code.SampleGradient!.All.add_(input!.All);
        else
        {
            using var scope = NewDisposeScope();
            code.AddWeightGradient(densities * upstream.unsqueeze(1));
        }
    }

    /// <summary>Over samples or states, by their weights, to the network's output.</summary>
    private void Spread(Tensor upstream)
    {
        using var scope = NewDisposeScope();
        var shared = upstream.unsqueeze(1); // [R,1,B or 1]
        OutputGradient((code.Weights is { } weights ? weights * shared : shared / code.Samples).unsqueeze(-1), network.OutputGradient.All);
    }

    public override void Dispose()
    {
        densities?.Dispose();
        values.Dispose();
        network.Dispose();
        input?.Dispose();
    }
}
