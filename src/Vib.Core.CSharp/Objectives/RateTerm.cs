using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The rate KL[e(z|x) ‖ m(z)] against a Gaussian m: an upper bound on I(X;Z), or, where m depends on y, on I(X;Z|Y).</summary>
/// <remarks><para>mean_i Σ_k { log s_k − log σ_ik + [σ_ik² + (μ_ik − m_k)²]/(2 s_k²) − ½ }. The bound is I(X;Z) + KL[p(z) ‖ m(z)]  (Alemi et al. 2017, eq. 14), upper for every m; with a backward encoder
/// b(z|y) it is I(X;Z|Y) + E_y KL[p(z|y) ‖ b(z|y)]  (Fischer 2020, eq. 5), because Z – X – Y is a Markov chain.</para>
/// <para>Sum over dimensions, mean over the batch. Nats. Closed form, O(B·K).</para></remarks>
public sealed record RateTerm : Term
{
    private readonly Prior prior;

    private enum Prior { StandardNormal, Learned, BackwardEncoder, UnitBackwardEncoder }

    private RateTerm(Prior prior, Variable latent, Variable input, Variable? given)
    {
        Require.That(latent.IsLatent, $"The rate of {latent}", "a variable that is encoded", "Variable.Z");
        Require.That(!input.IsLatent, $"The rate of {latent} about {input}", "the variable that it is the code of", "Variable.X");
        (this.prior, Latent, Input, Given) = (prior, latent, input, given);
    }

    /// <summary>Against N(0, I).</summary>
    /// <param name="latent">The code.</param>
    /// <param name="input">What it is the code of.</param>
    public static RateTerm StandardNormal(Variable latent, Variable input) => new(Prior.StandardNormal, latent, input, null);

    /// <summary>Against N(m, diag s²) with m and s learned: tighter than the standard normal, and a bound all the same.</summary>
    /// <param name="latent">The code.</param>
    /// <param name="input">What it is the code of.</param>
    public static RateTerm Learned(Variable latent, Variable input) => new(Prior.Learned, latent, input, null);

    /// <summary>Against a backward encoder b(z|y) = N(m(y), diag s(y)²), linear in y: the residual information of CEB.</summary>
    /// <param name="latent">The code.</param>
    /// <param name="input">What it is the code of.</param>
    /// <param name="given">Y.</param>
    /// <param name="unitVariance">Whether s is 1, as in the second paper; it is learned otherwise.</param>
    public static RateTerm BackwardEncoder(Variable latent, Variable input, Variable given, bool unitVariance = false)
    {
        Require.That(!given.IsLatent, $"A backward encoder of {given}", "a variable that the data has", "Variable.Y");
        return new(unitVariance ? Prior.UnitBackwardEncoder : Prior.BackwardEncoder, latent, input, given);
    }

    /// <summary>The code.</summary>
    public Variable Latent { get; }

    /// <summary>What it is the code of.</summary>
    public Variable Input { get; }

    /// <summary>What the rate is conditional on; null for nothing.</summary>
    public Variable? Given { get; }

    /// <inheritdoc/>
    public override string Quantity => Given is null ? $"I({Input};{Latent})" : $"I({Input};{Latent}|{Given})";

    /// <inheritdoc/>
    public override Side Side => Side.Upper;

    private string z => Latent.Name.ToLowerInvariant();

    /// <inheritdoc/>
    public override string Method => prior switch
    {
        Prior.StandardNormal => "rate, prior N(0, I)",
        Prior.Learned => "rate, learned Gaussian prior",
        Prior.BackwardEncoder => "rate, backward encoder",
        _ => "rate, backward encoder of unit variance",
    };

    /// <inheritdoc/>
    public override string Formula => prior switch
    {
        Prior.StandardNormal => $"KL[e({z}|{Input.Name.ToLowerInvariant()}) ‖ N(0, I)]",
        Prior.Learned => $"KL[e({z}|{Input.Name.ToLowerInvariant()}) ‖ m({z})]",
        _ => $"KL[e({z}|{Input.Name.ToLowerInvariant()}) ‖ b({z}|{Given!.Name.ToLowerInvariant()})]",
    };

    /// <inheritdoc/>
    public override string Citation => Given is null ? "Alemi et al. 2017, eq. 14" : "Fischer 2020, eq. 5";

    /// <inheritdoc/>
    public override IReadOnlyList<Variable> Variables => Given is null ? [Input, Latent] : [Input, Latent, Given];

    /// <inheritdoc/>
    public override string? Trains => prior switch
    {
        Prior.StandardNormal => null,
        Prior.Learned => "prior",
        _ => "backward encoder",
    };

    /// <inheritdoc/>
    public override string ToString() => base.ToString();

    internal override TermModel Reserve(TermSite site)
    {
        var dimension = site.Numbers(Latent);
        return prior switch
        {
            Prior.StandardNormal => new FixedPrior(this),
            Prior.Learned => new LearnedPrior(this, site.Layout.Bias($"{site.Name}.mean", dimension), site.Layout.Bias($"{site.Name}.log deviation", dimension)),
            _ => new BackwardEncoderPrior(this, new(site.Layout, site.Name, [site.Numbers(Given!), (prior == Prior.BackwardEncoder ? 2 : 1) * dimension])),
        };
    }

    private sealed class FixedPrior(RateTerm term) : TermModel
    {
        internal override TermPass Pass(ObjectivePass pass) => new Rate(pass.Latent(term.Latent));
    }

