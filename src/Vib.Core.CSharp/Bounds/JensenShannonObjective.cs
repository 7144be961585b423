using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The Jensen–Shannon objective: mean_i [ −softplus(−S_ii) ] − mean_{i≠j} softplus(S_ij), greatest at S = log r.</summary>
/// <remarks>Nowozin, Cseke and Tomioka 2016, arXiv:1606.00709; Hjelm et al. 2019, arXiv:1808.06670. Its gradient is bounded, which is why it is climbed where another value is read.
/// It is no bound of I(X;Y) itself: at its optimum it is 2 JSD − 2 log 2 of the joint and the product.</remarks>
internal static class JensenShannonObjective
{
    // beyond this log(1 + e^t) is t in doubles; libtorch's own 20 cuts off 2e-9
    private const double Threshold = 40;

    internal static Tensor Softplus(Tensor scores) => scores.softplus(1, Threshold);

    internal static Tensor Of(Tensor scores) => -(Softplus(-Scores.Joint(scores)).mean([-1]) + Scores.MeanMarginal(Softplus(scores)));

    // ∂/∂S_ii = σ(−S_ii)/B,  ∂/∂S_ij = −σ(S_ij)/(B(B−1))
    internal static Tensor Gradient(Tensor scores)
    {
        var b = scores.shape[^1];
        var gradient = scores.sigmoid() / (-(double)b * (b - 1));
        Scores.Joint(gradient).copy_((-Scores.Joint(scores)).sigmoid() / (double)b);
        return gradient;
    }
}
