using Xunit;

namespace Vib.Core.Tests;

public sealed class FrenzelPompeTests
{
    private static double[,] Column(double[,] all, int j)
    {
        var column = new double[all.GetLength(0), 1];
        for (var i = 0; i < column.Length; i++) column[i, 0] = all[i, j];
        return column;
    }

    private static Triples Of(double[,] all) => Triples.FromArrays(Column(all, 0), Column(all, 1), Column(all, 2));

    [Fact]
    public void What_a_common_cause_explains_is_gone()
    {
        double[] Cause(double[] e) => [e[2] + 0.7 * e[0], e[2] + 0.7 * e[1], e[2]]; // x ← z → y
        Draws.Hold(0, [.. Enumerable.Range(1, 10).Select(seed => FrenzelPompe.Estimate(Of(Draws.Normal(1500, 3, seed, Cause))))]);
        Assert.True(Ksg.Estimate(Of(Draws.Normal(1500, 3, 1, Cause)).XAndZ).Value > 0.4);
    }

    [Fact]
    public void What_a_common_effect_reveals_is_found()
    {
        // z = x + y + e with all of variance 1:  Var(x|z) = 2/3 and Var(x|y,z) = 1/2, so that I(X;Y|Z) = ½ log(4/3).
        Draws.Hold(0.5 * Math.Log(4.0 / 3), [.. Enumerable.Range(1, 10).Select(seed => FrenzelPompe.Estimate(Of(Draws.Normal(2000, 3, seed, e => [e[0], e[1], e[0] + e[1] + e[2]]))))]);
    }

    [Fact]
    public void Permutations_within_z_find_only_what_z_does_not_explain()
    {
        double Chance(int seed, double shared) => FrenzelPompe.Estimate(Of(Draws.Normal(250, 4, seed, e => [e[2] + 0.5 * e[0] + shared * e[3], e[2] + 0.5 * e[1] + shared * e[3], e[2]])), new() { Permutations = 9, Seed = seed }).Null!.PValue;
        // with nothing beyond z, p ≤ 0.2 in a fifth of 60 runs: more than 22 of them once in a thousand
        Assert.InRange(Enumerable.Range(1, 60).Count(seed => Chance(seed, 0) < 0.201), 1, 22);
        Assert.All(Enumerable.Range(1, 5), seed => Assert.Equal(0.1, Chance(seed, 1), 1e-12));
    }

    [Fact]
    public void Each_sample_takes_another_that_is_near_in_z()
    {
        var z = Rows.Of(Draws.Normal(300, 1, 1), "z");
        var places = new LocalPermutation(z, new()).Places(new(1, 0, 0));
        var reach = new NeighbourSearch(z, Norm.Maximum, SearchMethod.Automatic, null).KthDistances(5);
        for (var i = 0; i < 300; i++) Assert.InRange(Math.Abs(z.Row(i)[0] - z.Row(places[i])[0]), 0, reach[i]);
        Assert.InRange(places.Distinct().Count(), 250, 300); // few are taken twice: by choices that heed no other it would be (1 − 1/e) 300 = 190
        Assert.InRange(places.Where((place, i) => place == i).Count(), 20, 100); // a sixth stay as they are
    }

    [Fact]
    public void The_formula_by_hand()
    {
        var triples = Of(Draws.Normal(60, 3, 5));
        var (x, z, y) = (triples.XAndZ.X, triples.XAndZ.Y, triples.XAndYZ.Y.Where((_, i) => i % 2 == 0).ToArray());
        double Psi(int n) => GammaFunction.Digamma(n);
        var expected = Enumerable.Range(0, 60).Average(i =>
        {
            double Apart(float[] of, int j) => Math.Abs((double)of[i] - of[j]);
            var others = Enumerable.Range(0, 60).Where(j => j != i).ToArray();
            var radius = others.Select(j => Math.Max(Apart(x, j), Math.Max(Apart(y, j), Apart(z, j)))).Order().ElementAt(3);
            return Psi(4) + Psi(others.Count(j => Apart(z, j) < radius) + 1) - Psi(others.Count(j => Math.Max(Apart(x, j), Apart(z, j)) < radius) + 1)
                - Psi(others.Count(j => Math.Max(Apart(y, j), Apart(z, j)) < radius) + 1);
        });
        Assert.Equal(expected, FrenzelPompe.Estimate(triples, new() { K = 4, Scaling = Scaling.None }).Value, 1e-12);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("4 parts", Assert.Throws<DomainException>(() => FrenzelPompe.Estimate(Of(Draws.Normal(60, 3, 5)), new() { Parts = 4 })).Message, StringComparison.Ordinal);
        Assert.Contains("Column 0 of x equals column 0 of z", Assert.Throws<DataException>(() => FrenzelPompe.Estimate(Of(Draws.Normal(60, 2, 5, e => [e[0], e[1], e[0]])))).Message, StringComparison.Ordinal);
        Assert.Contains("z is discrete", Assert.Throws<DataException>(() => FrenzelPompe.Estimate(Of(Draws.Normal(60, 3, 5, e => [e[0], e[1], Math.Sign(e[2])])))).Message, StringComparison.Ordinal);
    }
}
