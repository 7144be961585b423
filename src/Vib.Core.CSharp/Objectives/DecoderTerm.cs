using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A decoder q(y|z): its cross-entropy bounds I(Z;Y) ≥ H(Y) − CE from below.</summary>
/// <remarks>H(Y) − E[−log q(y|z)] = I(Z;Y) − E_z KL[p(y|z) ‖ q(y|z)]  (Barber and Agakov 2003; Alemi et al. 2017, §3). Lower bound for every q, tight where q is p(y|z). H(Y) is that of the
/// data's labels, or what the source of the data knows; where nobody knows it, what is reported is −CE, a lower bound of I(Z;Y) − H(Y). Of numbers both are those of densities in the data's own units, standardised or not: I has no unit, −CE is less by log a for y → ay. Nats. O(S·B) rows through the decoder.</remarks>
public abstract record DecoderTerm : Term
{
    private protected DecoderTerm(Variable of, Variable from)
    {
        Require.That(!of.IsLatent, $"A decoder that predicts {of}", "a variable that the data has", "Variable.Y");
        Require.That(from.IsLatent, $"A decoder from {from}", "a variable that is encoded", "Variable.Z");
        (Of, From) = (of, from);
    }

    /// <summary>What is predicted.</summary>
    public Variable Of { get; }

    /// <summary>The code that it is predicted from.</summary>
    public Variable From { get; }

    /// <summary>Widths of the hidden layers; none for a linear decoder.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [];

    /// <inheritdoc/>
    public override string Quantity => $"I({From};{Of})";

    /// <inheritdoc/>
    public override Side Side => Side.Lower;

    /// <inheritdoc/>
    public override string Formula => $"H({Of}) − E[−log q({Of.Name.ToLowerInvariant()}|{From.Name.ToLowerInvariant()})]";

    /// <inheritdoc/>
    public override string Citation => "Barber and Agakov 2003; Alemi et al. 2017, §3";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Variables => [From, Of];

    /// <inheritdoc/>
    public override string? Trains => "decoder";

    /// <summary>Equal where every part is.</summary>
    /// <param name="other">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public virtual bool Equals(DecoderTerm? other) => other is not null && EqualityContract == other.EqualityContract && Of == other.Of && From == other.From && Hidden.SequenceEqual(other.Hidden);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Of, From, Hidden.Count);

    /// <inheritdoc/>
    public sealed override string ToString() => base.ToString();

    private protected string Sized(string kind) => Hidden.Count == 0 ? kind : $"{kind}, hidden {string.Join("-", Hidden)}";

    private protected void CheckWidths() => Require.That(Hidden.All(width => width > 0), $"A decoder's hidden layers of {string.Join(", ", Hidden)}", "positive widths, or none", "[]");
}
