namespace Vib.Core;

/// <summary>What training does: maximises a lower bound or minimises an upper one, perhaps under constraints.</summary>
/// <remarks>Only what is sound is accepted: what is maximised must bound its sum of informations from below, what is minimised from above, or the optimiser would widen the gap instead of moving the
/// information. <see cref="Formula.Trusted"/> is the way around that, and shows.</remarks>
public sealed record Objective
{
    private Objective(Formula formula, bool isMaximised) => (Formula, IsMaximised) = (formula, isMaximised);

    /// <summary>The sum that is moved.</summary>
    public Formula Formula { get; }

    /// <summary>Whether it is maximised, rather than minimised.</summary>
    public bool IsMaximised { get; }

    /// <summary>What must hold besides.</summary>
    public IReadOnlyList<Constraint> Constraints { get; private init; } = [];

    /// <summary>Maximises a lower bound.</summary>
    /// <param name="formula">A lower bound.</param>
    /// <returns>The objective, without constraints.</returns>
    /// <exception cref="DomainException">The formula is no lower bound.</exception>
    public static Objective Maximise(Formula formula) => new(Sound(formula, Side.Lower, "To maximise"), true);

    /// <summary>Minimises an upper bound.</summary>
    /// <param name="formula">An upper bound.</param>
    /// <returns>The objective, without constraints.</returns>
    /// <exception cref="DomainException">The formula is no upper bound.</exception>
    public static Objective Minimise(Formula formula) => new(Sound(formula, Side.Upper, "To minimise"), false);

    /// <summary>The same under the constraint that an information stay at most so large: an upper bound of it is held there by a multiplier that is learned.</summary>
    /// <param name="upper">An upper bound.</param>
    /// <param name="nats">The most that it may be.</param>
    /// <returns>The objective with one constraint more.</returns>
    /// <exception cref="DomainException">The formula is no upper bound, or the limit is not positive.</exception>
    public Objective AtMost(Formula upper, double nats) => this with { Constraints = [.. Constraints, new(Sound(upper, Side.Upper, "To keep small"), nats, true)] };

    /// <summary>The same under the constraint that an information stay at least so large.</summary>
    /// <param name="lower">A lower bound.</param>
    /// <param name="nats">The least that it may be.</param>
    /// <returns>The objective with one constraint more.</returns>
    /// <exception cref="DomainException">The formula is no lower bound, or the limit is not positive.</exception>
    public Objective AtLeast(Formula lower, double nats) => this with { Constraints = [.. Constraints, new(Sound(lower, Side.Lower, "To keep large"), nats, false)] };

    /// <summary>All parts, of the sum and of the constraints.</summary>
    /// <summary>The variables that weigh examples.</summary>
    internal IEnumerable<Variable> Weights => Parts.Select(part => part.Weights).OfType<Variable>().Distinct();

    internal IEnumerable<Part> Parts => Formula.Parts.Concat(Constraints.SelectMany(constraint => constraint.Formula.Parts));

    private static Formula Sound(Formula formula, Side side, string purpose)
    {
        ArgumentNullException.ThrowIfNull(formula);
        Require.That(formula.Side == side, $"{purpose}: {formula}, which is {Article(formula.Side)}", $"{Article(side)}, so that the optimum says something of the information", "the other bound of the term, or Trusted with the reason why it holds");
        return formula;
    }

    private static string Article(Side side) => side switch
    {
        Side.Lower => "a lower bound",
        Side.Upper => "an upper bound",
        _ => "on no side",
    };

    /// <summary>The objective as a formula: what is moved, how it is computed, on which side it is, and what it trains.</summary>
    /// <returns>Lines: the sum of informations, what is computed in its place, the constraints, and a line for each term with its method, what it trains, and its source.</returns>
    public string Show()
    {
        var lines = new List<string> { $"{(IsMaximised ? "maximise" : "minimise")}  {Formula}", $"  {(IsMaximised ? "≥" : "≤")}  {Formula.Computed}" };
        lines.AddRange(Constraints.Select(constraint => $"  subject to  {constraint}"));
        lines.AddRange(Parts.Distinct().Select(part => $"  {part.Term.Quantity,-10} {Sign(part)} {part.Term.Method}; trains {(part.Reaches.Count == 0 ? "nothing" : string.Join(", ", part.Reaches))}; {part.Term.Citation}"
            + (part.Trust is { } trust ? $"; trusted: {trust.Reason}" : "")));
        return string.Join("\n", lines);
    }

    private static string Sign(Part part) => part.Term.Side switch
    {
        _ when part.InnerSteps > 0 => "≈",
        Side.Lower => "≥",
        Side.Upper => "≤",
        _ => "≈",
    };

    /// <summary>The first line of <see cref="Show"/>.</summary>
    /// <returns>For example <c>maximise I(Z;Y) − 0.001 · I(X;Z)</c>; constraints follow.</returns>
    public override string ToString() => $"{(IsMaximised ? "maximise" : "minimise")} {Formula}{string.Concat(Constraints.Select(constraint => $" subject to {constraint}"))}";
}

/// <summary>A limit on an information, kept by a multiplier that is learned.</summary>
/// <remarks>The multiplier λ ≥ 0 moves by the relative violation v = ±(value − limit)/limit, cut off at ±1: log λ ← log λ + η v at every step, and the gradient has the weight λ e^v. The first is dual ascent by
/// exponentiated gradients; the second damps the swings of multiplier and value around each other, as the quadratic term of an augmented Lagrangian does.</remarks>
public sealed record Constraint
{
    internal Constraint(Formula formula, double limit, bool isAtMost)
    {
        Require.Positive(limit, "The limit of a constraint", "5 nats");
        (Formula, Limit, IsAtMost) = (formula, limit, isAtMost);
    }

    /// <summary>What is limited.</summary>
    public Formula Formula { get; }

    /// <summary>The limit, nats.</summary>
    public double Limit { get; }

    /// <summary>Whether the formula is to be at most the limit, rather than at least.</summary>
    public bool IsAtMost { get; }

    /// <summary>As in <c>I(X;Z) ≤ 5 nat</c>.</summary>
    /// <returns>The quantity, the sign and the limit, in the invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant($"{Formula} {(IsAtMost ? "≤" : "≥")} {Limit:G4} nat");
}
