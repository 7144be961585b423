using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The encoder's noise as an attack meets it: fresh in every pass, or one draw again and again.</summary>
internal sealed class AttackNoise(long seed, RandomStream stream, int block, bool fresh, Device device) : IDisposable
{
    private readonly ulong start = Seeds.Derive(seed, stream, block);
    private readonly Generator generator = Seeds.Generator(seed, stream, block, device);

    internal Generator Next() => fresh ? generator : generator.manual_seed((long)start);

    /// <summary>Two passes by the same draw.</summary>
    internal (T First, T Second) Twice<T>(Func<T> first, Func<T> second)
    {
        using var before = generator.get_state().DetachFromDisposeScope();
        var one = first();
        generator.set_state(before);
        return (one, second());
    }

    public void Dispose() => generator.Dispose();
}
