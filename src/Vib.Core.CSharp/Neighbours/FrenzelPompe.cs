using System.Diagnostics;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Conditional mutual information of continuous variables by neighbours.</summary>
/// <remarks>I(X;Y|Z) = ψ(k) + mean_i [ψ(n_z + 1) − ψ(n_xz + 1) − ψ(n_yz + 1)], with n the others strictly nearer in those coordinates than the k-th neighbour of (x, y, z) in the maximum norm is
/// (Frenzel and Pompe 2007, eq. 8). The standard error is s/√N of the local values. The bias is towards 0, and large where z has many coordinates.</remarks>
public static class FrenzelPompe
{
    /// <summary>I(X;Y|Z).</summary>
    /// <param name="triples">N ≥ 4 triples.</param>
    /// <param name="options">k, scaling, noise, permutations; the defaults if null. A permutation gives each triple the x of one of its nearest five in z, so that what x and y share through z
    /// stays  (Runge 2018). Parts are refused.</param>
    /// <returns>The estimate, nats, never clamped.</returns>
    /// <exception cref="DomainException">There are fewer than 4 triples or no more than k, or an option makes no sense.</exception>
    /// <exception cref="DataException">A variable is constant or discrete, two share a column, or k triples and more are equal.</exception>
    public static Estimate Estimate(Triples triples, NeighbourOptions? options = null)
    {
        var clock = Stopwatch.StartNew();
        var chosen = options ?? new();
        chosen.Check(triples.Count);
        Require.That(chosen.Parts == 0, $"{Counted.Of(chosen.Parts, "part")}", "0: the jackknife is for I(X;Y)", "Subsampling, or the error of the local values");
        var (x, y, z) = Parted(triples);
        (x, y, z) = (Coordinates.Blurred(x, chosen, 0), Coordinates.Blurred(y, chosen, 1), Coordinates.Blurred(z, chosen, 2));
        var diagnoses = SampleChecks.Of(("x", x), ("y", y), ("z", z));
        (x, y, z) = (Coordinates.Scaled(x, chosen.Scaling), Coordinates.Scaled(y, chosen.Scaling), Coordinates.Scaled(z, chosen.Scaling));
        var (value, error) = Moments.Mean(Local(x, y, z, chosen));
        var estimate = LocalValues.Of(Invariant($"Frenzel–Pompe, k = {chosen.K}"), "I(X;Y|Z)", value, error, triples.Count, chosen, clock, diagnoses) with { Truth = triples.KnownInformation };
        if (chosen.Permutations == 0) return estimate;
        var near = new LocalPermutation(z, chosen);
        double[] permuted = [.. Enumerable.Range(0, chosen.Permutations).Select(p => Local(x.At(near.Places(new(chosen.Seed, (ulong)RandomStream.Permutation, p))), y, z, chosen).Average())];
        return estimate with { Null = PermutationNull.Of(value, permuted), Seconds = clock.Elapsed.TotalSeconds };
    }

    internal static (Rows X, Rows Y, Rows Z) Parted(Triples triples)
    {
        var (x, z, yz) = (triples.XAndZ.X, triples.XAndZ.Y, Rows.Of(triples.XAndYZ.Y, triples.XAndYZ.YDimension));
        var dy = triples.XAndYZ.YDimension - triples.XAndZ.YDimension;
        return (Rows.Of(x, triples.XAndZ.XDimension), new([.. Enumerable.Range(0, yz.Count).SelectMany(i => yz.Row(i)[..dy].ToArray())], dy), Rows.Of(z, triples.XAndZ.YDimension));
    }

    private static double[] Local(Rows x, Rows y, Rows z, NeighbourOptions options)
    {
        var (xz, yz) = (x.Beside(z), y.Beside(z));
        var radii = options.In(x.Beside(yz), Norm.Maximum).KthDistances(options.K);
        SampleChecks.NoneAtZero(radii, options.K, "(x, y, z)");
        int[] Within(Rows rows) => options.In(rows, Norm.Maximum).CountsWithin(radii);
        var (inZ, inXz, inYz, ofK) = (Within(z), Within(xz), Within(yz), GammaFunction.Digamma(options.K));
        return [.. inZ.Select((n, i) => ofK + GammaFunction.Digamma(n + 1) - GammaFunction.Digamma(inXz[i] + 1) - GammaFunction.Digamma(inYz[i] + 1))];
    }
}
