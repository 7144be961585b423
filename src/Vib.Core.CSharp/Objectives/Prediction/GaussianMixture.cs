namespace Vib.Core;

/// <summary>(1/S) Σ_s N(m_s, s_s²) of one number, in double precision.</summary>
internal readonly ref struct GaussianMixture(ReadOnlySpan<double> means, ReadOnlySpan<double> deviations)
{
    private const int Halvings = 2200; // more than doubles can be halved between any two: the loop ends by itself

    private readonly ReadOnlySpan<double> means = means, deviations = deviations;

    internal double Mean
    {
        get
        {
            var sum = 0.0;
            foreach (var mean in means) sum += mean;
            return sum / means.Length;
        }
    }

    /// <summary>√(E s² + Var m).</summary>
    internal double Deviation
    {
        get
        {
            var (centre, sum) = (Mean, 0.0);
            for (var s = 0; s < means.Length; s++) sum += deviations[s] * deviations[s] + (means[s] - centre) * (means[s] - centre);
            return Math.Sqrt(sum / means.Length);
        }
    }

    internal double Cumulative(double y)
    {
        var sum = 0.0;
        for (var s = 0; s < means.Length; s++) sum += NormalDistribution.Cumulative((y - means[s]) / deviations[s]);
        return sum / means.Length;
    }

    internal double Density(double y)
    {
        var sum = 0.0;
        for (var s = 0; s < means.Length; s++) sum += NormalDistribution.Density((y - means[s]) / deviations[s]) / deviations[s];
        return sum / means.Length;
    }

    internal double LogDensity(double y)
    {
        var most = double.NegativeInfinity;
        for (var s = 0; s < means.Length; s++) most = Math.Max(most, Log(s, y));
        var sum = 0.0;
        for (var s = 0; s < means.Length; s++) sum += Math.Exp(Log(s, y) - most);
        return most + Math.Log(sum / means.Length);
    }

    private double Log(int s, double y) => -0.5 * ((y - means[s]) / deviations[s] * ((y - means[s]) / deviations[s]) + Math.Log(2 * Math.PI)) - Math.Log(deviations[s]);

    /// <summary>The y with Cumulative(y) = p: Newton's steps within a bracket that halves where they leave it. The least and the largest of the components' own quantiles are a bracket, as each F_s is at most p
    /// at the one and at least p at the other.</summary>
    internal double Quantile(double p)
    {
        var z = NormalQuantile.Of(p);
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var s = 0; s < means.Length; s++) (low, high) = (Math.Min(low, means[s] + z * deviations[s]), Math.Max(high, means[s] + z * deviations[s]));
        var y = low + (high - low) / 2;
        for (var i = 0; i < Halvings && low < high; i++)
        {
            var excess = Cumulative(y) - p;
            if (excess == 0) return y;
            if (excess > 0) high = y;
            else low = y;
            var next = y - excess / Density(y);
            if (!(next > low && next < high)) next = low + (high - low) / 2;
            if (next == y || Math.Abs(next - y) <= 1e-15 * (Math.Abs(y) + deviations[0])) return next;
            y = next;
        }
        return y;
    }

    /// <summary>∫ (F(t) − 1[t ≥ y])² dt = (1/S) Σ_s A(y − m_s, s_s²) − (1/2S²) Σ_s Σ_t A(m_s − m_t, s_s² + s_t²), A(μ, σ²) = 2σ φ(μ/σ) + μ (2Φ(μ/σ) − 1)  (Grimit et al. 2006, eq. 5).</summary>
    internal double RankedProbabilityScore(double y)
    {
        var (near, spread) = (0.0, 0.0);
        for (var s = 0; s < means.Length; s++)
        {
            near += MeanDistance(y - means[s], deviations[s]);
            spread += MeanDistance(0, Math.Sqrt(2) * deviations[s]);
            for (var t = 0; t < s; t++) spread += 2 * MeanDistance(means[s] - means[t], Math.Sqrt(deviations[s] * deviations[s] + deviations[t] * deviations[t]));
        }
        return near / means.Length - spread / (2.0 * means.Length * means.Length);
    }

    /// <summary>E|N(μ, σ²)|.</summary>
    private static double MeanDistance(double mean, double deviation)
    {
        var z = Math.Abs(mean) / deviation;
        return Math.Abs(mean) + 2 * deviation * (NormalDistribution.Density(z) - z * NormalDistribution.Cumulative(-z)); // |μ|(2Φ(z) − 1) = |μ| − 2|μ|Φ(−z), without cancellation
    }
}
