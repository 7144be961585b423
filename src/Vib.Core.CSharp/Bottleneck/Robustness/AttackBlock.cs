namespace Vib.Core;

/// <summary>Images that are attacked together: pixels in [0, 1], what they are and what they should be taken for, and how far the attack has come with each.</summary>
internal sealed class AttackBlock(AttackedModel model, float[] pixels, int[] labels, int[]? targets, int samples, AttackNoise noise, AttackNoise check, long seed, int index, CancellationToken cancellation)
{
    private readonly double[] strongest = [.. labels.Select(_ => double.NegativeInfinity)];

    internal float[] Pixels { get; } = pixels;                  // [B,D]
    internal float[] Best { get; } = (float[])pixels.Clone();   // [B,D]
    internal int Count => labels.Length;
    internal int Size => model.Size;
    internal required int Width { get; init; }                  // of a row of pixels
    private int Classes => model.Classes;

    /// <summary>A generator of one start of one block.</summary>
    internal SplitMix64 Random(int start) => new(seed, (ulong)RandomStream.AttackStart, ((long)index << 32) + start);

    /// <summary>Who is fooled, and by how much, [B]: positive where the largest log-probability is the wished one.</summary>
    /// <remarks>max_{c≠y} Z_c − Z_y, or Z_t − max_{c≠t} Z_c.</remarks>
    internal double[] Margins(double[] logProbabilities)
    {
        var margins = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            var (marked, rival) = Ends(logProbabilities, i);
            var apart = logProbabilities[i * Classes + rival] - logProbabilities[i * Classes + marked];
            margins[i] = targets is null ? apart : -apart;
        }
        return margins;
    }

    /// <summary>The margins of images by fresh or frozen noise, without a gradient.</summary>
    internal double[] Margins(float[] images)
    {
        cancellation.ThrowIfCancellationRequested();
        return Margins(model.LogProbabilities(images, samples, noise));
    }

    /// <summary>The margins of two sets of images by the same draw of the noise.</summary>
    internal double[] Margins(float[] images, float[] candidates, out double[] before)
    {
        (before, var after) = noise.Twice(() => Margins(images), () => Margins(candidates));
        return after;
    }

    /// <summary>∂/∂pixels of the loss that is climbed: −Z_y, or Z_t where there is a target.</summary>
    internal double[] LossGradient(float[] images) => Gradient(images, (_, i, upstream) => upstream[i * Classes + Marked(i)] = targets is null ? -1 : 1).Gradient;

    /// <summary>The margins, and their gradient where they do not exceed a limit; 0 elsewhere.</summary>
    internal (double[] Margins, double[] Gradient) MarginGradient(float[] images, double limit)
    {
        double[] margins = [];
        var (_, gradient) = Gradient(images, (log, i, upstream) =>
        {
            if (i == 0) margins = Margins(log);
            if (margins[i] > limit) return;
            var (marked, rival) = Ends(log, i);
            var sign = targets is null ? 1 : -1;
            (upstream[i * Classes + rival], upstream[i * Classes + marked]) = (sign, -sign);
        });
        return (margins, gradient);
    }

    /// <summary>Keeps the images that fool most, by noise that is the same for all candidates and not that of the steps.</summary>
    internal void Keep(float[] candidates)
    {
        var margins = Check(candidates);
        for (var i = 0; i < Count; i++)
        {
            if (!(margins[i] > strongest[i])) continue;
            strongest[i] = margins[i];
            Array.Copy(candidates, i * Size, Best, i * Size, Size);
        }
    }

    /// <summary>The margins by noise that is the same for all candidates.</summary>
    internal double[] Check(float[] candidates) => Margins(model.LogProbabilities(candidates, samples, check));

    private (double[] LogProbabilities, double[] Gradient) Gradient(float[] images, Action<double[], int, double[]> fill)
    {
        cancellation.ThrowIfCancellationRequested();
        return model.Gradient(images, samples, noise, log =>
        {
            var upstream = new double[log.Length];
            for (var i = 0; i < Count; i++) fill(log, i, upstream);
            return upstream;
        });
    }

    private int Marked(int i) => targets?[i] ?? labels[i];

    /// <summary>The label or target, and the most probable of the other classes.</summary>
    private (int Marked, int Rival) Ends(double[] log, int i)
    {
        var (marked, rival) = (Marked(i), -1);
        for (var c = 0; c < Classes; c++)
            if (c != marked && (rival < 0 || log[i * Classes + c] > log[i * Classes + rival])) rival = c;
        return (marked, rival);
    }
}
