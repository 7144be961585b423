using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The binary symmetric channel: x a fair bit, y the same bit, flipped with probability p.</summary>
/// <remarks>I(X;Y) = log 2 − H(p)  (Shannon 1948). Bits are 0 and 1.</remarks>
public sealed class BinarySymmetricChannel : Truth
{
    /// <summary>One use of the channel; <see cref="Blocks"/> makes several.</summary>
    /// <param name="flip">p in [0, 1].</param>
    /// <exception cref="DomainException">p is not a probability.</exception>
    public BinarySymmetricChannel(double flip)
    {
        Require.That(flip is >= 0 and <= 1, $"A flip probability of {flip}", "a number in [0, 1]", "0.11, which leaves half a bit");
        Flip = flip;
    }

    /// <summary>p.</summary>
    public double Flip { get; }

    /// <inheritdoc/>
    public override int XDimension => 1;

    /// <inheritdoc/>
    public override int YDimension => 1;

    /// <inheritdoc/>
    public override double Information => Nats.PerBit + Logarithms.TimesLog(Flip) + Logarithms.TimesLog(1 - Flip);

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"binary symmetric channel with p = {Flip:0.###}");

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => true;

    /// <inheritdoc/>
    public override double? EntropyOfY => Nats.PerBit;

    internal override bool HasDiscreteY => true;

    private protected override Tensor LogDensityOf(Tensor y)
    {
        var bits = y.eq(0).select(-1, 0).to_type(y.dtype) + y.eq(1).select(-1, 0).to_type(y.dtype);
        return bits.log() - Nats.PerBit; // −∞ where y is no bit
    }

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        x.copy_(x.uniform_(0, 1, generator).lt(0.5));
        y.copy_(y.uniform_(0, 1, generator).lt(Flip)); // flips
        y.copy_(y.ne(x));
    }

    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var same = x.eq(y.transpose(-2, -1)); // [..,B,B]
        return full(same.shape, Math.Log(2 * Flip), x.dtype, x.device).masked_fill(same, Math.Log(2 * (1 - Flip)));
    }
}
