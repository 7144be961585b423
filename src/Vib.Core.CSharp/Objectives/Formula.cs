namespace Vib.Core;

/// <summary>A weighted sum of bounds of information, with the side that it keeps.</summary>
/// <remarks>Sides add as inequalities do: lower and lower, or lower less upper, is a lower bound of the same sum of informations; sums of different sides, and anything with an estimate in it, are on no
/// side.</remarks>
public sealed class Formula
{
    private Formula(IReadOnlyList<Part> parts) => Parts = parts;

    /// <summary>A single bound.</summary>
    /// <param name="term">The bound.</param>
    /// <returns>A sum of one.</returns>
    public static Formula Of(Term term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return new([new(term)]);
    }

    /// <summary>The terms, in order.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>The side of the sum of informations that the formula's expectation is on.</summary>
    public Side Side => Parts.All(part => part.Side == Side.Lower) ? Side.Lower : Parts.All(part => part.Side == Side.Upper) ? Side.Upper : Side.Estimate;

    /// <summary>The sum.</summary>
    /// <param name="a">A sum.</param>
    /// <param name="b">Another.</param>
    /// <returns>The terms of both, in order.</returns>
    public static Formula operator +(Formula a, Formula b) => new([.. a.Parts, .. b.Parts]);

    /// <summary>The difference.</summary>
    /// <param name="a">A sum.</param>
    /// <param name="b">What is subtracted.</param>
    /// <returns>The terms of both, those of the second on the other side.</returns>
    public static Formula operator -(Formula a, Formula b) => a + -b;

    /// <summary>The negative, on the other side.</summary>
    /// <param name="formula">A sum.</param>
    /// <returns>The same terms, each on the other side.</returns>
    public static Formula operator -(Formula formula) => formula.Each(part => part with { IsSubtracted = !part.IsSubtracted });

    /// <summary>Multiplied by a number, 0 or more.</summary>
    /// <param name="weight">0 or more.</param>
    /// <param name="formula">A sum.</param>
    /// <returns>Every term times the number, on its own side.</returns>
    /// <exception cref="DomainException">The number is negative or not finite.</exception>
    public static Formula operator *(double weight, Formula formula) => formula.Times(Weight.Of(weight));

    /// <summary>Multiplied by a weight, which may be a sweep, or on a ramp.</summary>
    /// <param name="weight">A number or a sweep, constant or on a ramp.</param>
    /// <returns>Every term times the weight, on its own side.</returns>
    /// <exception cref="DomainException">Two sweeps of different lengths, or two ramps.</exception>
    public Formula Times(Weight weight) => Each(part => part with { Weight = part.Weight.Times(weight) });

    /// <summary>An increasing function of a single bound.</summary>
    /// <param name="growth">The function.</param>
    /// <returns>The function of the bound, on the same side of the function of the information.</returns>
    /// <exception cref="DomainException">The formula is a sum, or its bound has a weight or a function already.</exception>
    public Formula Through(Growth growth)
    {
        ArgumentNullException.ThrowIfNull(growth);
        var part = Single("A function");
        Require.That(part.Weight == Weight.One && part.Growth == Growth.Identity && !part.IsSubtracted, $"A function of {part.Show(term => term.Quantity)}", "a function of a single bound", "the weight around the function");
        return new([part with { Growth = growth }]);
    }

    /// <summary>How far a single bound is from a capacity, |t − C|: subtracted with a weight γ from what is maximised, it holds a rate at C  (Burgess et al. 2018, arXiv:1804.03599).</summary>
    /// <remarks>It pulls the rate up as well as down, so it is on no side: <see cref="Trusted"/> says that it is a penalty. The weight of <see cref="Objective.AtMost"/> is learned, and keeps the side.</remarks>
    /// <param name="nats">C, 0 or more.</param>
    /// <param name="ramp">How C comes to be: from 0 over the first steps, say; null for a constant.</param>
    /// <returns>The distance, an estimate.</returns>
    /// <exception cref="DomainException">A negative capacity, a sum, or a bound that has a weight or a function already.</exception>
    public Formula NearCapacity(double nats, Ramp? ramp = null) => Through(Growth.Capacity(nats, ramp ?? Ramp.Constant));

