using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>[x; y] multivariate Student-t: a Gaussian divided by one common √(χ²_ν/ν). Its heavy tails make x and y dependent even where Σ does not.</summary>
/// <remarks>I(X;Y) = I_Gauss(Σ) + c(ν) + c(ν+dx+dy) − c(ν+dx) − c(ν+dy),  c(m) = log Γ(m/2) − (m/2) ψ(m/2)  (Arellano-Valle, Contreras-Reyes and Genton 2013; Czyż et
/// al. 2023, arXiv:2306.11078, §3). Under the product of marginals r = p(x,y)/p(x)p(y) has mean 1 and no variance, so partitions never settle.</remarks>
public sealed class StudentT : Truth
{
    private readonly JointCovariance dispersion;

    /// <summary>A Student-t with a dispersion and degrees of freedom.</summary>
    /// <param name="dispersion">Σ, [dx + dy, dx + dy], the coordinates of x first; for ν above 2 the covariance is Σ ν/(ν−2).</param>
    /// <param name="xDimension">dx, from 1 to the size of Σ less 1.</param>
    /// <param name="degreesOfFreedom">ν > 0; 1 is Cauchy.</param>
    /// <exception cref="ShapeException">Σ is not square.</exception>
    /// <exception cref="DomainException">Σ is not symmetric or not positive definite, leaves x or y no coordinate, or ν is not positive.</exception>
    public StudentT(double[,] dispersion, int xDimension, double degreesOfFreedom)
    {
        this.dispersion = new(dispersion, xDimension);
        Require.Positive(degreesOfFreedom, "The number of degrees of freedom", "MultivariateGaussian for infinitely many");
        DegreesOfFreedom = degreesOfFreedom;
    }

    /// <summary>ν.</summary>
    public double DegreesOfFreedom { get; }

    /// <inheritdoc/>
    public override int XDimension => dispersion.XDimension;

    /// <inheritdoc/>
    public override int YDimension => dispersion.YDimension;

    /// <inheritdoc/>
    public override double Information
    {
        get
        {
            var (nu, p, q) = (DegreesOfFreedom, XDimension, YDimension);
            return dispersion.Information + Correction(nu) + Correction(nu + p + q) - Correction(nu + p) - Correction(nu + q);
        }
    }

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"Student-t with ν = {DegreesOfFreedom:0.##}, x {XDimension}-d, y {YDimension}-d");

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => true;

    /// <inheritdoc/>
    public override double? EntropyOfY // −log of the density's constant + ((ν+q)/2)(ψ((ν+q)/2) − ψ(ν/2))
    {
        get
        {
            var half = (DegreesOfFreedom + YDimension) / 2;
            return half * (GammaFunction.Digamma(half) - GammaFunction.Digamma(DegreesOfFreedom / 2)) - LogConstantOfY;
        }
    }

    private double LogConstantOfY => GammaFunction.Log((DegreesOfFreedom + YDimension) / 2) - GammaFunction.Log(DegreesOfFreedom / 2)
        - 0.5 * (YDimension * Math.Log(DegreesOfFreedom * Math.PI) + dispersion.YLogDeterminant);

    private protected override Tensor LogDensityOf(Tensor y) =>
        (dispersion.YForm(y) / DegreesOfFreedom).log1p() * (-(DegreesOfFreedom + YDimension) / 2) + LogConstantOfY;

    private static double Correction(double m) => GammaFunction.Log(m / 2) - m / 2 * GammaFunction.Digamma(m / 2);

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        dispersion.Fill(x, y, generator);
        var gamma = _standard_gamma(full([x.shape[0], 1], DegreesOfFreedom / 2, x.dtype, x.device), generator); // χ²_ν/2
        var scale = (gamma * (2 / DegreesOfFreedom)).pow(-0.5);
        x.mul_(scale);
        y.mul_(scale);
    }

    // log t_ν(z; k) = log Γ((ν+k)/2) − log Γ(ν/2) − (k/2) log νπ − ½ log det Σ − ((ν+k)/2) log(1 + zᵀΣ⁻¹z/ν)
    private protected override Tensor LogRatioOf(Tensor x, Tensor y)
    {
        var (nu, p, q) = (DegreesOfFreedom, XDimension, YDimension);
        var (xs, ys, joint) = dispersion.Forms(x, y);
        Tensor Tail(Tensor form, int k) => (form / nu).log1p() * ((nu + k) / 2);
        var constant = GammaFunction.Log((nu + p + q) / 2) + GammaFunction.Log(nu / 2) - GammaFunction.Log((nu + p) / 2) - GammaFunction.Log((nu + q) / 2);
        return Tail(xs, p) + Tail(ys, q) - Tail(joint, p + q) + (constant + dispersion.Information);
    }
}
