namespace Vib.Core;

/// <summary>mean_k t(S_kk, L_k, k), where L_k is the log-sum of row k or of column k: InfoNCE, TNCE, L1Out. Two visits, the second for the error.</summary>
/// <remarks>With weights over y, L_i = log Σ_j w_j e^{S_ij}, and ψ_k = t_k + Σ_i t′_i e^{S_ik − L_i}: the pair's own contrast, and its y's part in everyone else's, which for InfoNCE is
/// a column sum of the softmax over rows. Only for the optimal critic is that the same for all, so it is not left out.</remarks>
/// <param name="count">N.</param>
/// <param name="contrast">Whether L is of rows, over y, or of columns, over x.</param>
/// <param name="withJoint">Whether the diagonal is a part of the sum.</param>
/// <param name="term">t and its derivative to L, which is nowhere positive, of S_kk, L_k and k.</param>
internal sealed class ContrastReading(int count, Contrast contrast, bool withJoint, Func<double, double, int, (double Value, double Slope)> term) : TiledReading(count)
{
    private readonly LogSums logSums = new(count);
    private readonly double[] terms = new double[count], shifts = ScoreBlock.Numbers(count), parts = ScoreBlock.Numbers(count);

    private ScoreMap? weights; // −t′_i e^{S_ik − L_i}

    internal override int Visits => 2;

    private bool OverY => contrast == Contrast.OverY;

    private protected override void TakeScores(ScoreBlock part)
    {
        if (Visit == 0)
        {
            part.Restore(double.NegativeInfinity);
            LogSums.Add(part, OverY ? logSums : null, OverY ? null : logSums);
        }
        else
        {
            part.Restore(0, weights);
            part.AddSums(OverY ? null : parts, OverY ? parts : null);
        }
    }

    private protected override void Prepare()
    {
        var sums = logSums.Values();
        weights = OverY ? ScoreMaps.ExpOfShiftedRows(shifts) : ScoreMaps.ExpOfShiftedColumns(shifts);
        for (var k = 0; k < Count; k++)
        {
            var sum = withJoint ? LogSums.Of(sums[k], Joint[k]) : sums[k];
            (terms[k], var slope) = term(Joint[k], sum, k);
            shifts[k] = double.IsNegativeInfinity(sum) ? 0 : Math.Log(-slope) - sum; // nobody has a part in a sum of nothing
            parts[k] = withJoint ? Math.Exp(Joint[k] + shifts[k]) : 0;
        }
    }

    private protected override (double Value, double[] Influence) Read() => (terms.Average(), [.. terms.Select((t, k) => t - parts[k])]);
}
