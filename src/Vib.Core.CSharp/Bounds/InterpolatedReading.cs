using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>I_α on one batch: A_ji, the partition of column i without row j, for all i and j. Two visits, the second for the value too.</summary>
/// <remarks><para>Of each column the first visit keeps the largest score, its row, and the log-sum of the rest. With A*_i the partition of all rows and q_ji = α e^{S_ji − A*_i}/(N−1),
/// A_ji = A*_i + log(1 − q_ji) for every row but the largest: there q ≤ ½, and nothing cancels. The largest row's is made of the log-sum of the rest.</para>
/// <para>ψ_k = S_kk − A_k − t_k − mean_i α e^{S_ki − A_i} − mean_{i≠k} (1−α) q(y_i) e^{S_ki − 2 A_ii}, with A_k the mean of A_jk over j and t_k = e^{mean_kk − A_kk}: y_k's own column,
/// and x_k's part in the partitions of all columns. That each row is held out in turn is of second order.</para></remarks>
/// <param name="logBaseline">log q(y_i) of each column.</param>
/// <param name="logAlpha">log α.</param>
/// <param name="logRest">log (1 − α).</param>
internal sealed class InterpolatedReading(double[] logBaseline, double logAlpha, double logRest) : TiledReading(logBaseline.Length)
{
    private readonly double[] largest = ScoreBlock.Numbers(logBaseline.Length, double.NegativeInfinity); // of each column, off the diagonal
    private readonly int[] largestRow = new int[logBaseline.Length];
    private readonly LogSums rest = new(logBaseline.Length);
    private readonly double[] held = ScoreBlock.Numbers(logBaseline.Length);     // Σ_{j≠i} A_ji, but for what the second visit adds
    private readonly double[] marginal = new double[logBaseline.Length];         // t_i
    private readonly double[] shifts = ScoreBlock.Numbers(logBaseline.Length);   // log q_ji − S_ji
    private readonly double[] others = ScoreBlock.Numbers(logBaseline.Length);   // the same of the marginal term
    private readonly double[] parts = ScoreBlock.Numbers(logBaseline.Length);    // Σ_i q_ki
    private readonly double[] marginalParts = ScoreBlock.Numbers(logBaseline.Length);

    private ScoreMap? weights, marginalWeights;

    internal override int Visits => 2;

    private protected override void TakeScores(ScoreBlock part)
    {
        if (Visit == 0)
        {
            part.Restore(double.NegativeInfinity);
            TakeLargest(part);
            LogSums.Add(part, null, rest);
            return;
        }
        part.Restore(0, weights);
        for (var j = 0; j < part.Columns; j++)
        {
            var row = largestRow[part.Column + j] - part.Row;
            if (row >= 0 && row < part.Rows) part[row][j] = 0;
        }
        part.AddSums(parts, null);
        for (var i = 0; i < part.Rows; i++) ScoreMaps.LogOneMinus(part[i], part.Row + i, part.Column);
        part.AddSums(null, held);
        part.Restore(0, marginalWeights);
        part.AddSums(marginalParts, null);
    }

    // takes the largest score of each column out of the block
    private void TakeLargest(ScoreBlock part)
    {
        Span<double> tops = stackalloc double[ScoreBlock.Lanes], rows = stackalloc double[ScoreBlock.Lanes];
        for (var j = 0; j < part.Columns; j += ScoreBlock.Lanes)
        {
            var (top, row) = (Vector512.Create(double.NegativeInfinity), Vector512<double>.Zero);
            for (var i = 0; i < part.Rows; i++)
            {
                var scores = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(part[i]), (nuint)j);
                var larger = Vector512.GreaterThan(scores, top);
                (top, row) = (Vector512.ConditionalSelect(larger, scores, top), Vector512.ConditionalSelect(larger, Vector512.Create((double)i), row));
            }
            top.CopyTo(tops);
            row.CopyTo(rows);
            for (var lane = 0; lane < ScoreBlock.Lanes && j + lane < part.Columns; lane++)
            {
                if (double.IsNegativeInfinity(tops[lane])) continue;
                part[(int)rows[lane]][j + lane] = double.NegativeInfinity;
                Take(part.Column + j + lane, tops[lane], part.Row + (int)rows[lane]);
            }
        }
    }

    private void Take(int column, double score, int row)
    {
        var smaller = Math.Min(score, largest[column]);
        if (!double.IsNegativeInfinity(smaller)) rest.Add(column, smaller);
        if (score > largest[column]) (largest[column], largestRow[column]) = (score, row);
    }

    private protected override void Prepare()
    {
        var sums = rest.Values();
        (weights, marginalWeights) = (ScoreMaps.ExpOfShiftedColumns(shifts), ScoreMaps.ExpOfShiftedColumns(others));
        var weight = logAlpha - Math.Log(Count - 1.0); // log α/(N−1)
        for (var i = 0; i < Count; i++)
        {
            var (without, fixedPart) = (LogSums.Of(largest[i], sums[i]), logBaseline[i] + logRest); // log-sum of the column but for the joint pair
            var all = LogSums.Of(weight + LogSums.Of(without, Joint[i]), fixedPart);
            var own = LogSums.Of(weight + without, fixedPart);                                     // A_ii
            held[i] = (Count - 2) * all + LogSums.Of(weight + LogSums.Of(sums[i], Joint[i]), fixedPart); // and without the largest
            marginal[i] = Math.Exp(without - Math.Log(Count - 1.0) - own);
            shifts[i] = weight - all;
            others[i] = fixedPart - 2 * own - Math.Log(Count);
            parts[i] += Math.Exp(Joint[i] + shifts[i]);
        }
    }

    private protected override (double Value, double[] Influence) Read()
    {
        var influence = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            influence[i] += Joint[i] - held[i] / (Count - 1) - marginal[i] - parts[i] * (Count - 1) / Count - marginalParts[i];
            influence[largestRow[i]] -= double.IsNegativeInfinity(largest[i]) ? 0 : Math.Exp(largest[i] + shifts[i]) * (Count - 1) / Count;
        }
        return (1 + Joint.Average() - held.Take(Count).Sum() / ((double)Count * (Count - 1)) - marginal.Average(), influence);
    }
}
