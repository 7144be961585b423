namespace Vib.Core;

/// <summary>mean_i ( S_ii − offset_i ) + g(m), where m are means over the pairs off the diagonal: Donsker–Varadhan, NWJ, TUBA, SMILE, CLUB, reverse Jensen. One visit.</summary>
/// <remarks>ψ_k = S_kk − offset_k + Σ_t ∂g/∂m_t ψ_k(m_t).</remarks>
/// <param name="count">N.</param>
/// <param name="means">The means that g needs.</param>
/// <param name="form">g and its derivatives.</param>
/// <param name="offset">What is taken off the joint scores; null for nothing.</param>
internal sealed class MarginalReading(int count, MarginalMean[] means, Func<double[], (double Value, double[] Slopes)> form, double[]? offset = null) : TiledReading(count)
{
    private protected override void TakeScores(ScoreBlock part)
    {
        foreach (var mean in means) mean.Add(part);
    }

    private protected override (double Value, double[] Influence) Read()
    {
        double[] influence = [.. Joint.Select((joint, k) => joint - (offset?[k] ?? 0))];
        var average = influence.Average();
        var read = means.Select(mean => mean.Read()).ToArray();
        var (value, slopes) = form([.. read.Select(r => r.Value)]);
        for (var t = 0; t < means.Length; t++)
            for (var k = 0; k < Count; k++)
                influence[k] += slopes[t] * read[t].Influence(k);
        return (average + value, influence);
    }
}
