using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>N(0, I).</summary>
internal sealed class StandardNormalPrior(Variable latent) : TermModel
{
    internal override TermPass Pass(ObjectivePass pass) => new Rate(pass.Latent(latent));
}

/// <summary>N(m, diag s²), learned.</summary>
internal sealed class LearnedPrior(Variable latent, ParameterSlot meanSlot, ParameterSlot deviationSlot) : TermModel
{
    private Matrices[] views = [];

    internal override void Attach(FlatParameters p) => views =
        [FlatParameters.View(p.Values, meanSlot), FlatParameters.View(p.Values, deviationSlot), FlatParameters.View(p.Gradients, meanSlot), FlatParameters.View(p.Gradients, deviationSlot)];

    internal override TermPass Pass(ObjectivePass pass) => new LearnedRate(pass.Latent(latent), views);

    public override void Dispose()
    {
        foreach (var view in views) view.Dispose();
    }
}

/// <summary>b(z|y), linear in y.</summary>
internal sealed class BackwardEncoderPrior(Variable latent, Variable given, Mlp network) : TermModel
{
    internal Variable Latent => latent;
    internal Variable Given => given;
    internal Mlp Network => network;

    internal override void Attach(FlatParameters parameters) => network.Attach(parameters);

    internal override TermPass Pass(ObjectivePass pass) => new ConditionalRate(pass.Latent(latent), pass.Observed(given), network, pass.Backward);

    public override void Dispose() => network.Dispose();
}
