using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Σ_k e_k (log e_k − log m_k), or Σ_k −e_k log m_k, of each example; m = softmax of logits.</summary>
internal abstract class StatesRate(CategoricalPass code, bool entropy) : TermPass
{
    private protected CategoricalPass Code => code;

    /// <summary>[R,B,K] or [R,1,K].</summary>
    private protected abstract Tensor PriorLogits();

    /// <summary>Takes ∂/∂logits of each example, [R,B,K].</summary>
    private protected abstract void Follow(Tensor gradient);

    private Tensor Logs(Tensor prior) => entropy ? prior.log_softmax(-1).neg() : code.LogProbabilities - prior.log_softmax(-1);

    internal sealed override Tensor Forward() => (code.Probabilities * Logs(PriorLogits())).sum(-1); // [R,B]

    internal sealed override void Backward(Tensor upstream, bool reaches)
    {
        using var scope = NewDisposeScope();
        var (prior, weight) = (PriorLogits(), upstream.unsqueeze(-1)); // [R,B or 1,1]
        if (reaches) code.ProbabilityGradient.add_(Logs(prior) * weight); // ∂/∂log e_k of the first sum adds 1 to each, which the softmax does not pass on
        Follow((prior.softmax(-1) - code.Probabilities) * weight);
    }
}

internal sealed class UniformRate(CategoricalPass code) : StatesRate(code, entropy: false)
{
    private protected override Tensor PriorLogits() => zeros([1, 1, Code.Probabilities.shape[2]], device: Code.Probabilities.device);

    private protected override void Follow(Tensor gradient) { }
}

internal sealed class LearnedStatesRate(CategoricalPass code, Matrices logits, Matrices gradients, bool entropy) : StatesRate(code, entropy)
{
    private protected override Tensor PriorLogits() => logits.All;

    private protected override void Follow(Tensor gradient) => gradients.All.copy_(gradient.sum(1, keepdim: true));
}

internal sealed class StatesGivenRate(CategoricalPass code, Matrices given, Mlp network, bool backward) : StatesRate(code, entropy: false)
{
    private readonly MlpPass pass = new(network, given.Replicates, (int)given.Rows, given.All.device, backward);

    private protected override Tensor PriorLogits() => pass.Forward(given).All;

    private protected override void Follow(Tensor gradient)
    {
        pass.OutputGradient.All.copy_(gradient);
        pass.Backward(given);
    }

    public override void Dispose() => pass.Dispose();
}
