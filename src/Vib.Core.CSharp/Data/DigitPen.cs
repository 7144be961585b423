using System;

namespace Vib.Core;

/// <summary>A hand, for one digit: where the points of a shape come to lie on the page.</summary>
internal readonly ref struct DigitPen
{
    private const double Height = 20, Width = 14, Centre = DrawnDigits.Size / 2.0 - 0.5; // pixels; MNIST's digits are 20 high too

    private readonly double _xx, _xy, _yx, _yy, _x, _y, _jitter;

    internal DigitPen(ref SplitMix64 random, DrawnDigitsOptions options)
    {
        var (cos, sin) = Turn(random.Between(-options.Rotation, options.Rotation));
        var shear = random.Between(-options.Shear, options.Shear);
        var width = Width * (1 + random.Between(-options.Scale, options.Scale)) / 100;
        var height = Height * (1 + random.Between(-options.Scale, options.Scale)) / 100;
        (_xx, _xy) = (cos * width, (cos * -shear - sin) * height); // rotation · shear · scale
        (_yx, _yy) = (sin * width, (sin * -shear + cos) * height);
        _x = Centre + random.Between(-options.Shift, options.Shift);
        _y = Centre + random.Between(-options.Shift, options.Shift);
        _jitter = 100 * options.Jitter;
    }

    /// <summary>Writes a path: every point wobbles, then smooth runs between corners become short segments.</summary>
    internal void Write(PenPath path, ref SplitMix64 random, StrokeRaster page)
    {
        var n = path.X.Length;
        Span<double> x = stackalloc double[n], y = stackalloc double[n];
        for (var i = 0; i < n; i++)
        {
            var u = path.X[i] - 50 + _jitter * random.NearNormal();
            var v = path.Y[i] - 50 + _jitter * random.NearNormal();
            (x[i], y[i]) = (_x + _xx * u + _xy * v, _y + _yx * u + _yy * v);
        }
        for (int start = 0, i = 1; i < n; i++)
        {
            if (i < n - 1 && !path.Corner[i]) continue;
            Run(x[start..(i + 1)], y[start..(i + 1)], page);
            start = i;
        }
    }

    /// <summary>A Catmull–Rom spline through the points; two points are a straight line.</summary>
    private static void Run(ReadOnlySpan<double> x, ReadOnlySpan<double> y, StrokeRaster page)
    {
        var steps = x.Length == 2 ? 1 : 5;
        for (var i = 0; i + 1 < x.Length; i++)
        {
            var (fromX, fromY) = (x[i], y[i]);
            for (var step = 1; step <= steps; step++)
            {
                var t = (double)step / steps;
                var (toX, toY) = (Spline(x, i, t), Spline(y, i, t));
                page.Segment(fromX, fromY, toX, toY);
                (fromX, fromY) = (toX, toY);
            }
        }
    }

    private static double Spline(ReadOnlySpan<double> p, int i, double t)
    {
        double b = p[i], c = p[i + 1];
        var a = i > 0 ? p[i - 1] : 2 * b - c; // beyond an end the line goes straight on
        var d = i + 2 < p.Length ? p[i + 2] : 2 * c - b;
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }

    /// <summary>Cosine and sine by the tangent of the half angle, with + − · / only, whose results are the same on every machine.</summary>
    private static (double Cos, double Sin) Turn(double angle)
    {
        var h = angle / 2;
        var t = h * (15 - h * h) / (15 - 6 * h * h); // tan h to 1e-4 for |h| ≤ 0.5 (Padé)
        return ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t));
    }
}
