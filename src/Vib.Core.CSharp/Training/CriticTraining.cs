using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A critic and a bound, joined: the step that follows the bound's gradient uphill, and the reading of its value.</summary>
internal sealed class CriticTraining : IDisposable
{
    private readonly Critic critic;
    private readonly Bound bound;
    private readonly Ascent[] ascents; // of each copy; on a device the first is that of all
    private readonly CriticPass pass;
    private readonly Adam adam;
    private readonly Crew? crew;
    private readonly Action<int> stepOne;
    private readonly Device device;
    private readonly bool together; // all copies in one product, on a device; a core takes one after the other, whose numbers fit its cache
    private PairStream? pairs;
    private object? version;
    private StepGraph? graph;

    /// <summary>With a crew, copies are trained side by side, each on one core; a single copy gives the crew what its pass can do side by side.</summary>
    internal CriticTraining(Critic critic, Bound bound, AdamOptions optimiser, int batch, Crew? crew = null)
    {
        (this.critic, this.bound, this.crew, device) = (critic, bound, crew, critic.Parameters.Device);
        together = Copies == 1 || !Kernels.ByHand(device.type);
        ascents = [.. Enumerable.Range(0, Copies).Select(_ => bound.Ascend())];
        adam = new(optimiser, critic.Parameters);
        pass = critic.Pass(batch, backward: true, crew);
        stepOne = copy => Step(copy);
    }

    /// <summary>What can be stepped side by side: each copy, or all of them, null.</summary>
    internal IEnumerable<int?> Parts => together ? [null] : Enumerable.Range(0, Copies).Select(copy => (int?)copy);

    internal int Copies => critic.Parameters.Replicates;
    internal Bound Bound => bound;
    internal Critic Critic => critic;

    /// <summary>Asks whether the next batch is of a kind that the critic can score, before any step.</summary>
    internal void Examine(PairStream pairs)
    {
        using var constant = no_grad();
        if (!Kernels.ByHand(device.type)) pairs.Stage(pass.Batch);
        pairs.Next(pass.X, pass.Y);
        pass.Examine();
    }

    /// <summary>One step on the next batch. Nothing is read back from the device.</summary>
    internal void Step(PairStream pairs)
    {
        using var constant = no_grad();
        Advance(pairs);
        if (together) Step(copy: null);
        else Each(stepOne);
    }

    private void Each(Action<int> work)
    {
        if (crew is not null) crew.Run(Copies, work);
        else for (var copy = 0; copy < Copies; copy++) work(copy);
    }

    /// <summary>Begins a step on the next batch, which <see cref="Step(int?)"/> then takes for all copies, or for each in turn, on any thread that needs no gradients.</summary>
    internal void Advance(PairStream pairs)
    {
        if (!ReferenceEquals(this.pairs, pairs) || !ReferenceEquals(version, pairs.Version)) Follow(pairs);
        if (!Kernels.ByHand(device.type)) pairs.Stage(pass.Batch);
        adam.Advance(uphill: true);
    }

    private void Follow(PairStream pairs)
    {
        (this.pairs, version) = (pairs, pairs.Version);
        graph?.Dispose();
        graph = StepGraph.Of(device, () => Take(copy: null), pairs.Generators);
    }

    /// <summary>Why steps are asked for one operator after the other on a device that could replay them; null where they are replayed, or where there is nothing to replay.</summary>
    internal string? Refusal => graph?.Refusal;

    internal void Step(int? copy)
    {
        if (graph is not null && copy is null) graph.Run();
        else Take(copy);
    }

    private void Take(int? copy)
    {
        using var reduced = critic.Parameters.Precision.Begin();
        pairs!.Next(pass.X, pass.Y, copy);
        pass.Forward(copy);
        Climb(copy);
        pass.Backward(copy);
        adam.Apply(copy);
    }

