namespace Vib.Core;

/// <summary>How far a perturbation goes.</summary>
public enum PerturbationNorm
{
    /// <summary>The largest change of a pixel.</summary>
    LInfinity,

    /// <summary>The root of the sum of squared changes.</summary>
    L2,
}

/// <summary>The images that an attack may choose from: within ε of the original, and pixels in [0, 1].</summary>
internal readonly record struct PerturbationBall(PerturbationNorm Norm, double Epsilon)
{
    internal void Check() => Require.AtLeast(0, Epsilon, "ε, how far a perturbation may go,", "0.1 in L∞, 1.5 in L2, of pixels in [0, 1]");

    /// <summary>Brings the images into the ball, in place. Cutting to [0, 1] only comes closer to the original, so it is done last.</summary>
    internal void Project(float[] images, float[] originals, int size)
    {
        for (var start = 0; start < images.Length; start += size)
        {
            var image = images.AsSpan(start, size);
            var original = originals.AsSpan(start, size);
            if (Norm == PerturbationNorm.LInfinity)
            {
                for (var d = 0; d < size; d++) image[d] = (float)Math.Clamp(image[d], Math.Max(original[d] - Epsilon, 0), Math.Min(original[d] + Epsilon, 1));
                continue;
            }
            var length = Length(image, original);
            var shrink = length > Epsilon ? Epsilon / length : 1;
            for (var d = 0; d < size; d++) image[d] = (float)Math.Clamp(original[d] + shrink * ((double)image[d] - original[d]), 0, 1);
        }
    }

    /// <summary>Moves each image by a step of this length up its gradient: along its signs, or along itself. An image without a gradient stays.</summary>
    internal void Step(float[] images, double[] gradient, double length, int size)
    {
        for (var start = 0; start < images.Length; start += size)
        {
            var image = images.AsSpan(start, size);
            var slope = gradient.AsSpan(start, size);
            var norm = 0.0;
            if (Norm == PerturbationNorm.L2)
            {
                // scaled by the largest, whose square may be below the smallest double
                var largest = 0.0;
                foreach (var g in slope) largest = Math.Max(largest, Math.Abs(g));
                if (largest == 0) continue;
                foreach (var g in slope) norm += g / largest * (g / largest);
                norm = largest * Math.Sqrt(norm);
            }
            for (var d = 0; d < size; d++) image[d] += (float)(length * (Norm == PerturbationNorm.L2 ? slope[d] / norm : Math.Sign(slope[d])));
        }
    }

    /// <summary>Somewhere in the ball: each pixel uniform, or a direction that favours none and a length that makes the ball's volume uniform.</summary>
    internal void Scatter(float[] images, ref SplitMix64 random, int size)
    {
        var direction = new double[size];
        for (var start = 0; start < images.Length; start += size)
        {
            var length = 0.0;
            for (var d = 0; d < size; d++)
            {
                direction[d] = Norm == PerturbationNorm.LInfinity ? random.Between(-1, 1) : random.NearNormal();
                length += direction[d] * direction[d];
            }
            var scale = Norm == PerturbationNorm.LInfinity ? Epsilon : Epsilon * Math.Pow(random.Uniform(), 1.0 / size) / Math.Sqrt(length);
            for (var d = 0; d < size; d++) images[start + d] += (float)(scale * direction[d]);
        }
    }

    internal static double Length(ReadOnlySpan<float> image, ReadOnlySpan<float> original)
    {
        var sum = 0.0;
        for (var d = 0; d < image.Length; d++) sum += ((double)image[d] - original[d]) * ((double)image[d] - original[d]);
        return Math.Sqrt(sum);
    }

    public override string ToString() => FormattableString.Invariant($"{(Norm == PerturbationNorm.LInfinity ? "L∞" : "L2")} ε = {Epsilon:0.####}");
}
