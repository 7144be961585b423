using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

/// <summary>What holds for every table, and proofs that what was found is the optimum.</summary>
public sealed class DiscreteBottleneckLaws
{
    private const double Rounding = 1e-13; // sums of some hundred terms of at most a few nats
    private static readonly DiscreteBottleneckOptions quick = new() { Restarts = 12 }, sharp = quick with { Tolerance = 1e-15 };

    [Fact]
    public void The_Lagrangian_never_rises() => Law.Holds(Tables.Cases(), c =>
    {
        foreach (var cost in Enum.GetValues<CodeCost>())
        {
            var options = quick with { Cost = cost };
            var trace = DiscreteBottleneck.Solve(c.Table, c.Beta, options).Trace;
            Assert.All(trace.Skip(1).Zip(trace), pair => Assert.True(pair.First <= pair.Second + options.Tolerance + Rounding, $"{pair.Second:R} → {pair.First:R}"));
        }
    });

    // The plain iteration itself, from any encoder (where H(T) is paid for, a soft one too), merging or leaps: to rounding.
    [Fact]
    public void A_single_iteration_never_raises_the_Lagrangian() => Law.Holds(Tables.Cases(), c =>
    {
        var random = new SplitMix64(c.Seed, 9, 0);
        var start = new double[c.Table.XCount][];
        for (var x = 0; x < start.Length; x++)
        {
            var row = new double[4];
            for (var t = 0; t < 4; t++) row[t] = random.Uniform();
            start[x] = Array.ConvertAll(row, q => q / row.Sum());
        }
        foreach (var cost in Enum.GetValues<CodeCost>())
        {
            var code = new DiscreteCode(c.Table, start);
            for (var k = 0; k < 30; k++)
            {
                var next = code.Next(c.Beta, cost);
                Assert.True(next.Lagrangian(c.Beta, cost) <= code.Lagrangian(c.Beta, cost) + Rounding);
                code = next;
            }
        }
    });

    [Fact]
    public void No_code_knows_more_of_y_than_of_x_or_than_x_does() => Law.Holds(Tables.Cases(), c =>
    {
        foreach (var cost in Enum.GetValues<CodeCost>())
        {
            var s = DiscreteBottleneck.Solve(c.Table, c.Beta, quick with { Cost = cost });
            Assert.True(s.Information <= Math.Min(s.Rate, c.Table.Information) + Rounding);
            Assert.InRange(s.Rate, -Rounding, Math.Min(s.EntropyOfCode, c.Table.EntropyOfX) + Rounding);
            Assert.True(s.Lagrangian <= Rounding); // the empty code has 0
            Assert.Equal(c.Beta * (cost == CodeCost.Entropy ? s.EntropyOfCode : s.Rate) - s.Information, s.Lagrangian);
        }
    });

    [Fact]
    public void Tables_of_the_solution_are_distributions_that_belong_together() => Law.Holds(Tables.Cases(), c =>
    {
        var s = DiscreteBottleneck.Solve(c.Table, c.Beta, quick);
        for (var x = 0; x < c.Table.XCount; x++) Assert.Equal(1, Enumerable.Range(0, s.Clusters).Sum(t => s.Encoder[x, t]), Rounding);
        for (var t = 0; t < s.Clusters; t++)
        {
            Assert.Equal(s.Weights[t], Enumerable.Range(0, c.Table.XCount).Sum(x => c.Table.X[x] * s.Encoder[x, t]), Rounding);
            for (var y = 0; y < c.Table.YCount; y++)
                Assert.Equal(s.Weights[t] * s.Decoder[t, y], Enumerable.Range(0, c.Table.XCount).Sum(x => c.Table.X[x] * s.Encoder[x, t] * c.Table.YGiven(x)[y]), Rounding);
        }
        Assert.Equal(s.Weights.OrderDescending(), s.Weights);
        Assert.True(s.Clusters <= c.Table.XCount);
    });

    // q(t|x) is what q(t) and q(y|t) make of it: to 3e-8 where the Lagrangian is at its optimum to 1e-15, or to the square root of more where it is flat.
    [Fact]
    public void A_solution_solves_the_self_consistent_equations() => Law.Holds(Tables.Cases(), c =>
    {
        var s = DiscreteBottleneck.Solve(c.Table, c.Beta, sharp);
        for (var x = 0; x < c.Table.XCount; x++)
        {
            var weights = Enumerable.Range(0, s.Clusters).Select(t => s.Weights[t] * Math.Exp(-Logarithms.Divergence([.. c.Table.YGiven(x)], [.. Enumerable.Range(0, c.Table.YCount).Select(y => s.Decoder[t, y])]) / c.Beta)).ToArray();
            Assert.All(weights.Select((w, t) => w / weights.Sum() - s.Encoder[x, t]), off => Assert.Equal(0, off, 1e-5));
        }
    });

