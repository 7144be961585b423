using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Bounds of the form mean_i S_ii − log partition, where the partition is a mean over the pairs off the diagonal.</summary>
/// <remarks>On a batch the logarithm of a sample mean is biased downwards, and the value upwards. Over many batches one logarithm is taken, of all their partitions together.</remarks>
public abstract class LogPartitionBound : Bound
{
    private protected LogPartitionBound() { }

    /// <summary>No side: the logarithm is that of a sample mean.</summary>
    public sealed override Side Side => Side.Estimate;

    private protected virtual Tensor LogPartition(Tensor scores) => Scores.LogMeanExpMarginal(scores);

    private protected sealed override Tensor ValueOf(Tensor scores) => Scores.Joint(scores).mean([-1]) - LogPartition(scores);

    internal override Tensor Pointwise(Tensor scores)
    {
        using var scope = NewDisposeScope();
        return (Scores.Joint(scores) - LogPartition(scores).unsqueeze(-1)).MoveToOuterDisposeScope();
    }

    /// <summary>What is done to the scores of the partition; null for nothing.</summary>
    private protected virtual ScoreMap? PartitionMap => null;

    internal sealed override TiledReading Tiled(int count) => new MarginalReading(count, [new LogMeanExpMarginal(count, PartitionMap)], logMean => (-logMean[0], [-1]));

    internal sealed override Tensor Terms(Tensor scores)
    {
        using var scope = NewDisposeScope();
        var joint = Scores.Joint(Scores.Check(scores)).mean([-1]);
        return stack([joint.reshape(-1), LogPartition(scores).reshape(-1)], 1).MoveToOuterDisposeScope(); // [R,2]
    }

    /// <summary>One logarithm over all batches, so that its bias falls with all the data; the standard error is that of the delta method.</summary>
    internal sealed override (double Value, double StandardError) Pool(IReadOnlyList<double[]> terms)
    {
        var largest = terms.Max(t => t[1]);
        var partitions = terms.Select(t => Math.Exp(t[1] - largest)).ToArray();
        var mean = partitions.Average();
        // to first order the value is mean(joint) − mean(partition)/E[partition] + const, batch by batch
        var (_, error) = Moments.Mean([.. terms.Zip(partitions, (t, p) => t[0] - p / mean)]);
        return (terms.Average(t => t[0]) - largest - Math.Log(mean), error);
    }
}