    private sealed class LearnedPrior(RateTerm term, ParameterSlot meanSlot, ParameterSlot deviationSlot) : TermModel
    {
        private Matrices[] views = [];

        internal override void Attach(FlatParameters p) => views =
            [FlatParameters.View(p.Values, meanSlot), FlatParameters.View(p.Values, deviationSlot), FlatParameters.View(p.Gradients, meanSlot), FlatParameters.View(p.Gradients, deviationSlot)];

        internal override TermPass Pass(ObjectivePass pass) => new LearnedRate(pass.Latent(term.Latent), views);

        public override void Dispose()
        {
            foreach (var view in views) view.Dispose();
        }
    }

    private sealed class BackwardEncoderPrior(RateTerm term, Mlp network) : TermModel
    {
        internal override void Attach(FlatParameters parameters) => network.Attach(parameters);

        internal override TermPass Pass(ObjectivePass pass) => new ConditionalRate(pass.Latent(term.Latent), pass.Observed(term.Given!), network, pass.Backward);

        public override void Dispose() => network.Dispose();
    }

    /// <summary>KL[e ‖ N(m, diag s²)]; here m = 0 and s = 1.</summary>
    private class Rate(LatentPass latent) : TermPass
    {
        private protected LatentPass Latent => latent;

        internal override Tensor Forward()
        {
            var squares = latent.Mean.square() + latent.Deviation.square() - 1;
            return (squares - latent.LogDeviation * 2).sum(-1) * 0.5; // [R,B]
        }

        internal override void Backward(Tensor upstream, bool reaches)
        {
            if (!reaches) return;
            using var scope = NewDisposeScope();
            var weight = upstream.unsqueeze(-1); // [R,B or 1,1]
            latent.MeanGradient!.add_(latent.Mean * weight);
            latent.LogDeviationGradient!.add_((latent.Deviation.square() - 1) * weight);
        }
    }

    private abstract class MovingRate(LatentPass latent) : Rate(latent)
    {
        private Tensor? distance, ratio; // (μ − m)/s and σ/s, [R,B,K], of the last forward

        /// <summary>m and log s, [R,B,K] or [R,1,K]; log s null for 0.</summary>
        private protected abstract (Tensor Mean, Tensor? LogDeviation) Prior();

        /// <summary>Takes ∂/∂m and ∂/∂log s, [R,B,K].</summary>
        private protected abstract void Follow(Tensor meanGradient, Tensor logDeviationGradient);

        internal sealed override Tensor Forward()
        {
            Forget();
            var (mean, logDeviation) = Prior();
            var inverse = logDeviation?.neg().exp();
            var (apart, relative) = (Latent.Mean - mean, Latent.Deviation);
            (distance, ratio) = inverse is null ? (apart.DetachFromDisposeScope(), relative.clone().DetachFromDisposeScope())
                : ((apart * inverse).DetachFromDisposeScope(), (relative * inverse).DetachFromDisposeScope());
            var logRatio = logDeviation is null ? Latent.LogDeviation : Latent.LogDeviation - logDeviation;
            return (distance.square() + ratio.square() - 1 - logRatio * 2).sum(-1) * 0.5;
        }

        internal sealed override void Backward(Tensor upstream, bool reaches)
        {
            using var scope = NewDisposeScope();
            var weight = upstream.unsqueeze(-1);
            var (_, logDeviation) = Prior();
            var toMean = (logDeviation is null ? distance! : distance! * logDeviation.neg().exp()) * weight;
            var spread = ratio!.square() - 1;
            if (reaches)
            {
                Latent.MeanGradient!.add_(toMean);
                Latent.LogDeviationGradient!.add_(spread * weight);
            }
            Follow(toMean.neg(), (spread + distance!.square()).mul_(weight).mul_(-1));
        }

        private void Forget()
        {
            distance?.Dispose();
            ratio?.Dispose();
        }

        public override void Dispose() => Forget();
    }

    private sealed class LearnedRate(LatentPass latent, Matrices[] views) : MovingRate(latent)
    {
        private protected override (Tensor, Tensor?) Prior() => (views[0].All, views[1].All);

        private protected override void Follow(Tensor meanGradient, Tensor logDeviationGradient)
        {
            views[2].All.copy_(meanGradient.sum(1, keepdim: true));
            views[3].All.copy_(logDeviationGradient.sum(1, keepdim: true));
        }
    }

    private sealed class ConditionalRate : MovingRate
    {
        private readonly Matrices given;
        private readonly MlpPass network;
        private readonly int latent;
        private readonly bool hasDeviation;

        internal ConditionalRate(LatentPass latent, Matrices given, Mlp network, bool backward) : base(latent)
        {
            (this.given, this.latent) = (given, (int)latent.Mean.shape[2]);
            this.network = new(network, given.Replicates, (int)given.Rows, given.All.device, backward);
            hasDeviation = network.Widths[^1] > this.latent;
        }

        private protected override (Tensor, Tensor?) Prior()
        {
            network.Forward(given);
            var output = network.Output.All;
            return (output.narrow(2, 0, latent), hasDeviation ? output.narrow(2, latent, latent) : null);
        }

        private protected override void Follow(Tensor meanGradient, Tensor logDeviationGradient)
        {
            var gradient = network.OutputGradient.All;
            gradient.narrow(2, 0, latent).copy_(meanGradient);
            if (hasDeviation) gradient.narrow(2, latent, latent).copy_(logDeviationGradient);
            network.Backward(given);
        }

        public override void Dispose()
        {
            network.Dispose();
            base.Dispose();
        }
    }
}
