using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>A random score matrix by the few numbers that make it, so that a failure shrinks and prints on one line.</summary>
/// <param name="Batch">B.</param>
/// <param name="Replicates">R, or null for a plain matrix.</param>
/// <param name="Scale">The scores are uniform in (−Scale, Scale).</param>
/// <param name="Constant">All scores of a replicate are equal.</param>
/// <param name="Seed">Of the scores.</param>
public sealed record ScoreCase(int Batch, int? Replicates, double Scale, bool Constant, int Seed)
{
    private long[] Shape => Replicates is { } r ? [r, Batch, Batch] : [Batch, Batch];

    /// <summary>The scores in double precision, none beyond ±largest.</summary>
    internal Tensor Scores(double largest = double.PositiveInfinity)
    {
        var scale = Math.Min(Scale, largest);
        if (!Constant) return Numbers.Drawn(Shape, Seed, scale, ScalarType.Float64);
        using var scope = NewDisposeScope();
        long[] each = [.. Shape[..^2], 1, 1];
        return Numbers.Drawn(each, Seed, scale, ScalarType.Float64).expand(Shape).clone().MoveToOuterDisposeScope();
    }

    /// <summary>Another number that belongs to this case, uniform in (−scale, scale).</summary>
    internal double Number(int which, double scale) => new SplitMix64(Seed, 1, which).Between(-scale, scale);

    /// <summary>A shuffle of 0 … B − 1 that belongs to this case.</summary>
    internal Tensor Permutation()
    {
        using var generator = new Generator((ulong)Seed);
        return randperm(Batch, generator: generator);
    }

    /// <summary>Scales from 10⁻³ to 10², one case in eight at 10⁴; one matrix in eight constant; half of them with replicates.</summary>
    internal static Arbitrary<ScoreCase> Any { get; } = Arb.From(
        from batch in Gen.Choose(2, 12)
        from replicates in Gen.Frequency((3, Gen.Constant<int?>(null)), (3, Gen.Choose(1, 3).Select(r => (int?)r)))
        from scale in Gen.Frequency((7, Gen.Choose(-30, 20).Select(tenths => Math.Pow(10, tenths / 10.0))), (1, Gen.Constant(1e4)))
        from constant in Gen.Frequency((7, Gen.Constant(false)), (1, Gen.Constant(true)))
        from seed in Gen.Choose(1, int.MaxValue - 1)
        select new ScoreCase(batch, replicates, scale, constant, seed),
        Simpler);

    private static IEnumerable<ScoreCase> Simpler(ScoreCase c)
    {
        if (c.Replicates is { } r)
        {
            yield return c with { Replicates = null };
            if (r > 1) yield return c with { Replicates = r - 1 };
        }
        if (c.Batch > 2)
        {
            yield return c with { Batch = 2 };
            yield return c with { Batch = c.Batch - 1 };
        }
        if (!c.Constant) yield return c with { Constant = true };
        if (c.Scale != 1) yield return c with { Scale = 1 };
        if (c.Seed > 9) yield return c with { Seed = c.Seed % 10 };
    }
}
