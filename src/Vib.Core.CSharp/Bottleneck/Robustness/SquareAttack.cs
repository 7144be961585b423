using static System.FormattableString;

namespace Vib.Core;

/// <summary>A black-box attack by random search: squares of the image are set to the edge of the ball at random places, and what raises the margin stays. It asks for no gradient and guesses none.</summary>
/// <remarks><para>In L∞ a square becomes x ± ε, from vertical stripes of x ± ε for a start; in L2 a square takes the norm that another square had, and what is unused, in the shape of two opposite bumps. The squares begin with a part
/// p of the image and shrink by halves  (Andriushchenko, Croce, Flammarion and Hein 2020, arXiv:1912.00049, algorithms 1 to 3).</para>
/// <para>Against noise the image and its candidate are compared by the same draw, fresh in every step: a record that is kept from an earlier draw would be the luckiest of them, which nothing beats. So a step costs two queries
/// with fresh noise, and one with frozen noise. A step's draw still favours some candidates: more samples help.</para></remarks>
public sealed record SquareAttack : Attack
{
    // after so many of 10 000 steps the squares' area is halved
    private static readonly double[] halvings = [.. new[] { 10, 50, 200, 1000, 2000, 4000, 6000, 8000 }.Select(step => step / 10_000.0)];

    /// <summary>What ε measures.</summary>
    public PerturbationNorm Norm { get; init; } = PerturbationNorm.LInfinity;

    /// <summary>ε, how far a perturbation may go, of pixels in [0, 1].</summary>
    public double Epsilon { get; init; } = 0.1;

    /// <summary>Steps, each with a square.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>p, the part of the image that the first squares cover; null for 0.3 in L∞ and 0.1 in L2.</summary>
    public double? Fraction { get; init; }

    /// <inheritdoc/>
    public override string Name => Invariant($"Square (black box), {Ball}, {Counted.Of(Steps, "step")}");

    private PerturbationBall Ball => new(Norm, Epsilon);

    private protected override void CheckSettings()
    {
        Ball.Check();
        Require.AtLeast(1, Steps, "The number of steps", "1000");
        if (Fraction is { } part) Require.That(part is > 0 and <= 1, $"p, the part of the image that the first squares cover, of {part}", "a number above 0 and at most 1", "0.3");
    }

    internal override float[] Perturb(AttackBlock block)
    {
        var random = block.Random(0);
        var squares = new RandomSquares(Ball, block.Pixels, block.Size, block.Width);
        block.Keep(block.Pixels);
        var images = squares.Start(ref random);
        block.Keep(images);
        var before = FreshNoise ? [] : block.Margins(images);
        for (var step = 0; step < Steps; step++)
        {
            var candidates = squares.Moved(images, PartAt(step), ref random);
            var after = FreshNoise ? block.Margins(images, candidates, out before) : block.Margins(candidates);
            for (var i = 0; i < block.Count; i++)
            {
                if (!(after[i] > before[i])) continue;
                before[i] = after[i];
                Array.Copy(candidates, i * block.Size, images, i * block.Size, block.Size);
            }
        }
        block.Keep(images);
        return block.Best;
    }

    /// <summary>The part of the image that a square covers.</summary>
    internal double PartAt(int step)
    {
        var (done, part) = (step / (double)Steps, Fraction ?? (Norm == PerturbationNorm.LInfinity ? 0.3 : 0.1));
        return part / Math.Pow(2, halvings.Count(at => done > at));
    }
}
