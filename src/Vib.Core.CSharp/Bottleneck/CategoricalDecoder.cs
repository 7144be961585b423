using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>q(y|z) = softmax(W z + b): its cross-entropy bounds I(Z;Y) ≥ H(Y) − CE from below.</summary>
internal static class CategoricalDecoder
{
    /// <summary>−log q(y|z) of each sample, <c>[R,S,B]</c>, nats. Logits <c>[R,S·B,C]</c>, targets one-hot <c>[R,B,C]</c>.</summary>
    internal static Tensor CrossEntropy(Tensor logits, Tensor targets, long samples) =>
        Grid(logits.log_softmax(-1), targets, samples).mul(targets.unsqueeze(1)).sum(-1).neg();

    /// <summary>∂/∂logits of the mean cross-entropy, (softmax − target)/(S B), into <paramref name="gradient"/> <c>[R,S·B,C]</c>.</summary>
    internal static void Backward(Tensor logits, Tensor targets, long samples, Tensor gradient)
    {
        gradient.copy_(logits.softmax(-1));
        Grid(gradient, targets, samples).sub_(targets.unsqueeze(1)).mul_(1.0 / logits.shape[1]);
    }

    private static Tensor Grid(Tensor logits, Tensor targets, long samples) => logits.view(targets.shape[0], samples, targets.shape[1], targets.shape[2]);
}
