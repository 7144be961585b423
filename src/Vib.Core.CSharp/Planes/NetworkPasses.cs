using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Passes of rows through a network as it stands, every layer kept as plain numbers.</summary>
internal sealed class NetworkPasses(LayeredNetwork network, Device device)
{
    private const int Chunk = 1024; // rows at a time: a convolution's windows are nine times its input

    /// <summary>A layer of one replicate: with its noise, without it, its width and its noise's deviation.</summary>
    internal sealed record Layer(float[][] Noisy, float[][] Clean, int Width, double? Deviation); // [R][N·width]

    /// <summary>All layers of all replicates for these rows, and the loss and accuracy of each replicate (NaN where the output has not a column for each class).</summary>
    internal (Dictionary<string, Layer> Layers, (double Loss, double Accuracy)[] Standing) Of(float[] inputs, int dimension, int[] labels, int classes, ulong seed)
    {
        var (count, wholes) = (labels.Length, new Dictionary<string, Layer>());
        var (losses, hits, knowsClasses) = (new double[network.Replicates], new int[network.Replicates], true);
        var chunk = network.Noise?.Kind == NoiseKind.RelativeRms ? count : Chunk; // a root mean square is that of all rows
        for (var from = 0; from < count; from += chunk)
        {
            using var scope = NewDisposeScope();
            using var off = no_grad();
            var rows = Math.Min(chunk, count - from);
            using var watch = new Watch(network.Noise, new SplitMix64((long)seed, 0, from).Next(), device, records: true, training: false);
            var batch = tensor(inputs.AsSpan(from * dimension, rows * dimension).ToArray(), [rows, dimension], ScalarType.Float32).to(device);
            var output = network.Pass(batch, watch);
            if (network.Layers.FirstOrDefault(name => !watch.Layers.ContainsKey(name)) is { } silent)
                throw new DomainException($"Layer '{silent}' did not fire{(watch.Layers.Count > 0 ? $"; {string.Join(", ", watch.Layers.Keys)} did" : ", nor did any other")}", "every layer of the network's list in each pass", $"watch.At(\"{silent}\", …) in the forward function, or leaving it out of the list");
            foreach (var name in network.Layers) Keep(wholes, name, watch.Layers[name], from, rows, count);
            knowsClasses &= output.numel() == (long)network.Replicates * rows * classes;
            if (knowsClasses) Judge(output, labels.AsSpan(from, rows), classes, losses, hits);
        }
        return (wholes, [.. losses.Zip(hits, (loss, hit) => knowsClasses ? (loss / count, hit / (double)count) : (double.NaN, double.NaN))]);
    }

    private void Keep(Dictionary<string, Layer> wholes, string name, Watch.Seen seen, int from, int rows, int count)
    {
        var (shape, replicates) = (seen.Noisy.shape, network.Replicates);
        var fits = shape.Length > 1 && (shape[0] == replicates && shape[1] == rows || replicates == 1 && shape[0] == rows);
        if (!fits) throw new ShapeException($"Layer '{name}' of shape [{string.Join(',', shape)}] for {Counted.Of(rows, "row")}", replicates == 1 ? "[B,…], a row for each input" : $"[{replicates},B,…]", "showing the layer before rows are summed or mixed");
        var width = (int)(seen.Noisy.numel() / ((long)replicates * rows));
        if (!wholes.TryGetValue(name, out var whole))
        {
            float[][] Empty() => [.. Enumerable.Range(0, replicates).Select(_ => new float[(long)count * width])];
            var noisy = Empty();
            wholes[name] = whole = new(noisy, seen.Deviation == 0 ? noisy : Empty(), width, seen.Deviation);
        }
        Copy(seen.Noisy, whole.Noisy, from * width, name);
        if (seen.Deviation != 0) Copy(seen.Clean, whole.Clean, from * width, name);
    }

    private static void Copy(Tensor activations, float[][] to, int offset, string name)
    {
        var values = activations.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        var each = values.Length / to.Length;
        for (var r = 0; r < to.Length; r++) values.AsSpan(r * each, each).CopyTo(to[r].AsSpan(offset));
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var bad)
            throw new DataException(Invariant($"Layer '{name}' holds {values[bad]}"), "finite activations", "a lower learning rate, or a look at the inputs");
    }

    private static void Judge(Tensor output, ReadOnlySpan<int> labels, int classes, double[] losses, int[] hits)
    {
        var logs = output.reshape(losses.Length, labels.Length, classes).to_type(ScalarType.Float64).log_softmax(2).cpu().contiguous().data<double>().ToArray();
        for (var r = 0; r < losses.Length; r++)
            for (var i = 0; i < labels.Length; i++)
            {
                var row = logs.AsSpan((r * labels.Length + i) * classes, classes);
                losses[r] -= row[labels[i]];
                var best = 0;
                for (var c = 1; c < classes; c++)
                    if (row[c] > row[best]) best = c;
                if (best == labels[i]) hits[r]++;
            }
    }
}