    private void Climb(int? copy)
    {
        var (scores, gradient) = (pass.Scores.Part(copy), pass.ScoresGradient!.Part(copy));
        if (pass.Companion is not { } companion) ascents[copy ?? 0].GradientInto(scores, gradient);
        else ((CompanionBound)bound).GradientsInto(scores, companion.Output.Part(copy), gradient, companion.OutputGradient.Part(copy));
    }

    /// <summary>The companion's numbers, [B] or [R,B], where there is a companion. The caller owns them.</summary>
    private Tensor? Numbers(int? copy) => pass.Companion?.Output.Part(copy).squeeze(-1);

    /// <summary>The bound on the batch of the last step, before it, of one copy; nats.</summary>
    internal double BatchValue(int copy)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var scores = pass.Scores.Each[copy];
        return (Numbers(copy) is { } companion ? ((CompanionBound)bound).Value(scores, companion) : bound.Value(scores)).item<float>();
    }

    private Tensor Terms(int? copy) => Numbers(copy) is { } companion ? ((CompanionBound)bound).Terms(pass.Scores.Part(copy), companion) : bound.Terms(pass.Scores.Part(copy));

    /// <summary>The bound over the next batches, batch by batch, for each copy.</summary>
    internal Reading Read(PairStream pairs, int batches)
    {
        using var constant = no_grad();
        var terms = Enumerable.Range(0, Copies).Select(_ => new List<double[]>()).ToArray();
        var deviations = new double[Copies];
        if (together) Read(null);
        else Each(copy => Read(copy));
        return new(bound, terms, deviations);

        void Read(int? copy)
        {
            var (first, end) = pass.Scores.Span(copy);
            for (var b = 0; b < batches; b++)
            {
                using var scope = NewDisposeScope();
                pairs.Next(pass.X, pass.Y, copy);
                pass.Forward(copy);
                var read = Terms(copy).to_type(ScalarType.Float64).cpu().contiguous();
                var (numbers, count) = (read.data<double>().ToArray(), (int)read.shape[1]);
                for (var c = first; c < end; c++) terms[c].Add(numbers[((c - first) * count)..((c - first + 1) * count)]);
                if (b == 0)
                    for (var c = first; c < end; c++) deviations[c] = Math.Sqrt(pass.Scores.Each[c].var().item<float>());
            }
        }
    }

    /// <summary>The bound over the next <paramref name="blocks"/> × <paramref name="together"/> pairs, so many of them scored together, tile by tile: O(together) memory beside a tile's.</summary>
    internal Reading ReadTogether(PairStream pairs, int blocks, int together)
    {
        using var constant = no_grad();
        var terms = Enumerable.Range(0, Copies).Select(_ => new List<double[]>()).ToArray();
        var deviations = new double[Copies];
        Each(Read);
        return new(bound, terms, deviations) { Together = true };

        void Read(int copy)
        {
            for (var block = 0; block < blocks; block++)
            {
                using var scope = NewDisposeScope();
                var (value, error) = ReadBlock(pairs, together / pass.Batch, copy);
                terms[copy].Add([value, error]);
            }
            deviations[copy] = Math.Sqrt(pass.Scores.Each[copy].var().item<float>());
        }
    }

    private (double Value, double StandardError) ReadBlock(PairStream pairs, int parts, int copy)
    {
        var (batch, count) = (pass.Batch, parts * pass.Batch);
        var (xs, ys) = (new Tensor[parts], new Tensor[parts]);
        var companion = pass.Companion is null ? null : new double[count];
        for (var part = 0; part < parts; part++)
        {
            pairs.Next(pass.X, pass.Y, copy);
            (xs[part], ys[part]) = (pass.X.Each[copy].clone(), pass.Y.Each[copy].clone());
            if (companion is null) continue;
            pass.Forward(copy);
            Numbers(copy)!.to_type(ScalarType.Float64).cpu().contiguous().data<double>().CopyTo(companion, part * batch);
        }
        return TiledReading.Of(bound, count, take =>
        {
            for (var i = 0; i < parts; i++)
                for (var j = 0; j < parts; j++)
                {
                    pass.X.Each[copy].copy_(xs[i]);
                    pass.Y.Each[copy].copy_(ys[j]);
                    pass.Forward(copy);
                    take(pass.Scores.Each[copy], i * batch, j * batch);
                }
        }, companion);
    }

    /// <summary>The pointwise information of the joint pairs of the next batches, one after the other, for each copy; nats.</summary>
    internal double[][] ReadPointwise(PairStream pairs, int batches)
    {
        using var constant = no_grad();
        var read = Enumerable.Range(0, Copies).Select(_ => new List<double>()).ToArray();
        for (var b = 0; b < batches; b++)
        {
            using var scope = NewDisposeScope();
            pairs.Next(pass.X, pass.Y);
            pass.Forward();
            for (var c = 0; c < Copies; c++) read[c].AddRange(Pointwise(c).to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray());
        }
        return [.. read.Select(values => values.ToArray())];
    }

    private Tensor Pointwise(int copy) =>
        Numbers(copy) is { } companion ? ((CompanionBound)bound).Pointwise(pass.Scores.Each[copy], companion) : bound.Pointwise(pass.Scores.Each[copy]);

    public void Dispose()
    {
        graph?.Dispose();
        foreach (var ascent in ascents) ascent.Dispose();
        pass.Dispose();
        adam.Dispose();
    }
}

