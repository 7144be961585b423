using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>[x; y] ~ N(0, Σ), any positive definite Σ.</summary>
/// <remarks>I(X;Y) = ½ log( det Σ_xx det Σ_yy / det Σ ), by Cholesky factors in double precision;
/// log r(x,y) = I + ½ ( xᵀΣ_xx⁻¹x + yᵀΣ_yy⁻¹y − [x;y]ᵀΣ⁻¹[x;y] ).</remarks>
public sealed class MultivariateGaussian : Truth
{
    private readonly JointCovariance covariance;

    /// <summary>A Gaussian with a covariance.</summary>
    /// <param name="covariance">Σ, [dx + dy, dx + dy], the coordinates of x first.</param>
    /// <param name="xDimension">dx, from 1 to the size of Σ less 1.</param>
    /// <exception cref="ShapeException">Σ is not square.</exception>
    /// <exception cref="DomainException">Σ is not symmetric or not positive definite, or leaves x or y no coordinate.</exception>
    public MultivariateGaussian(double[,] covariance, int xDimension) => this.covariance = new(covariance, xDimension);

    /// <summary>Σ, with its factors.</summary>
    internal JointCovariance Covariance => covariance;

    /// <inheritdoc/>
    public override int XDimension => covariance.XDimension;

    /// <inheritdoc/>
    public override int YDimension => covariance.YDimension;

    /// <inheritdoc/>
    public override double Information => covariance.Information;

    /// <inheritdoc/>
    public override string Description => $"Gaussian, x {XDimension}-d, y {YDimension}-d";

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => true;

    /// <inheritdoc/>
    public override double? EntropyOfY => YDimension * CorrelatedGaussian.NormalEntropy(1) + covariance.YLogDeterminant / 2;

    private protected override Tensor LogDensityOf(Tensor y) => (covariance.YForm(y) + (YDimension * Math.Log(2 * Math.PI) + covariance.YLogDeterminant)) * -0.5;

    private protected override void Fill(Tensor x, Tensor y, Generator generator) => covariance.Fill(x, y, generator);

    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var (xs, ys, joint) = covariance.Forms(x, y);
        return (xs + ys - joint) * 0.5 + Information;
    }
}