    /// <summary>The same value, whose gradient does not reach encoders: only its own networks are trained by it.</summary>
    /// <returns>The same terms on the same sides.</returns>
    public Formula StopAtEncoders() => Each(part => part with { StopsAtEncoders = true });

    /// <summary>The same with examples weighed by a variable of the data: numbers of mean 1, 0 or more.</summary>
    /// <param name="weights">One number a row.</param>
    /// <returns>The same terms, weighed.</returns>
    /// <exception cref="DomainException">A term that is no mean over examples, or weights that are encoded. Training and evaluation: <see cref="DataException"/> where they are no numbers of mean 1, 0 or more.</exception>
    public Formula WeighedBy(Variable weights)
    {
        Require.That(!weights.IsLatent, $"Weights that are {weights}, a code", "a variable of the data", "Variable.Observed(\"W\")");
        return Each(part =>
        {
            Require.That(part.Term.IsMeanOverExamples, $"Weights on {part.Term}", "a term that is a mean over examples", "a decoder or a rate with a prior");
            return part with { Weights = weights };
        });
    }

    /// <summary>A lower bound whose own parameters climb it, against whatever the objective does with it: the inner maximum of a min–max pair.</summary>
    /// <remarks>The maximum is one over critics of finite size and training: it is on no side of the information.</remarks>
    /// <param name="steps">Steps of its parameters in each step of the objective, at least 1.</param>
    /// <returns>The maximum, an estimate.</returns>
    /// <exception cref="DomainException">No steps, a sum, or a bound that has no parameters, shares them with another, or is none from below.</exception>
    public Formula Climbed(int steps)
    {
        var part = Single("An inner maximum");
        Require.AtLeast(1, steps, "The number of inner steps", "1");
        Require.That(part.Term.Trains is not null && part.Term.Side != Side.Upper, $"The inner maximum of {part.Term}", "a lower bound, or an estimate, that has parameters", "a critic or a decoder");
        Require.That(!part.Term.SharesNetworks, $"The inner maximum of {part.Term}, which shares its backward encoder", "a bound with parameters of its own", "a categorical decoder");
        return new([part with { InnerSteps = steps }]);
    }

    /// <summary>The same with a side that the caller vouches for; the reason stands in every report.</summary>
    /// <param name="side">Lower or upper, of the sum as a whole.</param>
    /// <param name="reason">Why the side holds.</param>
    /// <returns>The same terms on that side.</returns>
    /// <exception cref="DomainException">No reason, or no side.</exception>
    public Formula Trusted(Side side, string reason)
    {
        Require.That(!string.IsNullOrWhiteSpace(reason), $"Trust without a reason", "a sentence that says why the side holds", "\"the critic is trained to its optimum\"");
        Require.That(side != Side.Estimate, $"Trust in no side", "Lower or Upper", "the formula as it is");
        return Each(part => part with { Trust = (Part.Flip(side, part.IsSubtracted), reason) });
    }

    private Part Single(string what)
    {
        Require.That(Parts.Count == 1, $"{what} of a sum of {Parts.Count} bounds", "a single bound", "each term on its own");
        return Parts[0];
    }

    private Formula Each(Func<Part, Part> change) => new([.. Parts.Select(change)]);

    /// <summary>The sum as it is computed, as in <c>(H(Y) − E[−log q(y|z)]) − 0.001 · KL[e(z|x) ‖ N(0, I)]</c>.</summary>
    public string Computed => Sum(part => part.Show(term => term.Formula.Contains(' ') && !term.Formula.EndsWith(']') || term.Formula.Contains('−') ? $"({term.Formula})" : term.Formula));

    /// <summary>The sum of informations, as in <c>I(Z;Y) − 0.001 · I(X;Z)</c>.</summary>
    /// <returns>Quantities and weights, without the methods.</returns>
    public override string ToString() => Sum(part => part.Show(term => term.Quantity));

    private string Sum(Func<Part, string> show)
    {
        var text = new System.Text.StringBuilder();
        foreach (var part in Parts) text.Append((text.Length, part.IsSubtracted) switch { (0, false) => "", (0, true) => "−", (_, false) => " + ", _ => " − " }).Append(show(part));
        return text.ToString();
    }
}
