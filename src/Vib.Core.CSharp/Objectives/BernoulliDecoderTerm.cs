using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>q(y|z) = Π_j Bernoulli(y_j; sigmoid(f_j(z))) for bits, or intensities from 0 to 1; f linear unless hidden layers are given.</summary>
/// <remarks>mean_i (1/S) Σ_s Σ_j { y_j f_j − softplus(f_j) }, and H(Y) where the data's entropy is known. Lower bound on I(Z;Y), or on I(Z;Y) − H(Y); an intensity stands for the random bit that it is the
/// probability of, and Y for those bits. The pixels of images count from 0 for black to 1.  (Barber and Agakov 2003). Nats.</remarks>
public sealed record BernoulliDecoderTerm : DecoderTerm
{
    /// <summary>A linear decoder.</summary>
    /// <param name="of">What is predicted: bits or intensities.</param>
    /// <param name="from">The code.</param>
    /// <exception cref="DomainException">A variable of the wrong sort.</exception>
    public BernoulliDecoderTerm(Variable of, Variable from) : base(of, from) { }

    /// <inheritdoc/>
    public override string Method => Sized("Bernoulli decoder");

    internal override double Ceiling(int batch, double constant) => constant;

    internal override TermModel Reserve(TermSite site)
    {
        CheckWidths();
        return new Model(this, new(site.Layout, site.Name, [site.Numbers(From), .. Hidden, site.Numbers(Of)]), site.Kind(Of).IsPixels);
    }

    private sealed class Model(BernoulliDecoderTerm term, Mlp network, bool isOfPixels) : DecoderModel(network)
    {
        internal override TermPass Pass(ObjectivePass pass) => new BernoulliPass(this, pass, term, isOfPixels);

        internal override double Constant(Observations data, Variable? weights)
        {
            var least = isOfPixels ? -1 : 0; // pixels come as [−1, 1]
            var (low, high) = data[term.Of].Range ?? throw new DataException($"A Bernoulli decoder of {term.Of}, which {data.Name} draws afresh", "bits, or numbers from 0 to 1", "a Gaussian decoder");
            if (low < least || high > 1)
                throw new DataException(FormattableString.Invariant($"{term.Of} from {low} to {high} in {data.Name}, for a Bernoulli decoder"), $"bits, or numbers from {least} to 1", "numbers divided by the largest, or a Gaussian decoder");
            return data.EntropyOf(term.Of, weights) ?? double.NaN;
        }
    }

    private sealed class BernoulliPass(DecoderModel model, ObjectivePass pass, BernoulliDecoderTerm term, bool isOfPixels) : DecoderPass(model, pass, term, isOfPixels ? new BitDensity(0.5f, 0.5f) : new BitDensity(1, 0))
    {
        private Tensor Bits => (isOfPixels ? Target * 0.5 + 0.5 : Target).unsqueeze(1); // [R,1,B,d]

        private protected override Tensor LogDensity()
        {
            var logits = Grid(Output);
            return (logits * Bits - logits.softplus()).sum(-1); // [R,S,B]
        }

        private protected override void OutputGradient(Tensor weight, Tensor gradient) => Gather((Bits - Grid(Output).sigmoid()).mul_(weight), Grid(gradient));
    }
}
