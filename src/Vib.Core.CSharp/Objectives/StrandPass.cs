using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A strand in training, on batches of one size: its mean, and what a change of its values changes in the loss, which training makes small. Everything has its place.</summary>
internal sealed class StrandPass : IDisposable
{
    private readonly Strand strand;
    private readonly Multiplier? multiplier;
    private readonly Tensor mean, each, constant, coefficient; // [R,1], [R,1], [1], [R,1]: ∂loss/∂mean without what changes with the steps
    private readonly Tensor? examples, weighed;                // the data's weights, a view, and what is multiplied by them; both [R,B]
    private readonly Tensor? share;                            // [B,1] of ones, where values are of examples
    private readonly StagedNumber? ramp, level;
    private readonly float count;

    /// <param name="strand">What the formula has.</param>
    /// <param name="pass">The batch.</param>
    /// <param name="mean">Where the mean goes, [R,1]: a view, which is the strand's from now on.</param>
    /// <param name="multiplier">Of the constraint that it belongs to.</param>
    internal StrandPass(Strand strand, ObjectivePass pass, Tensor mean, Multiplier? multiplier)
    {
        (this.strand, this.mean, this.multiplier) = (strand, mean, multiplier);
        var (part, device) = (strand.Part, mean.device);
        count = part.Term.IsMeanOverExamples ? pass.Batch : 1;
        if (count > 1) share = ones([pass.Batch, 1], device: device).DetachFromDisposeScope();
        constant = full([1], strand.Constant, device: device).DetachFromDisposeScope();
        each = zeros_like(mean).DetachFromDisposeScope();
        coefficient = strand.Weight.mul(strand.Direction / (double)count).DetachFromDisposeScope();
        if (part.Weights is { } weights) examples = pass.Observed(weights).All.squeeze(-1).DetachFromDisposeScope();
        if (examples is not null) weighed = zeros_like(examples).DetachFromDisposeScope();
        if (part.Weight.Ramp != Ramp.Constant) ramp = new(part.Weight.Ramp.At(0), device);
        if (part.Growth.Level(0) is { } first) level = new(first, device);
    }

    /// <summary>Examples that differ in weight: 1 where there are none.</summary>
    internal long Width => examples?.shape[1] ?? 1;

    /// <summary>The next step, before it is taken.</summary>
    internal void Stage(long step)
    {
        ramp?.Set(strand.Part.Weight.Ramp.At(step));
        level?.Set(strand.Part.Growth.Level(step)!.Value);
    }

    /// <summary>The mean over the batch, and the constant, nats.</summary>
    internal void Read(Tensor values)
    {
        if (weighed is not null) values = weighed.copy_(values).mul_(examples!);
        if (share is null) mean.copy_(values);
        else mean.addmm_(values, share, 0, 1 / count);
        mean.add_(constant);
    }

    /// <summary>The part's share of its formula on the batch, [R,1], in memory that <see cref="Upstream"/> uses too.</summary>
    internal Tensor Share()
    {
        strand.Part.Growth.Of(mean, level?.Place, each).mul_(strand.Weight);
        return ramp is null ? each : each.mul_(ramp.Place);
    }

    /// <summary>∂loss/∂values, [R,B] or, where it is the same for all, [R,1].</summary>
    internal Tensor Upstream()
    {
        if (strand.Part.Growth == Growth.Identity) each.copy_(coefficient);
        else strand.Part.Growth.Slope(mean, level?.Place, each).mul_(coefficient);
        if (ramp is not null) each.mul_(ramp.Place);
        if (multiplier is not null) each.mul_(multiplier.Now);
        return weighed is null ? each : weighed.copy_(examples!).mul_(each);
    }

    public void Dispose()
    {
        foreach (var owned in (IDisposable?[])[mean, each, constant, coefficient, examples, weighed, share, ramp, level]) owned?.Dispose();
    }
}
