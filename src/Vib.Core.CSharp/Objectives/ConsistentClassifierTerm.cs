using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>CEB's consistent classifier c(y|z) ∝ π_y b(z|y): a backward encoder turned around by Bayes' rule, in a decoder's place.</summary>
/// <remarks><para>H(Y) − mean_i (1/S) Σ_s −log c(y_i|z_s,i). Lower bound on I(Z;Y), at most H(Y), for every b and π; tight where b(z|y) is p(z|y) and π is p(y)  (Fischer 2020, arXiv:2002.05379; Fischer and Alemi 2020).</para>
/// <para>b is that of a rate against a backward encoder of the same variables, where the objective has one: the two train it together. Otherwise it is the term's own, linear in y with variances that are
/// learned. log π is learned and starts uniform. Nats. O(S·B·C·K).</para></remarks>
public sealed record ConsistentClassifierTerm : BackwardEncoderTerm
{
    /// <summary>Over a code and classes.</summary>
    /// <param name="of">What is predicted: classes.</param>
    /// <param name="from">The code.</param>
    /// <exception cref="DomainException">A variable of the wrong sort.</exception>
    public ConsistentClassifierTerm(Variable of, Variable from) : base(of, from, "A consistent classifier") { }

    /// <inheritdoc/>
    public override string Method => "consistent classifier";

    /// <inheritdoc/>
    public override string Formula => $"H({Of}) − E[−log c({Of.Name.ToLowerInvariant()}|{From.Name.ToLowerInvariant()})]";

    internal override double Ceiling(int batch, double constant) => constant;

    internal override TermModel Reserve(TermSite site)
    {
        var classes = site.Classes(Of);
        return new Model(this, At(site), site.Layout.Bias($"{site.Name}.logits", classes));
    }

    private sealed class Model(ConsistentClassifierTerm term, BackwardEncoder encoder, ParameterSlot slot) : TermModel
    {
        private Matrices? logits, gradients; // [R,1,C]

        internal override void Attach(FlatParameters parameters)
        {
            encoder.Attach(parameters);
            (logits, gradients) = (FlatParameters.View(parameters.Values, slot), FlatParameters.View(parameters.Gradients, slot));
        }

        internal override TermPass Pass(ObjectivePass pass) => new ClassifierPass(pass.Latent(term.From), pass.Observed(term.Of), encoder, logits!, gradients!, pass.Backward);

        internal override double Constant(Observations data, Variable? weights) => data.EntropyOf(term.Of, weights) ?? double.NaN;

        public override void Dispose()
        {
            encoder.Dispose();
            logits?.Dispose();
            gradients?.Dispose();
        }
    }

    private sealed class ClassifierPass : TermPass, IClassifier
    {
        private readonly LatentPass latent;
        private readonly Matrices target, classes, priorLogits, priorGradients;
        private readonly BackwardEncoderPass encoder;
        private Tensor? logits;

        internal ClassifierPass(LatentPass latent, Matrices target, BackwardEncoder encoder, Matrices priorLogits, Matrices priorGradients, bool backward)
        {
            (this.latent, this.target, this.priorLogits, this.priorGradients) = (latent, target, priorLogits, priorGradients);
            using var each = eye(target.Columns, device: target.All.device);
            classes = Matrices.Empty(target.Replicates, target.Columns, target.Columns, target.All.device);
            foreach (var place in classes.Each) place.copy_(each);
            this.encoder = new(latent, classes, encoder, backward);
        }

        public Tensor Probabilities => Grid(logits!.to_type(ScalarType.Float64).softmax(-1)).mean([1]);

        public Tensor Target => target.All;

        private Tensor Grid(Tensor rows) => rows.view(rows.shape[0], latent.Samples, -1, rows.shape[2]); // [R,S,B,C]

        internal override Tensor Forward()
        {
            logits?.Dispose();
            logits = (encoder.LogDensities() + priorLogits.All).DetachFromDisposeScope();
            return (Grid(logits.log_softmax(-1)) * Target.unsqueeze(1)).sum(-1).mean([1]).to_type(ScalarType.Float32); // [R,B]
        }

        internal override void Backward(Tensor upstream, bool reaches)
        {
            using var scope = NewDisposeScope();
            var each = (Target.unsqueeze(1) - Grid(logits!.softmax(-1))) * (upstream / latent.Samples).unsqueeze(1).unsqueeze(-1); // [R,S,B,C]
            var toLogits = each.view(logits!.shape);
            priorGradients.All.copy_(toLogits.sum(1, keepdim: true));
            encoder.Backward(toLogits, reaches);
        }

        public override void Dispose()
        {
            logits?.Dispose();
            encoder.Dispose();
            classes.Dispose();
        }
    }
}
