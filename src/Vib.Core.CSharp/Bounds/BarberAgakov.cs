using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Barber–Agakov lower bound on I(X;Y) where the entropy of Y is known.</summary>
/// <remarks>mean_i log q(y_i|x_i) + h(Y)  (Barber and Agakov 2003; Poole et al. 2019, arXiv:1905.06922, §2.1), S_ij = log q(y_j|x_i) of any normalised density. Below I by
/// E_x KL(p(y|x) ‖ q(y|x)), and tight at q = p(y|x). Of all lower bounds here the least variance: no other pair enters. No ceiling for a density; for a discrete Y, of which
/// log q is at most 0, it is H(Y). A wrong h(Y) moves the value by as much, and it is on no side. O(B) time, for the diagonal.</remarks>
public sealed class BarberAgakov : Bound
{
    /// <summary>The bound for a Y of this entropy.</summary>
    /// <param name="entropy">h(Y), nats; differential for a density, and then it may be negative.</param>
    /// <exception cref="DomainException">The entropy is not finite.</exception>
    public BarberAgakov(double entropy)
    {
        Require.That(double.IsFinite(entropy), $"An entropy of {entropy}", "h(Y), a finite number of nats", "(d/2) log 2πe for d standard normals, log m for m equal classes; DifferenceOfEntropies where it is unknown");
        Entropy = entropy;
    }

    /// <summary>h(Y), nats.</summary>
    public double Entropy { get; }

    /// <inheritdoc/>
    public override string Name => "Barber–Agakov";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Citation => "Barber and Agakov 2003, NIPS 16; Poole et al. 2019, arXiv:1905.06922, §2.1";

    /// <inheritdoc/>
    public override bool NeedsDensity => true;

    internal override bool NeedsOwnScale => true; // h(Y) is that of y as it is

    internal override TiledReading Tiled(int count) => new PairReading(count, (joint, _) => joint + Entropy);

    private protected override Tensor ValueOf(Tensor scores) => Scores.MeanJoint(scores) + Entropy;

    private protected override Tensor GradientOf(Tensor scores) => Scores.MeanJointGradient(scores);

    internal override bool GradientByHand(ScoreGradient to) => to.MeanJoint();
}
