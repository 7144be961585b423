using System;

namespace Vib.Core;

/// <summary>A page that remembers, for every pixel, how far its centre is from the nearest stroke.</summary>
internal readonly ref struct StrokeRaster
{
    private const int Size = DrawnDigits.Size;

    private readonly Span<double> _squared; // [Size·Size] squared distance to the nearest stroke, pixels²
    private readonly double _edge, _reach;

    /// <param name="squared">[Size·Size] room to work in.</param>
    /// <param name="thickness">Width of the strokes, pixels.</param>
    /// <param name="blur">Widening of their edges, pixels.</param>
    internal StrokeRaster(Span<double> squared, double thickness, double blur)
    {
        _squared = squared;
        _edge = 1 + blur;
        _reach = (thickness + _edge) / 2; // beyond this there is no ink
        squared.Fill(_reach * _reach);
    }

    /// <summary>Draws a straight segment with round ends.</summary>
    internal void Segment(double ax, double ay, double bx, double by)
    {
        double dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
        var inverse = length > 0 ? 1 / length : 0; // a segment of no length is a dot
        var (left, right) = Pixels(ax, bx);
        var (top, bottom) = Pixels(ay, by);
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                double px = column - ax, py = row - ay;
                var along = Math.Clamp((px * dx + py * dy) * inverse, 0, 1);
                double ox = px - along * dx, oy = py - along * dy;
                ref var squared = ref _squared[row * Size + column];
                squared = Math.Min(squared, ox * ox + oy * oy);
            }
        }
    }

    /// <summary>How much of a pixel is ink: 1 inside a stroke, 0 outside, a straight ramp over its edge.</summary>
    internal double Coverage(int pixel) => Math.Clamp((_reach - Math.Sqrt(_squared[pixel])) / _edge, 0, 1);

    private (int First, int Last) Pixels(double a, double b) =>
        ((int)Math.Max(0, Math.Ceiling(Math.Min(a, b) - _reach)), (int)Math.Min(Size - 1, Math.Floor(Math.Max(a, b) + _reach)));
}
