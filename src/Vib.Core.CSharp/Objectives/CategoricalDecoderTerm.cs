using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>q(y|z) = softmax(f(z)) over classes; f linear unless hidden layers are given.</summary>
/// <remarks>H(Y) − mean_i (1/S) Σ_s −log q(y_i|z_s,i)  (Alemi et al. 2017, eq. 17). Lower bound on I(Z;Y), at most H(Y). Nats.</remarks>
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

    /// <inheritdoc/>
    public override string Method => Sized($"categorical decoder, {Classes} classes");

    /// <summary>Equal where every part is.</summary>
    /// <param name="other">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(CategoricalDecoderTerm? other) => base.Equals(other) && Classes == other!.Classes;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Classes);

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

    internal sealed class CategoricalPass(DecoderModel model, ObjectivePass pass, CategoricalDecoderTerm term) : DecoderPass(model, pass, term), IClassifier
    {
        /// <summary>Unnormalised log-probabilities of the last forward, [R,S·B,C].</summary>
        internal Tensor Logits => Output;

        public Tensor Probabilities => Expected(Logits.softmax(-1));

        private protected override Tensor LogDensity() => (Grid(Logits.log_softmax(-1)) * Target.unsqueeze(1)).sum(-1); // [R,S,B]

        private protected override void OutputGradient(Tensor weight, Tensor gradient) =>
            Gather((Target.unsqueeze(1) - Grid(Logits.softmax(-1))).mul_(weight), Grid(gradient)); // ∂log q/∂logits = target − softmax
    }
}
