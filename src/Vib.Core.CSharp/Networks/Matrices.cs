using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>R matrices <c>[R,m,n]</c> with a view of each and of each transpose at hand, so that a step makes no views.</summary>
internal sealed class Matrices : IDisposable
{
    private readonly bool inTurn; // a core takes one matrix after the other
    private Tensor? together;

    /// <summary>Takes ownership of <paramref name="all"/>.</summary>
    internal Matrices(Tensor all)
    {
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

    public void Dispose()
    {
        together?.Dispose();
        AllTransposed.Dispose();
        foreach (var view in Transposed) view.Dispose();
        foreach (var view in Each) view.Dispose();
        All.Dispose();
    }
}
