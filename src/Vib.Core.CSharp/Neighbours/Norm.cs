using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>How far apart two points are.</summary>
public enum Norm
{
    /// <summary>max_j |a_j − b_j|.</summary>
    Maximum,

    /// <summary>√Σ_j (a_j − b_j)².</summary>
    Euclidean,
}

/// <summary>A norm as searches want it, coordinate by coordinate, so that what is too far already is left early. What is joined is a monotone function of the distance: the
/// distance itself or its square. Every operation is monotone in its rounding too, in the same order for a point as for a box, so that no box is left that holds a point within.</summary>
internal interface INorm
{
    /// <summary>One coordinate's difference more, for eight points.</summary>
    static abstract Vector512<double> Join(Vector512<double> sofar, Vector512<double> difference);

    /// <summary>The same for one.</summary>
    static abstract double Join(double sofar, double difference);

    /// <summary>What was joined, as a distance.</summary>
    static abstract double Distance(double joined);

    /// <summary>The smallest joined number whose distance is at least this.</summary>
    static abstract double Threshold(double distance);
}

internal readonly struct MaximumNorm : INorm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Join(Vector512<double> sofar, Vector512<double> difference) => Vector512.MaxNative(sofar, Vector512.Abs(difference));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Join(double sofar, double difference) => Math.Abs(difference) is var size && size > sofar ? size : sofar;

    public static double Distance(double joined) => joined;

    public static double Threshold(double distance) => distance;
}

internal readonly struct EuclideanNorm : INorm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Join(Vector512<double> sofar, Vector512<double> difference) => sofar + difference * difference;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Join(double sofar, double difference) => sofar + difference * difference;

    public static double Distance(double joined) => Math.Sqrt(joined);

    public static double Threshold(double distance)
    {
        if (!(distance > 0) || double.IsInfinity(distance)) return distance;
        var square = distance * distance; // a few roundings from the number that is looked for
        while (square > 0 && Math.Sqrt(Math.BitDecrement(square)) >= distance) square = Math.BitDecrement(square);
        while (Math.Sqrt(square) < distance) square = Math.BitIncrement(square);
        return square;
    }
}
