using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Independent truths side by side: the coordinates of all x, and of all y.</summary>
/// <remarks>I adds up over independent blocks, and so does log r.</remarks>
public sealed class Blocks : Truth
{
    private readonly Truth[] blocks;

    /// <summary>Several truths as one.</summary>
    /// <param name="blocks">At least one; the same truth may stand there more than once, and is drawn anew for each.</param>
    /// <exception cref="DomainException">There are none.</exception>
    public Blocks(params Truth[] blocks)
    {
        Require.AtLeast(1, blocks.Length, "The number of blocks", "a truth, or several");
        this.blocks = [.. blocks];
    }

    /// <inheritdoc/>
    public override int XDimension => blocks.Sum(block => block.XDimension);

    /// <inheritdoc/>
    public override int YDimension => blocks.Sum(block => block.YDimension);

    /// <inheritdoc/>
    public override double Information => blocks.Sum(block => block.Information);

    /// <inheritdoc/>
    public override string Description => string.Join(" + ", blocks.Select(block => block.Description));

    /// <inheritdoc/>
    public override bool KnowsDensityOfY => blocks.All(block => block.KnowsDensityOfY);

    /// <inheritdoc/>
    public override double? EntropyOfY => blocks.Aggregate((double?)0, (sum, block) => sum + block.EntropyOfY); // null if one is

    internal override bool HasDiscreteY => blocks.Any(block => block.HasDiscreteY);

    private protected override Tensor LogDensityOf(Tensor y)
    {
        var (sum, at) = (zeros(y.shape[..^1], y.dtype, y.device), 0L);
        foreach (var block in blocks)
        {
            sum.add_(block.LogDensityOfY(y.narrow(-1, at, block.YDimension)));
            at += block.YDimension;
        }
        return sum;
    }

    /// <summary>Each block's coordinates in x and in y, which are views.</summary>
    private IEnumerable<(Truth Block, Tensor X, Tensor Y)> Parts(Tensor x, Tensor y)
    {
        var (atX, atY) = (0L, 0L);
        foreach (var block in blocks)
        {
            yield return (block, x.narrow(-1, atX, block.XDimension), y.narrow(-1, atY, block.YDimension));
            (atX, atY) = (atX + block.XDimension, atY + block.YDimension);
        }
    }

    private protected override void Fill(Tensor x, Tensor y, Generator generator)
    {
        foreach (var (block, xs, ys) in Parts(x, y)) block.Draw(xs, ys, generator);
    }

    private protected override Tensor LogRatioOf(Tensor x, Tensor y) =>
        Parts(x, y).Select(part => part.Block.LogRatio(part.X, part.Y)).Aggregate((sum, next) => sum + next);
}
