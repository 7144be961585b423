namespace Vib.Core;

/// <summary>Clusters of a code put together, two at a time, the cheapest first  (agglomerative information bottleneck: Slonim and Tishby 1999).</summary>
internal static class ClusterMerging
{
    /// <summary>Merges while there are more clusters than allowed, or while it raises the Lagrangian by no more than the tolerance. Empty clusters go first.</summary>
    internal static DiscreteCode Merge(DiscreteCode code, JointTable table, double beta, CodeCost cost, int most, double tolerance)
    {
        int[] full = [.. Enumerable.Range(0, code.Weights.Length).Where(t => code.Weights[t] > 0)];
        if (full.Length < code.Weights.Length) code = new(table, code.Columns(full));
        var rises = new double[full.Length, full.Length];
        for (var i = 0; i < full.Length; i++)
            for (var j = i + 1; j < full.Length; j++) rises[i, j] = Rise(code, table, i, j, beta, cost);
        for (var count = full.Length; count > 1; count--)
        {
            var (rise, i, j) = Cheapest(rises, count);
            if (count <= most && !(rise <= tolerance)) break;
            code = new(table, code.Merged(i, j));
            var last = count - 1; // it takes the place of j
            for (var k = 0; k < last; k++)
                if (k != j && j < last) Set(rises, j, k, Get(rises, last, k));
            for (var k = 0; k < last; k++)
                if (k != i) Set(rises, i, k, Rise(code, table, i, k, beta, cost));
        }
        return code;
    }

    private static (double Rise, int I, int J) Cheapest(double[,] rises, int count)
    {
        var (best, at) = (double.PositiveInfinity, (0, 1));
        for (var i = 0; i < count; i++)
            for (var j = i + 1; j < count; j++)
                if (rises[i, j] < best) (best, at) = (rises[i, j], (i, j));
        return (best, at.Item1, at.Item2);
    }

    private static double Get(double[,] rises, int i, int j) => rises[Math.Min(i, j), Math.Max(i, j)];

    private static void Set(double[,] rises, int i, int j, double value) => rises[Math.Min(i, j), Math.Max(i, j)] = value;

    /// <summary>What merging two clusters loses of I(T;Y), less β times what it saves of the code's cost; each is a weighted Jensen–Shannon divergence.</summary>
    private static double Rise(DiscreteCode code, JointTable table, int i, int j, double beta, CodeCost cost)
    {
        var (p, q) = (code.Weights[i], code.Weights[j]);
        var lost = Spread(p, code.Decoder(i), q, code.Decoder(j));
        var saved = cost == CodeCost.Entropy
            ? (p + q) * Logarithms.Entropy([p / (p + q), q / (p + q)])
            : Spread(p, InputsOf(code, table, i), q, InputsOf(code, table, j));
        return lost - beta * saved;
    }

    /// <summary>p KL[a ‖ m] + q KL[b ‖ m] with m their mixture.</summary>
    private static double Spread(double p, double[] a, double q, double[] b)
    {
        var mixture = a.Zip(b, (s, t) => (p * s + q * t) / (p + q)).ToArray();
        return p * Logarithms.Divergence(a, mixture) + q * Logarithms.Divergence(b, mixture);
    }

    /// <summary>q(x|t).</summary>
    private static double[] InputsOf(DiscreteCode code, JointTable table, int t) =>
        [.. Enumerable.Range(0, table.XCount).Select(x => table.X[x] * code.Encoder(x, t) / code.Weights[t])];
}
