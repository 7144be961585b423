using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A drawing that a few numbers from 0 to 1 decide, and from which they can be read back: no information is lost on the way.</summary>
public abstract class Picture
{
    private protected Picture() { }

    /// <summary>How many numbers decide it.</summary>
    public abstract int Coordinates { get; }

    /// <summary>The image's shape.</summary>
    public abstract ImageShape Shape { get; }

    /// <summary>What is drawn, in a few words.</summary>
    public abstract string Description { get; }

    /// <inheritdoc/>
    public override string ToString() => Description;

    /// <summary>[B,c] numbers from 0 to 1 to [B,pixels], in the precision of the numbers.</summary>
    internal abstract Tensor Render(Tensor coordinates, Generator generator);

    /// <summary>[..,pixels] to the numbers that decided them, [..,c].</summary>
    internal abstract Tensor Read(Tensor pixels);
}
