using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What a <see cref="LocationFamily"/> reads and writes to score all pairs of a batch, on buffers made once.</summary>
/// <remarks>By hand, rows of pairs are whole registers: where B fills none, scores are made in rows that do and copied. Columns beyond B hold y = 0 and no gradient.</remarks>
internal sealed class LocationPairs : IDisposable
{
    internal static readonly int Lanes = Vector512<float>.Count;

    private const long TileNumbers = 1 << 24;

    private readonly CriticPass pass;
    private readonly Matrices inner;            // [R,dy,B], the part of the points that is not padding
    private readonly Matrices? own, ownGradient; // [R,B,P], where rows are padded
    private readonly Matrices? trimmed, trimmedGradient;

    /// <param name="pass">Whose points and scores these are.</param>
    /// <param name="byHand">Whether the memory is a CPU's.</param>
    internal LocationPairs(CriticPass pass, bool byHand)
    {
        (this.pass, ByHand) = (pass, byHand);
        var (replicates, batch, device) = (pass.Y.Replicates, pass.Batch, pass.Y.All.device);
        Dimension = (int)pass.Y.Columns;
        Columns = byHand ? (batch + Lanes - 1) / Lanes * Lanes : batch;
        Matrices Buffer(long rows, long columns) => Matrices.Empty(replicates, rows, columns, device);
        Matrices? Trim(Matrices? padded) => padded is null ? null : new(padded.All.narrow(2, 0, batch));
        (Points, Location, InverseScale, LogScale, Normaliser) =
            (Buffer(Dimension, Columns), Buffer(batch, Dimension), Buffer(batch, Dimension), Buffer(batch, Dimension), Buffer(batch, 1));
        inner = Trim(Points)!;
        var backward = pass.ScoresGradient is not null;
        if (Columns > batch) (own, ownGradient) = (Buffer(batch, Columns), backward ? Buffer(batch, Columns) : null);
        (trimmed, trimmedGradient) = (Trim(own), Trim(ownGradient));
        if (backward) (LocationGradient, LogScaleGradient) = (Buffer(batch, Dimension), Buffer(batch, Dimension));
    }

    internal bool ByHand { get; }
    internal int Dimension { get; }
    internal int Columns { get; }                // P ≥ B
    internal Matrices Points { get; }            // yᵀ, [R,dy,P]
    internal Matrices Location { get; }          // μ, [R,B,dy]
    internal Matrices LogScale { get; }          // log s
    internal Matrices InverseScale { get; }      // 1/s
    internal Matrices Normaliser { get; }        // dy c − Σ_d log s_d, [R,B,1]
    internal Matrices? LocationGradient { get; }
    internal Matrices? LogScaleGradient { get; }
    internal Matrices Scores => own ?? pass.Scores;                          // [R,B,P]
    internal Matrices? ScoresGradient => ownGradient ?? pass.ScoresGradient; // [R,B,P]

    /// <summary>Takes the batch's points in.</summary>
    internal void Load(int? replicate) => inner.Part(replicate).copy_(replicate is { } r ? pass.Y.Transposed[r] : pass.Y.AllTransposed);

    /// <summary>Hands the scores over.</summary>
    internal void Store(int? replicate)
    {
        if (trimmed is not null) pass.Scores.Part(replicate).copy_(trimmed.Part(replicate));
    }

    /// <summary>Takes the scores' gradient in.</summary>
    internal void LoadGradient(int? replicate)
    {
        if (trimmedGradient is not null) trimmedGradient.Part(replicate).copy_(pass.ScoresGradient!.Part(replicate));
    }

    /// <summary>Rows of x a few at a time, for work that makes B dy numbers of each.</summary>
    internal IEnumerable<(int First, int Rows)> Tiles(int start, int count)
    {
        var most = (int)Math.Clamp(TileNumbers / ((long)pass.Y.Replicates * Columns * Dimension), 1, count);
        for (var first = start; first < start + count; first += most) yield return (first, Math.Min(most, start + count - first));
    }

    public void Dispose()
    {
        foreach (var buffer in (Matrices?[])[inner, trimmed, trimmedGradient, own, ownGradient, Points, Location, LogScale, InverseScale, Normaliser, LocationGradient, LogScaleGradient])
            buffer?.Dispose();
    }
}
