using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A truth whose coordinates went through bijections: the information is the same, exactly, and only the critic's task is another.</summary>
public class MappedTruth : Truth
{
    private readonly Truth truth;
    private readonly Bijection x, y;

    /// <summary>Every coordinate of x through one bijection, and every coordinate of y through another.</summary>
    /// <param name="truth">What is mapped.</param>
    /// <param name="x">For x.</param>
    /// <param name="y">For y.</param>
    public MappedTruth(Truth truth, Bijection x, Bijection y) => (this.truth, this.x, this.y) = (truth, x, y);

    /// <inheritdoc/>
    public sealed override int XDimension => truth.XDimension;

    /// <inheritdoc/>
    public sealed override int YDimension => truth.YDimension;

    /// <inheritdoc/>
    public sealed override double Information => truth.Information;

    /// <inheritdoc/>
    public sealed override string Description => truth.Description
        + (x == Bijection.Identity ? "" : $", X {x.Participle}") + (y == Bijection.Identity ? "" : $", Y {y.Participle}");

    /// <inheritdoc/>
    /// <remarks>A bijection f gives log p(f⁻¹(y)) − Σ_d log f′(f⁻¹(y)_d); of discrete coordinates it does not, and theirs is not known here.</remarks>
    public sealed override bool KnowsDensityOfY => truth.KnowsDensityOfY && (y == Bijection.Identity || !truth.HasDiscreteY);

    /// <inheritdoc/>
    /// <remarks>Known where y is left as it is, and for the cubic Gaussian: h(f(Y)) = h(Y) + Σ_d E log f′(Y_d), and few such means have a closed form.</remarks>
    public override double? EntropyOfY => y == Bijection.Identity ? truth.EntropyOfY : null;

    internal sealed override bool HasDiscreteY => truth.HasDiscreteY;

    private protected sealed override Tensor LogDensityOf(Tensor y)
    {
        if (this.y == Bijection.Identity) return truth.LogDensityOfY(y);
        var source = this.y.Invert(y);
        var log = truth.LogDensityOfY(source);
        return (log - this.y.LogSlope(source).sum(-1)).masked_fill(log.eq(double.NegativeInfinity), double.NegativeInfinity); // where −∞ meets a slope of 0
    }

    private protected sealed override void Fill(Tensor x, Tensor y, Generator generator)
    {
        truth.Draw(x, y, generator);
        if (this.x != Bijection.Identity) x.copy_(this.x.Apply(x));
        if (this.y != Bijection.Identity) y.copy_(this.y.Apply(y));
    }

    private protected sealed override Tensor LogRatioOf(Tensor x, Tensor y) => truth.LogRatio(this.x.Invert(x), this.y.Invert(y));
}
