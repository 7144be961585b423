using FsCheck;
using FsCheck.Fluent;

namespace Vib.Core.Tests;

/// <summary>Predictions that look random and are the same in every run.</summary>
internal static class Drawn
{
    /// <summary>Probabilities in steps of 1/8, so that some are equal, and labels.</summary>
    internal static (double[,] Probabilities, int[] Labels) Both(int count, int classes, long seed)
    {
        var random = new SplitMix64(seed, 11, 0);
        var (probabilities, labels) = (new double[count, classes], new int[count]);
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < 8; k++) probabilities[i, random.Below(classes)] += 1.0 / 8;
            labels[i] = random.Below(classes);
        }
        return (probabilities, labels);
    }

    internal static Predictions Of(int count, int classes, long seed)
    {
        var (probabilities, labels) = Both(count, classes, seed);
        return new(probabilities, labels);
    }

    /// <summary>Labels drawn from the probabilities: what is predicted is true.</summary>
    internal static Predictions Calibrated(int count, long seed)
    {
        var random = new SplitMix64(seed, 12, 0);
        var (probabilities, labels) = (new double[count, 2], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var p = random.Uniform();
            (probabilities[i, 0], probabilities[i, 1]) = (1 - p, p);
            labels[i] = random.Uniform() < p ? 1 : 0;
        }
        return new(probabilities, labels);
    }

    internal static Arbitrary<(int Count, int Classes, long Seed)> Cases => Arb.From(
        from count in Gen.Choose(1, 60) from classes in Gen.Choose(2, 5) from seed in Gen.Choose(0, 1_000_000) select (count, classes, (long)seed));

    /// <summary>The same examples in another order, and, where asked, with the classes under other names.</summary>
    internal static Predictions Shuffled(int count, int classes, long seed, bool renamed)
    {
        var (probabilities, labels) = Both(count, classes, seed);
        int Name(int c) => renamed ? (c + 1) % classes : c;
        var moved = new double[count, classes];
        for (var i = 0; i < count; i++)
            for (var c = 0; c < classes; c++) moved[count - 1 - i, Name(c)] = probabilities[i, c];
        return new(moved, [.. labels.Reverse().Select(Name)]);
    }
}
