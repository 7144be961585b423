namespace Vib.Core;

/// <summary>A mean over the pairs off the diagonal, and the part that a pair's row and column have in it.</summary>
internal abstract class MarginalMean
{
    internal abstract void Add(ScoreBlock block);

    internal abstract (double Value, Func<int, double> Influence) Read();
}

/// <summary>log mean_{i≠j} e^{h(S_ij)}; ψ_k = (mean of row k + mean of column k)/mean.</summary>
/// <param name="count">N.</param>
/// <param name="map">h, or null for S itself.</param>
internal sealed class LogMeanExpMarginal(int count, ScoreMap? map = null) : MarginalMean
{
    private readonly LogSums rows = new(count), columns = new(count);

    internal override void Add(ScoreBlock block)
    {
        block.Restore(double.NegativeInfinity, map);
        LogSums.Add(block, rows, columns);
    }

    internal override (double Value, Func<int, double> Influence) Read()
    {
        var (row, column) = (rows.Values(), columns.Values());
        var mean = LogSums.Of(row) - Math.Log((double)count * (count - 1));
        var whole = mean + Math.Log(count - 1);
        return (mean, k => Math.Exp(row[k] - whole) + Math.Exp(column[k] - whole));
    }
}

/// <summary>mean_{i≠j} h(S_ij); ψ_k = mean of row k + mean of column k.</summary>
/// <param name="count">N.</param>
/// <param name="map">h, or null for S itself.</param>
internal sealed class MeanMarginal(int count, ScoreMap? map = null) : MarginalMean
{
    private readonly double[] rows = ScoreBlock.Numbers(count), columns = ScoreBlock.Numbers(count);

    internal override void Add(ScoreBlock block)
    {
        block.Restore(0, map);
        block.AddSums(rows, columns);
    }

    internal override (double Value, Func<int, double> Influence) Read() =>
        (rows.Take(count).Sum() / ((double)count * (count - 1)), k => (rows[k] + columns[k]) / (count - 1));
}
