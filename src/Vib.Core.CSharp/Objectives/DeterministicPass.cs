using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>z = μ: a code without noise, all of whose samples are the same.</summary>
/// <remarks>It has no density, so no term that wants one takes its place beside it: <see cref="TermSite.CheckNoise"/>.</remarks>
internal sealed class DeterministicPass : LatentPass
{
    internal DeterministicPass(LatentModel model, Matrices input, int samples, INetworkPass encoder, bool backward) : base(model, input, samples, encoder, backward) =>
        LogScale.fill_(double.NegativeInfinity);

    internal override bool IsDrawn => false;

    private protected override void ReadSpread() { }

    internal override void Draw(Generator[] generators) => Place();

    // σ is 0, and ε stays there
    private protected override void Place() => CodeKernels.Draw(Output, Deviations, Noise, Sample);

    internal override bool MakesTensors => false;

    internal override void AddSpreadGradient(Tensor? inverse, Tensor weight) => throw new NotSupportedException("A deterministic code has no spread.");

    private protected override void GatherOutputGradient() => CodeKernels.Gather(SampleGradient!, Noise, Deviations, MeanGradients, LogScaleGradients, null, OutputGradient);
}
