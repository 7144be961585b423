using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Diagonal densities of a <see cref="ILocationShape{TSelf}"/>: log q(y) = Σ_d ℓ((y_d − μ_d)/s_d) − log s_d + c.</summary>
/// <remarks>All pairs are scored by differences y_jd − μ_id, B² dy of them. The expansion y²/s² − 2yμ/s² + μ²/s² would be three products of matrices, but loses
/// (y/s)² roundings where s is small, and exists for the Gaussian alone.</remarks>
internal abstract class LocationFamily
{
    internal static LocationFamily Gaussian { get; } = new LocationFamily<GaussianShape>();

    internal static LocationFamily Logistic { get; } = new LocationFamily<LogisticShape>();

    /// <summary>c.</summary>
    internal abstract double Constant { get; }

    /// <summary>ℓ, element by element.</summary>
    internal abstract Tensor LogDensity(Tensor z);

    /// <summary>ℓ′, element by element.</summary>
    internal abstract Tensor Slope(Tensor z);

    /// <summary>Fills the scores of <paramref name="count"/> rows of x from <paramref name="start"/> on, of all replicates or of one.</summary>
    internal void Score(LocationPairs pairs, int start, int count, int? replicate)
    {
        if (pairs.ByHand) ScoreByHand(pairs, start, count, replicate);
        else ScoreByTensors(pairs, start, count, replicate);
    }

    /// <summary>Writes the gradients of μ and log s of those rows from the scores' gradient.</summary>
    internal void Follow(LocationPairs pairs, int start, int count, int? replicate)
    {
        if (pairs.ByHand) FollowByHand(pairs, start, count, replicate);
        else FollowByTensors(pairs, start, count, replicate);
    }

    private protected abstract void ScoreByHand(LocationPairs pairs, int start, int count, int? replicate);

    private protected abstract void FollowByHand(LocationPairs pairs, int start, int count, int? replicate);

    // On other devices some rows at a time, so that what lies between points and scores stays small.
    private void ScoreByTensors(LocationPairs pairs, int start, int count, int? replicate)
    {
        foreach (var (first, rows) in pairs.Tiles(start, count))
        {
            using var scope = NewDisposeScope();
            var (z, _) = Standard(pairs, first, rows, replicate);
            pairs.Scores.Part(replicate).narrow(-2, first, rows).copy_(LogDensity(z).sum(-2) + pairs.Normaliser.Part(replicate).narrow(-2, first, rows));
        }
    }

    private void FollowByTensors(LocationPairs pairs, int start, int count, int? replicate)
    {
        foreach (var (first, rows) in pairs.Tiles(start, count))
        {
            using var scope = NewDisposeScope();
            var (z, inverse) = Standard(pairs, first, rows, replicate);
            var upstream = pairs.ScoresGradient!.Part(replicate).narrow(-2, first, rows).unsqueeze(-2); // [R,T,1,B]
            var slope = Slope(z) * upstream;
            pairs.LocationGradient!.Part(replicate).narrow(-2, first, rows).copy_(slope.sum(-1) * inverse.neg());
            pairs.LogScaleGradient!.Part(replicate).narrow(-2, first, rows).copy_((slope * z + upstream).sum(-1).neg());
        }
    }

    /// <summary>(y_jd − μ_id)/s_id <c>[R,T,dy,B]</c>, and 1/s_id <c>[R,T,dy]</c>.</summary>
    private static (Tensor Z, Tensor Inverse) Standard(LocationPairs pairs, int first, int rows, int? replicate)
    {
        var (location, inverse) = (pairs.Location.Part(replicate).narrow(-2, first, rows), pairs.InverseScale.Part(replicate).narrow(-2, first, rows));
        return ((pairs.Points.Part(replicate).unsqueeze(-3) - location.unsqueeze(-1)) * inverse.unsqueeze(-1), inverse);
    }
}

/// <summary>The passes by hand: 16 pairs of a row side by side, one coordinate after the other, nothing kept in memory between points and scores.</summary>
internal sealed class LocationFamily<TShape> : LocationFamily where TShape : struct, ILocationShape<TShape>
{
    private static readonly int Lanes = LocationPairs.Lanes;

    internal override double Constant => TShape.Constant;

    internal override Tensor LogDensity(Tensor z) => TShape.LogDensity(z);

    internal override Tensor Slope(Tensor z) => TShape.Slope(z);

