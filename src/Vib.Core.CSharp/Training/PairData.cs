using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A source made ready for a run: where training batches, validation batches and the batches of the final reading come from.</summary>
internal abstract class PairData : IDisposable
{
    internal abstract PairStream Training { get; }

    /// <summary>Batches to look at on the way, the same at every look.</summary>
    internal abstract (PairStream Pairs, int Batches) Validation();

    /// <summary>Batches that nothing was decided on.</summary>
    internal abstract (PairStream Pairs, int Batches) HeldOut();

    /// <summary>Whether the critic can overfit, so that the best weights on validation are kept; fresh draws leave nothing to overfit.</summary>
    internal abstract bool Finite { get; }

    internal static PairData Open(PairSource source, EstimationOptions options, Device device) => source switch
    {
        Truth truth => new DrawnPairData(truth, options, device),
        Pairs pairs => new GivenPairData(pairs, options, device),
        _ => throw new DomainException($"A source of type {source.GetType().Name}", "a Truth or Pairs", "Pairs, with the data in two arrays"),
    };

    public abstract void Dispose();
}

internal sealed class DrawnPairData : PairData
{
    private const int ValidationBatches = 16, StandardisationPairs = 10_000;

    private readonly Truth truth;
    private readonly EstimationOptions options;
    private readonly Device device;
    private readonly Scaler x = Scaler.None, y = Scaler.None;

    internal DrawnPairData(Truth truth, EstimationOptions options, Device device)
    {
        (this.truth, this.options, this.device) = (truth, options, device);
        if (options.Scaling != Scaling.None)
        {
            using var scope = NewDisposeScope();
            using var generator = Seeds.Generator(options.Seed, RandomStream.Standardisation, 0, device);
            var (xs, ys) = (zeros([StandardisationPairs, truth.XDimension], device: device), zeros([StandardisationPairs, truth.YDimension], device: device));
            truth.Draw(xs, ys, generator);
            (x, y) = (Scaler.From(xs, options.Scaling), Scaler.From(ys, options.Scaling));
        }
        Training = Draw(RandomStream.Batches);
    }

    internal override PairStream Training { get; }
    internal override bool Finite => false;
    internal override (PairStream, int) Validation() => (Draw(RandomStream.Validation), ValidationBatches);
    internal override (PairStream, int) HeldOut() => (Draw(RandomStream.HeldOut), options.FreshPairs / options.Batch);

    private DrawnPairs Draw(RandomStream stream) => new(truth, x, y, options.Replicates, device, options.Seed, stream);

    public override void Dispose()
    {
        Training.Dispose();
        x.Dispose();
        y.Dispose();
    }
}

internal sealed class GivenPairData : PairData
{
    private readonly EstimationOptions options;
    private readonly Tensor x, y; // [n,d], standardised, in the order of the split
    private readonly int held, validation;

    internal GivenPairData(Pairs pairs, EstimationOptions options, Device device)
    {
        this.options = options;
        (held, validation) = ((int)(pairs.Count * options.HeldOut), (int)(pairs.Count * options.Validation));
        var training = pairs.Count - held - validation;
        if (Math.Min(training, Math.Min(held / 2, validation)) < options.Batch)
            throw new DataException($"{pairs.Count} pairs, of which {training} to train on, {validation} to validate on and {held} held out, with batches of {options.Batch}",
                "at least a batch to train on, one to validate on and two held out", $"a batch of at most {Math.Max(2, Math.Min(training, Math.Min(held / 2, validation)))}, other parts, or more data");
        using var scope = NewDisposeScope();
        using var generator = Seeds.Generator(options.Seed, RandomStream.Split, 0, CPU);
        var order = randperm(pairs.Count, generator: generator);
        x = Prepare(pairs.X, pairs.XDimension);
        y = Prepare(pairs.Y, pairs.YDimension);
        Training = new ShuffledPairs(x.narrow(0, held + validation, training).DetachFromDisposeScope(), y.narrow(0, held + validation, training).DetachFromDisposeScope(), options.Replicates, options.Seed);

        Tensor Prepare(float[] values, int dimension)
        {
            var rows = from_array(values).view(-1, dimension).index_select(0, order).to(device);
            if (options.Scaling != Scaling.None)
                using (var scaling = Scaler.From(rows.narrow(0, held + validation, training), options.Scaling)) scaling.Apply(rows);
            return rows.DetachFromDisposeScope();
        }
    }

    internal override PairStream Training { get; }
    internal override bool Finite => true;
    internal override (PairStream, int) Validation() => (Part(held, validation), validation / options.Batch);
    internal override (PairStream, int) HeldOut() => (Part(0, held), held / options.Batch);

    private OrderedPairs Part(int start, int count) => new(x.narrow(0, start, count), y.narrow(0, start, count));

    public override void Dispose()
    {
        Training.Dispose();
        x.Dispose();
        y.Dispose();
    }
}
