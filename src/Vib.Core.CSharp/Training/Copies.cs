using System.Collections;

namespace Vib.Core;

/// <summary>One critic among those that are trained side by side: a replicate's, on all folds but one, on pairs as they are or with y permuted.</summary>
/// <param name="Replicate">Counted from 0; of a permuted copy, which permutation.</param>
/// <param name="Fold">The fold that it is read on, counted from 0.</param>
/// <param name="Permuted">Whether its pairs are broken up: a copy for the null of independence.</param>
/// <param name="Stream">The number of its random streams, which does not depend on how many copies there are.</param>
internal readonly record struct Copy(int Replicate, int Fold, bool Permuted, int Stream);

/// <summary>All copies of a run: first the replicates, each with its folds, then the permuted ones.</summary>
internal sealed class Copies : IReadOnlyList<Copy>
{
    private const int FirstPermuted = 1 << 24;

    private readonly Copy[] all;

    internal Copies(int replicates, int folds = 1, int permutations = 0)
    {
        (Replicates, Folds, Permutations) = (replicates, folds, permutations);
        all = [.. Each(replicates, permuted: false, 0), .. Each(permutations, permuted: true, FirstPermuted)];

        IEnumerable<Copy> Each(int count, bool permuted, int first) =>
            from r in Enumerable.Range(0, count) from fold in Enumerable.Range(0, folds) select new Copy(r, fold, permuted, first + r * folds + fold);
    }

    internal int Replicates { get; }
    internal int Folds { get; }
    internal int Permutations { get; }

    /// <summary>Copies whose pairs are as they are.</summary>
    internal int Unpermuted => Replicates * Folds;

    public int Count => all.Length;

    public Copy this[int index] => all[index];

    /// <summary>What the copies of each replicate have, in the order of its folds: first of the replicates, then of the permutations.</summary>
    internal (T[][] Replicates, T[][] Permutations) Group<T>(IReadOnlyList<T> each)
    {
        var groups = Enumerable.Range(0, Replicates + Permutations).Select(g => Enumerable.Range(g * Folds, Folds).Select(copy => each[copy]).ToArray()).ToArray();
        return (groups[..Replicates], groups[Replicates..]);
    }

    public IEnumerator<Copy> GetEnumerator() => ((IEnumerable<Copy>)all).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
