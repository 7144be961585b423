namespace Vib.Core;

/// <summary>The information bottleneck of a table p(x, y), by self-consistent iterations.</summary>
/// <remarks>min β I(X;T) − I(T;Y) over q(t|x), Y ↔ X ↔ T: q(t|x) ∝ q(t) exp(−KL[p(y|x) ‖ q(y|t)]/β), with q(t) and q(y|t) from q(t|x)  (Tishby, Pereira and Bialek 1999, whose
/// β is 1/β here); with H(T) in place of I(X;T), t(x) = argmax_t log q(t) − KL[p(y|x) ‖ q(y|t)]/β  (Strouse and Schwab 2017). The Lagrangian falls at every iteration, to a
/// local optimum; the solution is the best of several starts. Every code's point lies on or below the information curve. O(iterations × starts × X T Y).</remarks>
public static class DiscreteBottleneck
{
    private const double AtBest = 1e-6;

    /// <summary>The best code at a β.</summary>
    /// <param name="table">p(x, y).</param>
    /// <param name="beta">β &gt; 0; from <see cref="JointTable.CriticalBeta"/> on T knows nothing. Towards 0, T keeps the minimal sufficient statistic, with I(T;Y) = I(X;Y).</param>
    /// <param name="options">Cost, clusters, starts, tolerance; null for the defaults.</param>
    /// <returns>Encoder, decoder and information; a diagnosis where the iterations did not settle.</returns>
    /// <exception cref="DomainException">β is not positive and finite, or an option makes no sense.</exception>
    public static DiscreteSolution Solve(JointTable table, double beta, DiscreteBottleneckOptions? options = null)
    {
        options ??= new();
        options.Check();
        Check(beta);
        SelfConsistentRun[] runs = [.. CodeStarts.Of(table, beta, options).Select(start => new SelfConsistentRun(table, beta, options, start))];
        var best = runs[0];
        foreach (var run in runs[1..])
            if (run.Lagrangian < best.Lagrangian - options.Tolerance) best = run; // of equal ones the first, which is that of one cluster
        return Solution(table, beta, options, best, runs.Length, runs.Count(run => run.Lagrangian <= best.Lagrangian + AtBest));
    }

    /// <summary>The best codes over several β: each is solved by itself, then improved from any other's code that does better at its β, until none does.</summary>
    /// <remarks>So no solution lies above the line of slope β through another's point, and the points (I(X;T), I(T;Y)) — (H(T), I(T;Y)) where H(T) is what costs — lie on a
    /// concave curve, to within the tolerance.</remarks>
    /// <param name="table">p(x, y).</param>
    /// <param name="betas">Each β &gt; 0, in any order.</param>
    /// <param name="options">Cost, clusters, starts, tolerance; null for the defaults.</param>
    /// <returns>A solution for each β, in their order.</returns>
    /// <exception cref="DomainException">A β is not positive and finite, or an option makes no sense.</exception>
    public static IReadOnlyList<DiscreteSolution> Curve(JointTable table, IReadOnlyList<double> betas, DiscreteBottleneckOptions? options = null)
    {
        options ??= new();
        foreach (var beta in betas) Check(beta);
        DiscreteSolution[] solutions = [.. betas.Select(beta => Solve(table, beta, options))];
        var margin = (table.XCount + 1) * options.Tolerance; // merging may give back one tolerance for each cluster
        for (var improved = true; improved;)
        {
            improved = false;
            for (var i = 0; i < solutions.Length; i++)
            {
                var other = solutions.MinBy(solution => At(solution, betas[i]))!;
                if (At(other, betas[i]) >= solutions[i].Lagrangian - margin) continue;
                var run = new SelfConsistentRun(table, betas[i], options, Rows(other.Encoder));
                solutions[i] = Solution(table, betas[i], options, run, solutions[i].Starts + 1, 1);
                improved = true;
            }
        }
        return solutions;
    }

    private static void Check(double beta) => Require.Positive(beta, "β", "a small one such as 1e-6: at 0 every sufficient T is optimal");

    private static double At(DiscreteSolution solution, double beta) => beta * (solution.Cost == CodeCost.Entropy ? solution.EntropyOfCode : solution.Rate) - solution.Information;

    private static double[][] Rows(double[,] table) =>
        [.. Enumerable.Range(0, table.GetLength(0)).Select(i => Enumerable.Range(0, table.GetLength(1)).Select(j => table[i, j]).ToArray())];

    private static DiscreteSolution Solution(JointTable table, double beta, DiscreteBottleneckOptions options, SelfConsistentRun run, int starts, int startsAtBest)
    {
        int[] order = [.. Enumerable.Range(0, run.Code.Weights.Length).OrderByDescending(t => run.Code.Weights[t])];
        var (encoder, decoder) = (new double[table.XCount, order.Length], new double[order.Length, table.YCount]);
        for (var k = 0; k < order.Length; k++)
        {
            for (var x = 0; x < table.XCount; x++) encoder[x, k] = run.Code.Encoder(x, order[k]);
            for (var y = 0; y < table.YCount; y++) decoder[k, y] = run.Code.Decoder(order[k])[y];
        }
        return new()
        {
            Beta = beta,
            Cost = options.Cost,
            Encoder = encoder,
            Decoder = decoder,
            Weights = [.. order.Select(t => run.Code.Weights[t])],
            Rate = run.Code.Rate,
            EntropyOfCode = run.Code.Entropy,
            Information = run.Code.Information,
            Lagrangian = run.Lagrangian,
            Trace = run.Trace,
            Starts = starts,
            StartsAtBest = startsAtBest,
            Diagnoses = run.Converged ? [] : [Diagnosis.NotConverged(run.Trace.Count, run.Remaining, options.Tolerance)],
        };
    }
}