/// <summary>What a reading of a bound found, for each copy of a critic.</summary>
/// <param name="Bound">The bound that was read.</param>
/// <param name="Terms">For each copy, the terms of each batch.</param>
/// <param name="Deviations">Standard deviation of the scores of each copy's first batch.</param>
internal sealed record Reading(Bound Bound, IReadOnlyList<double[]>[] Terms, double[] Deviations)
{
    /// <summary>Whether the terms of a batch are its value and its own standard error, and not what the bound pools.</summary>
    internal bool Together { get; init; }

    /// <summary>Value and standard error over data of each copy, nats.</summary>
    internal (double Value, double StandardError)[] Each => [.. Terms.Select(Pool)];

    private (double Value, double StandardError) Pool(IReadOnlyList<double[]> terms) => Together ? Mean([.. terms.Select(term => (term[0], term[1]))]) : Bound.Pool(terms);

    /// <summary>The same of each replicate and of each permutation: the mean over its folds. Their terms are not pooled: each fold's critic has a constant of its own, which bounds that
    /// ignore one would have to ignore in a single logarithm of them all.</summary>
    internal ((double Value, double StandardError)[] Replicates, double[] Permutations) Folded(Copies copies)
    {
        var (replicates, permutations) = copies.Group(Each);
        return ([.. replicates.Select(Mean)], [.. permutations.Select(folds => Mean(folds).Value)]);
    }

    /// <summary>Of values that are independent over data: their errors in quadrature, or, where a single batch is all that each has, their spread.</summary>
    private static (double Value, double StandardError) Mean((double Value, double StandardError)[] parts) => parts.Any(part => double.IsNaN(part.StandardError))
        ? Moments.Mean([.. parts.Select(part => part.Value)])
        : (parts.Average(part => part.Value), Math.Sqrt(parts.Sum(part => part.StandardError * part.StandardError)) / parts.Length);
}

/// <summary>What replicates say together.</summary>
internal static class Replicates
{
    internal static double Mean(IReadOnlyList<(double Value, double StandardError)> replicates) => replicates.Average(r => r.Value);

    /// <summary>The data's error, which replicates share, and the spread over replicates, which their number divides, in quadrature.</summary>
    internal static double StandardError(IReadOnlyList<(double Value, double StandardError)> replicates)
    {
        var data = replicates.Average(r => r.StandardError);
        if (replicates.Count == 1) return data;
        var (_, training) = Moments.Mean([.. replicates.Select(r => r.Value)]);
        return Math.Sqrt(data * data + training * training);
    }
}
