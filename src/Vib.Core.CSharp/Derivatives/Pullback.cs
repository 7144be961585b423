using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Products with the Jacobian of a recorded computation, from either side.</summary>
internal static class Pullback
{
    /// <summary>Jᵀw, one pass backwards; zeros where the output was recorded without the input.</summary>
    /// <param name="output">What was computed.</param>
    /// <param name="input">From what.</param>
    /// <param name="weights">w, of the output's shape; null is 1 for a scalar.</param>
    /// <param name="recorded">Whether the result has a graph of its own.</param>
    internal static Tensor Along(Tensor output, Tensor input, Tensor? weights, bool recorded)
    {
        if (!output.requires_grad) return zeros_like(input);
        var found = autograd.grad([output], [input], weights is null ? null : [weights], retain_graph: true, create_graph: recorded, allow_unused: true)[0];
        return found ?? zeros_like(input); // null says that no path leads there
    }

    /// <summary>w ↦ Jᵀw as a recorded function of w: its own pullback at v is Jv, so two passes backwards make one forwards.</summary>
    /// <returns>Some w, and Jᵀw. It is linear in w, so any will do.</returns>
    internal static (Tensor Weights, Tensor Pulled) Transposed(Tensor output, Tensor input)
    {
        var weights = zeros_like(output).requires_grad_();
        return (weights, Along(output, input, weights, recorded: true));
    }

    /// <summary>Jv, of the output's shape.</summary>
    internal static Tensor Forward(Tensor output, Tensor input, Tensor direction, bool recorded)
    {
        var (weights, pulled) = Transposed(output, input);
        return Along(pulled, weights, direction, recorded);
    }

    /// <summary>1 at one element, 0 elsewhere; a new tensor each time, for a graph may keep it.</summary>
    internal static Tensor OneHot(Tensor like, long element)
    {
        var hot = zeros([like.numel()], like.dtype, like.device);
        hot.narrow(0, element, 1).fill_(1);
        return hot.view(like.shape);
    }
}
