using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>q(y|z) = N(f(z), diag s²): f linear unless hidden layers are given, s one for each coordinate of y, learned.</summary>
/// <remarks>h(Y) − mean_i (1/S) Σ_s −log q(y_i|z_s,i). Lower bound on I(Z;Y), exact where y given z is Gaussian with a diagonal covariance  (Barber and Agakov 2003). Nats.</remarks>
public sealed record GaussianDecoderTerm : DecoderTerm
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>A linear decoder.</summary>
    /// <param name="of">What is predicted: numbers.</param>
    /// <param name="from">The code.</param>
    /// <exception cref="DomainException">A variable of the wrong sort.</exception>
    public GaussianDecoderTerm(Variable of, Variable from) : base(of, from) { }

    /// <inheritdoc/>
    public override string Method => Sized("Gaussian decoder");

    internal override TermModel Reserve(TermSite site)
    {
        CheckWidths();
        var dimension = site.Density(Of);
        return new Model(this, new(site.Layout, site.Name, [site.Numbers(From), .. Hidden, dimension]), site.Layout.Bias($"{site.Name}.log deviation", dimension), site.Scale(Of));
    }

    private sealed class Model(GaussianDecoderTerm term, Mlp network, ParameterSlot slot, VariableScale? scale) : DecoderModel(network)
    {
        internal double LogVolume => scale?.LogVolume ?? 0;
        internal Matrices? LogDeviation { get; private set; }         // [R,1,d]
        internal Matrices? LogDeviationGradient { get; private set; }

        internal override void Attach(FlatParameters parameters)
        {
            base.Attach(parameters);
            (LogDeviation, LogDeviationGradient) = (FlatParameters.View(parameters.Values, slot), FlatParameters.View(parameters.Gradients, slot));
        }

        internal override TermPass Pass(ObjectivePass pass) => new GaussianPass(this, pass, term);

        internal override double Constant(Observations data, Variable? weights) => data.EntropyOf(term.Of, weights) ?? double.NaN;

        public override void Dispose()
        {
            LogDeviation?.Dispose();
            LogDeviationGradient?.Dispose();
            base.Dispose();
        }
    }

    private sealed class GaussianPass(Model model, ObjectivePass pass, GaussianDecoderTerm term) : DecoderPass(model, pass, term, new NormalDensity(model.LogDeviation!, model.LogDeviationGradient!, () => model.LogVolume)), IGaussianDecoder
    {
        private Tensor LogDeviation => model.LogDeviation!.All.unsqueeze(1); // [R,1,1,d]

        /// <summary>(y − f(z))/s, [R,S,B,d].</summary>
        private Tensor Residual() => (Target.unsqueeze(1) - Grid(Output)) * LogDeviation.neg().exp();

        private protected override Tensor LogDensity() => InUnits(((Residual().square() + LogTwoPi) * -0.5 - LogDeviation).sum(-1), model.LogVolume); // [R,S,B]

        public (Tensor Mean, Tensor LogDeviation) Predict()
        {
            Decode();
            return (Grid(Output), LogDeviation.expand(Grid(Output).shape));
        }

        private protected override void OutputGradient(Tensor weight, Tensor gradient)
        {
            var residual = Residual(); // [R,S,B,d]
            Gather(residual * LogDeviation.neg().exp() * weight, Grid(gradient));
            model.LogDeviationGradient!.All.copy_(((residual.square() - 1) * weight).sum([1, 2]).unsqueeze(1));
        }
    }
}
