using Xunit;

namespace Vib.Core.Tests;

/// <summary>What is said of given pairs before any work is done on them, and what is not.</summary>
public sealed class PairChecksTests
{
    private static readonly EstimationOptions options = new();

    private static Diagnosis[] Said(Pairs pairs, Scaling scaling = Scaling.Standard) => [.. PairChecks.Of(pairs, options with { Scaling = scaling })];

    private static DiagnosisKind[] Kinds(Pairs pairs, Scaling scaling = Scaling.Standard) => [.. Said(pairs, scaling).Select(d => d.Kind)];

    /// <summary>Columns of x, each a function of the row's own random number source, and a normal y.</summary>
    private static Pairs Drawn(int count, int seed, params Func<Random, double>[] columns)
    {
        var random = new Random(seed);
        var (x, y) = (new float[count * columns.Length], new float[count]);
        for (var i = 0; i < count; i++)
        {
            for (var k = 0; k < columns.Length; k++) x[i * columns.Length + k] = (float)columns[k](random);
            y[i] = (float)Normal(random);
        }
        return new(x, columns.Length, y, 1);
    }

    private static double Uniform(Random random) => 1 - random.NextDouble();
    private static double Exponential(Random random) => -Math.Log(Uniform(random));
    private static double Normal(Random random) => Math.Sqrt(2 * Exponential(random)) * Math.Cos(2 * Math.PI * Uniform(random));
    private static double Cauchy(Random random) => Math.Tan(Math.PI * (Uniform(random) - 0.5));
    private static double StudentT2(Random random) => Normal(random) / Math.Sqrt(Exponential(random)); // χ²₂/2 is exponential
    private static double Cube(Random random) => Math.Pow(Normal(random), 3);
    private static double LogNormal(Random random) => Math.Exp(2 * Normal(random));
    private static double Rounded(Random random) => Math.Round(Normal(random), 1);
    private static double State(Random random) => Math.Floor(4 * Uniform(random));
    private static double Rare(Random random) => Uniform(random) < 0.01 ? 1 : 0;

    // 40 sets of 1000 rows and 6 light-tailed columns, of units that differ: no alarm. A Gaussian or uniform column alarms for practical purposes never.
    [Fact]
    public void Of_clean_data_nothing_is_said()
    {
        for (var seed = 1; seed <= 40; seed++)
            Assert.Empty(Said(Drawn(1000, seed, Normal, r => 1e6 + 1e-3 * 1e6 * Normal(r), r => 1e-12 * Uniform(r), r => Normal(r) * Normal(r) > 0 ? 1 : -1, Rare, Rounded)));
    }

    // ---- constants ----

    [Fact]
    public void Constant_columns_are_named()
    {
        var said = Assert.Single(Said(Drawn(200, 1, Normal, _ => 5, Normal, _ => 0)));
        Assert.Equal(DiagnosisKind.ConstantColumns, said.Kind);
        Assert.StartsWith("Constant columns x 1, x 3 (counted from 0).", said.Sentence);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("y")]
    public void A_constant_variable_is_refused_since_it_shares_nothing(string variable)
    {
        var (vary, same) = (Enumerable.Range(0, 12).Select(i => (float)i).ToArray(), Enumerable.Repeat(3f, 12).ToArray());
        var error = Assert.Throws<DataException>(() => Said(variable == "x" ? new(same, 2, vary, 2) : new(vary, 2, same, 2)));
        Assert.Equal($"{variable} is the same in all 6 pairs", error.Came);
        Assert.Contains("I(X;Y) is exactly 0", error.Wanted);
        Assert.NotEmpty(error.Advice);
    }

    // ---- copies ----

    /// <summary>The pairs, and the first of them again.</summary>
    private static Pairs Again(Pairs p, int rows) => new([.. p.X, .. p.X[..(rows * p.XDimension)]], p.XDimension, [.. p.Y, .. p.Y[..(rows * p.YDimension)]], p.YDimension);

    [Theory]
    [InlineData(1, "1 of 1000 pairs")] // one in a thousand is what is said something of
    [InlineData(50, "50 of 1049 pairs")]
    [InlineData(999, "999 of 1998 pairs")]
    public void Copied_pairs_are_counted(int copies, string part) // of an x with states and a continuous y too
    {
        foreach (var column in (Func<Random, double>[])[Normal, State])
        {
            var said = Assert.Single(Said(Again(Drawn(999, 1, column), copies)));
            Assert.Equal(DiagnosisKind.DuplicatedRows, said.Kind);
            Assert.StartsWith(part, said.Sentence);
        }
    }