    private protected override void ScoreByHand(LocationPairs pairs, int start, int count, int? replicate)
    {
        var (first, end) = pairs.Scores.Span(replicate);
        for (var r = first; r < end; r++)
        {
            ReadOnlySpan<float> points = Floats(pairs.Points, r), location = Floats(pairs.Location, r), inverse = Floats(pairs.InverseScale, r), normaliser = Floats(pairs.Normaliser, r);
            var scores = Floats(pairs.Scores, r);
            for (var i = start; i < start + count; i++)
                Score(points, location.Slice(i * pairs.Dimension, pairs.Dimension), inverse.Slice(i * pairs.Dimension, pairs.Dimension), normaliser[i],
                    scores.Slice(i * pairs.Columns, pairs.Columns));
        }
    }

    private static void Score(ReadOnlySpan<float> points, ReadOnlySpan<float> location, ReadOnlySpan<float> inverse, float normaliser, Span<float> scores)
    {
        ref var from = ref MemoryMarshal.GetReference(points);
        ref var into = ref MemoryMarshal.GetReference(scores);
        for (var j = 0; j < scores.Length; j += Lanes)
        {
            var shape = TShape.Start;
            for (var d = 0; d < location.Length; d++)
                shape.Add((Vector512.LoadUnsafe(ref from, (nuint)(d * scores.Length + j)) - Vector512.Create(location[d])) * Vector512.Create(inverse[d]));
            (shape.Total + Vector512.Create(normaliser)).StoreUnsafe(ref into, (nuint)j);
        }
    }

    private protected override void FollowByHand(LocationPairs pairs, int start, int count, int? replicate)
    {
        var (first, end) = pairs.Scores.Span(replicate);
        for (var r = first; r < end; r++)
        {
            ReadOnlySpan<float> points = Floats(pairs.Points, r), location = Floats(pairs.Location, r), inverse = Floats(pairs.InverseScale, r), upstream = Floats(pairs.ScoresGradient!, r);
            Span<float> locationGradient = Floats(pairs.LocationGradient!, r), logScaleGradient = Floats(pairs.LogScaleGradient!, r);
            for (var i = start; i < start + count; i++)
            {
                var row = new Range(i * pairs.Dimension, (i + 1) * pairs.Dimension);
                Follow(points, location[row], inverse[row], upstream.Slice(i * pairs.Columns, pairs.Columns), locationGradient[row], logScaleGradient[row]);
            }
        }
    }

    // ∂μ = −Σ_j G_j ℓ′(z_j)/s,  ∂log s = −Σ_j G_j (ℓ′(z_j) z_j + 1)
    private static void Follow(ReadOnlySpan<float> points, ReadOnlySpan<float> location, ReadOnlySpan<float> inverse, ReadOnlySpan<float> upstream, Span<float> locationGradient,
        Span<float> logScaleGradient)
    {
        ref var from = ref MemoryMarshal.GetReference(points);
        ref var g = ref MemoryMarshal.GetReference(upstream);
        var (total, begin, end) = (Vector512<float>.Zero, upstream.Length, 0); // maximum likelihood has a gradient on the diagonal alone: the rest of the row is left out
        for (var j = 0; j < upstream.Length; j += Lanes)
        {
            var block = Vector512.LoadUnsafe(ref g, (nuint)j);
            if (Vector512.EqualsAll(block, Vector512<float>.Zero)) continue;
            total += block;
            (begin, end) = (Math.Min(begin, j), j + Lanes);
        }
        for (var d = 0; d < location.Length; d++)
        {
            var (centre, width, slopes, moments) = (Vector512.Create(location[d]), Vector512.Create(inverse[d]), Vector512<float>.Zero, Vector512<float>.Zero);
            for (var j = begin; j < end; j += Lanes)
            {
                var z = (Vector512.LoadUnsafe(ref from, (nuint)(d * upstream.Length + j)) - centre) * width;
                var slope = TShape.Slope(z) * Vector512.LoadUnsafe(ref g, (nuint)j);
                slopes += slope;
                moments = Vector512.FusedMultiplyAdd(slope, z, moments);
            }
            locationGradient[d] = -inverse[d] * Vector512.Sum(slopes);
            logScaleGradient[d] = -Vector512.Sum(moments + total);
        }
    }

    private static Span<float> Floats(Matrices matrices, int replicate) => MemoryMarshal.Cast<byte, float>(matrices.Each[replicate].bytes);
}
