using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>An autoencoder's two networks over one buffer of parameters.</summary>
internal sealed class AutoencoderNetworks : IDisposable
{
    private const int Block = 512; // rows of a pass without gradients

    internal AutoencoderNetworks(AutoencoderOptions options, int dimension, Device device)
    {
        var layout = new ParameterLayout();
        int[] down = [.. options.Hidden, options.Code], up = [options.Code, .. options.Hidden.Reverse(), dimension];
        Encoder = options.Channels.Count > 0 ? new ImageNetwork(layout, "encoder", options.Shape!.Value, options.Channels, down) : new Mlp(layout, "encoder", [dimension, .. down]);
        Decoder = new Mlp(layout, "decoder", up);
        Parameters = new(layout, 1, device);
        Encoder.Attach(Parameters);
        Decoder.Attach(Parameters);
    }

    internal INetwork Encoder { get; }
    internal Mlp Decoder { get; }
    internal FlatParameters Parameters { get; }

    /// <summary>[M,d] to codes [M,c] or to reconstructions [M,d], block by block.</summary>
    internal Tensor Pass(Tensor rows, bool decode)
    {
        var (count, device) = (rows.shape[0], Parameters.Device);
        using var encoder = Encoder.Pass(1, Block, device, backward: false);
        using var decoder = new MlpPass(Decoder, 1, Block, device, backward: false);
        using var input = Matrices.Empty(1, Block, rows.shape[1], device);
        var result = zeros([count, decode ? rows.shape[1] : Decoder.Inputs], device: device);
        for (var from = 0L; from < count; from += Block)
        {
            using var scope = NewDisposeScope();
            var size = Math.Min(Block, count - from);
            input.Each[0].narrow(0, 0, size).copy_(rows.narrow(0, from, size));
            var code = encoder.Forward(input);
            result.narrow(0, from, size).copy_((decode ? decoder.Forward(code) : code).Each[0].narrow(0, 0, size));
        }
        return result;
    }

    public void Dispose()
    {
        Encoder.Dispose();
        Decoder.Dispose();
        Parameters.Dispose();
    }
}