    [Fact]
    public void Fewer_copies_than_matter_are_passed_over() => Assert.Empty(Said(Again(Drawn(2000, 1, Normal), 2)));

    [Fact]
    public void An_x_that_recurs_with_another_y_is_no_copy() => Assert.Empty(Said(Drawn(500, 1, State, Rare)));

    // 1000 rows, 4 states against 4, or 60 rounded values against 60: nearly all pairs recur, as they must.
    [Fact]
    public void Discrete_variables_meet_by_chance()
    {
        foreach (var column in (Func<Random, double>[])[State, Rounded])
        {
            var (x, y) = (Drawn(1000, 1, column).X, Drawn(1000, 2, column).X);
            Assert.Empty(Said(new(x, 1, y, 1)));
            Assert.Empty(Said(new(x, 1, x, 1)));
        }
    }

    // ---- tails ----

    // 50 sets of 1000 rows each, all flagged. Of Student's t with 2 degrees of freedom 0.2 % stay below the limit: 15.5 × 0.816 is passed by one of 1000 with
    // probability 1 − e^{−6.2}, so that 3 misses or more of 50 have probability 2 × 10⁻⁴; of the others fewer than 10⁻⁶ a set do.
    [Theory]
    [InlineData("Cauchy", 0)]
    [InlineData("StudentT2", 2)]
    [InlineData("Cube", 0)]
    [InlineData("LogNormal", 0)]
    public void Heavy_tails_are_seen_in_a_thousand_rows(string name, int misses)
    {
        Func<Random, double> column = name switch { "Cauchy" => Cauchy, "StudentT2" => StudentT2, "Cube" => Cube, _ => LogNormal };
        Assert.InRange(Enumerable.Range(1, 50).Count(seed => !Kinds(Drawn(1000, seed, column)).Contains(DiagnosisKind.HeavyTails)), 0, misses);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(10_000)]
    public void Gaussian_columns_are_not_heavy(int count)
    {
        var gaussian = CorrelatedGaussian.WithInformation(20, 2).Sample(count);
        Assert.Empty(Said(gaussian));
    }

    // An exponential column alarms in about 1 of 10 sets, 0.11 at 500 rows: of 200 sets 22 are expected, and 40 are 4 deviations more.
    [Fact]
    public void Exponential_columns_are_rarely_heavy() =>
        Assert.InRange(Enumerable.Range(1, 200).Count(seed => Said(Drawn(500, seed, Exponential)).Length > 0), 0, 40);

    [Fact]
    public void The_limit_is_the_quantile_of_the_largest_exponential()
    {
        // n P(X > ln 2 + r (ln 3)/2) = 0.1
        var end = Math.Log(2) + HeavyTail.Limit(1000) * Math.Log(3) / 2;
        Assert.Equal(0.1, 1000 * Math.Exp(-end), 1e-12);
    }

    [Fact]
    public void Heavy_columns_are_named_with_what_to_do()
    {
        var said = Assert.Single(Said(Drawn(1000, 1, Normal, Cauchy, Normal, Cube)));
        Assert.StartsWith("Heavy-tailed columns x 1, x 3 (counted from 0): up to ", said.Sentence);
        Assert.Contains("ends by 15.5", said.Sentence);
    }

    [Fact]
    public void A_column_most_of_which_is_one_value_is_judged_by_the_rest()
    {
        Func<Random, double> Mostly(Func<Random, double> rest) => r => Uniform(r) < 0.8 ? 0 : rest(r);
        Assert.Equal([DiagnosisKind.HeavyTails], Kinds(Drawn(2000, 1, Mostly(Cauchy))));
        Assert.Empty(Kinds(Drawn(2000, 1, Mostly(r => 1e6 * Uniform(r)), Mostly(_ => 1))));
    }

    [Theory]
    [InlineData(Scaling.None, true)]
    [InlineData(Scaling.Standard, true)]
    [InlineData(Scaling.Rank, false)]
    [InlineData(Scaling.Arctan, false)]
    public void Where_the_scaling_draws_tails_in_nothing_is_said_of_them(Scaling scaling, bool said) =>
        Assert.Equal(said, Kinds(Drawn(1000, 1, Cauchy), scaling).Contains(DiagnosisKind.HeavyTails));

    [Fact]
    public void Too_few_rows_to_know_a_tail_are_not_judged() => Assert.Empty(Said(Drawn(99, 1, Cauchy)));
}
