using Xunit;

namespace Vib.Core.Tests;

public sealed class DiscreteBottleneckTests
{
    private static readonly JointTable table = new(Tables.Drawn(5, 3, 11));

    // The fixed point of the symmetric channel: by symmetry q(t) = ½ and q(t|x) is another symmetric channel; with its flip d, the condition log((1−d)/d) =
    // (1−2p) log((1−e)/e)/β, e = the two channels in a row, has one root below ½, found by bisection.
    [Theory]
    [InlineData(0.1, 0.3)]
    [InlineData(0.2, 0.1)]
    [InlineData(0.05, 0.7)]
    public void The_symmetric_channel_s_optimum_is_a_symmetric_channel(double flip, double beta)
    {
        var (low, high) = (1e-300, 0.5 - 1e-9);
        for (var k = 0; k < 2000; k++)
        {
            var d = low + (high - low) / 2;
            var e = d * (1 - flip) + (1 - d) * flip;
            if (Math.Log((1 - d) / d) > (1 - 2 * flip) * Math.Log((1 - e) / e) / beta) low = d;
            else high = d;
        }
        var solution = DiscreteBottleneck.Solve(Tables.Symmetric(flip), beta);
        Assert.Equal(2, solution.Clusters);
        Assert.Equal(Tables.Symmetric(low).Information, solution.Rate, 1e-7);
        Assert.Equal(Tables.Symmetric(low * (1 - flip) + (1 - low) * flip).Information, solution.Information, 1e-7);
        Assert.Equal(beta * Tables.Symmetric(low).Information - Tables.Symmetric(low * (1 - flip) + (1 - low) * flip).Information, solution.Lagrangian, 1e-11);
        Assert.True(solution.Converged);
    }

    // T of Y = f(X): 6 inputs, 3 labels. The optimum is T = Y at every β below 1.
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Labels_that_are_a_function_of_x_are_kept_whole_at_every_beta_below_one(double beta)
    {
        var labels = new JointTable(new[,] { { 0.1, 0, 0 }, { 0, 0.3, 0 }, { 0.2, 0, 0 }, { 0, 0, 0.15 }, { 0, 0.05, 0 }, { 0, 0, 0.2 } });
        var solution = DiscreteBottleneck.Solve(labels, beta);
        Assert.Equal(3, solution.Clusters);
        Assert.Equal(labels.EntropyOfY, solution.Rate, 1e-10);
        Assert.Equal(labels.EntropyOfY, solution.Information, 1e-10);
        Assert.Equal(new DeterministicLabels(labels.EntropyOfY).Optimum(beta, RateCost.Linear).Rate, solution.Rate, 1e-10);
    }

    // Three kinds of x, each there twice: T → the kind. I(X;T) → H(kind).
    [Fact]
    public void Towards_beta_zero_the_minimal_sufficient_statistic_is_kept()
    {
        double[] weights = [0.1, 0.2, 0.15, 0.25, 0.05, 0.25];
        double[,] kinds = { { 0.7, 0.2, 0.1 }, { 0.1, 0.1, 0.8 }, { 0.3, 0.4, 0.3 } };
        var joint = new JointTable(Tables.Map(kinds, 6, 3, (x, y) => weights[x] * kinds[x / 2, y]));
        var solution = DiscreteBottleneck.Solve(joint, 1e-4);
        Assert.Equal(3, solution.Clusters);
        Assert.Equal(joint.Information, solution.Information, 1e-12);
        Assert.Equal(Logarithms.Entropy([0.3, 0.4, 0.3]), solution.Rate, 1e-12);
        for (var x = 0; x < 6; x += 2)
            for (var t = 0; t < 3; t++) Assert.Equal(solution.Encoder[x, t], solution.Encoder[x + 1, t], 1e-12);
    }

