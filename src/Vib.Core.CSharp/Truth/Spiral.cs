using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A truth wound up: two neighbouring coordinates of x turn by an angle v‖x‖², and two of y by another.</summary>
/// <remarks>The first two turn unless <see cref="XFirst"/> or <see cref="YFirst"/> says otherwise. x ↦ e^{v A ‖x‖²} x with A the generator of
/// rotations in one plane  (Czyż et al. 2023, arXiv:2306.11078, §3). It keeps ‖x‖, so turning back undoes it: a bijection, and the information is the same. Coordinates that
/// were independent no longer are.</remarks>
public sealed class Spiral : Truth
{
    private readonly Truth truth;
    private readonly int xFirst, yFirst;

    /// <summary>Winds up a truth.</summary>
    /// <param name="truth">What is wound up.</param>
    /// <param name="xSpeed">v for x, radians over squared length; 0 leaves x alone.</param>
    /// <param name="ySpeed">v for y.</param>
    /// <exception cref="DomainException">A variable that is to turn has fewer than two coordinates, or a speed is not finite.</exception>
    public Spiral(Truth truth, double xSpeed, double ySpeed = 0)
    {
        Check(xSpeed, truth.XDimension, "X");
        Check(ySpeed, truth.YDimension, "Y");
        (this.truth, XSpeed, YSpeed) = (truth, xSpeed, ySpeed);
    }

    /// <summary>v for x.</summary>
    public double XSpeed { get; }

    /// <summary>v for y.</summary>
    public double YSpeed { get; }

    /// <summary>The first of the two coordinates of x that turn, counted from 0.</summary>
    /// <exception cref="DomainException">x has no two coordinates from there on.</exception>
    public int XFirst { get => xFirst; init => xFirst = Place(value, XDimension, "X"); }

    /// <summary>The first of the two coordinates of y that turn, counted from 0; 1 in the benchmark of Czyż et al.</summary>
    /// <exception cref="DomainException">y has no two coordinates from there on.</exception>
    public int YFirst { get => yFirst; init => yFirst = Place(value, YDimension, "Y"); }

    /// <inheritdoc/>
    public override int XDimension => truth.XDimension;

    /// <inheritdoc/>
    public override int YDimension => truth.YDimension;

    /// <inheritdoc/>
    public override double Information => truth.Information;

    /// <inheritdoc/>
    public override string Description => FormattableString.Invariant($"{truth.Description}, wound up by {XSpeed:0.###} and {YSpeed:0.###}");

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => truth.KnowsDensityOfY;

    /// <inheritdoc/>
    public override double? EntropyOfY => truth.EntropyOfY; // turning by an angle that ‖y‖ sets keeps volumes: det = 1 + 2v yᵀAy, and A is antisymmetric

    internal override bool HasDiscreteY => truth.HasDiscreteY;

    private protected override Tensor LogDensityOf(Tensor y) => truth.LogDensityOfY(Turn(y, YFirst, -YSpeed));

    private static void Check(double speed, int dimension, string name)
    {
        Require.That(double.IsFinite(speed), $"The speed of {name} is {speed}", "a finite number", "1/3, as in the benchmark of Czyż et al.");
        Require.That(speed == 0 || dimension >= 2, $"{name} of dimension {dimension} to be turned", "at least two coordinates", "a truth with more of them, or a speed of 0");
    }

    private static int Place(int first, int dimension, string name)
    {
        Require.That(first == 0 || first > 0 && first + 2 <= dimension, $"Coordinates {first} and {first + 1} of {name} to turn, of {dimension}", "two that there are, counted from 0", "0, or a truth with more of them");
        return first;
    }

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        truth.Draw(x, y, generator);
        x.copy_(Turn(x, XFirst, XSpeed));
        y.copy_(Turn(y, YFirst, YSpeed));
    }

    private protected override Tensor LogRatioOf(Tensor x, Tensor y) => truth.LogRatio(Turn(x, XFirst, -XSpeed), Turn(y, YFirst, -YSpeed));

    private static Tensor Turn(Tensor rows, int first, double speed)
    {
        if (speed == 0) return rows;
        var angle = rows.square().sum(-1, keepdim: true) * speed; // [..,B,1]
        var (cosine, sine, a, b) = (angle.cos(), angle.sin(), rows.narrow(-1, first, 1), rows.narrow(-1, first + 1, 1));
        return cat([rows.narrow(-1, 0, first), a * cosine - b * sine, a * sine + b * cosine, rows.narrow(-1, first + 2, rows.shape[^1] - first - 2)], -1);
    }
}
