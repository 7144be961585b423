using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A variational bound of the information between two variables by a critic that scores pairs: InfoNCE, NWJ, MINE and their like, where at least one variable is a code.</summary>
/// <remarks>The critic climbs its own bound at every step, with an optimiser of its own, whatever the objective does with the value: a lower bound says something only while its critic is good.
/// The code's gradient is that of <see cref="Bound.Objective"/>. A value is one of a whole batch. Cost as the critic's: O(B) rows through two towers, or O(B²) through one network.</remarks>
public sealed record ContrastiveTerm : Term
{
    private readonly Bound bound;

    /// <summary>A bound on I(first; second).</summary>
    /// <param name="first">The first variable, which the critic sees as x.</param>
    /// <param name="second">The second, y.</param>
    /// <param name="bound">A bound that takes scores of any critic.</param>
    /// <param name="critic">A critic whose inputs gradients can pass through: of towers, or concatenated.</param>
    /// <exception cref="DomainException">Neither variable is a code, or the bound needs a density, a conditional or a companion, or the critic gives no gradients of its inputs.</exception>
    public ContrastiveTerm(Variable first, Variable second, Bound bound, CriticOptions critic)
    {
        ArgumentNullException.ThrowIfNull(bound);
        ArgumentNullException.ThrowIfNull(critic);
        Require.That(first.IsLatent || second.IsLatent, $"A critic of {first} and {second}, neither of which is a code", "at least one latent variable", "Mi.estimate for the information between variables of the data");
        Require.That(!bound.NeedsConditional && !bound.NeedsDensity && bound is not CompanionBound or BaselineBound, $"{bound.Name} in an objective", "a bound that takes the scores of any critic", "InfoNCE, NWJ, Donsker–Varadhan, MINE, SMILE or JS");
        Require.That(critic.GivesInputGradients && critic.Companion is null, $"A {critic.FullName} critic in an objective", "a critic whose inputs gradients can pass through", "a separable or a concatenated critic");
        (First, Second, this.bound, Critic) = (first, second, bound, critic);
    }

    /// <summary>What the critic sees as x.</summary>
    public Variable First { get; }

    /// <summary>What the critic sees as y.</summary>
    public Variable Second { get; }

    /// <summary>The critic.</summary>
    public CriticOptions Critic { get; }

    internal Bound Bound => bound;

    /// <inheritdoc/>
    public override string Quantity => $"I({First};{Second})";

    /// <inheritdoc/>
    public override Side Side => bound.Side;

    /// <inheritdoc/>
    public override string Method => $"{bound.Name}, {Critic.Name} critic";

    /// <inheritdoc/>
    public override string Formula => $"{bound.Name}[f({First.Name.ToLowerInvariant()}, {Second.Name.ToLowerInvariant()})]";

    /// <inheritdoc/>
    public override string Citation => bound.Citation;

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Variables => [First, Second];

    /// <inheritdoc/>
    public override string? Trains => "critic";

    /// <inheritdoc/>
    public override bool IsMeanOverExamples => false;

    /// <inheritdoc/>
    public override string ToString() => base.ToString();

    internal override double Ceiling(int batch, double constant) => bound.Ceiling(batch);

    internal override TermModel Reserve(TermSite site)
    {
        foreach (var variable in Variables.Where(v => v.IsLatent)) site.CheckGaussian(variable, Method);
        return new Model(this, Critic.Create(site.Numbers(First), site.Numbers(Second), site.Replicates, site.Device, site.Seed));
    }

    private sealed class Model(ContrastiveTerm term, Critic critic) : TermModel
    {
        internal ContrastiveTerm Term => term;
        internal Critic Critic => critic;
        internal override FlatParameters Own => critic.Parameters;

        internal override TermPass Pass(ObjectivePass pass) => new Pairs(this, pass);

        public override void Dispose() => critic.Dispose();
    }

    private sealed class Pairs : TermPass
    {
        private readonly Bound bound;
        private readonly ObjectivePass pass;
        private readonly Variable first, second;
        private readonly CriticPass critic;
        private readonly Ascent ascent;

        internal Pairs(Model model, ObjectivePass pass)
        {
            (bound, this.pass, first, second) = (model.Term.bound, pass, model.Term.First, model.Term.Second);
            critic = model.Critic.Pass(pass.Batch, pass.Backward, pass.Crew);
            if (pass.Backward) critic.FollowInputs(first.IsLatent, second.IsLatent);
            ascent = bound.Ascend();
        }

        internal override Tensor Forward()
        {
            pass.Fill(first, critic.X);
            pass.Fill(second, critic.Y);
            critic.Forward();
            return bound.Value(critic.Scores.All).unsqueeze(-1); // [R,1]
        }

        internal override void Backward(Tensor upstream, bool reaches)
        {
            ascent.GradientInto(critic.Scores.All, critic.ScoresGradient!.All);
            critic.Backward();
            if (!reaches) return;
            using var scope = NewDisposeScope();
            var weight = upstream.unsqueeze(-1); // [R,1,1]
            if (first.IsLatent) pass.Latent(first).AddToFirstSample(critic.XGradient!.All * weight);
            if (second.IsLatent) pass.Latent(second).AddToFirstSample(critic.YGradient!.All * weight);
        }

        internal override Tensor? Memory
        {
            get => ascent.Memory;
            set => ascent.Memory = value;
        }

        public override void Dispose()
        {
            ascent.Dispose();
            critic.Dispose();
        }
    }
}