    [Theory]
    [InlineData(CodeCost.Information)]
    [InlineData(CodeCost.Entropy)]
    public void From_beta_one_on_nothing_is_kept(CodeCost cost)
    {
        foreach (var beta in (double[])[1, 1.5, 100])
        {
            var solution = DiscreteBottleneck.Solve(table, beta, new() { Cost = cost });
            Assert.Equal((1, true), (solution.Clusters, solution.Converged));
            Assert.Equal((0, 0), (Math.Round(solution.Rate, 15), Math.Round(solution.Information, 15)));
        }
    }

    // Above β_c nothing helps; below, something does, by (β_c − β) times some rate. Just below ρ_m² a small step does.
    [Fact]
    public void The_code_is_empty_from_the_critical_beta_on_and_not_below()
    {
        foreach (var joint in (JointTable[])[Tables.OneSided, Tables.Symmetric(0.1), table, new(Tables.Drawn(4, 4, 3)), new(Tables.Drawn(6, 2, 4))])
        {
            var above = DiscreteBottleneck.Solve(joint, joint.CriticalBeta * 1.001);
            var below = DiscreteBottleneck.Solve(joint, joint.CriticalBeta * 0.99);
            Assert.Equal((1, 0), (above.Clusters, Math.Round(above.Lagrangian, 12)));
            Assert.True(below.Clusters > 1 && below.Lagrangian < -1e-7, $"{joint}: {below}, {below.Lagrangian}");
        }
    }

    // Between ρ_m² and β_c the empty code is a local optimum, and not the best one.
    [Fact]
    public void Between_the_two_critical_values_the_empty_code_is_only_a_local_optimum()
    {
        var joint = Tables.OneSided;
        var square = joint.MaximalCorrelation * joint.MaximalCorrelation;
        var beta = (square + joint.CriticalBeta) / 2;
        Assert.True(DiscreteBottleneck.Solve(joint, beta).Lagrangian < -1e-3);
        double After(double price)
        {
            var code = new DiscreteCode(joint, [[0.51, 0.49], [0.5, 0.5]]);
            for (var k = 0; k < 2000; k++) code = code.Next(price, CodeCost.Information);
            return code.Rate;
        }
        Assert.True(After(beta) < 1e-12);          // a small change dies out
        Assert.True(After(square * 1.02) < 1e-12);
        Assert.True(After(square * 0.98) > 1e-3);  // and grows below ρ_m²
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        var options = new DiscreteBottleneckOptions { Seed = 5 };
        var (first, again) = (DiscreteBottleneck.Solve(table, 0.1, options), DiscreteBottleneck.Solve(table, 0.1, options));
        Assert.Equal(first.Trace, again.Trace);
        Assert.Equal(first.Encoder.Cast<double>(), again.Encoder.Cast<double>());
    }

    [Fact]
    public void A_code_has_no_more_clusters_than_allowed()
    {
        Assert.True(DiscreteBottleneck.Solve(table, 0.01).Clusters > 2);
        foreach (var cost in Enum.GetValues<CodeCost>())
        {
            var solution = DiscreteBottleneck.Solve(table, 0.01, new() { Clusters = 2, Cost = cost });
            Assert.Equal((2, true), (solution.Clusters, solution.Converged));
            Assert.Equal(1, DiscreteBottleneck.Solve(table, 0.01, new() { Clusters = 1, Cost = cost }).Clusters);
        }
    }

    [Fact]
    public void Iterations_that_were_cut_short_say_so()
    {
        var solution = DiscreteBottleneck.Solve(table, 0.2, new() { MostIterations = 3, Restarts = 0, AnnealingSteps = 0 });
        Assert.False(solution.Converged);
        Assert.Equal(DiagnosisKind.NotConverged, Assert.Single(solution.Diagnoses).Kind);
        Assert.Contains("After 3 iterations", solution.Diagnoses[0].Sentence);
        Assert.Contains("3 iterations, 1 of 2 starts   ! not converged", solution.ToString());
    }

