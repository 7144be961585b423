namespace Vib.Core;

/// <summary>A rate KL[e(z|x) ‖ m(z)], or KL[e(z|x) ‖ b(z|y)], that is a closed form in what the encoder says of each input.</summary>
/// <remarks>I(X;Z) + KL[p(z) ‖ m(z)], upper for every m  (Alemi et al. 2017, eq. 14); against b(z|y) it is I(X;Z|Y) + E_y KL[p(z|y) ‖ b(z|y)]  (Fischer 2020, arXiv:2002.05379).</remarks>
public abstract record PriorRateTerm : Term
{
    private protected PriorRateTerm(Variable latent, Variable input, Variable? given)
    {
        Require.That(latent.IsLatent, $"The rate of {latent}", "a variable that is encoded", "Variable.Z");
        Require.That(!input.IsLatent, $"The rate of {latent} about {input}", "the variable that it is the code of", "Variable.X");
        if (given is not null) Require.That(!given.IsLatent, $"A backward encoder of {given}", "a variable that the data has", "Variable.Y");
        (Latent, Input, Given) = (latent, input, given);
    }

    /// <summary>The code.</summary>
    public Variable Latent { get; }

    /// <summary>What it is the code of.</summary>
    public Variable Input { get; }

    /// <summary>What the rate is conditional on; null for nothing.</summary>
    public Variable? Given { get; }

    /// <inheritdoc/>
    public sealed override string Quantity => Given is null ? $"I({Input};{Latent})" : $"I({Input};{Latent}|{Given})";

    /// <inheritdoc/>
    public sealed override Side Side => Side.Upper;

    /// <inheritdoc/>
    public sealed override string Formula => $"KL[e({z}|{Input.Name.ToLowerInvariant()}) ‖ {Prior}]";

    /// <inheritdoc/>
    public sealed override string Citation => Given is null ? "Alemi et al. 2017, eq. 14" : "Fischer 2020, arXiv:2002.05379";

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Variable> Variables => Given is null ? [Input, Latent] : [Input, Latent, Given];

    /// <inheritdoc/>
    public sealed override string? Trains => Given is not null ? "backward encoder" : FixedPrior is null ? "prior" : null;

    /// <inheritdoc/>
    public sealed override string ToString() => base.ToString();

    /// <summary>The prior as a formula has it, where nothing of it is learned; null where it is.</summary>
    private protected abstract string? FixedPrior { get; }

    private string z => Latent.Name.ToLowerInvariant();

    private string Prior => FixedPrior ?? (Given is null ? $"m({z})" : $"b({z}|{Given.Name.ToLowerInvariant()})");
}
