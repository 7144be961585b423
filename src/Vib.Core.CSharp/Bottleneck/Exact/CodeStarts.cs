namespace Vib.Core;

/// <summary>Encoders from which the self-consistent iterations start.</summary>
internal static class CodeStarts
{
    private const double Disturbance = 0.1; // of every q(t|x), relative, so that clusters that lie on each other can part
    private const int StepIterations = 100;

    internal static IEnumerable<double[][]> Of(JointTable table, double beta, DiscreteBottleneckOptions options)
    {
        yield return Partition(table, 1, _ => 0); // knows nothing
        yield return Partition(table, table.XCount, x => x);
        var most = Math.Min(options.Clusters ?? table.XCount, table.XCount);
        if (most < 2) yield break;
        if (options.Cost == CodeCost.Information && options.AnnealingSteps > 0 && beta < 1) yield return Annealed(table, beta, options, most);
        for (var restart = 0; restart < options.Restarts; restart++)
        {
            var random = new SplitMix64(options.Seed, (ulong)RandomStream.Initialisation, restart);
            var count = 2 + random.Below(most - 1);
            int[] chosen = [.. Enumerable.Range(0, table.XCount).Select(_ => random.Below(count))];
            yield return Partition(table, count, x => chosen[x]);
        }
    }

    private static double[][] Partition(JointTable table, int count, Func<int, int> cluster)
    {
        var encoder = new double[table.XCount][];
        for (var x = 0; x < encoder.Length; x++)
        {
            encoder[x] = new double[count];
            encoder[x][cluster(x)] = 1;
        }
        return encoder;
    }

    /// <summary>Deterministic annealing  (Rose 1998): from β = 1, where nothing is known, down by equal factors, at each from the code of the one before, disturbed.</summary>
    private static double[][] Annealed(JointTable table, double beta, DiscreteBottleneckOptions options, int count)
    {
        var random = new SplitMix64(options.Seed, (ulong)RandomStream.Initialisation, -1);
        double[][] encoder = [.. Enumerable.Range(0, table.XCount).Select(_ => Enumerable.Repeat(1.0 / count, count).ToArray())];
        for (var step = 1; step <= options.AnnealingSteps; step++)
        {
            foreach (var row in encoder)
            {
                for (var t = 0; t < count; t++) row[t] *= random.Between(1 - Disturbance, 1 + Disturbance);
                var total = row.Sum();
                for (var t = 0; t < count; t++) row[t] /= total;
            }
            var code = new DiscreteCode(table, encoder);
            var now = Math.Pow(beta, (double)step / options.AnnealingSteps);
            for (var iteration = 0; iteration < StepIterations; iteration++) code = code.Next(now, CodeCost.Information);
            encoder = code.Columns([.. Enumerable.Range(0, count)]);
        }
        return encoder;
    }
}
