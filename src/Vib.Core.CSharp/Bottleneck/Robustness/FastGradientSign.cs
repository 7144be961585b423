namespace Vib.Core;

/// <summary>The fast gradient sign attack: one step of length ε along the signs of the gradient.</summary>
/// <remarks>x' = clip(x + ε sign ∂(−log p(y|x))/∂x)  (Goodfellow, Shlens and Szegedy 2015, arXiv:1412.6572), p averaged over samples of Z.</remarks>
public sealed record FastGradientSign : Attack
{
    /// <summary>ε, the largest change of a pixel, of pixels in [0, 1].</summary>
    public double Epsilon { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string Name => $"FGSM, {Ball}";

    private PerturbationBall Ball => new(PerturbationNorm.LInfinity, Epsilon);

    private protected override void CheckSettings() => Ball.Check();

    internal override float[] Perturb(AttackBlock block)
    {
        var images = (float[])block.Pixels.Clone();
        Ball.Step(images, block.LossGradient(images), Epsilon, block.Size);
        Ball.Project(images, block.Pixels, block.Size);
        return images;
    }
}
