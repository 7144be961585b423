using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>q(y|z) = softmax(f(z)) over classes; f linear unless hidden layers are given.</summary>
/// <remarks>H(Y) − mean_i (1/S) Σ_s −log q(y_i|z_s,i)  (Alemi et al. 2017, eq. 17). Lower bound on I(Z;Y), at most H(Y). Nats.
/// Label smoothing and a confidence penalty change the gradient that training follows, that of Σ_c t_c log q(c|z) + γ H(q(·|z)) with t = (1 − ε) y + ε/C, and never what is reported, which stays
/// H(Y) − CE with the true labels, or it would be no lower bound.</remarks>
public sealed record CategoricalDecoderTerm : DecoderTerm
{
    /// <summary>A linear decoder.</summary>
    /// <param name="classes">C, at least 2.</param>
    /// <param name="of">What is predicted: classes.</param>
    /// <param name="from">The code.</param>
    /// <exception cref="DomainException">Fewer than two classes, or a variable of the wrong sort.</exception>
    public CategoricalDecoderTerm(int classes, Variable of, Variable from) : base(of, from)
    {
        Require.AtLeast(2, classes, "The number of classes", "10");
        Classes = classes;
    }

    /// <summary>C.</summary>
    public int Classes { get; }

    /// <summary>ε of label smoothing: training follows the cross-entropy to (1 − ε) y + ε/C  (Szegedy et al. 2016, arXiv:1512.00567, §7). 0 for none.</summary>
    public double Smoothing
    {
        get;
        init
        {
            Require.That(value is >= 0 and < 1, $"Label smoothing of {value}", "at least 0 and below 1", "0.1, or 0 for none");
            field = value;
        }
    }

    /// <summary>γ of the confidence penalty: training is paid γ for each nat of the prediction's entropy  (Pereyra et al. 2017, arXiv:1701.06548). 0 for none.</summary>
    public double ConfidencePenalty
    {
        get;
        init
        {
            Require.AtLeast(0, value, "The confidence penalty", "0.1, or 0 for none");
            field = value;
        }
    }

    /// <inheritdoc/>
    public override string Method => Sized($"categorical decoder, {Classes} classes") + (Smoothing == 0 ? "" : FormattableString.Invariant($", labels smoothed by {Smoothing}"))
        + (ConfidencePenalty == 0 ? "" : FormattableString.Invariant($", confidence penalty {ConfidencePenalty}"));

    /// <summary>Equal where every part is.</summary>
    /// <param name="other">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(CategoricalDecoderTerm? other) => base.Equals(other) && Classes == other!.Classes && Smoothing == other.Smoothing && ConfidencePenalty == other.ConfidencePenalty;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Classes, Smoothing, ConfidencePenalty);

    internal override double Ceiling(int batch, double constant) => constant;

    internal override TermModel Reserve(TermSite site)
    {
        CheckWidths();
        var classes = site.Classes(Of);
        if (classes != Classes) throw new ShapeException($"A decoder of {Classes} classes for {Of} with {classes}", $"{classes} classes", "the number of classes of the data");
        return new Model(this, new(site.Layout, site.Name, [site.Numbers(From), .. Hidden, Classes]));
    }

    private sealed class Model(CategoricalDecoderTerm term, Mlp network) : DecoderModel(network)
    {
        internal override TermPass Pass(ObjectivePass pass) => new CategoricalPass(this, pass, term);

        internal override double Constant(Observations data, Variable? weights) => data.EntropyOf(term.Of, weights) ?? double.NaN;
    }

    internal sealed class CategoricalPass(DecoderModel model, ObjectivePass pass, CategoricalDecoderTerm term) : DecoderPass(model, pass, term, new ClassDensity(term.Smoothing, term.ConfidencePenalty)), IClassifier
    {
        /// <summary>Unnormalised log-probabilities of the last forward, [R,S·B,C].</summary>
        internal Tensor Logits => Output;

        public Tensor Probabilities => Expected(Logits.to_type(ScalarType.Float64).softmax(-1));

        private protected override Tensor LogDensity() => (Grid(Logits.log_softmax(-1)) * Target.unsqueeze(1)).sum(-1); // [R,S,B]

        /// <summary>Σ_c t_c log q_c + γ H(q), t the smoothed labels: what training follows.</summary>
        private protected override Tensor Followed(Tensor logDensity)
        {
            if (term.Smoothing == 0 && term.ConfidencePenalty == 0) return logDensity;
            var (q, log) = (Grid(Logits.softmax(-1)), Grid(Logits.log_softmax(-1)));
            return (log * (Aim().unsqueeze(1) - q * term.ConfidencePenalty)).sum(-1); // [R,S,B]
        }

        private protected override void OutputGradient(Tensor weight, Tensor gradient)
        {
            var slope = Aim().unsqueeze(1) - Grid(Logits.softmax(-1)); // ∂log q/∂logits = target − softmax
            if (term.ConfidencePenalty > 0) slope = slope + Grid(EntropyGradient()) * term.ConfidencePenalty;
            Gather(slope.mul_(weight), Grid(gradient));
        }

        /// <summary>The labels, smoothed where they are, [R,B,C].</summary>
        private Tensor Aim() => term.Smoothing == 0 ? Target : Target * (1 - term.Smoothing) + term.Smoothing / term.Classes;

        /// <summary>∂H(q)/∂logits = −q (log q + H), [R,S·B,C].</summary>
        private Tensor EntropyGradient()
        {
            var (q, log) = (Logits.softmax(-1), Logits.log_softmax(-1));
            return q * ((q * log).sum(-1, keepdim: true) - log);
        }
    }
}
