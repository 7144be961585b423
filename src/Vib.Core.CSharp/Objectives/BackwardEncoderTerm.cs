namespace Vib.Core;

/// <summary>A term that tells Y from a code by reading a backward encoder b(z|y) as a density of z.</summary>
/// <remarks>b is that of a rate against a backward encoder of the same variables, where the objective has one: the two train it together. Otherwise it is the term's own, linear in y with variances that are learned.</remarks>
public abstract record BackwardEncoderTerm : Term
{
    private protected BackwardEncoderTerm(Variable of, Variable from, string what)
    {
        Require.That(!of.IsLatent, $"{what} of {of}", "a variable that the data has", "Variable.Y");
        Require.That(from.IsLatent, $"{what} from {from}", "a variable that is encoded", "Variable.Z");
        (Of, From) = (of, from);
    }

    /// <summary>What is told from the code.</summary>
    public Variable Of { get; }

    /// <summary>The code.</summary>
    public Variable From { get; }

    /// <inheritdoc/>
    public sealed override string Quantity => $"I({From};{Of})";

    /// <inheritdoc/>
    public sealed override Side Side => Side.Lower;

    /// <inheritdoc/>
    public sealed override string Citation => "Fischer 2020, arXiv:2002.05379";

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Variable> Variables => [From, Of];

    /// <inheritdoc/>
    public sealed override string? Trains => "backward encoder";

    /// <inheritdoc/>
    public sealed override string ToString() => base.ToString();

    internal sealed override bool SharesNetworks => true;

    private protected BackwardEncoder At(TermSite site) => BackwardEncoder.At(site, From, Of, Method);
}
