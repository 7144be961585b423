using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What a <see cref="LocationFamily"/> reads and writes to score a batch of points against some rows of places and widths, on buffers made once.</summary>
/// <remarks>By hand, rows of scores are whole registers: where B fills none, scores are made in rows that do and copied. Columns beyond B hold y = 0 and no gradient.</remarks>
internal sealed class LocationPairs : IDisposable
{
    internal static readonly int Lanes = Vector512<float>.Count;

    private const long TileNumbers = 1 << 24;

    private readonly LocationFamily family;
    private readonly LocationScales scales;
    private readonly Matrices scores;
    private readonly Matrices? scoresGradient;
    private readonly Matrices inner;             // [R,dy,B], the part of the points that is not padding
    private readonly Matrices? own, ownGradient; // [R,m,P], where rows are padded
    private readonly Matrices? trimmed, trimmedGradient;
    private readonly int rows;

    /// <param name="family">The shape of the density.</param>
    /// <param name="scale">How wide it may be.</param>
    /// <param name="dimension">dy.</param>
    /// <param name="scores">[R,m,B]: where the scores go.</param>
    /// <param name="gradient">[R,m,B]: where their gradient comes from; null where nobody goes back.</param>
    /// <param name="byHand">Whether the memory is a CPU's.</param>
    internal LocationPairs(LocationFamily family, BoundedLogScale scale, int dimension, Matrices scores, Matrices? gradient, bool byHand)
    {
        (this.family, this.scores, scoresGradient, rows, Dimension, ByHand) = (family, scores, gradient, (int)scores.Rows, dimension, byHand);
        var (replicates, batch, device, backward) = (scores.Replicates, (int)scores.Columns, scores.All.device, gradient is not null);
        Columns = byHand ? (batch + Lanes - 1) / Lanes * Lanes : batch;
        scales = new(family, scale, replicates, rows, dimension, device, backward);
        Matrices Buffer(long m, long n) => Matrices.Empty(replicates, m, n, device);
        Matrices? Trim(Matrices? padded) => padded is null ? null : new(padded.All.narrow(2, 0, batch));
        (Points, Location) = (Buffer(dimension, Columns), Buffer(rows, dimension));
        inner = Trim(Points)!;
        if (Columns > batch) (own, ownGradient) = (Buffer(rows, Columns), backward ? Buffer(rows, Columns) : null);
        (trimmed, trimmedGradient) = (Trim(own), Trim(ownGradient));
        if (backward) (LocationGradient, LogScaleGradient) = (Buffer(rows, dimension), Buffer(rows, dimension));
    }

    internal bool ByHand { get; }
    internal int Dimension { get; }
    internal int Columns { get; }                        // P ≥ B
    internal Matrices Points { get; }                    // yᵀ, [R,dy,P]
    internal Matrices Location { get; }                  // μ, [R,m,dy]
    internal Matrices InverseScale => scales.InverseScale; // 1/s
    internal Matrices Normaliser => scales.Normaliser;   // dy c − Σ_d log s_d, [R,m,1]
    internal Matrices? LocationGradient { get; }
    internal Matrices? LogScaleGradient { get; }
    internal Matrices Scores => own ?? scores;                          // [R,m,P]
    internal Matrices? ScoresGradient => ownGradient ?? scoresGradient; // [R,m,P]

    /// <summary>Takes places, free numbers of the widths and the batch's points in, <c>[R,m,dy]</c> twice and <c>[R,B,dy]</c>.</summary>
    internal void Load(Matrices location, Matrices free, Matrices points, int? replicate)
    {
        Location.Part(replicate).copy_(location.Part(replicate));
        scales.Set(free, replicate);
        inner.Part(replicate).copy_(replicate is { } r ? points.Transposed[r] : points.AllTransposed);
    }

    /// <summary>Scores all rows and hands the scores over.</summary>
    internal void Score(int? replicate)
    {
        Score(0, rows, replicate);
        Store(replicate);
    }

    /// <summary>Scores some rows.</summary>
    internal void Score(int start, int count, int? replicate) => family.Score(this, start, count, replicate);

    /// <summary>Hands the scores over.</summary>
    internal void Store(int? replicate)
    {
        if (trimmed is not null) scores.Part(replicate).copy_(trimmed.Part(replicate));
    }

    /// <summary>Takes the scores' gradient in.</summary>
    internal void LoadGradient(int? replicate)
    {
        if (trimmedGradient is not null) trimmedGradient.Part(replicate).copy_(scoresGradient!.Part(replicate));
    }

    /// <summary>Follows the gradient of all rows back to places and free numbers, <c>[R,m,dy]</c> both.</summary>
    internal void Follow(Matrices locationGradient, Matrices freeGradient, int? replicate)
    {
        LoadGradient(replicate);
        Follow(0, rows, replicate);
        StoreGradients(locationGradient, freeGradient, replicate);
    }

    /// <summary>Follows that of some rows.</summary>
    internal void Follow(int start, int count, int? replicate) => family.Follow(this, start, count, replicate);

    /// <summary>Hands the gradients over.</summary>
    internal void StoreGradients(Matrices locationGradient, Matrices freeGradient, int? replicate)
    {
        locationGradient.Part(replicate).copy_(LocationGradient!.Part(replicate));
        scales.Follow(LogScaleGradient!, freeGradient, replicate);
    }

    /// <summary>Rows a few at a time, for work that makes B dy numbers of each.</summary>
    internal IEnumerable<(int First, int Rows)> Tiles(int start, int count)
    {
        var most = (int)Math.Clamp(TileNumbers / ((long)scores.Replicates * Columns * Dimension), 1, count);
        for (var first = start; first < start + count; first += most) yield return (first, Math.Min(most, start + count - first));
    }

    public void Dispose()
    {
        foreach (var buffer in (Matrices?[])[inner, trimmed, trimmedGradient, own, ownGradient, Points, Location, LocationGradient, LogScaleGradient]) buffer?.Dispose();
        scales.Dispose();
    }
}
