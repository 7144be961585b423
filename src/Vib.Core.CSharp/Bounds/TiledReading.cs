using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The reading of a bound on one batch of N pairs whose scores come in tiles, in O(N) memory: every x against every y, and never the matrix.</summary>
/// <remarks><para>Made by <see cref="Bound.Tiled(int)"/>. Tiles are of any size and come in any order; together they are the matrix, once in every visit. Sums are in double precision.</para>
/// <para>The standard error is that of the first-order (Hájek) projection. The value is a function of the empirical law of the pairs, weights w_k = 1/N on (x_k, y_k); its
/// influence ψ_k = ∂V/∂w_k, up to a constant, has the row that x_k is in and the column that y_k is in, and the error is sd(ψ)/√N. For a mean over pairs off the diagonal,
/// mean_{i≠j} h(x_i, y_j), ψ_k is the mean of row k and the mean of column k (Hoeffding 1948; van der Vaart 1998, §12.1); logarithms go by the delta method. Where the projection
/// vanishes, as that of e^S does at the optimal critic, what is left is the noise of means of N terms, which is counted twice, once in rows and once in columns: that part is √2 too
/// large. Like the jackknife (Efron and Stein 1981), with which it agrees to first order, it errs upwards; like every error from a sample it misses what a heavy partition did
/// not draw.</para></remarks>
internal abstract class TiledReading
{
    private readonly ScoreBlock block = new();
    private readonly Action<ScoreBlock> take;
    private long scores, joints;

    private protected TiledReading(int count)
    {
        Require.That(count >= 2, $"A batch of {count}", "at least two pairs", "more data");
        (Count, Joint, take) = (count, new double[count], Take);
    }

    /// <summary>N.</summary>
    internal int Count { get; }

    /// <summary>How often the tiles must come: 2 where the error, or the value, needs weights that are known only once all scores have been seen.</summary>
    internal virtual int Visits => 1;

    /// <summary>Whether scores off the diagonal count; where they do not, tiles without joint pairs may be left out.</summary>
    internal virtual bool NeedsMarginals => true;

    /// <summary>S_ii.</summary>
    private protected double[] Joint { get; }

    /// <summary>0 in the first visit.</summary>
    private protected int Visit { get; private set; }

    /// <summary>Takes a tile in. One thread at a time.</summary>
    /// <param name="tile">[m,n], in single or double precision; it is read before this returns, and not changed.</param>
    /// <param name="row">The row of the matrix at which it starts.</param>
    /// <param name="column">The column of the matrix at which it starts.</param>
    /// <exception cref="ShapeException">The tile is not a matrix, or is not inside [N,N].</exception>
    internal void Add(Tensor tile, int row, int column)
    {
        Check(tile.shape, row, column);
        using var scope = NewDisposeScope();
        var near = tile.device.type == TorchSharp.DeviceType.CPU ? tile : tile.cpu();
        if (near.dtype is not (ScalarType.Float32 or ScalarType.Float64)) near = near.to_type(ScalarType.Float64);
        block.Cut(near.is_contiguous() ? near : near.contiguous(), row, column, take);
        var (rows, columns) = ((int)tile.shape[0], (int)tile.shape[1]);
        scores += (long)rows * columns;
        joints += Math.Max(0, Math.Min(row + rows, column + columns) - Math.Max(row, column));
    }

    private void Check(long[] shape, int row, int column)
    {
        if (shape.Length != 2 || row < 0 || column < 0 || row + shape[0] > Count || column + shape[1] > Count)
            throw new ShapeException($"A tile of shape [{string.Join(",", shape)}] at row {row}, column {column}", $"[m,n] inside [{Count},{Count}]", "one replicate's scores, with the place where they start");
    }

    private void Take(ScoreBlock part)
    {
        if (Visit == 0) part.CopyJoint(Joint);
        TakeScores(part);
    }

    /// <summary>Ends a visit: every tile has come.</summary>
    /// <exception cref="ShapeException">Tiles are missing, or came twice.</exception>
    internal void EndVisit()
    {
        var wanted = (long)Count * Count;
        if (joints != Count || (NeedsMarginals && scores != wanted))
            throw new ShapeException($"Tiles with {scores} scores, {joints} of them joint pairs", $"{wanted} scores with {Count} joint pairs, each in one tile", "every tile once in each visit");
        (scores, joints) = (0, 0);
        Visit++;
        if (Visit < Visits) Prepare();
    }

    /// <summary>The value of the whole batch, nats, and its standard error over data.</summary>
    internal (double Value, double StandardError) Result()
    {
        var (value, influence) = Read();
        return (value, Moments.Mean(influence).StandardError);
    }

    private protected abstract void TakeScores(ScoreBlock part);

    /// <summary>Between two visits.</summary>
    private protected virtual void Prepare() { }

    private protected abstract (double Value, double[] Influence) Read();

    /// <summary>Reads a bound on one batch of that many pairs.</summary>
    /// <param name="bound">The bound.</param>
    /// <param name="count">N, at least 2.</param>
    /// <param name="visit">Calls what it is given for every tile once, with the row and column where it starts; it is called as often as the reading has <see cref="Visits"/>,
    /// and must give the same scores each time.</param>
    /// <param name="companion">c_i of every pair, for a <see cref="CompanionBound"/>; null for its constant.</param>
    /// <returns>The value, nats, and its standard error over data.</returns>
    /// <exception cref="ShapeException">Tiles are missing or not inside [N,N], or the companion is not N numbers, or the bound has none.</exception>
    internal static (double Value, double StandardError) Of(Bound bound, int count, Action<Action<Tensor, int, int>> visit, double[]? companion = null)
    {
        if (companion is not null && (bound is not CompanionBound || companion.Length != count))
            throw new ShapeException($"{companion.Length} companions for {bound.Name} and {count} pairs", bound is CompanionBound ? $"{count}" : "none", "one number for each pair, or null");
        var reading = companion is not null ? ((CompanionBound)bound).Tiled(companion) : bound.Tiled(count);
        while (reading.Visit < reading.Visits)
        {
            visit(reading.Add);
            reading.EndVisit();
        }
        return reading.Result();
    }
}
