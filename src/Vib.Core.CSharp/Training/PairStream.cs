using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Batches of pairs, one after the other, for all replicates at once.</summary>
internal abstract class PairStream : IDisposable
{
    /// <summary>Overwrites x <c>[R,B,dx]</c> and y <c>[R,B,dy]</c> with the next batch, of all replicates or of one.</summary>
    internal abstract void Next(Matrices x, Matrices y, int? replicate = null);

    public abstract void Dispose();
}

/// <summary>Fresh draws from a truth; every replicate has its own stream.</summary>
internal sealed class DrawnPairs : PairStream
{
    private readonly Truth truth;
    private readonly Scaler x, y;
    private readonly Generator[] generators;

    internal DrawnPairs(Truth truth, Scaler x, Scaler y, int replicates, Device device, long seed, RandomStream stream)
    {
        (this.truth, this.x, this.y) = (truth, x, y);
        generators = [.. Enumerable.Range(0, replicates).Select(r => Seeds.Generator(seed, stream, r, device))];
    }

    internal override void Next(Matrices x, Matrices y, int? replicate = null)
    {
        var (first, end) = x.Span(replicate);
        for (var r = first; r < end; r++) truth.Draw(x.Each[r], y.Each[r], generators[r]);
        this.x.Apply(x.Part(replicate));
        this.y.Apply(y.Part(replicate));
    }

    public override void Dispose()
    {
        foreach (var generator in generators) generator.Dispose();
    }
}

/// <summary>Rows of given data, which it owns, in shuffled order, each once an epoch; every replicate has its own order. An epoch's last incomplete batch is left out.</summary>
internal sealed class ShuffledPairs : PairStream
{
    private readonly Tensor x, y;
    private readonly Generator[] generators;
    private readonly Tensor?[] orders;
    private readonly long[] next;

    internal ShuffledPairs(Tensor x, Tensor y, int replicates, long seed)
    {
        (this.x, this.y) = (x, y);
        generators = [.. Enumerable.Range(0, replicates).Select(r => Seeds.Generator(seed, RandomStream.Batches, r, CPU))];
        (orders, next) = (new Tensor?[replicates], new long[replicates]);
    }

    internal override void Next(Matrices x, Matrices y, int? replicate = null)
    {
        using var scope = NewDisposeScope();
        var (first, end) = x.Span(replicate);
        for (var r = first; r < end; r++)
        {
            if (orders[r] is null || next[r] + x.Rows > this.x.shape[0]) Shuffle(r);
            var rows = orders[r]!.narrow(0, next[r], x.Rows);
            x.Each[r].copy_(this.x.index_select(0, rows));
            y.Each[r].copy_(this.y.index_select(0, rows));
            next[r] += x.Rows;
        }
    }

    private void Shuffle(int r)
    {
        orders[r]?.Dispose();
        orders[r] = randperm(x.shape[0], generator: generators[r]).to(x.device).DetachFromDisposeScope();
        next[r] = 0;
    }

    public override void Dispose()
    {
        x.Dispose();
        y.Dispose();
        foreach (var generator in generators) generator.Dispose();
        foreach (var order in orders) order?.Dispose();
    }
}

/// <summary>Rows of given data, which it owns, in their own order, the same for every replicate: for reading a value, not for training, and so for all replicates at once.</summary>
internal sealed class OrderedPairs(Tensor x, Tensor y) : PairStream
{
    private long next;

    internal override void Next(Matrices x1, Matrices y1, int? replicate = null)
    {
        using var scope = NewDisposeScope();
        x1.All.copy_(x.narrow(0, next, x1.Rows).unsqueeze(0));
        y1.All.copy_(y.narrow(0, next, y1.Rows).unsqueeze(0));
        next += x1.Rows;
    }

    public override void Dispose()
    {
        x.Dispose();
        y.Dispose();
    }
}
