using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A source made ready for a run: where training batches, validation batches and the batches of the final reading come from.</summary>
internal abstract class PairData : IDisposable
{
    /// <summary>Batches to train on.</summary>
    internal abstract PairStream Training();

    /// <summary>Batches to look at on the way, the same at every look.</summary>
    internal abstract (PairStream Pairs, int Batches) Validation();

    /// <summary>Pairs that nothing was decided on, in their order, and how many there are for each copy.</summary>
    internal abstract (PairStream Pairs, int Count) HeldOut();

    /// <summary>Whether the critic can overfit, so that the best weights on validation are kept; fresh draws leave nothing to overfit.</summary>
    internal abstract bool Finite { get; }

    internal static PairData Open(PairSource source, EstimationOptions options, Device device) => Open(source, options, device, options.Scaling, options.Scaling);

    internal static PairData Open(PairSource source, EstimationOptions options, Device device, Scaling x, Scaling y) => source switch
    {
        Truth truth => new DrawnPairData(truth, options, device, x, y),
        Pairs pairs => new GivenPairData(pairs, options, device, x, y),
        _ => throw new DomainException($"A source of type {source.GetType().Name}", "a Truth or Pairs", "Pairs, with the data in two arrays"),
    };

    public abstract void Dispose();
}

/// <summary>Fresh draws throughout.</summary>
internal sealed class DrawnPairData : PairData
{
    private const int ValidationBatches = 16, StandardisationPairs = 10_000;

    private readonly Truth truth;
    private readonly EstimationOptions options;
    private readonly Device device;
    private readonly Scaler x = Scaler.None, y = Scaler.None;

    internal DrawnPairData(Truth truth, EstimationOptions options, Device device, Scaling x, Scaling y)
    {
        Require.That(options.Folds == 1, $"{options.Folds} folds of {truth.Description}", "one fold where every batch is drawn afresh", "folds for given Pairs; more FreshPairs here");
        (this.truth, this.options, this.device) = (truth, options, device);
        if ((x, y) == (Scaling.None, Scaling.None)) return;
        using var scope = NewDisposeScope();
        using var generator = Seeds.Generator(options.Seed, RandomStream.Standardisation, 0, device);
        var (xs, ys) = (zeros([StandardisationPairs, truth.XDimension], device: device), zeros([StandardisationPairs, truth.YDimension], device: device));
        truth.Draw(xs, ys, generator);
        (this.x, this.y) = (Scaler.From(xs, x), Scaler.From(ys, y));
    }

    internal override PairStream Training() => Draw(RandomStream.Batches);
    internal override bool Finite => false;
    internal override (PairStream, int) Validation() => (Draw(RandomStream.Validation), ValidationBatches);
    internal override (PairStream, int) HeldOut() => (Draw(RandomStream.HeldOut), options.FreshPairs);

    private DrawnPairs Draw(RandomStream stream) => new(truth, x, y, options.Copies, device, options.Seed, stream);

    public override void Dispose()
    {
        x.Dispose();
        y.Dispose();
    }
}

/// <summary>Given pairs in random order, parted into those to read on, to validate on and to train on; with folds, once for each.</summary>
/// <remarks>Permuted copies have y permuted within each part, so that no pair of one part is known in another.</remarks>
internal sealed class GivenPairData : PairData
{
    private readonly EstimationOptions options;
    private readonly List<IDisposable> owned = [];
    private readonly Tensor x, y; // [n,d]
    private readonly RowSet[] training, validation, heldOut; // of each copy

    internal GivenPairData(Pairs pairs, EstimationOptions options, Device device, Scaling xScaling, Scaling yScaling)
    {
        this.options = options;
        var split = PairSplit.Of(pairs.Count, options.Batch, options.Folds, options.HeldOut, options.Validation);
        using var scope = NewDisposeScope();
        using var generator = Seeds.Generator(options.Seed, RandomStream.Split, 0, CPU);
        var order = randperm(pairs.Count, generator: generator);
        (x, y) = (Keep(from_array(pairs.X).view(-1, pairs.XDimension).to(device, copy: true)), Keep(from_array(pairs.Y).view(-1, pairs.YDimension).to(device, copy: true)));
        var folds = Enumerable.Range(0, options.Folds).Select(fold => Fold.Of(order, split, fold, options.Folds, device)).ToArray();
        var scales = folds.Select(fold => (X: Scale(x, fold, xScaling), Y: Scale(y, fold, yScaling))).ToArray();
        if (options.Folds == 1) // once for all rows, and not for every batch
        {
            scales[0].X.Apply(x);
            scales[0].Y.Apply(y);
            scales[0] = (Scaler.None, Scaler.None);
        }
        RowSet[] Of(Func<Fold, Tensor> part, int number) => [.. options.Copies.Select(copy => Rows(part(folds[copy.Fold]), scales[copy.Fold].X, scales[copy.Fold].Y, copy, number))];
        (training, validation, heldOut) = (Of(fold => fold.Training, 0), Of(fold => fold.Validation, 1), Of(fold => fold.HeldOut, 2));
    }

    /// <summary>The rows of each part of a fold, in the order of the split.</summary>
    private sealed record Fold(Tensor HeldOut, Tensor Validation, Tensor Training)
    {
        internal static Fold Of(Tensor order, PairSplit split, int fold, int folds, Device device)
        {
            var count = order.shape[0];
            var (start, end) = folds == 1 ? (0, split.HeldOut) : (fold * count / folds, (fold + 1) * count / folds);
            var rest = cat([order.narrow(0, 0, start), order.narrow(0, end, count - end)]);
            return new(order.narrow(0, start, end - start).to(device), rest.narrow(0, 0, split.Validation).to(device), rest.narrow(0, split.Validation, rest.shape[0] - split.Validation).to(device));
        }
    }

    private Scaler Scale(Tensor values, Fold fold, Scaling scaling)
    {
        if (scaling == Scaling.None) return Scaler.None;
        var scale = Scaler.From(values.index_select(0, fold.Training), scaling);
        owned.Add(scale);
        return scale;
    }

    private RowSet Rows(Tensor rows, Scaler xScale, Scaler yScale, Copy copy, int part)
    {
        var kept = Keep(rows.clone());
        if (!copy.Permuted) return new(kept, kept, xScale, yScale, copy.Stream);
        using var generator = Seeds.Generator(options.Seed, RandomStream.Permutation, copy.Stream + part * options.Folds, CPU);
        return new(kept, Keep(rows.index_select(0, randperm(rows.shape[0], generator: generator).to(rows.device))), xScale, yScale, copy.Stream);
    }

    private Tensor Keep(Tensor tensor)
    {
        owned.Add(tensor.DetachFromDisposeScope());
        return tensor;
    }

    internal override PairStream Training() => new ShuffledPairs(x, y, training, options.Seed);
    internal override bool Finite => true;
    internal override (PairStream, int) Validation() => (new OrderedPairs(x, y, validation), (int)validation[0].X.shape[0] / options.Batch);
    internal override (PairStream, int) HeldOut() => (new OrderedPairs(x, y, heldOut), (int)heldOut.Min(set => set.X.shape[0]));

    /// <summary>The first rows that each copy is read on.</summary>
    internal int[][] HeldOutRows(int count) => [.. heldOut.Select(set => set.X.cpu().data<long>().ToArray()[..count].Select(row => (int)row).ToArray())];

    public override void Dispose()
    {
        foreach (var thing in owned) thing.Dispose();
    }
}
