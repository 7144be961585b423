using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>A critic and what it says it computes, on plain operators: all pairs as rows, x_i and y_j side by side, one number for each.</summary>
internal sealed record CriticCase(CriticOptions Options, int XDimension, int YDimension, Func<PlainNetwork, Tensor, Tensor, Tensor> Scores)
{
    /// <summary>The companion's number of each joint pair, where there is a companion.</summary>
    internal Func<PlainNetwork, Tensor, Tensor, Tensor>? Companion { get; init; }

    internal Critic Create(int replicates, long seed = 1) => Options.Create(XDimension, YDimension, replicates, CPU, seed);

    /// <summary>Points that look random into a pass.</summary>
    internal void Draw(CriticPass pass, long seed)
    {
        using var scope = NewDisposeScope();
        pass.X.All.copy_(Numbers.Drawn(pass.X.All.shape, seed));
        pass.Y.All.copy_(Numbers.Drawn(pass.Y.All.shape, seed + 1));
    }
}

/// <summary>Every critic of the library, and of some a few sizes: the laws are held to all of them.</summary>
internal static class AllCritics
{
    private static readonly ImageShape grey = new(1, 5, 4), colour = new(3, 3, 2), pixel = new(2, 1, 1);

    internal static readonly Dictionary<string, CriticCase> Cases = new()
    {
        ["separable"] = new(new SeparableCritic { Hidden = [9, 7], Embedding = 5 }, 3, 2, Separable),
        ["separable, one layer"] = new(new SeparableCritic { Hidden = [16], Embedding = 1 }, 3, 2, Separable),
        ["concatenated"] = new(new ConcatenatedCritic { Hidden = [9, 7] }, 3, 2, Concatenated),
        ["concatenated, one layer"] = new(new ConcatenatedCritic { Hidden = [16] }, 3, 2, Concatenated),
        ["concatenated, computed again"] = new(new ConcatenatedCritic { Hidden = [9, 7], KeptNumbers = 0 }, 3, 2, Concatenated),
        ["inner product"] = new(new InnerProductCritic(), 3, 3, InnerProduct),
        ["bilinear"] = new(new BilinearCritic(), 3, 2, Bilinear),
        ["cosine"] = new(new CosineCritic { Hidden = [9, 7], Embedding = 20 }, 3, 2, Cosine),
        ["cosine, of numbers"] = new(new CosineCritic { Hidden = [5], Embedding = 2 }, 1, 4, Cosine),
        ["convolutional"] = new(new ConvolutionalCritic(grey) { Channels = [4, 3], Hidden = [6], Embedding = 5 }, 20, 2,
            (plain, x, y) => (plain.Image(x, grey, 2, "g.") * plain.Forward(y, "h.")).sum(1)),
        ["convolutional, both"] = new(new ConvolutionalCritic(colour) { Y = grey, Channels = [4], Hidden = [6, 7], Embedding = 5 }, 18, 20,
            (plain, x, y) => (plain.Image(x, colour, 1, "g.") * plain.Image(y, grey, 1, "h.")).sum(1)),
        ["convolutional, of one pixel"] = new(new ConvolutionalCritic(grey) { Y = pixel, Channels = [2, 3, 4], Hidden = [6], Embedding = 5 }, 20, 2,
            (plain, x, y) => (plain.Image(x, grey, 3, "g.") * plain.Image(y, pixel, 3, "h.")).sum(1)),
        ["exact"] = new(new ExactCritic(new CorrelatedGaussian(3, 0.6)) { Offset = 1 }, 3, 3, (_, x, y) => LogRatio(x, y, 0.6).sum(1) + 1),
        ["bilinear, with a baseline"] = new(new BilinearCritic { Companion = new LearnedBaseline { Hidden = [6] } }, 3, 2, Bilinear) { Companion = (plain, _, y) => plain.Forward(y, "baseline.") },
        ["inner product, with a function of pairs"] = new(new InnerProductCritic { Companion = new PairFunction { Hidden = [6, 4] } }, 2, 2, InnerProduct)
        {
            Companion = (plain, x, y) => plain.Forward(cat([x, y], 1), "pair."),
        },
    };

    internal static TheoryData<string> Names => [.. Cases.Keys];

    private static Tensor Separable(PlainNetwork plain, Tensor x, Tensor y) => (plain.Forward(x, "g.") * plain.Forward(y, "h.")).sum(1);

    private static Tensor Concatenated(PlainNetwork plain, Tensor x, Tensor y) => plain.Forward(cat([x, y], 1), "f.");

    private static Tensor InnerProduct(PlainNetwork plain, Tensor x, Tensor y) => (x * y).sum(1) * plain.Matrix("weight").view(1);

    private static Tensor Bilinear(PlainNetwork plain, Tensor x, Tensor y) => (x.unsqueeze(2) * y.unsqueeze(1) * plain.Matrix("weight")).sum([1, 2]);

    private static Tensor Cosine(PlainNetwork plain, Tensor x, Tensor y)
    {
        var (g, h) = (plain.Forward(x, "g."), plain.Forward(y, "h."));
        return (g * h).sum(1) / (g.square().sum(1) * h.square().sum(1)).sqrt() * plain.Matrix("log sharpness").view(1).exp();
    }

    /// <summary>log N(x, y; ρ) − log N(x) − log N(y), coordinate by coordinate.</summary>
    private static Tensor LogRatio(Tensor x, Tensor y, double rho)
    {
        var rest = 1 - rho * rho;
        return (x.square() + y.square() - x * y * (2 * rho)) / (-2 * rest) + (x.square() + y.square()) / 2 - Math.Log(rest) / 2;
    }
}
