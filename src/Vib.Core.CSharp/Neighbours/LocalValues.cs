using System.Diagnostics;

namespace Vib.Core;

/// <summary>One number for each sample, whose mean is the estimate.</summary>
/// <remarks>The standard error is s/√N, with s the standard deviation of the numbers. Samples that are each other's neighbours have dependent numbers; docs/neighbours.md has how much that matters.</remarks>
internal static class LocalValues
{
    /// <summary>I(X;Y) of pairs with their noise: scaled, as they are and permuted.</summary>
    internal static Estimate Information(string name, Rows x, Rows y, NeighbourOptions options, Func<Rows, Rows, NeighbourOptions, double[]> local, IReadOnlyList<Diagnosis> diagnoses, double? truth, Stopwatch clock)
    {
        var (scaledX, scaledY) = (Coordinates.Scaled(x, options.Scaling), Coordinates.Scaled(y, options.Scaling));
        var (value, error) = Moments.Mean(local(scaledX, scaledY, options));
        var permuted = Enumerable.Range(0, options.Permutations).Select(p => local(scaledX, scaledY.At(Permuted(y.Count, options.Seed, p)), options).Average()).ToArray();
        return Of(name, "I(X;Y)", value, error, x.Count, options, clock, diagnoses) with { Truth = truth, Null = permuted.Length > 0 ? PermutationNull.Of(value, permuted) : null };
    }

    /// <summary>Checked for what needs no look at the numbers, with noise where it is asked for.</summary>
    internal static (Rows X, Rows Y) Blurred(Rows x, Rows y, NeighbourOptions options)
    {
        options.Check(x.Count);
        return (Coordinates.Blurred(x, options, 0), Coordinates.Blurred(y, options, 1));
    }

    /// <exception cref="ShapeException">There are not as many rows of one as of the other.</exception>
    internal static (Rows X, Rows Y) Of(double[,] x, double[,] y)
    {
        var (left, right) = (Rows.Of(x, "x"), Rows.Of(y, "y"));
        return left.Count == right.Count
            ? (left, right)
            : throw new ShapeException($"{left.Count} rows of x and {right.Count} rows of y", "as many rows of x as of y", "the same samples, in the same order, in both arrays");
    }

    internal static (Rows X, Rows Y) Of(Pairs pairs) => (Rows.Of(pairs.X, pairs.XDimension), Rows.Of(pairs.Y, pairs.YDimension));

    internal static Estimate Of(string name, string quantity, double value, double error, int count, NeighbourOptions options, Stopwatch clock, IReadOnlyList<Diagnosis> diagnoses) => new()
    {
        Value = value,
        Side = Side.Estimate,
        Bound = name,
        Quantity = quantity,
        StandardError = error,
        Count = count,
        Seed = options.Random ? options.Seed : null,
        Seconds = clock.Elapsed.TotalSeconds,
        Diagnoses = diagnoses,
    };

    /// <summary>Places in random order (Fisher and Yates).</summary>
    private static int[] Permuted(int count, long seed, int permutation)
    {
        var (places, random) = (Enumerable.Range(0, count).ToArray(), new SplitMix64(seed, (ulong)RandomStream.Permutation, permutation));
        for (var last = count - 1; last > 0; last--)
        {
            var other = random.Below(last + 1);
            (places[last], places[other]) = (places[other], places[last]);
        }
        return places;
    }
}
