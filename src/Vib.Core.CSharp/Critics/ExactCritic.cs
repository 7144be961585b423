using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>f(x, y) = log p(x, y)/p(x)p(y) of a source that knows it: nothing to learn, and what a bound is worth when nothing is left to learn.</summary>
/// <remarks>The truth must be that of the pairs that are scored; an estimation leaves them on their own scale for it. Cost: that of <see cref="Truth.LogRatio"/>.</remarks>
/// <param name="Truth">Where the log-ratio comes from.</param>
public sealed record ExactCritic(Truth Truth) : CriticOptions
{
    /// <inheritdoc/>
    public override string Name => "exact";

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <summary>Whether the truth knows p(y), so that the scores can be log p(y|x) for the bounds that want that.</summary>
    public override bool IsDensity => Truth.KnowsDensityOfY;

    /// <summary>Whether the scores are log p(y|x) and not log r.</summary>
    internal bool AsDensity { get; init; }

    /// <summary>What the bound's optimal critic adds to the log-ratio (<see cref="Bound.OptimalOffset"/>).</summary>
    internal double Offset { get; init; }

    /// <summary>The exact critic that a bound wants, with the companion that stands beside it.</summary>
    internal ExactCritic For(Bound bound) => this with { Offset = bound.OptimalOffset, AsDensity = IsDensity && (bound.NeedsDensity || Companion is not null) };

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        return (xDimension, yDimension) == (Truth.XDimension, Truth.YDimension)
            ? new Exact(this, new(), replicates, device, seed)
            : throw new ShapeException($"x of {xDimension} and y of {Counted.Of(yDimension, "dimension")} for the exact critic of a {Truth.Description}",
                $"x of {Truth.XDimension} and y of {Counted.Of(Truth.YDimension, "dimension")}", "the truth that the pairs were drawn from");
    }

    private sealed class Exact : Critic
    {
        internal Exact(ExactCritic options, ParameterLayout layout, int replicates, Device device, long seed)
            : base(options, options.Truth.XDimension, options.Truth.YDimension, layout, replicates, device) => Parameters.Initialise(seed); // of a companion

        internal override CriticPass Pass(int batch, bool backward, Crew? crew = null) => new ExactPass(this, (ExactCritic)Options, batch, backward, crew);
    }

    private sealed class ExactPass : CriticPass
    {
        private readonly Truth truth;
        private readonly double offset;
        private readonly bool asDensity;
        private readonly Crew? crew;
        private readonly Action<int> scoreOne;

        internal ExactPass(Critic critic, ExactCritic options, int batch, bool backward, Crew? crew) : base(critic, batch, backward)
        {
            (truth, offset, asDensity, this.crew) = (options.Truth, options.AsDensity ? 0 : options.Offset, options.AsDensity, crew);
            scoreOne = Score;
        }

        private protected override void ForwardScores(int? replicate)
        {
            var (first, end) = Scores.Span(replicate);
            if (replicate is null && crew is not null) crew.Run(end, scoreOne);
            else for (var r = first; r < end; r++) Score(r);
        }

        private void Score(int r)
        {
            using var ratio = truth.LogRatio(X.Each[r], Y.Each[r]);
            Scores.Each[r].copy_(ratio).add_(offset);
            if (!asDensity) return;
            using var density = truth.LogDensityOfY(Y.Each[r]);
            Scores.Each[r].add_(density); // to each column
        }

        private protected override void BackwardScores(int? replicate) { }
    }
}
