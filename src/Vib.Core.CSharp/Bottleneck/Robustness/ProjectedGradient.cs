using static System.FormattableString;

namespace Vib.Core;

/// <summary>Projected gradient ascent on the loss, from the image itself and from random places around it.</summary>
/// <remarks>x ← Π(x + α g) with g = sign ∂(−log p)/∂x in L∞ and the unit gradient in L2  (Madry et al. 2018, arXiv:1706.06083), p averaged over samples of Z. Of the ends of all
/// starts the one that fools most is kept, by noise that is the same for all of them.</remarks>
public sealed record ProjectedGradient : Attack
{
    /// <summary>What ε measures.</summary>
    public PerturbationNorm Norm { get; init; } = PerturbationNorm.LInfinity;

    /// <summary>ε, how far a perturbation may go, of pixels in [0, 1].</summary>
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Steps of each start.</summary>
    public int Steps { get; init; } = 40;

    /// <summary>α, the length of a step; null for 2.5 ε/steps.</summary>
    public double? StepSize { get; init; }

    /// <summary>Starts: the first is the image, the others are uniform in the ball.</summary>
    public int Starts { get; init; } = 5;

    /// <inheritdoc/>
    public override string Name => Invariant($"PGD, {Ball}, {Counted.Of(Steps, "step")}, {Counted.Of(Starts, "start")}");

    private PerturbationBall Ball => new(Norm, Epsilon);

    private protected override void CheckSettings()
    {
        Ball.Check();
        Require.AtLeast(1, Steps, "The number of steps", "40");
        Require.AtLeast(1, Starts, "The number of starts", "5");
        if (StepSize is { } step) Require.Positive(step, "α, the length of a step,", "2.5 ε/steps, by leaving it out");
    }

    internal override float[] Perturb(AttackBlock block)
    {
        var length = StepSize ?? 2.5 * Epsilon / Steps;
        for (var start = 0; start < Starts; start++)
        {
            var images = (float[])block.Pixels.Clone();
            if (start > 0)
            {
                var random = block.Random(start);
                Ball.Scatter(images, ref random, block.Size);
                Ball.Project(images, block.Pixels, block.Size);
            }
            for (var step = 0; step < Steps; step++)
            {
                Ball.Step(images, block.LossGradient(images), length, block.Size);
                Ball.Project(images, block.Pixels, block.Size);
            }
            block.Keep(images);
        }
        return block.Best;
    }
}
