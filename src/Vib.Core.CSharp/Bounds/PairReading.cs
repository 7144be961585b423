namespace Vib.Core;

/// <summary>Bounds that are a mean over joint pairs, and see no score off the diagonal: mean_i t(S_ii, i).</summary>
/// <param name="count">N.</param>
/// <param name="term">t, of the score of a joint pair and its number.</param>
internal sealed class PairReading(int count, Func<double, int, double> term) : TiledReading(count)
{
    internal override bool NeedsMarginals => false;

    private protected override void TakeScores(ScoreBlock part) { }

    private protected override (double Value, double[] Influence) Read()
    {
        double[] terms = [.. Joint.Select(term)];
        return (terms.Average(), terms);
    }
}
