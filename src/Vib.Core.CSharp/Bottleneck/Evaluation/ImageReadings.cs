using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What a replicate says of each image: class probabilities averaged over samples, rate; and of each dimension its mean KL.</summary>
internal sealed class ImageReadings(int count, int classes, int latent)
{
    private int filled;

    internal double[,] Probabilities { get; } = new double[count, classes];
    internal double[] Rates { get; } = new double[count];    // nats
    internal double[] MeanKl { get; } = new double[latent];  // nats; they sum to the mean rate

    /// <summary>Takes the next images of each replicate: probabilities <c>[R,B,C]</c>, rates <c>[R,B]</c>, both doubles, and the codes' Gaussians.</summary>
    internal static void Add(ImageReadings[] replicates, Tensor probabilities, Tensor rates, LatentPass latent)
    {
        using var scope = NewDisposeScope();
        var dimensions = ((latent.Mean.square() + latent.Deviation.square() - 1) * 0.5 - latent.LogScale).to_type(ScalarType.Float64).sum(1); // [R,K]
        for (var r = 0; r < replicates.Length; r++) replicates[r].Add(Doubles(probabilities, r), Doubles(rates, r), Doubles(dimensions, r));
    }

    private static double[] Doubles(Tensor values, int replicate) => values.select(0, replicate).cpu().contiguous().data<double>().ToArray();

    private void Add(double[] probabilities, double[] rates, double[] dimensions)
    {
        Buffer.BlockCopy(probabilities, 0, Probabilities, filled * Probabilities.GetLength(1) * sizeof(double), probabilities.Length * sizeof(double));
        rates.CopyTo(Rates, filled);
        filled += rates.Length;
        for (var k = 0; k < dimensions.Length; k++) MeanKl[k] += dimensions[k] / Rates.Length;
    }
}
