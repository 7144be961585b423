namespace Vib.Core;

/// <summary>A term with what an objective does to it.</summary>
public sealed record Part
{
    internal Part(Term term) => Term = term;

    /// <summary>The bound.</summary>
    public Term Term { get; }

    /// <summary>Whether it is subtracted.</summary>
    public bool IsSubtracted { get; internal init; }

    /// <summary>What it is multiplied by.</summary>
    public Weight Weight { get; internal init; } = Weight.One;

    /// <summary>The function that it goes through: increasing, or its distance from a capacity.</summary>
    public Growth Growth { get; internal init; } = Growth.Identity;

    /// <summary>Whether encoders are not reached by it.</summary>
    public bool StopsAtEncoders { get; internal init; }

    /// <summary>The variable whose numbers weigh its examples; null where all weigh the same.</summary>
    public Variable? Weights { get; internal init; }

    /// <summary>How often its own parameters climb it in each step, against the rest of the objective; 0 where they follow the objective.</summary>
    public int InnerSteps { get; internal init; }

    /// <summary>The side that its author vouches for, and why; null where the side is the term's own.</summary>
    public (Side Side, string Reason)? Trust { get; internal init; }

    /// <summary>The side of the part as it stands in the sum.</summary>
    public Side Side => Flip(Trust?.Side ?? (InnerSteps > 0 || !Growth.IsIncreasing ? Side.Estimate : Term.Side), IsSubtracted);

    internal static Side Flip(Side side, bool flip) => (side, flip) switch
    {
        (Side.Lower, true) => Side.Upper,
        (Side.Upper, true) => Side.Lower,
        _ => side,
    };

    /// <summary>What it trains, in words: the encoders of its variables, and its own networks.</summary>
    public IReadOnlyList<string> Reaches =>
        [.. StopsAtEncoders ? [] : Term.Variables.Where(v => v.IsLatent).Select(v => $"encoder of {v}"), .. Term.Trains is { } own ? new[] { InnerSteps > 0 || Term is ContrastiveTerm ? $"{own} (climbs)" : own } : []];

    /// <summary>The quantity as it stands in the formula, without the sign.</summary>
    internal string Show(Func<Term, string> name)
    {
        var text = InnerSteps > 0 ? $"max {name(Term)}" : name(Term);
        if (Weights is { } weights) text = $"{text}, weighed by {weights},";
        if (StopsAtEncoders) text = $"stop({text})";
        text = Growth.Show(text);
        return Weight == Weight.One ? text : $"{Weight} · {text}";
    }
}
