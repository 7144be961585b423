using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>A score matrix, cut into tiles that come in any order.</summary>
internal static class Tiling
{
    /// <summary>Cuts at random places, the same in every visit; the order is another one each time.</summary>
    internal static Action<Action<Tensor, int, int>> Random(Tensor scores, int seed)
    {
        var count = (int)scores.shape[0];
        var cuts = new Random(seed);
        var (rows, columns) = (Cuts(count, cuts), Cuts(count, cuts));
        var order = new Random(seed + 1);
        return take =>
        {
            var tiles = (from i in Enumerable.Range(0, rows.Length - 1) from j in Enumerable.Range(0, columns.Length - 1) select (I: i, J: j)).ToArray();
            order.Shuffle(tiles);
            foreach (var (i, j) in tiles)
            {
                using var scope = NewDisposeScope();
                take(scores.narrow(0, rows[i], rows[i + 1] - rows[i]).narrow(1, columns[j], columns[j + 1] - columns[j]), rows[i], columns[j]);
            }
        };
    }

    private static int[] Cuts(int count, Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(1, count)).Append(0).Append(count).Distinct().Order()];

    /// <summary>Whole, where the order of things does not matter.</summary>
    internal static Action<Action<Tensor, int, int>> Whole(Tensor scores) => take => take(scores, 0, 0);

    internal static (double Value, double StandardError) Read(Bound bound, Tensor scores, double[]? companion = null) =>
        TiledReading.Of(bound, (int)scores.shape[0], Whole(scores), companion);
}
