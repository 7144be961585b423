namespace Vib.Core.Tests;

/// <summary>Samples in double precision, the same in every run.</summary>
internal static class Draws
{
    /// <summary>Standard normals by Box and Muller, [n,d], put through a map of each row.</summary>
    internal static double[,] Normal(int count, int dimension, long seed, Func<double[], double[]>? map = null)
    {
        var random = new SplitMix64(seed, 77, 0);
        double[,]? samples = null;
        for (var i = 0; i < count; i++)
        {
            var row = new double[dimension];
            for (var j = 0; j < dimension; j++) row[j] = Math.Sqrt(-2 * Math.Log(1 - random.Uniform())) * Math.Cos(2 * Math.PI * random.Uniform());
            if (map is not null) row = map(row);
            samples ??= new double[count, row.Length];
            for (var j = 0; j < row.Length; j++) samples[i, j] = row[j];
        }
        return samples!;
    }

    internal static double[,] Uniform(int count, int dimension, long seed)
    {
        var (random, samples) = (new SplitMix64(seed, 78, 0), new double[count, dimension]);
        for (var i = 0; i < count; i++)
            for (var j = 0; j < dimension; j++) samples[i, j] = random.Uniform();
        return samples;
    }

    /// <summary>The mean of estimates is within 4 of its standard errors, as their spread has it, of the truth, and the errors that they report are of the size of that spread.
    /// False alarms of the first are 0.3 % for ten estimates (t with 9 degrees of freedom); there is none at the seeds used.</summary>
    internal static void Hold(double truth, IReadOnlyList<Estimate> estimates, double least = 0.5, double most = 2.6)
    {
        var (mean, error) = Numbers.Mean([.. estimates.Select(estimate => estimate.Value)]);
        Xunit.Assert.True(Math.Abs(mean - truth) <= 4 * error, $"{estimates[0].Bound}: {mean} ± {error}, truth {truth}");
        Xunit.Assert.InRange(estimates.Average(estimate => estimate.StandardError) / (error * Math.Sqrt(estimates.Count)), least, most);
        Xunit.Assert.All(estimates, estimate => Xunit.Assert.Equal(Side.Estimate, estimate.Side));
    }
}
