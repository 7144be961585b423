using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The few elementwise passes of a training step that are worth fusing, behind one seam: by hand on a CPU, by libtorch's operators elsewhere.</summary>
/// <remarks>Each is for all replicates, or for the one that is named.</remarks>
internal abstract class Kernels
{
    private static readonly Kernels Cpu = new CpuKernels(), Device = new TensorKernels();

    [ThreadStatic] private static bool byLibrary;

    internal static Kernels For(Device device) => ByHand(device.type) ? Cpu : Device;

    /// <summary>Whether memory of this kind is read and written by hand: a CPU's is.</summary>
    internal static bool ByHand(DeviceType type) => type == DeviceType.CPU && !byLibrary;

    /// <summary>Until it is disposed of, what is made on this thread treats a CPU as it treats any other device: the path of a GPU, to be held to that of a CPU where there is none.</summary>
    internal static IDisposable ByLibrary() => new Elsewhere();

    private sealed class Elsewhere : IDisposable
    {
        private readonly bool before = byLibrary;

        internal Elsewhere() => byLibrary = true;

        public void Dispose() => byLibrary = before;
    }

    /// <summary>output ← x W + bias, then max(output, 0) where <paramref name="relu"/> is set. x <c>[R,m,k]</c>, W <c>[R,k,n]</c>, bias <c>[R,1,n]</c>.</summary>
    internal virtual void Affine(Matrices output, Matrices x, Matrices weight, Matrices bias, bool relu, int? replicate = null)
    {
        output.Product(x, weight, replicate: replicate);
        AddBias(output, bias, relu, replicate);
    }

    /// <summary>x ← x + bias, then max(x, 0) where <paramref name="relu"/> is set. x <c>[R,m,n]</c>, bias <c>[R,1,n]</c>.</summary>
    internal abstract void AddBias(Matrices x, Matrices bias, bool relu, int? replicate = null);

    /// <summary>gradient ← gradient where activation > 0, else 0. Both <c>[R,m,n]</c>; activation is what the ReLU gave.</summary>
    internal abstract void ReluBackward(Matrices gradient, Matrices activation, int? replicate = null);

    /// <summary>x ← x/(1 − rate) where chance ≥ rate, else 0: dropout, and its own backward pass. Both <c>[R,m,n]</c>; chances are uniform on [0, 1).</summary>
    internal abstract void Drop(Matrices x, Matrices chances, double rate, int? replicate = null);

    /// <summary>bias ← Σ_rows gradient, or bias + that. gradient <c>[R,m,n]</c>, bias <c>[R,1,n]</c>.</summary>
    internal abstract void SumRows(Matrices gradient, Matrices bias, bool add, int? replicate = null);

    /// <summary>pairs[(i − start)·B + j] ← max(x_i + y_j, 0) for rows i from <paramref name="start"/>. x, y <c>[R,B,n]</c>, pairs <c>[R,count·B,n]</c>.</summary>
    internal abstract void PairSum(Matrices x, Matrices y, int start, int count, Matrices pairs, int? replicate = null);

    /// <summary>x_i ← Σ_j pairs[(i − start)·B + j] and y_j ← Σ_i of the same, or y_j + that where <paramref name="add"/> is set.</summary>
    internal abstract void PairSumBackward(Matrices pairs, int start, int count, Matrices x, Matrices y, bool add, int? replicate = null);

    /// <summary>to ← the rows of <paramref name="from"/> that are named, <c>[n,d]</c>, in one operator where that can be had.</summary>
    internal static void Select(Tensor to, Tensor from, Tensor rows)
    {
        if (Engine.IsThere)
        {
            Engine.SelectRows(to, from, rows);
            return;
        }
        using var selected = from.index_select(0, rows);
        to.copy_(selected);
    }

    /// <summary>What is added to a squared norm, so that there is a direction, if of no length, at zero: a norm of 1 is changed by 5·10⁻⁹ of itself, which no float shows.</summary>
    internal const double SquaredNormFloor = 1e-8;

    /// <summary>unit_i ← x_i/n_i with n_i = √(‖x_i‖² + <see cref="SquaredNormFloor"/>), row by row. x, unit <c>[R,m,n]</c>, norms <c>[R,m,1]</c>.</summary>
    internal abstract void Normalise(Matrices x, Matrices unit, Matrices norms, int? replicate = null);

    /// <summary>gradient_i ← (gradient_i − (gradient_i·u_i) u_i)/n_i: from that of the unit rows to that of the rows. Exact at every x, zero too.</summary>
    internal abstract void NormaliseBackward(Matrices gradient, Matrices unit, Matrices norms, int? replicate = null);

    /// <summary>One step of Adam, with the moving average of the weights where <paramref name="average"/> is given.</summary>
    /// <remarks>On a device what changes from step to step is read from the <paramref name="stage"/>, which there is where memory is not read and written by hand.</remarks>
    internal abstract void Adam(Tensor values, Tensor gradients, Tensor first, Tensor second, Tensor? average, in AdamStep step, AdamStage? stage);
}

/// <summary>The numbers of one Adam step, bias corrections folded in.</summary>
/// <param name="Rate">Learning rate divided by 1 − β1^t.</param>
/// <param name="Beta1">Decay of the first moment.</param>
/// <param name="Beta2">Decay of the second moment.</param>
/// <param name="SecondCorrection">1/√(1 − β2^t).</param>
/// <param name="Epsilon">Added to the root.</param>
/// <param name="AverageDecay">Decay of the moving average of the weights.</param>
internal readonly record struct AdamStep(float Rate, float Beta1, float Beta2, float SecondCorrection, float Epsilon, float AverageDecay);
