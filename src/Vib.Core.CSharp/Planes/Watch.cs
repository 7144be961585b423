using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A pass through a network whose layers are looked at: a forward function shows it each layer's activations, and goes on with what it gets back.</summary>
/// <remarks>What comes back has the layer's noise, where the network has any. The hooks of a module are the same thing: <c>module.register_forward_hook((_, _, t) => watch.At("fc1", t))</c> in TorchSharp.</remarks>
public sealed class Watch : IDisposable
{
    private readonly LayerNoise? noise;
    private readonly Generator? generator;
    private readonly bool records;
    private readonly Dictionary<string, Seen> seen = [];

    /// <summary>What was seen of a layer: with its noise, without it, and the noise's deviation (0 where there is none, null where it is not the same everywhere).</summary>
    internal readonly record struct Seen(Tensor Noisy, Tensor Clean, double? Deviation);

    internal Watch(LayerNoise? noise, ulong seed, Device device, bool records, bool training)
    {
        (this.noise, this.records, Training) = (noise, records, training);
        generator = new(seed, device);
    }

    /// <summary>Whether the network is in training: dropout and the like are on.</summary>
    public bool Training { get; }

    /// <summary>The random numbers of this pass, for a network that needs some of its own.</summary>
    public Generator Generator => generator!;

    internal IReadOnlyDictionary<string, Seen> Layers => seen;

    /// <summary>Shows a layer's activations.</summary>
    /// <param name="layer">The layer's name; once in a pass.</param>
    /// <param name="activations">[B,…], or [R,B,…] for a network of R replicates.</param>
    /// <param name="noisy">Whether the network's noise is put on this layer.</param>
    /// <returns>[B,…] or [R,B,…], the activations with their noise, which is what the next layer takes; where there is no noise the tensor that was shown. The caller owns it.</returns>
    /// <exception cref="DomainException">The layer was shown before in this pass.</exception>
    public Tensor At(string layer, Tensor activations, bool noisy = true)
    {
        var (shown, deviation) = noisy && noise is not null ? noise.On(activations, generator!) : (activations, 0.0);
        if (!records) return shown;
        var whole = new Seen(shown.detach(), activations.detach(), deviation);
        Require.That(seen.TryAdd(layer, whole), $"Layer '{layer}' fired twice in one pass", "each layer once", "a name of its own for each use of a module");
        return shown;
    }

    /// <summary>Frees the generator.</summary>
    public void Dispose() => generator?.Dispose();
}
