using static System.FormattableString;

namespace Vib.Core;

/// <summary>A black-box attack: the gradient is guessed from differences of the margin along random signs, so a gradient that is hidden does not protect.</summary>
/// <remarks>ĝ = (1/n) Σ_j [m(x + δ v_j) − m(x − δ v_j)]/(2δ) · v_j, v_j of independent signs, m the margin; Adam along ĝ, projected to the L∞ ball  (Spall 1992; Uesato et al. 2018,
/// arXiv:1802.05666). Nothing but averaged probabilities is asked of the model.</remarks>
public sealed record Spsa : Attack
{
    /// <summary>ε, the largest change of a pixel, of pixels in [0, 1].</summary>
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Steps.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>n, random directions in a step; each costs two queries.</summary>
    public int Directions { get; init; } = 64;

    /// <summary>δ, how far a query is from the image.</summary>
    public double Probe { get; init; } = 0.01;

    /// <summary>Adam's learning rate.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <inheritdoc/>
    public override string Name => Invariant($"SPSA (black box), {Ball}, {Steps} × {2 * Directions} queries");

    private PerturbationBall Ball => new(PerturbationNorm.LInfinity, Epsilon);

    private protected override void CheckSettings()
    {
        Ball.Check();
        Require.AtLeast(1, Steps, "The number of steps", "100");
        Require.AtLeast(1, Directions, "The number of directions", "64");
        Require.Positive(Probe, "δ, how far a query is from the image,", "0.01");
        Require.Positive(LearningRate, "The learning rate", "0.01");
    }

    internal override float[] Perturb(AttackBlock block)
    {
        var random = block.Random(0);
        var (images, adam) = ((float[])block.Pixels.Clone(), new PixelAdam(block.Pixels.Length, LearningRate));
        block.Keep(images);
        for (var step = 0; step < Steps; step++)
        {
            var down = Guess(block, images, ref random);
            double[] moved = [.. images];
            adam.Descend(moved, down);
            for (var d = 0; d < images.Length; d++) images[d] = (float)moved[d];
            Ball.Project(images, block.Pixels, block.Size);
        }
        block.Keep(images);
        return block.Best;
    }

    /// <summary>Minus the guessed gradient of each image's margin.</summary>
    private double[] Guess(AttackBlock block, float[] images, ref SplitMix64 random)
    {
        var (size, signs) = (block.Size, new sbyte[images.Length]);
        var (down, above, below) = (new double[images.Length], new float[images.Length], new float[images.Length]);
        for (var j = 0; j < Directions; j++)
        {
            ulong bits = 0;
            for (var d = 0; d < images.Length; d++)
            {
                bits = d % 64 == 0 ? random.Next() : bits >> 1;
                signs[d] = (sbyte)((bits & 1) == 0 ? -1 : 1);
                (above[d], below[d]) = ((float)(images[d] + Probe * signs[d]), (float)(images[d] - Probe * signs[d]));
            }
            var (up, low) = (block.Margins(above), block.Margins(below));
            for (var d = 0; d < images.Length; d++) down[d] -= (up[d / size] - low[d / size]) / (2 * Probe) * signs[d] / Directions;
        }
        return down;
    }
}
