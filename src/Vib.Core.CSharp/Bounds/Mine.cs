using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>MINE: reads Donsker–Varadhan on each batch, and climbs it with a partition that is averaged over batches.</summary>
/// <remarks>Value mean_i S_ii − log mean_{i≠j} e^{S_ij}. The gradient of that is a ratio of two means of one batch, and biased; MINE divides by a moving average instead,
/// ema ← (1−a) ema + a mean_{i≠j} e^{S_ij}, kept as a logarithm in double precision (Belghazi et al. 2018, arXiv:1801.04062, §3.2, eq. 12). The average starts at the first
/// batch's partition and takes each batch in before it divides by it; it lives in the <see cref="MineAscent"/> that <see cref="Ascend"/> makes, one number for each replicate.
/// <see cref="Bound.Gradient"/> is the step on a first batch, which is Donsker–Varadhan's. Like every logarithm of a sample mean the value has no side. O(B²) time.</remarks>
public sealed class Mine : LogPartitionBound
{
    /// <summary>MINE with the weight of its moving average.</summary>
    /// <param name="newWeight">a in (0, 1]: the weight of the new batch. At 1 there is no memory. Other code calls 1 − a by the same letter.</param>
    /// <exception cref="DomainException">The weight is not in (0, 1].</exception>
    public Mine(double newWeight = 0.01)
    {
        Require.That(newWeight is > 0 and <= 1, $"A weight of the new batch of {newWeight}", "a number in (0, 1]", "0.01 to 0.1; 1 for no memory");
        NewWeight = newWeight;
    }

    /// <summary>a, the weight of the new batch.</summary>
    public double NewWeight { get; }

    /// <inheritdoc/>
    public override string Name => "MINE";

    /// <inheritdoc/>
    public override string Citation => "Belghazi et al. 2018, arXiv:1801.04062";

    internal override bool HasHeavyPartition => true;

    /// <inheritdoc/>
    public override MineAscent Ascend() => new(this);

    private protected override Tensor GradientOf(Tensor scores) => Scores.DonskerVaradhanGradient(scores);

    internal override bool GradientByHand(ScoreGradient to) => to.Softmax();
}

/// <summary>MINE on its way: the moving average of the partition.</summary>
public sealed class MineAscent : Ascent
{
    private readonly double weight;
    private Tensor? logAverage; // [] or [R], double

    internal MineAscent(Mine mine) : base(mine) => weight = mine.NewWeight;

    /// <summary>mean_i ∂S_ii − mean_{i≠j} e^{S_ij} ∂S_ij / ema: takes the batch into the average, then divides by it.</summary>
    /// <inheritdoc/>
    public override Tensor Gradient(Tensor scores)
    {
        using var scope = NewDisposeScope();
        using var constant = no_grad();
        var batch = LogPartition(scores);
        Check(batch);
        if (logAverage is null) logAverage = batch.clone().DetachFromDisposeScope();
        else logAverage.copy_((logAverage + Math.Log(1 - weight)).logaddexp(batch + Math.Log(weight))); // where it was: a recorded step finds it there
        var gradient = Scores.DonskerVaradhanGradient(scores).mul_((batch - logAverage).exp().to_type(scores.dtype).unsqueeze(-1).unsqueeze(-1));
        return Scores.WithJoint(gradient).MoveToOuterDisposeScope();
    }

    // Where nothing is remembered yet, or what is there belongs to other replicates, the tensors' form begins, or refuses.
    private protected override bool ByHand(Tensor scores, Tensor gradient)
    {
        if (logAverage is null || logAverage.dim() != scores.dim() - 2 || logAverage.numel() != ScoreGradient.Replicates(scores)) return false;
        var averages = MemoryMarshal.Cast<byte, double>(logAverage.bytes);
        for (var r = 0; r < averages.Length; r++)
        {
            var to = new ScoreGradient(scores, gradient, r);
            var batch = to.MarginalExponentials(out var sum);
            averages[r] = LogSums.Of([averages[r] + Math.Log(1 - weight), batch + Math.Log(weight)]);
            to.Weigh(Math.Exp(batch - averages[r]) / sum);
        }
        return true;
    }

    /// <summary>The batch read against the average: mean_i S_ii − log ema. Changes nothing.</summary>
    /// <param name="scores">As in <see cref="Bound.Value"/>.</param>
    /// <returns>[] or [R], nats, in double precision; before the first step the batch's own value. The caller owns it.</returns>
    /// <exception cref="ShapeException">As in <see cref="Bound.Value"/>, or the number of replicates is not that of the batches before.</exception>
    public Tensor SmoothedValue(Tensor scores)
    {
        using var scope = NewDisposeScope();
        var batch = LogPartition(scores);
        Check(batch);
        return (Scores.Joint(scores).mean([-1]).to_type(ScalarType.Float64) - (logAverage ?? batch)).MoveToOuterDisposeScope();
    }

    private static Tensor LogPartition(Tensor scores) => Scores.LogMeanExpMarginal(Scores.Check(scores)).to_type(ScalarType.Float64);

    private void Check(Tensor batch)
    {
        if (logAverage is not null && !logAverage.shape.SequenceEqual(batch.shape))
            throw new ShapeException($"Scores of {Replicates(batch)} after scores of {Replicates(logAverage)}", "the same replicates in every step", "a new Ascend() for another run");
        static string Replicates(Tensor t) => t.shape.Length == 0 ? "one matrix" : $"{t.shape[0]} replicates";
    }

    internal override Tensor? Memory
    {
        get => logAverage;
        set
        {
            Forget();
            logAverage = value?.clone().DetachFromDisposeScope();
        }
    }

    private protected override void Forget() => logAverage?.Dispose();
}
