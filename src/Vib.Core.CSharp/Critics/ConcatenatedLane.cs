using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A share of the tiles of a <see cref="ConcatenatedPass"/>, with the gradients that it sums.</summary>
internal sealed class ConcatenatedLane : IDisposable
{
    private readonly ConcatenatedPass pass;
    private readonly Kernels kernels;
    private readonly Tile[] tiles;
    private readonly MlpGradients? rest;
    private readonly Matrices? firstGradient; // [R,T·B,h]
    private readonly bool keep;

    internal ConcatenatedLane(ConcatenatedPass pass, ConcatenatedCritic.Concatenated critic, int rows, int index, int[] starts, bool backward, bool keep)
    {
        (this.pass, this.keep) = (pass, keep);
        var (replicates, device, pairs) = (critic.Parameters.Replicates, critic.Parameters.Device, rows * pass.Batch);
        kernels = Kernels.For(device);
        if (backward)
        {
            // the first lane sums where the sum of all lanes is wanted
            rest = index == 0 ? MlpGradients.Of(critic.Rest, replicates, pairs, device) : MlpGradients.Beside(critic.Rest, replicates, pairs, device);
            (firstGradient, YPartGradient) = (critic.Buffer(pairs), critic.Buffer(pass.Batch));
        }
        Activations Make() => new(critic.Buffer(pairs), new(critic.Rest, replicates, pairs, device, backward, rest));
        var turns = keep ? null : Make();
        tiles = [.. starts.Select(start => new Tile(pass, start, rows, turns ?? Make()))];
    }

    internal Matrices? YPartGradient { get; } // [R,B,h]

    internal void Forward(int? replicate)
    {
        foreach (var tile in tiles) Forward(tile, replicate);
    }

    private void Forward(Tile tile, int? replicate)
    {
        var (first, network) = tile.Activations;
        kernels.PairSum(pass.XPart, pass.YPart, tile.Start, tile.Rows, first, replicate);
        network.Forward(first, replicate);
        tile.Scores.Part(replicate).copy_(tile.Output.Part(replicate));
    }

    internal void Backward(int? replicate)
    {
        for (var t = 0; t < tiles.Length; t++)
        {
            var tile = tiles[t];
            var (first, network) = tile.Activations;
            if (!keep) Forward(tile, replicate);
            tile.OutputGradient!.Part(replicate).copy_(tile.ScoresGradient!.Part(replicate));
            network.Backward(first, firstGradient, add: t > 0, replicate);
            kernels.ReluBackward(firstGradient!, first, replicate);
            kernels.PairSumBackward(firstGradient!, tile.Start, tile.Rows, pass.XPartGradient, YPartGradient!, add: t > 0, replicate);
        }
    }

    /// <summary>Adds what this lane summed to another lane's sums.</summary>
    internal void AddTo(ConcatenatedLane sum, int? replicate)
    {
        rest!.AddTo(sum.rest!, replicate);
        sum.YPartGradient!.Part(replicate).add_(YPartGradient!.Part(replicate));
    }

    public void Dispose()
    {
        foreach (var activations in tiles.Select(tile => tile.Activations).Distinct())
        {
            activations.First.Dispose();
            activations.Network.Dispose();
        }
        foreach (var tile in tiles) tile.Dispose();
        foreach (var buffer in (IDisposable?[])[rest, firstGradient, YPartGradient]) buffer?.Dispose();
    }

    /// <summary>What a tile's pairs become on their way: the first layer's output <c>[R,T·B,h]</c>, and the layers after it.</summary>
    private sealed record Activations(Matrices First, MlpPass Network);

    /// <summary>Rows of x from <paramref name="start"/> against all of y, and the places of their scores.</summary>
    private sealed class Tile(ConcatenatedPass pass, int start, int rows, Activations activations) : IDisposable
    {
        internal readonly int Start = start, Rows = rows;
        internal readonly Activations Activations = activations;
        internal readonly Matrices Scores = new(pass.Scores.All.narrow(1, start, rows));                                     // [R,T,B]
        internal readonly Matrices? ScoresGradient = pass.ScoresGradient is { } g ? new(g.All.narrow(1, start, rows)) : null; // [R,T,B]
        internal readonly Matrices Output = Grid(activations.Network.Output, pass, rows);                                    // [R,T,B]
        internal readonly Matrices? OutputGradient = pass.ScoresGradient is null ? null : Grid(activations.Network.OutputGradient, pass, rows);

        private static Matrices Grid(Matrices column, ConcatenatedPass pass, int rows) => new(column.All.view(column.Replicates, rows, pass.Batch));

        public void Dispose()
        {
            foreach (var view in (Matrices?[])[Scores, ScoresGradient, Output, OutputGradient]) view?.Dispose();
        }
    }
}
