using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Batches of pairs, one after the other, for all copies of a critic at once.</summary>
internal abstract class PairStream : IDisposable
{
    /// <summary>Overwrites x <c>[R,B,dx]</c> and y <c>[R,B,dy]</c> with the next batch, of all copies or of one.</summary>
    internal abstract void Next(Matrices x, Matrices y, int? copy = null);

    public abstract void Dispose();
}

/// <summary>Fresh draws from a truth; every copy has its own stream. A permuted copy has x of one draw and y of another.</summary>
internal sealed class DrawnPairs : PairStream
{
    private readonly Scaler x, y;
    private readonly Copies copies;
    private readonly Generator[] generators;

    internal DrawnPairs(Truth truth, Scaler x, Scaler y, Copies copies, Device device, long seed, RandomStream stream)
    {
        (Truth, this.x, this.y, this.copies) = (truth, x, y, copies);
        generators = [.. copies.Select(copy => Seeds.Generator(seed, stream, copy.Stream, device))];
    }

    /// <summary>Where the next batch comes from.</summary>
    internal Truth Truth { get; set; }

    internal override void Next(Matrices x, Matrices y, int? copy = null)
    {
        var (first, end) = x.Span(copy);
        for (var c = first; c < end; c++)
        {
            Truth.Draw(x.Each[c], y.Each[c], generators[c]);
            if (!copies[c].Permuted) continue;
            using var other = zeros_like(x.Each[c]);
            Truth.Draw(other, y.Each[c], generators[c]);
        }
        this.x.Apply(x.Part(copy));
        this.y.Apply(y.Part(copy));
    }

    public override void Dispose()
    {
        foreach (var generator in generators) generator.Dispose();
    }
}

/// <summary>Which rows of given data a copy sees, and how they are scaled for it.</summary>
/// <param name="X">[n], rows of x.</param>
/// <param name="Y">[n], rows of y: the same, or, in a permuted copy, the same in another order.</param>
/// <param name="XScale">What x goes through.</param>
/// <param name="YScale">What y goes through.</param>
/// <param name="Stream">The number of the copy's random streams.</param>
internal sealed record RowSet(Tensor X, Tensor Y, Scaler XScale, Scaler YScale, int Stream)
{
    internal void Read(Tensor x, Tensor y, Tensor xRows, Tensor yRows, Tensor toX, Tensor toY)
    {
        XScale.Apply(toX.copy_(x.index_select(0, xRows)));
        YScale.Apply(toY.copy_(y.index_select(0, yRows)));
    }
}

/// <summary>Rows of given data in shuffled order, each once an epoch; every copy has its own order. An epoch's last incomplete batch is left out.</summary>
internal sealed class ShuffledPairs : PairStream
{
    private readonly Tensor x, y;
    private readonly IReadOnlyList<RowSet> sets;
    private readonly Generator[] generators;
    private readonly (Tensor X, Tensor Y)?[] orders;
    private readonly long[] next;

    internal ShuffledPairs(Tensor x, Tensor y, IReadOnlyList<RowSet> sets, long seed)
    {
        (this.x, this.y, this.sets) = (x, y, sets);
        generators = [.. sets.Select(set => Seeds.Generator(seed, RandomStream.Batches, set.Stream, CPU))];
        (orders, next) = (new (Tensor, Tensor)?[sets.Count], new long[sets.Count]);
    }

    internal override void Next(Matrices x, Matrices y, int? copy = null)
    {
        using var scope = NewDisposeScope();
        var (first, end) = x.Span(copy);
        for (var c = first; c < end; c++)
        {
            if (orders[c] is null || next[c] + x.Rows > sets[c].X.shape[0]) Shuffle(c);
            var (xs, ys) = orders[c]!.Value;
            sets[c].Read(this.x, this.y, xs.narrow(0, next[c], x.Rows), ys.narrow(0, next[c], x.Rows), x.Each[c], y.Each[c]);
            next[c] += x.Rows;
        }
    }

    private void Shuffle(int c)
    {
        Forget(c);
        var order = randperm(sets[c].X.shape[0], generator: generators[c]).to(x.device);
        orders[c] = (sets[c].X.index_select(0, order).DetachFromDisposeScope(), sets[c].Y.index_select(0, order).DetachFromDisposeScope());
        next[c] = 0;
    }

    private void Forget(int c)
    {
        orders[c]?.X.Dispose();
        orders[c]?.Y.Dispose();
    }

    public override void Dispose()
    {
        for (var c = 0; c < orders.Length; c++) Forget(c);
        foreach (var generator in generators) generator.Dispose();
    }
}

/// <summary>Rows of given data in their own order, for reading a value, not for training.</summary>
internal sealed class OrderedPairs(Tensor x, Tensor y, IReadOnlyList<RowSet> sets) : PairStream
{
    private readonly long[] next = new long[sets.Count];

    internal override void Next(Matrices x1, Matrices y1, int? copy = null)
    {
        using var scope = NewDisposeScope();
        var (first, end) = x1.Span(copy);
        for (var c = first; c < end; c++)
        {
            var set = sets[c];
            set.Read(x, y, set.X.narrow(0, next[c], x1.Rows), set.Y.narrow(0, next[c], x1.Rows), x1.Each[c], y1.Each[c]);
            next[c] += x1.Rows;
        }
    }

    public override void Dispose() { }
}
