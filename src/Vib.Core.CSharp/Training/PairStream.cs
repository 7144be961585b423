using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Batches of pairs, one after the other, for all copies of a critic at once.</summary>
internal abstract class PairStream : IDisposable
{
    /// <summary>Before each batch of training on a device: what a recorded step may not do, an epoch's new order say.</summary>
    internal virtual void Stage(long batch) { }

    /// <summary>Changes when a step that was recorded with this stream is another step.</summary>
    internal virtual object? Version => null;

    /// <summary>What a device draws batches from.</summary>
    internal virtual IEnumerable<Generator> Generators => [];

    /// <summary>Overwrites x <c>[R,B,dx]</c> and y <c>[R,B,dy]</c> with the next batch, of all copies or of one.</summary>
    internal abstract void Next(Matrices x, Matrices y, int? copy = null);

    public abstract void Dispose();
}

/// <summary>Fresh draws from a truth; every copy has its own stream. A permuted copy has x of one draw and y of another.</summary>
/// <remarks>On a device one draw is for all copies, from the first one's stream: rows are independent, so copies are too, but a copy's draws depend on how many there are.</remarks>
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

    internal override object Version => Truth;

    internal override IEnumerable<Generator> Generators => [generators[0]];

    internal override void Next(Matrices x, Matrices y, int? copy = null)
    {
        if (copy is null && !Kernels.ByHand(x.All.device_type)) DrawTogether(x, y);
        else DrawEach(x, y, copy);
        this.x.Apply(x.Part(copy));
        this.y.Apply(y.Part(copy));
    }

    private void DrawTogether(Matrices x, Matrices y)
    {
        using var scope = NewDisposeScope();
        Truth.Draw(x.Together, y.Together, generators[0]);
        if (copies.Permutations == 0) return;
        var (permuted, rows) = (copies.Count - copies.Unpermuted, x.Rows); // the last ones
        var place = y.Together.narrow(0, copies.Unpermuted * rows, permuted * rows);
        Truth.Draw(zeros([permuted * rows, x.Columns], device: x.All.device), place, generators[0]);
    }

    private void DrawEach(Matrices x, Matrices y, int? copy)
    {
        var (first, end) = x.Span(copy);
        for (var c = first; c < end; c++)
        {
            Truth.Draw(x.Each[c], y.Each[c], generators[c]);
            if (!copies[c].Permuted) continue;
            using var other = zeros_like(x.Each[c]);
            Truth.Draw(other, y.Each[c], generators[c]);
        }
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
    private readonly RowOrders orders;
    private readonly long[] next;

    internal ShuffledPairs(Tensor x, Tensor y, IReadOnlyList<RowSet> sets, long seed)
    {
        (this.x, this.y, this.sets) = (x, y, sets);
        generators = [.. sets.Select(set => Seeds.Generator(seed, RandomStream.Batches, set.Stream, CPU))];
        orders = new(sets, x.device);
        next = [.. sets.Select(_ => long.MaxValue)];
    }

    /// <summary>For all copies: those whose epoch is over begin another.</summary>
    internal override void Stage(long batch)
    {
        for (var c = 0; c < sets.Count; c++) Advance(c, batch);
    }

    internal override void Next(Matrices x, Matrices y, int? copy = null)
    {
        using var scope = NewDisposeScope();
        if (copy is null && !Kernels.ByHand(x.All.device_type))
        {
            orders.Read(this.x, this.y, x, y);
            return;
        }
        var (first, end) = x.Span(copy);
        for (var c = first; c < end; c++)
        {
            var start = Advance(c, x.Rows);
            sets[c].Read(this.x, this.y, orders.X[c].narrow(0, start, x.Rows), orders.Y[c].narrow(0, start, x.Rows), x.Each[c], y.Each[c]);
        }
    }

    /// <summary>Where the copy's next batch is in its order, a new one where the last is used up.</summary>
    private long Advance(int c, long batch)
    {
        if (next[c] > sets[c].X.shape[0] - batch)
        {
            using var scope = NewDisposeScope();
            orders.Set(c, randperm(sets[c].X.shape[0], generator: generators[c]).to(x.device));
            next[c] = 0;
        }
        var start = next[c];
        next[c] += batch;
        return start;
    }

    public override void Dispose()
    {
        orders.Dispose();
        foreach (var generator in generators) generator.Dispose();
    }
}

/// <summary>The orders in which copies see their rows, in memory that stays where it is, and on a device the place that each has come to.</summary>
internal sealed class RowOrders : IDisposable
{
    private readonly IReadOnlyList<RowSet> sets;
    private readonly long longest;
    private readonly Tensor xs, ys;   // [C·n], of the longest set
    private readonly Tensor places;   // [C,1]: where each copy's next batch starts in them
    private readonly Tensor starts;   // [C,1]: where its order does
    private Tensor? within;           // [1,B]

    internal RowOrders(IReadOnlyList<RowSet> sets, Device device)
    {
        (this.sets, longest) = (sets, sets.Max(set => set.X.shape[0]));
        Tensor Rows() => zeros([sets.Count * longest], ScalarType.Int64, device).DetachFromDisposeScope();
        xs = Rows();
        ys = sets.All(set => ReferenceEquals(set.X, set.Y)) ? xs : Rows(); // the same where nothing is permuted
        using var scope = NewDisposeScope();
        starts = arange(0L, sets.Count * longest, longest, ScalarType.Int64, device).unsqueeze(-1).DetachFromDisposeScope();
        places = starts.clone().DetachFromDisposeScope();
        Tensor[] Each(Tensor all) => [.. sets.Select((set, c) => all.narrow(0, c * longest, set.X.shape[0]).DetachFromDisposeScope())];
        (X, Y) = (Each(xs), Each(ys));
    }

    internal Tensor[] X { get; } // of each copy, [n]
    internal Tensor[] Y { get; }

    /// <summary>A copy's rows in this order, from its start.</summary>
    internal void Set(int copy, Tensor order)
    {
        X[copy].copy_(sets[copy].X.index_select(0, order));
        if (!ReferenceEquals(xs, ys)) Y[copy].copy_(sets[copy].Y.index_select(0, order));
        places.select(0, copy).copy_(starts.select(0, copy));
    }

    /// <summary>The next batch of all copies, on a device.</summary>
    internal void Read(Tensor x, Tensor y, Matrices toX, Matrices toY)
    {
        within ??= arange(toX.Rows, ScalarType.Int64, toX.All.device).unsqueeze(0).DetachFromDisposeScope();
        var here = (places + within).view(-1);
        places.add_(toX.Rows);
        var rows = xs.index_select(0, here);
        Kernels.Select(toX.Together, x, rows);
        Kernels.Select(toY.Together, y, ReferenceEquals(xs, ys) ? rows : ys.index_select(0, here));
        for (var c = 0; c < sets.Count; c++)
        {
            sets[c].XScale.Apply(toX.Each[c]);
            sets[c].YScale.Apply(toY.Each[c]);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor?[])[.. X, .. Y, xs, ys, places, starts, within]) tensor?.Dispose();
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