    // A code with q(x|t) = r_t has the Lagrangian β H(X) − H(Y) + Σ q(t) f(r_t), f(r) = H(r_Y) − β H(r) (Witsenhausen and Wyner 1975), so the optimum is the convex envelope of f at
    // p. The tangent plane of f at any r_t, Σ λ_x r(x) + 1 − β, is a proof of optimality if f is nowhere below it: at every point of a lattice it is not. The slack is
    // what an encoder tilts the plane by that is off by 3e-8, as a Lagrangian to 1e-15 may leave it, or by a few hundred times that where the optimum is flat.
    [Fact]
    public void Every_solution_has_a_plane_that_proves_it_the_optimum()
    {
        var planes = 0;
        Law.Holds(Tables.Cases(mostRows: 3), c => planes += Planes(c.Table, c.Beta), 60);
        Assert.True(planes >= 60, $"{planes}"); // not most of them at the border
    }

    private static int Planes(JointTable table, double beta)
    {
        var planes = 0;
        var s = DiscreteBottleneck.Solve(table, beta, sharp);
        var lattice = Lattice(table.XCount, table.XCount == 2 ? 500 : 60).Select(r => (Point: r, Value: Envelope(table, beta, r))).ToArray();
        for (var t = 0; t < s.Clusters; t++)
        {
            var at = Enumerable.Range(0, table.XCount).Select(x => table.X[x] * s.Encoder[x, t] / s.Weights[t]).ToArray();
            if (at.Min() < 1e-300) continue; // no tangent at the border
            var sy = Outputs(table, at);
            var slopes = at.Select((r, x) => beta * (Math.Log(r) + 1) - sy.Select((v, y) => table.YGiven(x)[y] * (Math.Log(v) + 1)).Sum()).ToArray();
            foreach (var (point, value) in lattice)
                Assert.True(value >= point.Zip(slopes, (r, slope) => r * slope).Sum() + 1 - beta - 2e-5, $"{s}: a better cluster at [{string.Join(", ", point)}]");
            planes++;
        }
        return planes;
    }

    // Two values of x: the envelope by brute force over all pairs of a grid of 1/1000 and the point p itself. A coarser code is no better, and the best of the grid is within the
    // curvature times the grid's square of the best.
    [Fact]
    public void With_two_values_of_x_the_optimum_is_that_of_brute_force() => Law.Holds(Arb.From(from seed in Gen.Choose(0, 100_000) from milli in Gen.Choose(50, 950) select (seed, milli / 1000.0)), c =>
    {
        var (joint, beta) = (new JointTable(Tables.Drawn(2, 3, c.seed)), c.Item2);
        const int n = 1000;
        var p = joint.X[0];
        var values = Enumerable.Range(0, n + 1).Select(k => Envelope(joint, beta, [(double)k / n, 1 - (double)k / n])).ToArray();
        var best = Envelope(joint, beta, [p, 1 - p]);
        for (var a = 0; a < p * n; a++)
            for (var b = (int)Math.Floor(p * n) + 1; b <= n; b++)
                best = Math.Min(best, ((b - p * n) * values[a] + (p * n - a) * values[b]) / (b - a));
        var constant = beta * joint.EntropyOfX - joint.EntropyOfY;
        Assert.InRange(DiscreteBottleneck.Solve(joint, beta, quick).Lagrangian, best + constant - 1e-4, best + constant + 1e-12);
    }, 30);

    // Over all partitions of up to five x: the best code that is a function of x.
    [Fact]
    public void The_deterministic_bottleneck_finds_the_best_of_all_partitions() => Law.Holds(Tables.Cases(), c =>
    {
        var best = Partitions(c.Table.XCount).Min(partition => new DiscreteCode(c.Table, partition).Lagrangian(c.Beta, CodeCost.Entropy));
        var s = DiscreteBottleneck.Solve(c.Table, c.Beta, new() { Cost = CodeCost.Entropy, Restarts = 30 });
        Assert.Equal(best, s.Lagrangian, s.Converged ? 1e-12 : 0);
        Assert.Equal(s.EntropyOfCode, s.Rate, Rounding);
        Assert.All(s.Encoder.Cast<double>(), q => Assert.True(q is 0 or 1));
    });

