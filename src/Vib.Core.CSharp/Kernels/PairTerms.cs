using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>What is summed over the points for each query, from the squared distances to eight points at a time.</summary>
internal unsafe interface IPairTerm
{
    /// <summary>How many sums.</summary>
    int Outputs { get; }

    /// <summary>What a sum starts from.</summary>
    double Start { get; }

    /// <summary>Two parts of a sum together.</summary>
    double Join(double a, double b);

    /// <summary>Takes eight distances in.</summary>
    /// <param name="squared">Squared distances; +∞ of a point that does not count.</param>
    /// <param name="group">Which eight points.</param>
    /// <param name="query">Which query.</param>
    /// <param name="into">Outputs sums.</param>
    void Add(Vector512<double> squared, int group, int query, Vector512<double>* into);
}

/// <summary>e^{−c D}.</summary>
internal readonly unsafe struct GaussianTerm(double c) : IPairTerm
{
    public int Outputs => 1;

    public double Start => 0;

    public double Join(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> squared, int group, int query, Vector512<double>* into) => *into += VectorExp.Of(squared * Vector512.Create(-c));
}

/// <summary>e^{−c D} and its square: those of two widths that differ by √2.</summary>
internal readonly unsafe struct SquaredTerm(double c) : IPairTerm
{
    public int Outputs => 2;

    public double Start => 0;

    public double Join(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> squared, int group, int query, Vector512<double>* into)
    {
        var e = VectorExp.Of(squared * Vector512.Create(-c));
        into[0] += e;
        into[1] += e * e;
    }
}

/// <summary>e^{−c D} and its fourth power: those of two widths that differ by 2.</summary>
internal readonly unsafe struct FourthTerm(double c) : IPairTerm
{
    public int Outputs => 2;

    public double Start => 0;

    public double Join(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> squared, int group, int query, Vector512<double>* into)
    {
        var e = VectorExp.Of(squared * Vector512.Create(-c));
        into[0] += e;
        e *= e;
        into[1] += e * e;
    }
}

/// <summary>e^{−c (D − s)} with a shift s of each query's own: for queries so far from all points that the sum would be 0.</summary>
internal readonly unsafe struct ShiftedTerm(double c, double[] shifts) : IPairTerm
{
    public int Outputs => 1;

    public double Start => 0;

    public double Join(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> squared, int group, int query, Vector512<double>* into) =>
        *into += VectorExp.Of((squared - Vector512.Create(shifts[query])) * Vector512.Create(-c));
}

/// <summary>w_j e^{−c (D − s)}, with a weight of each point's own and a shift for all.</summary>
internal readonly unsafe struct WeightedTerm(double c, double shift, double[] weights) : IPairTerm
{
    public int Outputs => 1;

    public double Start => 0;

    public double Join(double a, double b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> squared, int group, int query, Vector512<double>* into) =>
        *into += Vector512.LoadUnsafe(ref weights[group * PairSums.Lanes]) * VectorExp.Of((squared - Vector512.Create(shift)) * Vector512.Create(-c));
}

/// <summary>The least D.</summary>
internal readonly unsafe struct NearestTerm : IPairTerm
{
    public int Outputs => 1;

    public double Start => double.PositiveInfinity;

    public double Join(double a, double b) => Math.Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<double> squared, int group, int query, Vector512<double>* into) => *into = Vector512.MinNative(*into, squared);
}
