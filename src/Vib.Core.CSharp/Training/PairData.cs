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
/// <remarks>A permutation is one of all pairs, the same in all folds, as if the data had been so from the start. It keeps to the stretches of the order that every part of every fold has whole
/// or not at all: each part has the y that it had, so no pair of one part is known in another and the scales stay what they are.</remarks>
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
        var folds = Enumerable.Range(0, options.Folds).Select(fold => Fold.Of(pairs.Count, split, fold, options.Folds)).ToArray();
        var scales = folds.Select(fold => (X: Scale(x, Rows(fold.Training), xScaling), Y: Scale(y, Rows(fold.Training), yScaling))).ToArray();
        if (options.Folds == 1) // once for all rows, and not for every batch
        {
            scales[0].X.Apply(x);
            scales[0].Y.Apply(y);
            scales[0] = (Scaler.None, Scaler.None);
        }
        long[] ends = [.. folds.SelectMany(fold => fold.Ends).Append(0).Append(pairs.Count).Distinct().Order()];
        var permutations = Enumerable.Range(0, options.Permutations).Select(p => Permutation(ends, p)).ToArray();
        (training, validation, heldOut) = (Of(fold => fold.Training), Of(fold => fold.Validation), Of(fold => fold.HeldOut));

        Tensor Rows(Tensor places) => order.index_select(0, places).to(device);

        RowSet[] Of(Func<Fold, Tensor> part)
        {
            var rows = folds.Select(fold => Keep(Rows(part(fold)))).ToArray();
            return [.. options.Copies.Select(copy => new RowSet(rows[copy.Fold], copy.Permuted ? Keep(Rows(permutations[copy.Replicate].index_select(0, part(folds[copy.Fold])))) : rows[copy.Fold],
                scales[copy.Fold].X, scales[copy.Fold].Y, copy.Stream))];
        }
    }

    /// <summary>The places in the order of the split that each part of a fold has, and where its stretches end.</summary>
    private sealed record Fold(Tensor HeldOut, Tensor Validation, Tensor Training, long[] Ends)
    {
        internal static Fold Of(long count, PairSplit split, int fold, int folds)
        {
            var (start, end) = folds == 1 ? (0, split.HeldOut) : (fold * count / folds, (fold + 1) * count / folds);
            var (places, validated) = (arange(count, ScalarType.Int64), (long)split.Validation);
            var rest = cat([places.narrow(0, 0, start), places.narrow(0, end, count - end)]);
            return new(places.narrow(0, start, end - start), rest.narrow(0, 0, validated), rest.narrow(0, validated, rest.shape[0] - validated),
                [start, end, validated <= start ? validated : validated + end - start]);
        }
    }

    private Tensor Permutation(long[] ends, int number)
    {
        using var generator = Seeds.Generator(options.Seed, RandomStream.Permutation, number, CPU);
        var places = arange(ends[^1], ScalarType.Int64);
        return cat([.. ends.Zip(ends.Skip(1), (start, end) => places.narrow(0, start, end - start).index_select(0, randperm(end - start, generator: generator)))]);
    }

    private Scaler Scale(Tensor values, Tensor rows, Scaling scaling)
    {
        if (scaling == Scaling.None) return Scaler.None;
        var scale = Scaler.From(values.index_select(0, rows), scaling);
        owned.Add(scale);
        return scale;
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
