using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>f(x, y) = xᵀ W y with a matrix W [dx,dy]: the log-bilinear critic.</summary>
/// <remarks>Contrastive predictive coding scores its encodings so (van den Oord et al. 2018, equation 3). B rows through W and one B×B product; no hidden layers. It is the optimal critic
/// of jointly Gaussian variables but for the squares of x and of y.</remarks>
public sealed record BilinearCritic : CriticOptions
{
    /// <inheritdoc/>
    public override string Name => "bilinear";

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        var layout = new ParameterLayout();
        return new Bilinear(this, layout.Weight("weight", xDimension, yDimension), layout, replicates, device, seed);
    }

    private sealed class Bilinear : Critic
    {
        internal Bilinear(BilinearCritic options, ParameterSlot slot, ParameterLayout layout, int replicates, Device device, long seed)
            : base(options, (int)slot.Rows, (int)slot.Columns, layout, replicates, device)
        {
            Parameters.Initialise(seed);
            (Weight, WeightGradient) = (FlatParameters.View(Parameters.Values, slot, Parameters.Precision), FlatParameters.View(Parameters.Gradients, slot, Parameters.Precision));
        }

        private Matrices Weight { get; }         // [R,dx,dy]
        private Matrices WeightGradient { get; }

        internal override CriticPass Pass(int batch, bool backward, Crew? crew = null) => new BilinearPass(this, batch, backward);

        public override void Dispose()
        {
            Weight.Dispose();
            WeightGradient.Dispose();
            base.Dispose();
        }

        private sealed class BilinearPass : CriticPass
        {
            private readonly Bilinear critic;
            private readonly Matrices images; // [R,B,dy]: xᵀW on the way forward, its gradient on the way back

            internal BilinearPass(Bilinear critic, int batch, bool backward) : base(critic, batch, backward)
            {
                this.critic = critic;
                images = Matrices.Empty(critic.Parameters.Replicates, batch, critic.YDimension, critic.Parameters.Device);
            }

            private protected override void ForwardScores(int? replicate)
            {
                images.Product(X, critic.Weight, replicate: replicate);
                Scores.Product(images, Y, transposeB: true, replicate: replicate);
            }

            private protected override void BackwardScores(int? replicate)
            {
                images.Product(ScoresGradient!, Y, replicate: replicate);
                critic.WeightGradient.Product(X, images, transposeA: true, replicate: replicate);
            }

            public override void Dispose()
            {
                images.Dispose();
                base.Dispose();
            }
        }
    }
}
