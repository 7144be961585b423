namespace Vib.Core;

/// <summary>The moves of the square attack on a block of images, each with squares of its own.</summary>
internal sealed class RandomSquares(PerturbationBall ball, float[] originals, int size, int width)
{
    private const int Tiles = 5; // along a side, of the start in L2

    private readonly int height = size / width;

    /// <summary>A square of an image: rows and columns from a corner.</summary>
    private readonly record struct Window(int Top, int Left, int Side);

    /// <summary>Stripes of the largest change; or, in L2, tiles of bumps of random sign with a norm of ε together.</summary>
    internal float[] Start(ref SplitMix64 random)
    {
        var change = new double[originals.Length];
        for (var start = 0; start < originals.Length; start += size)
        {
            var image = change.AsSpan(start, size);
            if (ball.Norm == PerturbationNorm.LInfinity)
                for (var column = 0; column < width; column++)
                {
                    var sign = Sign(ref random);
                    for (var row = 0; row < height; row++) image[row * width + column] = sign * ball.Epsilon;
                }
            else
            {
                var side = Math.Max(1, Math.Min(height, width) / Tiles);
                for (var top = 0; top + side <= height; top += side)
                    for (var left = 0; left + side <= width; left += side) Place(image, new(top, left, side), Bumps(side, ref random));
                Scale(image, ball.Epsilon / Norm(image));
            }
        }
        return Added(change);
    }

    /// <summary>The images with a square of each changed.</summary>
    /// <param name="images">Where the search stands.</param>
    /// <param name="part">Of the image, that a square covers.</param>
    /// <param name="random">Places and signs.</param>
    internal float[] Moved(float[] images, double part, ref SplitMix64 random)
    {
        var side = Side(part);
        var change = new double[originals.Length];
        for (var d = 0; d < change.Length; d++) change[d] = (double)images[d] - originals[d];
        for (var start = 0; start < originals.Length; start += size)
        {
            var image = change.AsSpan(start, size);
            var window = At(side, ref random);
            if (ball.Norm == PerturbationNorm.LInfinity)
            {
                var sign = Sign(ref random);
                for (var row = 0; row < side; row++) image.Slice((window.Top + row) * width + window.Left, side).Fill(sign * ball.Epsilon);
            }
            else MoveNorm(image, window, At(side, ref random), Bumps(side, ref random));
        }
        return Added(change);
    }

    /// <summary>Of a square that covers so much of the image; in L2 at least 3 and odd, so that bumps have a middle.</summary>
    private int Side(double part)
    {
        var side = (int)Math.Round(Math.Sqrt(part * size));
        if (ball.Norm == PerturbationNorm.L2) side = Math.Max(side, 3) | 1;
        return Math.Clamp(side, 1, Math.Min(height, width));
    }

    /// <summary>What a window and another have of the norm, and what the ball has left, goes to the first, along what was there and two bumps; the other is left with nothing.</summary>
    private void MoveNorm(Span<double> image, Window to, Window from, double[] bumps)
    {
        var total = Norm(image);
        double[] there = [.. Read(image, to)];
        var length = Norm(there);
        for (var d = 0; d < there.Length; d++) bumps[d] += length > 0 ? there[d] / length : 0;
        Place(image, to, new double[there.Length]);
        Place(image, from, new double[there.Length]);
        var rest = Norm(image);
        var direction = Norm(bumps);
        if (direction == 0) return;
        var available = Math.Sqrt(Math.Max(total * total - rest * rest, 0) + Math.Max(ball.Epsilon * ball.Epsilon - total * total, 0));
        Scale(bumps, available / direction);
        Place(image, to, bumps);
    }

    /// <summary>Two bumps side by side, or one above the other, of opposite signs and a norm of 1 together.</summary>
    private static double[] Bumps(int side, ref SplitMix64 random)
    {
        var (sign, across, half, bumps) = (Sign(ref random), Sign(ref random) > 0, side / 2, new double[side * side]);
        for (var r = 0; r < side; r++)
            for (var s = 0; s < side; s++)
            {
                var bump = s < half ? Bump(r, s, side, half) : -Bump(r, s - half, side, side - half);
                bumps[across ? r * side + s : s * side + r] = sign * bump;
            }
        Scale(bumps, 1 / Norm(bumps));
        return bumps;
    }

    /// <summary>Σ_{k ≤ M} 1/(n + 1 − k)² with n half of the longer side and M the steps from the edge inwards.</summary>
    private static double Bump(int row, int column, int rows, int columns)
    {
        var n = rows / 2;
        var inwards = n - Math.Max(Math.Abs(row - n), Math.Abs(column - columns / 2));
        var sum = 0.0;
        for (var k = 0; k <= inwards; k++) sum += 1.0 / ((n + 1 - k) * (n + 1 - k));
        return sum;
    }

    private Window At(int side, ref SplitMix64 random) => new(random.Below(height - side + 1), random.Below(width - side + 1), side);

    private double[] Read(ReadOnlySpan<double> image, Window window)
    {
        var there = new double[window.Side * window.Side];
        for (var row = 0; row < window.Side; row++) image.Slice((window.Top + row) * width + window.Left, window.Side).CopyTo(there.AsSpan(row * window.Side));
        return there;
    }

    private void Place(Span<double> image, Window window, double[] values)
    {
        for (var row = 0; row < window.Side; row++) values.AsSpan(row * window.Side, window.Side).CopyTo(image[((window.Top + row) * width + window.Left)..]);
    }

    /// <summary>In the ball and the range of pixels.</summary>
    private float[] Added(double[] change)
    {
        var images = new float[change.Length];
        for (var d = 0; d < images.Length; d++) images[d] = (float)(originals[d] + change[d]);
        ball.Project(images, originals, size);
        return images;
    }

    private static int Sign(ref SplitMix64 random) => random.Below(2) == 0 ? -1 : 1;

    private static double Norm(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value * value;
        return Math.Sqrt(sum);
    }

    private static void Scale(Span<double> values, double factor)
    {
        for (var d = 0; d < values.Length; d++) values[d] *= factor;
    }
}
