using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Vib.Core;

/// <summary>For each of many queries a sum over all points of a function of their distance, exactly: by tiles of points that stay in the cache, four queries against eight points at a time, over all
/// cores.</summary>
/// <remarks>Distances are sums of squared differences, so that small ones lose nothing to cancellation. O(M N d) time, O(N d + M) memory. A query's sum is taken in one order, whatever the number of
/// threads.</remarks>
internal sealed unsafe class PairSums
{
    internal const int Lanes = 8;
    private const int Quad = 4, Block = 64, TileBytes = 1 << 17;
    private const double Underflow = 1e-280; // below it a sum has lost terms that count

    private readonly double[] packed; // [groups, d, 8]
    private readonly int groups, dimension, count;
    private readonly ParallelOptions parallel;

    internal PairSums(Rows points, int? threads = null)
    {
        (count, dimension) = (points.Count, points.Dimension);
        groups = (count + Lanes - 1) / Lanes;
        packed = new double[(long)groups * Lanes * dimension];
        Array.Fill(packed, double.MaxValue); // who is not there is infinitely far
        for (var i = 0; i < count; i++)
            for (var c = 0; c < dimension; c++) packed[((i / Lanes) * dimension + c) * Lanes + i % Lanes] = points.Values[i * dimension + c];
        parallel = new() { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount };
    }

    /// <summary>An array with a number for each point, as long as the groups are.</summary>
    internal double[] Padded(double[] values)
    {
        var padded = new double[groups * Lanes];
        values.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>log Σ_j e^{−c ‖q − x_j‖²} of each query; −∞ only where there is no point, or none at a finite distance.</summary>
    /// <param name="queries">[M,d].</param>
    /// <param name="self">For each query the point that is left out, or −1; null where none is.</param>
    /// <param name="c">1/2b² of a Gaussian of standard deviation b.</param>
    internal double[] LogSums(Rows queries, int[]? self, double c)
    {
        var sums = Of(queries, self, new GaussianTerm(c));
        var faint = Enumerable.Range(0, sums.Length).Where(i => !(sums[i] >= Underflow)).ToArray();
        for (var i = 0; i < sums.Length; i++) sums[i] = Math.Log(sums[i]);
        if (faint.Length > 0) Again(queries.At(faint), self is null ? null : Array.ConvertAll(faint, i => self[i]), c, (i, value) => sums[faint[i]] = value);
        return sums;
    }

    /// <summary>The sums of each query, [M, outputs].</summary>
    internal double[] Of<TTerm>(Rows queries, int[]? self, TTerm term) where TTerm : struct, IPairTerm
    {
        var (m, outputs) = (queries.Count, term.Outputs);
        var sums = new double[m * outputs];
        var tile = Math.Max(1, TileBytes / (Lanes * sizeof(double) * dimension));
        Parallel.For(0, (m + Block - 1) / Block, parallel, block =>
        {
            var from = block * Block;
            var to = Math.Min(from + Block, m);
            var bytes = (nuint)((Block + Quad) * outputs * sizeof(Vector512<double>));
            var into = (Vector512<double>*)NativeMemory.AlignedAlloc(bytes, (nuint)sizeof(Vector512<double>));
            try
            {
                for (var k = 0; k < Block * outputs; k++) into[k] = Vector512.Create(term.Start);
                fixed (double* points = packed, values = queries.Values)
                    for (var first = 0; first < groups; first += tile)
                        for (var query = from; query < to; query += Quad)
                            Four(points, values, self, query, to - 1, first, Math.Min(first + tile, groups), term, into + (query - from) * outputs);
                for (var query = from; query < to; query++)
                    for (var output = 0; output < outputs; output++)
                    {
                        var (sum, lanes) = (term.Start, into[(query - from) * outputs + output]);
                        for (var lane = 0; lane < Lanes; lane++) sum = term.Join(sum, lanes.GetElement(lane));
                        sums[query * outputs + output] = sum;
                    }
            }
            finally
            {
                NativeMemory.AlignedFree(into);
            }
        });
        return sums;
    }

    private void Again(Rows queries, int[]? self, double c, Action<int, double> put)
    {
        var nearest = Of(queries, self, default(NearestTerm));
        var sums = Of(queries, self, new ShiftedTerm(c, Array.ConvertAll(nearest, d => double.IsFinite(d) ? d : 0)));
        for (var i = 0; i < sums.Length; i++) put(i, double.IsFinite(nearest[i]) ? Math.Log(sums[i]) - c * nearest[i] : double.NegativeInfinity);
    }

    /// <summary>Four queries, the last of which repeats where there are not so many, against groups of eight points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Four<TTerm>(double* points, double* values, int[]? self, int query, int last, int from, int to, TTerm term, Vector512<double>* into) where TTerm : struct, IPairTerm
    {
        var (i1, i2, i3) = (Math.Min(query + 1, last), Math.Min(query + 2, last), Math.Min(query + 3, last));
        double* q0 = values + (long)query * dimension, q1 = values + (long)i1 * dimension, q2 = values + (long)i2 * dimension, q3 = values + (long)i3 * dimension;
        var (s0, s1, s2, s3) = self is null ? (-1, -1, -1, -1) : (self[query], self[i1], self[i2], self[i3]);
        var (g0, g1, g2, g3) = (s0 >> 3, s1 >> 3, s2 >> 3, s3 >> 3); // −1 stays −1
        var outputs = term.Outputs;
        for (var group = from; group < to; group++)
        {
            var p = points + (long)group * dimension * Lanes;
            Vector512<double> a0 = default, a1 = default, a2 = default, a3 = default;
            for (var c = 0; c < dimension; c++)
            {
                var v = Vector512.Load(p + c * Lanes);
                var (d0, d1, d2, d3) = (v - Vector512.Create(q0[c]), v - Vector512.Create(q1[c]), v - Vector512.Create(q2[c]), v - Vector512.Create(q3[c]));
                a0 = Vector512.FusedMultiplyAdd(d0, d0, a0);
                a1 = Vector512.FusedMultiplyAdd(d1, d1, a1);
                a2 = Vector512.FusedMultiplyAdd(d2, d2, a2);
                a3 = Vector512.FusedMultiplyAdd(d3, d3, a3);
            }
            if (group == g0) a0 = Without(a0, s0);
            if (group == g1) a1 = Without(a1, s1);
            if (group == g2) a2 = Without(a2, s2);
            if (group == g3) a3 = Without(a3, s3);
            term.Add(a0, group, query, into);
            term.Add(a1, group, i1, into + outputs);
            term.Add(a2, group, i2, into + 2 * outputs);
            term.Add(a3, group, i3, into + 3 * outputs);
        }
    }

    private static Vector512<double> Without(Vector512<double> squared, int self) =>
        Vector512.ConditionalSelect(Vector512.Equals(Vector512.Create((double)(self & 7)), Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7)), Vector512.Create(double.PositiveInfinity), squared);
}
