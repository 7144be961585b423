using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>q(y|x) a distribution over K classes, softmax of a network of x; y is a one-hot row.</summary>
/// <remarks>S_ij = Σ_k y_jk log softmax_k(mlp(x_i)): a classifier as a critic, normalised over the K classes. The mean of the diagonal is minus the cross-entropy
/// (Barber and Agakov 2003; Alemi et al. 2017, arXiv:1612.00410, §3). Pairs must reach it as they are: standardised rows are not one-hot, and are refused. One B × K × B product.</remarks>
public sealed record CategoricalConditional : LayeredCriticOptions
{
    /// <inheritdoc/>
    public override string Name => "categorical conditional";

    /// <inheritdoc/>
    public override bool IsDensity => true;

    internal override bool NeedsOneHot => true;

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        OneHot.CheckClasses(yDimension, "A categorical conditional");
        var layout = new ParameterLayout();
        return new Categorical(this, new(layout, "q", [xDimension, .. Hidden, yDimension]), layout, replicates, device, seed);
    }

    private sealed class Categorical : Critic
    {
        private readonly Mlp network;

        internal Categorical(CategoricalConditional options, Mlp network, ParameterLayout layout, int replicates, Device device, long seed)
            : base(options, network.Widths[0], network.Widths[^1], layout, replicates, device)
        {
            this.network = network;
            Parameters.Initialise(seed);
            network.Attach(Parameters);
        }

        internal override CriticPass Pass(int batch, bool backward, Crew? crew = null) => new CategoricalPass(this, batch, backward);

        public override void Dispose()
        {
            network.Dispose();
            base.Dispose();
        }

        private sealed class CategoricalPass : CriticPass
        {
            private readonly MlpPass network;
            private readonly Matrices logProbabilities; // [R,B,K]

            internal CategoricalPass(Categorical critic, int batch, bool backward) : base(critic, batch, backward)
            {
                var (replicates, device) = (critic.Parameters.Replicates, critic.Parameters.Device);
                network = new(critic.network, replicates, batch, device, backward);
                logProbabilities = Matrices.Empty(replicates, batch, critic.YDimension, device);
            }

            internal override void Examine()
            {
                OneHot.Check(Y.All, "A categorical conditional");
                base.Examine();
            }

            private protected override void ForwardScores(int? replicate)
            {
                network.Forward(X, replicate);
                LogSoftmax.Forward(network.Output, logProbabilities, replicate);
                Scores.Product(logProbabilities, Y, transposeB: true, replicate: replicate);
            }

            // with A = G Y, ∂logits_ik = A_ik − p_ik Σ_l A_il
            private protected override void BackwardScores(int? replicate)
            {
                network.OutputGradient.Product(ScoresGradient!, Y, replicate: replicate);
                LogSoftmax.Backward(network.OutputGradient, logProbabilities, replicate);
                network.Backward(X, replicate: replicate);
            }

            public override void Dispose()
            {
                network.Dispose();
                logProbabilities.Dispose();
                base.Dispose();
            }
        }
    }
}
