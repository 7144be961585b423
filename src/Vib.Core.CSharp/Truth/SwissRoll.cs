using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A truth whose x, a number from 0 to 1, is rolled up in the plane.</summary>
/// <remarks>u ↦ (t cos t, t sin t)/21, t = (3π/2)(1 + 2u)  (Czyż et al. 2023, arXiv:2306.11078, §3; 21 brings it near the unit square). t/21 is the distance from the
/// middle, so u can be read back: the information is the same, on a curve that fills none of the plane.</remarks>
public sealed class SwissRoll : Truth
{
    private const double Scale = 21, Start = 1.5 * Math.PI;

    private readonly Truth truth;

    /// <summary>Rolls up x.</summary>
    /// <param name="truth">Its x is 1-d and never below −½, where the roll has its middle; from 0 to 1 is meant.</param>
    /// <exception cref="DomainException">x has more than one coordinate.</exception>
    public SwissRoll(Truth truth)
    {
        Require.That(truth.XDimension == 1, $"X of dimension {truth.XDimension} to be rolled up", "one coordinate, from 0 to 1", "a 1-d Gaussian through Bijection.NormalCdf");
        this.truth = truth;
    }

    /// <inheritdoc/>
    public override int XDimension => 2;

    /// <inheritdoc/>
    public override int YDimension => truth.YDimension;

    /// <inheritdoc/>
    public override double Information => truth.Information;

    /// <inheritdoc/>
    public override string Description => truth.Description + ", X rolled up";

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => truth.KnowsDensityOfY;

    /// <inheritdoc/>
    public override double? EntropyOfY => truth.EntropyOfY;

    internal override bool HasDiscreteY => truth.HasDiscreteY;

    private protected override Tensor LogDensityOf(Tensor y) => truth.LogDensityOfY(y);

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        var flat = zeros([x.shape[0], 1], x.dtype, x.device);
        truth.Draw(flat, y, generator);
        var t = (flat * 2 + 1) * Start; // [B,1]
        x.copy_(cat([t.cos(), t.sin()], -1) * t / Scale);
    }

    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var t = x.square().sum(-1, keepdim: true).sqrt() * Scale; // [..,B,1]
        return truth.LogRatio((t / Start - 1) * 0.5, y);
    }
}
