using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>q(y|z) = N(f(z), diag s(z)²): one network gives mean and deviation of each coordinate; linear unless hidden layers are given.</summary>
/// <remarks>h(Y) − mean_i (1/S) Σ_s −log q(y_i|z_s,i). Lower bound on I(Z;Y), for every f and s  (Barber and Agakov 2003). log s = 7 tanh(t/7) of the network's t, so that no deviation runs away: s lies
/// between e⁻⁷ and e⁷ of what the network sees: data of other scales is to be standardised, as tables are. Nats.</remarks>
public sealed record HeteroscedasticDecoderTerm : DecoderTerm
{
    private static readonly BoundedLogScale scale = new(7, 1);
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>A linear decoder.</summary>
    /// <param name="of">What is predicted: numbers.</param>
    /// <param name="from">The code.</param>
    /// <exception cref="DomainException">A variable of the wrong sort.</exception>
    public HeteroscedasticDecoderTerm(Variable of, Variable from) : base(of, from) { }

    /// <inheritdoc/>
    public override string Method => Sized("Gaussian decoder with a variance of each input");

    internal override TermModel Reserve(TermSite site)
    {
        CheckWidths();
        return new Model(this, new(site.Layout, site.Name, [site.Numbers(From), .. Hidden, 2 * site.Density(Of)]), site.Scale(Of));
    }

    private sealed class Model(HeteroscedasticDecoderTerm term, Mlp network, VariableScale? scale) : DecoderModel(network)
    {
        internal double LogVolume => scale?.LogVolume ?? 0;

        internal override TermPass Pass(ObjectivePass pass) => new GaussianPass(this, pass, term);

        internal override double Constant(Observations data, Variable? weights) => data.EntropyOf(term.Of, weights) ?? double.NaN;
    }

    private sealed class GaussianPass(Model model, ObjectivePass pass, HeteroscedasticDecoderTerm term) : DecoderPass(model, pass, term), IGaussianDecoder
    {
        private long Dimension => Target.shape[2];

        /// <summary>(y − f)/s and log s, [R,S,B,d].</summary>
        private (Tensor Residual, Tensor LogDeviation) Read()
        {
            var (mean, logDeviation) = (Grid(Output).narrow(3, 0, Dimension), scale.LogScale(Grid(Output).narrow(3, Dimension, Dimension)));
            return ((Target.unsqueeze(1) - mean) * logDeviation.neg().exp(), logDeviation);
        }

        private protected override Tensor LogDensity()
        {
            var (residual, logDeviation) = Read();
            return InUnits(((residual.square() + LogTwoPi) * -0.5 - logDeviation).sum(-1), model.LogVolume); // [R,S,B]
        }

        public (Tensor Mean, Tensor LogDeviation) Predict()
        {
            Decode();
            return (Grid(Output).narrow(3, 0, Dimension), scale.LogScale(Grid(Output).narrow(3, Dimension, Dimension)));
        }

        private protected override void OutputGradient(Tensor weight, Tensor gradient)
        {
            var (residual, logDeviation) = Read();
            Gather(residual * logDeviation.neg().exp() * weight, Grid(gradient).narrow(3, 0, Dimension));
            Gather((residual.square() - 1) * scale.Slope(logDeviation) * weight, Grid(gradient).narrow(3, Dimension, Dimension));
        }
    }
}
