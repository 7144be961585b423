using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Sliced mutual information: the mean of I(AᵀX;BᵀY) over random directions. It is a quantity of its own, not I(X;Y).</summary>
/// <remarks>SI_k(X;Y) = E I(AᵀX;BᵀY), A and B uniform among orthonormal frames of k columns  (Goldfeld and Greenewald 2021, k = 1; Goldfeld, Greenewald, Nuradha and Reeves 2022, any k). It is 0 just where X and Y are
/// independent, at most I(X;Y) where it is finite, and can be estimated in any dimension; but it depends on the units of the columns, falls as dimensions are added that share nothing, and processing can raise it. Each
/// slice is estimated by <see cref="Ksg"/>'s first. The standard error adds the slices' spread over the root of their number and that of each pair's mean over slices over √N, as squares; the first
/// holds a part of the second already, which leaves it on the careful side.</remarks>
public static class SlicedInformation
{
    /// <summary>SI(X;Y).</summary>
    /// <param name="pairs">N ≥ 4 pairs.</param>
    /// <param name="options">Slices, their dimension, k, seed; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped, with the mean of each slice among its replicates.</returns>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, or an option makes no sense.</exception>
    /// <exception cref="DataException">A variable is constant or discrete, both share a column, or k pairs and more are equal.</exception>
    public static Estimate Estimate(Pairs pairs, SlicedOptions? options = null) => Of(LocalValues.Of(pairs), options ?? new());

    /// <summary>SI(X;Y) of samples in double precision.</summary>
    /// <param name="x">[N,dx]; row i is x_i.</param>
    /// <param name="y">[N,dy]; row i is y_i.</param>
    /// <param name="options">Slices, their dimension, k, seed; the defaults if null.</param>
    /// <returns>The estimate, nats, never clamped, with the mean of each slice among its replicates.</returns>
    /// <exception cref="ShapeException">The arrays do not have the same number of rows, or none, or no column.</exception>
    /// <exception cref="DomainException">There are fewer than 4 pairs or no more than k, or an option makes no sense.</exception>
    /// <exception cref="DataException">A value is NaN or infinite, a variable is constant or discrete, both share a column, or k pairs and more are equal.</exception>
    public static Estimate Estimate(double[,] x, double[,] y, SlicedOptions? options = null) => Of(LocalValues.Of(x, y), options ?? new());

    /// <summary>The directions of one slice: a frame of k orthonormal columns, uniform among all.</summary>
    /// <returns>[k][d].</returns>
    internal static double[][] Frame(int dimension, int k, ref SplitMix64 random)
    {
        var frame = new double[Math.Min(k, dimension)][];
        for (var a = 0; a < frame.Length; a++)
        {
            var direction = new double[dimension];
            double left;
            do
            {
                for (var j = 0; j < dimension; j++) direction[j] = NormalQuantile.Draw(ref random);
                var whole = Dot(direction, direction);
                for (var twice = 0; twice < 2; twice++) // the second time for what rounding left of the first
                    for (var b = 0; b < a; b++)
                    {
                        var along = Dot(direction, frame[b]);
                        for (var j = 0; j < dimension; j++) direction[j] -= along * frame[b][j];
                    }
                left = Dot(direction, direction) / whole;
            }
            while (left < 1e-12); // nearly among those before: another one
            var length = Math.Sqrt(Dot(direction, direction));
            frame[a] = Array.ConvertAll(direction, value => value / length);
        }
        return frame;
    }

    internal static Rows Projected(Rows rows, double[][] frame)
    {
        var values = new double[rows.Count * frame.Length];
        for (var i = 0; i < rows.Count; i++)
            for (var a = 0; a < frame.Length; a++) values[i * frame.Length + a] = Dot(rows.Row(i), frame[a]);
        return new(values, frame.Length);
    }

    private static Estimate Of((Rows X, Rows Y) pairs, SlicedOptions options)
    {
        var clock = Stopwatch.StartNew();
        var inSlice = options.Checked(pairs.X.Count);
        var diagnoses = SampleChecks.Of(("x", pairs.X), ("y", pairs.Y));
        var (x, y) = (Coordinates.Scaled(pairs.X, options.Scaling), Coordinates.Scaled(pairs.Y, options.Scaling));
        var (slices, local) = Sliced(x, y, options, inSlice);
        var ((value, overSlices), (_, overPairs)) = (Moments.Mean(slices), Moments.Mean(local));
        var n = x.Count;
        var permuted = Enumerable.Range(0, options.Permutations)
            .Select(p => Sliced(x, y.At(LocalValues.Permuted(n, new(options.Seed, (ulong)RandomStream.Permutation, p))), options, inSlice).Slices.Average()).ToArray();
        return new()
        {
            Value = value,
            Side = Side.Estimate,
            Bound = Invariant($"{(options.Dimension == 1 ? "" : $"{options.Dimension}-")}sliced KSG 1, k = {options.K}, {Counted.Of(options.Slices, "slice")}"),
            Quantity = options.Dimension == 1 ? "SI(X;Y)" : Invariant($"SI_{options.Dimension}(X;Y)"),
            StandardError = Math.Sqrt(overSlices * overSlices + overPairs * overPairs),
            Count = n,
            Ceiling = GammaFunction.Digamma(n) - GammaFunction.Digamma(options.K + 1),
            ReplicateValues = slices,
            Null = permuted.Length > 0 ? PermutationNull.Of(value, permuted) : null,
            Seed = options.Seed,
            Seconds = clock.Elapsed.TotalSeconds,
            Diagnoses = diagnoses,
        };
    }

    /// <summary>The value of each slice, and of each pair over all slices.</summary>
    private static (double[] Slices, double[] Local) Sliced(Rows x, Rows y, SlicedOptions options, NeighbourOptions inSlice)
    {
        var (slices, local) = (new double[options.Slices], new double[x.Count]);
        for (var slice = 0; slice < slices.Length; slice++)
        {
            var random = new SplitMix64(options.Seed, (ulong)RandomStream.Slices, slice);
            var (ofX, ofY) = (Frame(x.Dimension, options.Dimension, ref random), Frame(y.Dimension, options.Dimension, ref random));
            var values = Ksg.First(Coordinates.Scaled(Projected(x, ofX), inSlice.Scaling), Coordinates.Scaled(Projected(y, ofY), inSlice.Scaling), inSlice);
            slices[slice] = values.Average();
            for (var i = 0; i < local.Length; i++) local[i] += values[i] / slices.Length;
        }
        return (slices, local);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
    }
}
