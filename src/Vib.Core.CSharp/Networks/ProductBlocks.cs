using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A product c ← a b of R matrices in blocks of c's rows or columns, on views made once: parts for a <see cref="Crew"/>.</summary>
/// <remarks>The blocks depend on c's shape alone, so that no bit depends on the number of threads. Four blocks of a layer of 1024 cost one thread some 3 % more than the whole, and leave work for four.</remarks>
internal sealed class ProductBlocks : IDisposable
{
    private const int Width = 512, Aligned = 16; // two blocks for so many rows or columns; whole vectors in each

    private readonly (Tensor C, Tensor A, Tensor B)[] views; // of each replicate, one after the other
    private readonly bool rows;
    private readonly int[] cuts;

    /// <summary>In blocks of c's rows, or of its columns; a and b may be read transposed.</summary>
    internal ProductBlocks(Matrices c, Matrices a, Matrices b, bool rows, bool transposeA = false, bool transposeB = false)
    {
        var (length, axis) = (rows ? c.Rows : c.Columns, rows ? 0 : 1);
        (cuts, this.rows) = (Cuts(length), rows);
        Tensor Block(Tensor whole, int block) => whole.narrow(axis, cuts[block], cuts[block + 1] - cuts[block]).DetachFromDisposeScope();
        views = [.. from r in Enumerable.Range(0, c.Replicates)
            let left = transposeA ? a.Transposed[r] : a.Each[r]
            let right = transposeB ? b.Transposed[r] : b.Each[r]
            from block in Enumerable.Range(0, cuts.Length - 1)
            select (Block(c.Each[r], block), rows ? Block(left, block) : left, rows ? right : Block(right, block))];
    }

    private static int[] Cuts(long length)
    {
        var blocks = Math.Max(1, 2 * ((length + Width - 1) / Width));
        return [.. Enumerable.Range(0, (int)blocks + 1).Select(block => block == blocks ? (int)length : (int)(length * block / blocks / Aligned * Aligned)).Distinct()];
    }

    internal int Parts => views.Length;

    private int Blocks => cuts.Length - 1;

    /// <summary>Computes a block, or adds it to what is there; which replicate it is of, and where it starts and ends.</summary>
    internal (int Replicate, int Start, int End) Run(int part, bool add = false)
    {
        var (c, a, b) = views[part];
        c.addmm_(a, b, add ? 1 : 0);
        return (part / Blocks, cuts[part % Blocks], cuts[part % Blocks + 1]);
    }

    public void Dispose()
    {
        foreach (var (c, a, b) in views)
        {
            c.Dispose();
            (rows ? a : b).Dispose();
        }
    }
}
