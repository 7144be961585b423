using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>R matrices <c>[R,m,n]</c> with a view of each and of each transpose at hand, so that a step makes no views.</summary>
internal sealed class Matrices : IDisposable
{
    private readonly bool inTurn; // a core takes one matrix after the other
    private Tensor? together;
    private readonly StepPrecision? precision;
    private Matrices? rounded; // a copy in bfloat16, made at the first product that wants one

    /// <summary>Takes ownership of <paramref name="all"/>; of weights and their gradients, <paramref name="precision"/> says how they are multiplied.</summary>
    internal Matrices(Tensor all, StepPrecision? precision = null)
    {
        this.precision = precision;
        All = all.DetachFromDisposeScope();
        inTurn = Kernels.ByHand(all.device_type);
        var shape = all.shape;
        (Replicates, Rows, Columns) = ((int)shape[0], shape[1], shape[2]);
        Each = [.. Enumerable.Range(0, Replicates).Select(r => all.select(0, r).DetachFromDisposeScope())];
        Transposed = [.. Each.Select(matrix => matrix.t().DetachFromDisposeScope())];
        AllTransposed = all.transpose(1, 2).DetachFromDisposeScope();
    }

    internal static Matrices Empty(int replicates, long rows, long columns, Device device) =>
        new(torch.zeros([replicates, rows, columns], device: device));

    /// <summary>Zeros of the same shape and precision.</summary>
    internal Matrices Like() => new(torch.zeros_like(All), precision);

    /// <summary>Some of the rows of each.</summary>
    internal Matrices TakeRows(long start, long count) => new(All.narrow(1, start, count), precision);

    /// <summary>How products with them are computed now.</summary>
    internal Precision Precision => precision?.Now ?? Precision.Full;

    internal Tensor All { get; }            // [R,m,n]
    internal Tensor AllTransposed { get; }  // [R,n,m]
    internal Tensor[] Each { get; }         // [m,n]
    internal Tensor[] Transposed { get; }   // [n,m]
    internal int Replicates { get; }
    internal long Rows { get; }
    internal long Columns { get; }

    /// <summary>The rows of all, one after the other, <c>[R·m,n]</c>, of matrices that are whole in memory.</summary>
    internal Tensor Together => together ??= All.view(Replicates * Rows, Columns).DetachFromDisposeScope();

    /// <summary>All R matrices, or one of them.</summary>
    internal Tensor Part(int? replicate) => replicate is { } r ? Each[r] : All;

    /// <summary>The replicates that are meant: one, or all where none is named.</summary>
    internal (int First, int End) Span(int? replicate) => replicate is { } r ? (r, r + 1) : (0, Replicates);

    /// <summary>this ← a b, or this + a b where <paramref name="add"/> is set, replicate by replicate, into the memory that is here.</summary>
    internal void Product(Matrices a, Matrices b, bool transposeA = false, bool transposeB = false, bool add = false, int? replicate = null)
    {
        switch ((precision ?? a.precision ?? b.precision)?.Now ?? Precision.Full)
        {
            case Precision.BFloat16 when inTurn:
                var (first, end) = Span(replicate);
                for (var r = first; r < end; r++) RoundedProducts.Into(this, a, b, r, transposeA, transposeB, add);
                break;
            case Precision.BFloat16:
                var result = rounded ??= Bare();
                result.FullProduct(a.Rounded(replicate), b.Rounded(replicate), transposeA, transposeB, add: false, replicate);
                if (add) Part(replicate).add_(result.Part(replicate));
                else Part(replicate).copy_(result.Part(replicate));
                break;
            case Precision.TensorFloat32 when !inTurn:
                using (new TensorFloat32()) FullProduct(a, b, transposeA, transposeB, add, replicate);
                break;
            default:
                FullProduct(a, b, transposeA, transposeB, add, replicate);
                break;
        }
    }

    /// <summary>In the precision that the numbers are in.</summary>
    private void FullProduct(Matrices a, Matrices b, bool transposeA, bool transposeB, bool add, int? replicate)
    {
        if (inTurn || replicate is not null || Replicates == 1)
        {
            // on a CPU libtorch's own batched product is this loop; in place it needs no result to be allocated and copied
            var (first, end) = Span(replicate);
            for (var r = first; r < end; r++)
                Each[r].addmm_(transposeA ? a.Transposed[r] : a.Each[r], transposeB ? b.Transposed[r] : b.Each[r], add ? 1 : 0);
            return;
        }
        if (Engine.IsThere)
        {
            Engine.Product(All, transposeA ? a.AllTransposed : a.All, transposeB ? b.AllTransposed : b.All, add);
            return;
        }
        using var product = (transposeA ? a.AllTransposed : a.All).bmm(transposeB ? b.AllTransposed : b.All);
        if (add) All.add_(product);
        else All.copy_(product);
    }

    /// <summary>These numbers in bfloat16, as they are now.</summary>
    private Matrices Rounded(int? replicate)
    {
        rounded ??= Bare();
        rounded.Part(replicate).copy_(Part(replicate));
        return rounded;
    }

    private Matrices Bare() => new(torch.empty([Replicates, Rows, Columns], ScalarType.BFloat16, All.device));

    public void Dispose()
    {
        together?.Dispose();
        AllTransposed.Dispose();
        foreach (var view in Transposed) view.Dispose();
        foreach (var view in Each) view.Dispose();
        All.Dispose();
        rounded?.Dispose();
    }
}
