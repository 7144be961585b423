using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Something that pairs (x, y) can be drawn from.</summary>
public abstract class PairSource
{
    /// <summary>The dimension of X.</summary>
    public abstract int XDimension { get; }

    /// <summary>The dimension of Y.</summary>
    public abstract int YDimension { get; }

    /// <summary>I(X;Y), nats, where it is known exactly; null where it is not.</summary>
    public abstract double? KnownInformation { get; }

    /// <summary>What the source is, in a few words.</summary>
    public abstract string Description { get; }
}

/// <summary>A source whose information is known exactly.</summary>
/// <remarks>Library code, not test code: an estimator is worth what it is worth where the answer is known.</remarks>
public abstract class Truth : PairSource
{
    private protected Truth() { }

    /// <summary>I(X;Y), nats, exact.</summary>
    public abstract double Information { get; }

    /// <inheritdoc/>
    public sealed override double? KnownInformation => Information;

    /// <summary>Draws pairs into memory that is there already.</summary>
    /// <param name="x">[B,dx], overwritten.</param>
    /// <param name="y">[B,dy], overwritten.</param>
    /// <param name="generator">Where the randomness comes from; on the tensors' device.</param>
    /// <exception cref="ShapeException">The shapes are not [B,dx] and [B,dy].</exception>
    public void Draw(Tensor x, Tensor y, Generator generator)
    {
        if (x.dim() != 2 || y.dim() != 2 || x.size(0) != y.size(0) || x.size(1) != XDimension || y.size(1) != YDimension)
            throw new ShapeException($"x of shape [{string.Join(",", x.shape)}] and y of shape [{string.Join(",", y.shape)}]",
                $"[B,{XDimension}] and [B,{YDimension}]", "buffers of this source's dimensions");
        using var scope = FillsInPlace ? null : NewDisposeScope();
        Fill(x, y, generator);
    }

    private protected abstract void Fill(Tensor x, Tensor y, Generator generator);

    /// <summary>Whether <see cref="Fill"/> makes no tensor of its own: then a draw leaves no garbage.</summary>
    private protected virtual bool FillsInPlace => false;

    /// <summary>log p(x_i, y_j)/p(x_i)p(y_j) of all pairs: the pointwise information, and the optimal critic up to what each bound leaves free.</summary>
    /// <param name="x">[B,dx] or [R,B,dx].</param>
    /// <param name="y">[B,dy] or [R,B,dy].</param>
    /// <returns>[B,B] or [R,B,B], nats; rows x_i, columns y_j. The caller owns it.</returns>
    /// <exception cref="ShapeException">The shapes are not [B,dx] and [B,dy], nor [R,B,dx] and [R,B,dy].</exception>
    public Tensor LogRatio(Tensor x, Tensor y)
    {
        var (xs, ys) = (x.shape, y.shape);
        if (xs.Length is not (2 or 3) || ys.Length != xs.Length || xs[^1] != XDimension || ys[^1] != YDimension || xs.Length == 3 && xs[0] != ys[0])
            throw new ShapeException($"x of shape [{string.Join(",", xs)}] and y of shape [{string.Join(",", ys)}]",
                $"[B,{XDimension}] and [B,{YDimension}], or [R,B,{XDimension}] and [R,B,{YDimension}]", "points of this source's dimensions");
        using var scope = NewDisposeScope();
        return LogRatioOf(x, y).MoveToOuterDisposeScope();
    }

    private protected abstract Tensor LogRatioOf(Tensor x, Tensor y);

    /// <summary>Whether <see cref="LogDensityOfY"/> is known.</summary>
    public virtual bool KnowsDensityOfY => false;

    /// <summary>h(Y) = −E log p(y), or H(Y) where Y is discrete; nats; null where it is not known in closed form.</summary>
    /// <remarks>What a difference of entropies and the bound of Barber and Agakov need beside a conditional: I(X;Y) = h(Y) − h(Y|X).</remarks>
    public virtual double? EntropyOfY => null;

    /// <summary>log p(y_j): the marginal density, or the probability where Y is discrete, or density times probability where it has coordinates of both kinds.</summary>
    /// <param name="y">[B,dy] or [R,B,dy].</param>
    /// <returns>[B] or [R,B], nats; −∞ where y cannot be. The caller owns it.</returns>
    /// <exception cref="ShapeException">The shape is not [B,dy], nor [R,B,dy].</exception>
    /// <exception cref="DomainException">The density is not known: see <see cref="KnowsDensityOfY"/>.</exception>
    public Tensor LogDensityOfY(Tensor y)
    {
        var shape = y.shape;
        if (shape.Length is not (2 or 3) || shape[^1] != YDimension)
            throw new ShapeException($"y of shape [{string.Join(",", shape)}]", $"[B,{YDimension}] or [R,B,{YDimension}]", "points of this source's dimension");
        Require.That(KnowsDensityOfY, $"log p(y) of {Description}", "a source whose KnowsDensityOfY is true", "LogRatio, which every truth knows, or a companion that learns a density of y");
        using var scope = NewDisposeScope();
        return LogDensityOf(y).MoveToOuterDisposeScope();
    }

    private protected virtual Tensor LogDensityOf(Tensor y) => throw new NotSupportedException(); // [..,B,dy] → [..,B]; of those who say that they know it

    /// <summary>Whether some coordinate of y is discrete, so that a density does not change as densities do when it is mapped.</summary>
    internal virtual bool HasDiscreteY => false;

    /// <summary>Draws n pairs.</summary>
    /// <param name="count">n, at least 1.</param>
    /// <param name="seed">The same seed gives the same pairs.</param>
    /// <returns>Pairs in plain arrays, which know the exact information.</returns>
    /// <exception cref="DomainException"><paramref name="count"/> is below 1.</exception>
    public Pairs Sample(int count, long seed = 1)
    {
        Require.AtLeast(1, count, "The number of pairs", "a positive number");
        using var scope = NewDisposeScope();
        using var generator = new Generator(Seeds.Derive(seed, RandomStream.Batches, 0));
        var (x, y) = (zeros([count, XDimension]), zeros([count, YDimension]));
        Draw(x, y, generator);
        return new(x.data<float>().ToArray(), XDimension, y.data<float>().ToArray(), YDimension, Description, Information);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Description}, I(X;Y) = {Information:0.####} nat");
}
