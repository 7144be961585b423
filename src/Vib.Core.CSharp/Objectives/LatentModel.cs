using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>An encoder's networks, R copies, in the model's parameters.</summary>
internal sealed class LatentModel : IDisposable
{
    private readonly ParameterSlot? logDeviation;
    private Matrices? values, gradients;

    internal LatentModel(ParameterLayout layout, string name, Encoder options, int inputs)
    {
        Options = options;
        var latent = options.Latent;
        var outputs = options.Noise switch
        {
            EncoderNoise.InputNoise => 2 * latent,
            EncoderNoise.FullNoise => 2 * latent + latent * (latent - 1) / 2,
            _ => latent,
        };
        options.Images?.Check($"{options.Of}", inputs);
        Network = options.Blocks > 0 ? new ResidualNetwork(layout, name, inputs, options.Hidden[0], options.Blocks, outputs) { Dropout = (options.InputDropout, options.Dropout) }
            : options.Images is { } images ? new ImageNetwork(layout, name, images, options.Channels, [.. options.Hidden, outputs]) { Dropout = options.Dropout }
            : new Mlp(layout, name, [inputs, .. options.Hidden, outputs]) { Dropout = (options.InputDropout, options.Dropout) };
        if (options.Noise is EncoderNoise.LearnedNoise) logDeviation = layout.Bias($"{name}.log deviation", latent);
    }

    internal Encoder Options { get; }
    internal INetwork Network { get; }

    /// <summary>log σ, where it is one for all inputs and learned; and its gradient's place, both <c>[R,1,K]</c>.</summary>
    internal (Matrices Values, Matrices Gradients)? LogDeviation => values is null ? null : (values, gradients!);

    internal void Attach(FlatParameters parameters)
    {
        Network.Attach(parameters);
        if (logDeviation is null) return;
        (values, gradients) = (FlatParameters.View(parameters.Values, logDeviation), FlatParameters.View(parameters.Gradients, logDeviation));
    }

    /// <summary>Sets what is not drawn.</summary>
    internal void Initialise()
    {
        (Network as ResidualNetwork)?.Initialise();
        if (Options.Noise is EncoderNoise.LearnedNoise learned) values!.All.fill_(Math.Log(learned.Start));
    }

    public void Dispose()
    {
        Network.Dispose();
        values?.Dispose();
        gradients?.Dispose();
    }
}
