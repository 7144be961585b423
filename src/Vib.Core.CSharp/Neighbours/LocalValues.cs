using System.Diagnostics;

namespace Vib.Core;

/// <summary>One number for each sample, whose mean is the estimate.</summary>
/// <remarks>The standard error is s/√N, with s the standard deviation of the numbers, unless parts are asked for. Samples that are each other's neighbours have dependent numbers; docs/neighbours.md has how much that matters.</remarks>
internal static class LocalValues
{
    /// <summary>I(X;Y) of pairs with their noise: scaled, as they are and permuted.</summary>
    internal static Estimate Information(string name, Rows x, Rows y, NeighbourOptions options, Func<Rows, Rows, NeighbourOptions, double[]> local, IReadOnlyList<Diagnosis> diagnoses, double? truth, Stopwatch clock)
    {
        var (scaledX, scaledY) = (Coordinates.Scaled(x, options.Scaling), Coordinates.Scaled(y, options.Scaling));
        var (value, error) = Moments.Mean(local(scaledX, scaledY, options));
        if (options.Parts > 0) error = Jackknife([.. Without(x.Count, options).Select(rest => local(scaledX.At(rest), scaledY.At(rest), options).Average())]);
        var permuted = Enumerable.Range(0, options.Permutations).Select(p => local(scaledX, scaledY.At(Permuted(y.Count, new(options.Seed, (ulong)RandomStream.Permutation, p))), options).Average()).ToArray();
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
            : throw new ShapeException($"{Counted.Of(left.Count, "row")} of x and {Counted.Of(right.Count, "row")} of y", "as many rows of x as of y", "the same samples, in the same order, in both arrays");
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

    /// <summary>All places but those of one random part, for each part.</summary>
    private static IEnumerable<int[]> Without(int count, NeighbourOptions options)
    {
        var places = Permuted(count, new(options.Seed, (ulong)RandomStream.Split, 0));
        return Enumerable.Range(0, options.Parts).Select(part => places.Where((_, i) => i % options.Parts != part).ToArray());
    }

    /// <summary>√((g − 1)/g Σ (θ_j − mean θ)²), of g values that each left one part out  (Quenouille 1956; Tukey 1958).</summary>
    private static double Jackknife(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt((values.Length - 1.0) / values.Length * values.Sum(value => (value - mean) * (value - mean)));
    }

    /// <summary>Places in random order (Fisher and Yates).</summary>
    internal static int[] Permuted(int count, SplitMix64 random)
    {
        var places = Enumerable.Range(0, count).ToArray();
        for (var last = count - 1; last > 0; last--)
        {
            var other = random.Below(last + 1);
            (places[last], places[other]) = (places[other], places[last]);
        }
        return places;
    }
}
