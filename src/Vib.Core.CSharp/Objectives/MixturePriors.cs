using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Σ_m π_m N(c_m, diag s_m²), learned.</summary>
internal sealed class MixturePrior(Variable latent, ParameterSlot logits, ParameterSlot means, ParameterSlot logDeviations) : TermModel
{
    private Matrices[] values = [], gradients = []; // [R,1,M], [R,M,K], [R,M,K]

    internal override void Attach(FlatParameters parameters)
    {
        ParameterSlot[] slots = [logits, means, logDeviations];
        values = [.. slots.Select(slot => FlatParameters.View(parameters.Values, slot))];
        gradients = [.. slots.Select(slot => FlatParameters.View(parameters.Gradients, slot))];
    }

    internal override TermPass Pass(ObjectivePass pass) => new LearnedMixtureRate(pass.Latent(latent), values, gradients, pass.Crew);

    public override void Dispose()
    {
        foreach (var view in (Matrices[])[.. values, .. gradients]) view.Dispose();
    }
}

/// <summary>The mean of the encoder's Gaussians at pseudo-inputs, learned.</summary>
internal sealed class VampPrior(Variable latent, ParameterSlot slot) : TermModel
{
    private Matrices? inputs, gradients; // [R,M,d]

    internal override void Attach(FlatParameters parameters) => (inputs, gradients) = (FlatParameters.View(parameters.Values, slot), FlatParameters.View(parameters.Gradients, slot));

    internal override TermPass Pass(ObjectivePass pass) => new VampRate(pass.Diagonal(latent), inputs!, gradients!, pass.Crew);

    public override void Dispose()
    {
        inputs?.Dispose();
        gradients?.Dispose();
    }
}
