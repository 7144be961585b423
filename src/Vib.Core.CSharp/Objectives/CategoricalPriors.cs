using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>1/K of each state.</summary>
internal sealed class UniformStates(Variable latent) : TermModel
{
    internal override TermPass Pass(ObjectivePass pass) => new UniformRate(pass.Categorical(latent));
}

/// <summary>Probabilities of the states, learned; for the rate, or for the cross-entropy that bounds H(Z).</summary>
internal sealed class LearnedStates(Variable latent, ParameterSlot slot, bool entropy) : TermModel
{
    private Matrices? logits, gradients; // [R,1,K]

    internal override void Attach(FlatParameters parameters) => (logits, gradients) = (FlatParameters.View(parameters.Values, slot), FlatParameters.View(parameters.Gradients, slot));

    internal override TermPass Pass(ObjectivePass pass) => new LearnedStatesRate(pass.Categorical(latent), logits!, gradients!, entropy);

    public override void Dispose()
    {
        logits?.Dispose();
        gradients?.Dispose();
    }
}

/// <summary>b(z|y) = softmax(W y + b).</summary>
internal sealed class StatesGiven(Variable latent, Variable given, Mlp network) : TermModel
{
    internal override void Attach(FlatParameters parameters) => network.Attach(parameters);

    internal override TermPass Pass(ObjectivePass pass) => new StatesGivenRate(pass.Categorical(latent), pass.Observed(given), network, pass.Backward);

    public override void Dispose() => network.Dispose();
}