    // β H(T) ≥ β I(X;T): a soft code costs no more.
    [Fact]
    public void The_soft_optimum_is_no_worse_than_the_deterministic_one() => Law.Holds(Tables.Cases(), c =>
        Assert.True(DiscreteBottleneck.Solve(c.Table, c.Beta).Lagrangian <= DiscreteBottleneck.Solve(c.Table, c.Beta, new() { Cost = CodeCost.Entropy }).Lagrangian + 1e-10));

    [Fact]
    public void The_order_of_x_and_of_y_does_not_matter() => Law.Holds(Tables.Cases(mostRows: 4), c =>
    {
        var probabilities = Tables.Drawn(c.Table.XCount, c.Table.YCount, c.Seed);
        int[] rows = [.. Enumerable.Range(0, c.Table.XCount).Reverse()], columns = [.. Enumerable.Range(1, c.Table.YCount - 1), 0];
        var s = DiscreteBottleneck.Solve(c.Table, c.Beta);
        var other = DiscreteBottleneck.Solve(new(Tables.ColumnsInOrder(Tables.RowsInOrder(probabilities, rows), columns)), c.Beta);
        Assert.Equal(s.Lagrangian, other.Lagrangian, 1e-10);
        // Lagrangians to 1e-12 leave encoders to about 1e-6, more where the optimum is flat; what they tell of x is compared without the clusters' order
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < rows.Length; j++)
                Assert.Equal(Together(s, rows[i], rows[j]), Together(other, i, j), 1e-3);
    }, 60);

    [Fact]
    public void The_curve_is_concave_and_its_points_do_not_beat_each_other() => Law.Holds(Arb.From(Gen.Choose(0, 100_000)), seed =>
    {
        var joint = new JointTable(Tables.Drawn(9, 4, seed));
        foreach (var cost in Enum.GetValues<CodeCost>())
        {
            double[] betas = [.. Enumerable.Range(1, 12).Select(k => joint.CriticalBeta * k / 12.5)];
            var curve = DiscreteBottleneck.Curve(joint, betas, new() { Cost = cost, Restarts = 1, AnnealingSteps = 0 }); // few starts: some β alone would miss their optimum
            double Cost(DiscreteSolution s) => cost == CodeCost.Entropy ? s.EntropyOfCode : s.Rate;
            Assert.Equal(betas, curve.Select(s => s.Beta));
            foreach (var s in curve)
                Assert.All(curve, other => Assert.True(s.Beta * Cost(other) - other.Information >= s.Lagrangian - 1e-11));
            foreach (var (cheap, dear) in curve.Zip(curve.Skip(1))) // β grows: less of both
            {
                Assert.True(Cost(dear) <= Cost(cheap) + 1e-9 && dear.Information <= cheap.Information + 1e-9);
                var gained = cheap.Information - dear.Information;
                Assert.InRange(gained, cheap.Beta * (Cost(cheap) - Cost(dear)) - 1e-10, dear.Beta * (Cost(cheap) - Cost(dear)) + 1e-10); // slopes between the two β
            }
        }
    }, 10);

    private static double Together(DiscreteSolution s, int i, int j) => Enumerable.Range(0, s.Clusters).Sum(t => s.Encoder[i, t] * s.Encoder[j, t] / s.Weights[t]);

    private static double[] Outputs(JointTable table, double[] r) => [.. Enumerable.Range(0, table.YCount).Select(y => r.Select((v, x) => v * table.YGiven(x)[y]).Sum())];

    private static double Envelope(JointTable table, double beta, double[] r) => Logarithms.Entropy(Outputs(table, r)) - beta * Logarithms.Entropy(r);

    private static IEnumerable<double[]> Lattice(int dimension, int n) => dimension == 2
        ? Enumerable.Range(0, n + 1).Select(i => new[] { (double)i / n, (double)(n - i) / n })
        : from i in Enumerable.Range(0, n + 1) from j in Enumerable.Range(0, n + 1 - i) select new[] { (double)i / n, (double)j / n, (double)(n - i - j) / n };

    /// <summary>Every partition of n things once: the cluster of each is at most one more than the largest before it.</summary>
    private static IEnumerable<double[][]> Partitions(int n)
    {
        IEnumerable<int[]> all = [[0]];
        for (var k = 1; k < n; k++) all = all.SelectMany(head => Enumerable.Range(0, head.Max() + 2).Select(next => (int[])[.. head, next])).ToArray();
        return all.Select(clusters => clusters.Select(cluster => Enumerable.Range(0, clusters.Max() + 1).Select(t => t == cluster ? 1.0 : 0).ToArray()).ToArray());
    }
}
