using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>R copies of a function from rows to rows, whose parameters lie in a <see cref="FlatParameters"/> that other networks may share.</summary>
internal interface INetwork : IDisposable
{
    /// <summary>Columns of its input.</summary>
    int Inputs { get; }

    /// <summary>Points the network at its places in these buffers.</summary>
    void Attach(FlatParameters parameters);

    /// <summary>A pass on batches of one size; large layers are dealt to a crew, where there is one.</summary>
    INetworkPass Pass(int replicates, int batch, Device device, bool backward, Crew? crew = null);
}

/// <summary>A network's forward and backward for batches of one size, on buffers made once; for all replicates, or for the one that is named.</summary>
internal interface INetworkPass : IDisposable
{
    Matrices Output { get; }

    /// <summary>Where the caller puts ∂/∂Output before it calls <see cref="Backward"/>, which may use it up.</summary>
    Matrices OutputGradient { get; }

    /// <summary>The output; with a generator for each replicate, after dropping what the network's dropout says, as a step of training does.</summary>
    Matrices Forward(Matrices input, int? replicate = null, Generator[]? dropout = null);

    /// <summary>Writes the parameters' gradients from <see cref="OutputGradient"/>, and the input's where it is wanted (of rows of numbers; images have none).</summary>
    void Backward(Matrices input, int? replicate = null, Matrices? inputGradient = null);
}
