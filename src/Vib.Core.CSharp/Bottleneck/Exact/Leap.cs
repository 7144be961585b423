namespace Vib.Core;

/// <summary>Where slow iterations of distributions are heading: squared extrapolation  (Varadhan and Roland 2008, scheme S3).</summary>
/// <remarks>q_0 + 2a (q_1 − q_0) + a² (q_2 − 2 q_1 + q_0) with a = ‖q_1 − q_0‖/‖q_2 − 2 q_1 + q_0‖, which is the fixed point where one slow direction is left. It is only a
/// proposal: whoever takes it looks first whether it is better.</remarks>
internal static class Leap
{
    private const double Least = 0.1; // of q_2, so that nothing dies of a leap

    /// <summary>From three iterates in a row, each row of which sums to 1, to another such.</summary>
    internal static double[][] From(double[][] zeroth, double[][] first, double[][] second)
    {
        var (moved, turned) = (0.0, 0.0);
        for (var i = 0; i < second.Length; i++)
            for (var j = 0; j < second[i].Length; j++)
            {
                var (step, bend) = (first[i][j] - zeroth[i][j], second[i][j] - 2 * first[i][j] + zeroth[i][j]);
                (moved, turned) = (moved + step * step, turned + bend * bend);
            }
        var a = turned > 0 ? Math.Sqrt(moved / turned) : 1;
        return [.. second.Select((row, i) =>
        {
            var leapt = row.Select((q2, j) => Math.Max(Least * q2, zeroth[i][j] + 2 * a * (first[i][j] - zeroth[i][j]) + a * a * (q2 - 2 * first[i][j] + zeroth[i][j]))).ToArray();
            var total = leapt.Sum();
            return Array.ConvertAll(leapt, q => q / total);
        })];
    }
}
