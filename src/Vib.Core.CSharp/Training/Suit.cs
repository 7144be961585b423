namespace Vib.Core;

/// <summary>Which critic goes with which bound.</summary>
internal static class Suit
{
    /// <summary>The critic with the companion that the bound needs.</summary>
    /// <exception cref="DomainException">The bound's value from this critic would mean nothing.</exception>
    internal static CriticOptions Check(Bound bound, CriticOptions critic)
    {
        Require.That(!bound.NeedsConditional || critic.IsExact, $"{bound.Name} with the {critic.Name} critic, which is trained", "a bound whose scores any critic can give, to be maximised",
            $"InfoNce or another lower bound to estimate I(X;Y); {bound.Name} with an ExactCritic, or {bound.Name}'s own Value on an exact log p(y|x), a Truth's LogRatio for instance{(bound.Side == Side.Upper ? ": an upper bound is minimised, and only over the distribution" : "")}");
        Require.That(!bound.NeedsDensity || critic.IsDensity, $"{bound.Name} with the {critic.Name} critic, whose scores are no log-density of y",
            "scores that are log q(y|x) of a normalised density", "GaussianConditional, LogisticConditional or CategoricalConditional, which are fitted to the data");
        if (bound is not CompanionBound beside)
        {
            Require.That(critic.Companion is null, $"{bound.Name} with a {critic.Companion?.Name}", "a critic alone", "Tuba or Interpolated for a baseline, or a critic without a companion");
            return critic;
        }
        Require.That(beside.Companion != CompanionKind.LogPartition, $"{bound.Name} with the {critic.Name} critic, whose partition is not known", Wanted(beside.Companion),
            $"Tuba, a lower bound with any baseline; {bound.Name}'s own Value(scores, companion) where you know the partition");
        if (critic.Companion is { } companion)
        {
            Require.That(Fits(companion.Kind, beside.Companion), $"{bound.Name} with a {companion.Name}", Wanted(beside.Companion), "no companion, for the one that the bound takes by itself");
            return critic;
        }
        return beside.NeedsCompanion ? critic with { Companion = Default(bound, beside.Companion, critic) } : critic;
    }

    /// <summary>The critic without a companion where the bound has no use for one: for tables, in which a critic meets every bound.</summary>
    internal static CriticOptions Trim(Bound bound, CriticOptions critic) =>
        bound is CompanionBound beside && critic.Companion is { } companion && Fits(companion.Kind, beside.Companion) ? critic : critic with { Companion = null };

    private static bool Fits(CompanionKind given, CompanionKind wanted) => given == wanted || given == CompanionKind.DensityOfY && wanted == CompanionKind.OfY;

    private static string Wanted(CompanionKind kind) => kind switch
    {
        CompanionKind.OfY => "a function of y alone",
        CompanionKind.DensityOfY => "the log-density of y",
        CompanionKind.OfPairs => "a function of the pair",
        _ => "the exact log E_p(x) e^f(x,y) of every y, which no network learns",
    };

    private static CompanionOptions Default(Bound bound, CompanionKind kind, CriticOptions critic) => kind switch
    {
        CompanionKind.OfPairs => new PairFunction(),
        CompanionKind.DensityOfY => critic switch
        {
            LogisticConditional => new LogisticDensity(),
            CategoricalConditional => new CategoricalDensity(),
            _ => new GaussianDensity(),
        },
        _ => throw new DomainException($"{bound.Name} with nothing beside the {critic.Name} critic", Wanted(kind), "a critic with a companion of that kind"),
    };
}
