using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A curve of d numbers whose largest variation is a nuisance: one number decides what matters.</summary>
/// <remarks>r_0 = X, r_1 = Z and r_c = max(a, a c/10) with a = X + c Z for c = 2 … d − 1, Z uniform from 0 to 1 and drawn anew each time  (Butakov et al. 2024's code, arXiv:2305.08013, there d = 32). Nearly all of
/// the variance is Z's, so that one principal component keeps Z and loses X; all is in the plane of two, where X and Z stand mixed.</remarks>
public sealed class AntiPcaPicture : Picture
{
    private const double Slope = 0.1;

    private readonly int length;

    /// <summary>A curve.</summary>
    /// <param name="length">d ≥ 3.</param>
    /// <exception cref="DomainException">d is below 3.</exception>
    public AntiPcaPicture(int length = 32)
    {
        Require.That(length >= 3, $"A curve of {length} numbers", "3 at least: X, the nuisance, and a mixture of the two", "32, as in the paper's code");
        this.length = length;
    }

    /// <inheritdoc/>
    public override int Coordinates => 1;

    /// <inheritdoc/>
    public override ImageShape Shape => new(1, 1, length);

    /// <inheritdoc/>
    public override string Description => Invariant($"a curve of {length} numbers under a nuisance");

    internal override Tensor Render(Tensor coordinates, Generator generator)
    {
        var nuisance = zeros_like(coordinates).uniform_(0, 1, generator);
        var place = arange(2, length, 1, coordinates.dtype, coordinates.device); // [d−2]
        var mixed = coordinates + nuisance * place;
        return cat([coordinates, nuisance, maximum(mixed, mixed * place * Slope)], -1);
    }

    internal override Tensor Read(Tensor pixels) => pixels.narrow(-1, 0, 1);
}