    [Fact]
    public void A_solution_is_one_line() => Assert.Matches(
        @"^β = 0\.5: I\(X;T\) = 0\.\d+, H\(T\) = 0\.\d+, I\(T;Y\) = 0\.\d+ nat, 2 clusters; \d+ iterations?, \d+ of 32 starts$",
        DiscreteBottleneck.Solve(Tables.Symmetric(0.05), 0.5, new() { Cost = CodeCost.Entropy }).ToString());

    // Both solvers of one problem: x and y of a Gaussian, each cut into cells of equal probability. Cutting loses information, so no code of cells lies above the Gaussian's curve; it
    // loses the less the finer the cells, by a power between the first, of unbounded tails, and the second, of a smooth middle.
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    public void A_finely_cut_Gaussian_lies_just_below_the_Gaussian_s_curve(double beta)
    {
        const double correlation = 0.85;
        var gaussian = new GaussianBottleneck(correlation);
        double Lost(int cells)
        {
            var solution = DiscreteBottleneck.Solve(Cut(correlation, cells), beta, new() { Restarts = 0, AnnealingSteps = 0 });
            Assert.True(solution.Information < gaussian.InformationAt(solution.Rate));
            return solution.Lagrangian - gaussian.Optimum(beta).Lagrangian;
        }
        var (coarse, middle, fine) = (Lost(4), Lost(8), Lost(16));
        Assert.InRange(coarse / middle, 2 / 1.2, 4);
        Assert.InRange(middle / fine, 2 / 1.2, 4);
        Assert.InRange(fine, 0, -0.15 * gaussian.Optimum(beta).Lagrangian);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        foreach (var beta in (double[])[0, -1, double.NaN, double.PositiveInfinity])
        {
            Assert.Equal(FormattableString.Invariant($"β is {beta}"), Assert.Throws<DomainException>(() => DiscreteBottleneck.Solve(table, beta)).Came);
            Assert.Throws<DomainException>(() => DiscreteBottleneck.Curve(table, [0.1, beta]));
        }
        void Refused(DiscreteBottleneckOptions options) => Assert.Throws<DomainException>(() => DiscreteBottleneck.Solve(table, 0.1, options));
        Refused(new() { Clusters = 0 });
        Refused(new() { Restarts = -1 });
        Refused(new() { AnnealingSteps = -1 });
        Refused(new() { Tolerance = 0 });
        Refused(new() { MostIterations = 0 });
    }

    /// <summary>P(x in cell i, y in cell j) of standard normals, by the midpoint rule in x's own probability: 40 points a cell. The table is a true coarsening of that discrete x.</summary>
    private static JointTable Cut(double correlation, int cells)
    {
        const int points = 40;
        double[] edges = [.. Enumerable.Range(1, cells - 1).Select(k => Quantile((double)k / cells))];
        var cut = new double[cells, cells];
        for (var k = 0; k < cells * points; k++)
        {
            var x = Quantile((k + 0.5) / (cells * points));
            double[] below = [0, .. edges.Select(edge => Normal((edge - correlation * x) / Math.Sqrt(1 - correlation * correlation))), 1];
            for (var j = 0; j < cells; j++) cut[k / points, j] += below[j + 1] - below[j];
        }
        return JointTable.OfCounts(cut);
    }

    private static double Quantile(double p)
    {
        var (low, high) = (-10.0, 10.0);
        for (var k = 0; k < 60; k++)
            if (Normal((low + high) / 2) < p) low = (low + high) / 2;
            else high = (low + high) / 2;
        return low;
    }

    /// <summary>Φ by its Taylor series about 0 times the density (Marsaglia 2004), to 1e-15 within ±6 and to 0 or 1 outside.</summary>
    private static double Normal(double z)
    {
        if (Math.Abs(z) > 7) return z > 0 ? 1 : 0;
        var (term, sum) = (z, z);
        for (var k = 3; Math.Abs(term) > 1e-18; k += 2) sum += term *= z * z / k;
        return 0.5 + sum * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
    }
}
