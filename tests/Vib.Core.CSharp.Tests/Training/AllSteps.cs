using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Every training step there is: each bound with each critic that it can be trained with, and with each companion that fits it.</summary>
internal static class AllSteps
{
    private static readonly Truth uniform = new CorrelatedGaussian(4, 0.6);

    private static readonly Dictionary<string, Func<Sizes, CriticOptions>> critics = new()
    {
        ["separable"] = sizes => new SeparableCritic { Hidden = sizes.Hidden, Embedding = sizes.Embedding },
        ["concatenated"] = sizes => new ConcatenatedCritic { Hidden = sizes.Hidden },
        ["inner product"] = _ => new InnerProductCritic(),
        ["bilinear"] = _ => new BilinearCritic(),
        ["cosine"] = sizes => new CosineCritic { Hidden = sizes.Hidden, Embedding = sizes.Embedding },
        ["convolutional"] = sizes => new ConvolutionalCritic(new(1, 2, 2)) { Channels = [4], Hidden = sizes.Hidden, Embedding = sizes.Embedding },
        ["Gaussian conditional"] = sizes => new GaussianConditional { Hidden = sizes.Hidden },
        ["logistic conditional"] = sizes => new LogisticConditional { Hidden = sizes.Hidden },
        ["categorical conditional"] = sizes => new CategoricalConditional { Hidden = sizes.Hidden },
        ["exact"] = _ => new ExactCritic(uniform),
    };

    private static readonly Dictionary<string, Func<Sizes, CompanionOptions>> companions = new()
    {
        ["learned baseline"] = sizes => new LearnedBaseline { Hidden = sizes.Hidden },
        ["pair function"] = sizes => new PairFunction { Hidden = sizes.Hidden },
        ["Gaussian density"] = _ => new GaussianDensity(),
        ["logistic density"] = _ => new LogisticDensity(),
        ["categorical density"] = _ => new CategoricalDensity(),
        ["standard normal density"] = _ => new StandardNormalDensity(),
    };

    /// <summary>Widths of the networks.</summary>
    internal sealed record Sizes(int[] Hidden, int Embedding);

    /// <summary>Bound, critic, companion or "": what an estimation does not refuse, with something to learn.</summary>
    public static TheoryData<string, string, string> Names
    {
        get
        {
            var names = new TheoryData<string, string, string>();
            foreach (var bound in AllBounds.Names)
                foreach (var critic in critics.Keys)
                    foreach (var companion in companions.Keys.Prepend(""))
                        if (Trains(bound.Data, critic, companion)) names.Add(bound.Data, critic, companion);
            return names;
        }
    }

    private static bool Trains(string bound, string critic, string companion)
    {
        if (critic == "exact" && companion is "" or "standard normal density") return false;
        try
        {
            var options = Options(critic, companion, new([4], 2));
            return ReferenceEquals(Suit.Check(AllBounds.Named(bound).Bound, options), options);
        }
        catch (DomainException)
        {
            return false;
        }
    }

    private static CriticOptions Options(string critic, string companion, Sizes sizes) =>
        critics[critic](sizes).WithCompanion(companion == "" ? null : companions[companion](sizes));

    /// <summary>Does a step of it, again and again, on one batch of four dimensions each, and shows what its parameters are then.</summary>
    internal static void Use(string bound, string critic, string companion, Sizes sizes, int batch, int replicates, Action<Action> use, Device? device = null, Action<FlatParameters>? of = null)
    {
        var options = Options(critic, companion, sizes);
        var climbed = AllBounds.Named(bound).Bound;
        if (options is ExactCritic exact) options = exact.For(climbed);
        device ??= CPU;
        using var model = options.Create(4, 4, replicates, device, 1);
        using var training = new CriticTraining(model, climbed, new(), batch);
        using var pairs = new StillPairs(replicates, batch, options.NeedsOneHot, device);
        use(() => training.Step(pairs));
        of?.Invoke(model.Parameters);
    }

    /// <summary>The same batch every time: four numbers of x, and of y four more that know something of them, or one of four classes.</summary>
    private sealed class StillPairs : PairStream
    {
        private readonly Matrices x, y;

        internal StillPairs(int replicates, int batch, bool classes, Device device)
        {
            using var scope = NewDisposeScope();
            var drawn = Numbers.Drawn([replicates, batch, 4], 1, 1.7);
            var seen = classes ? eye(4).index_select(0, drawn.argmax(-1).view(-1)).view(replicates, batch, 4) : drawn * 0.6 + Numbers.Drawn([replicates, batch, 4], 2, 1.4);
            (x, y) = (new(drawn.to(device)), new(seen.to(device)));
        }

        internal override void Next(Matrices x, Matrices y, int? copy = null)
        {
            x.Part(copy).copy_(this.x.Part(copy));
            y.Part(copy).copy_(this.y.Part(copy));
        }

        public override void Dispose()
        {
            x.Dispose();
            y.Dispose();
        }
    }
}
