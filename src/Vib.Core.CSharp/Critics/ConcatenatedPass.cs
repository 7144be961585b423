using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A pass of the <see cref="ConcatenatedCritic"/>: tiles of some rows of x against all of y, small enough for a core's cache.</summary>
/// <remarks>Tiles are dealt to a fixed number of lanes, and lanes to threads: each lane sums its own gradients in the order of its tiles, and lanes are summed in theirs, so
/// the bits do not depend on the number of threads. Activations are kept from the forward to the backward pass while they take little memory; beyond that each tile
/// is computed again, which costs a third more arithmetic.</remarks>
internal sealed class ConcatenatedPass : CriticPass
{
    private const int Lanes = 4;

    private readonly ConcatenatedCritic.Concatenated critic;
    private readonly Kernels kernels;
    private readonly Crew? crew;
    private readonly Matrices xPart, yPart;    // [R,B,h]: W_x x and W_y y + b
    private readonly Matrices? xPartGradient;
    private readonly ConcatenatedLane[] lanes;
    private readonly Action<int> forwardLane, backwardLane;

    internal ConcatenatedPass(ConcatenatedCritic.Concatenated critic, int batch, bool backward, Crew? crew) : base(critic, batch, backward)
    {
        (this.critic, this.crew) = (critic, crew);
        kernels = Kernels.For(critic.Parameters.Device);
        (xPart, yPart) = (critic.Buffer(batch), critic.Buffer(batch));
        xPartGradient = backward ? critic.Buffer(batch) : null;

        var together = Kernels.ByHand(critic.Parameters.Device.type) ? ConcatenatedCritic.TilePairs : ConcatenatedCritic.DevicePairs / critic.Parameters.Replicates;
        var rows = Enumerable.Range(1, batch).Last(n => batch % n == 0 && (n == 1 || n * batch <= together));
        var (tiles, pairs) = (batch / rows, (long)batch * batch);
        var keep = critic.Parameters.Replicates * pairs * critic.Widths.Sum() <= ((ConcatenatedCritic)critic.Options).KeptNumbers;
        var count = Math.Min(Lanes, tiles);
        lanes = [.. Enumerable.Range(0, count).Select(lane => new ConcatenatedLane(this, critic, rows, lane,
            [.. Enumerable.Range(0, tiles).Where(tile => tile * count / tiles == lane).Select(tile => tile * rows)], backward, keep))];
        (forwardLane, backwardLane) = (lane => lanes[lane].Forward(null), lane => lanes[lane].Backward(null));
    }

    internal Matrices XPart => xPart;
    internal Matrices YPart => yPart;
    internal Matrices XPartGradient => xPartGradient!;

    private protected override void ForwardScores(int? replicate)
    {
        xPart.Product(X, critic.XWeight, replicate: replicate);
        yPart.Product(Y, critic.YWeight, replicate: replicate);
        kernels.AddBias(yPart, critic.Bias, relu: false, replicate);
        if (replicate is null && crew is not null) crew.Run(lanes.Length, forwardLane);
        else foreach (var lane in lanes) lane.Forward(replicate);
    }

    private protected override void BackwardScores(int? replicate)
    {
        if (replicate is null && crew is not null) crew.Run(lanes.Length, backwardLane);
        else foreach (var lane in lanes) lane.Backward(replicate);
        for (var lane = 1; lane < lanes.Length; lane++) lanes[lane].AddTo(lanes[0], replicate);
        var yPartGradient = lanes[0].YPartGradient!;
        critic.XWeightGradient.Product(X, xPartGradient!, transposeA: true, replicate: replicate);
        critic.YWeightGradient.Product(Y, yPartGradient, transposeA: true, replicate: replicate);
        kernels.SumRows(yPartGradient, critic.BiasGradient, add: false, replicate);
        XGradient?.Product(xPartGradient!, critic.XWeight, transposeB: true, replicate: replicate);
        YGradient?.Product(yPartGradient, critic.YWeight, transposeB: true, replicate: replicate);
    }

    public override void Dispose()
    {
        foreach (var lane in lanes) lane.Dispose();
        foreach (var buffer in (Matrices?[])[xPart, yPart, xPartGradient]) buffer?.Dispose();
        base.Dispose();
    }
}
