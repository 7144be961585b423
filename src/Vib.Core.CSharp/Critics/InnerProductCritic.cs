using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>f(x, y) = w xᵀy: a single weight to learn, for embeddings that were made to be compared.</summary>
/// <remarks>One B×B product. w starts at 1/√d, as scaled dot products have it (Vaswani et al. 2017, §3.2.1). X and Y have the same dimension.</remarks>
public sealed record InnerProductCritic : CriticOptions
{
    /// <inheritdoc/>
    public override string Name => "inner product";

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        if (xDimension != yDimension)
            throw new ShapeException($"x of {xDimension} and y of {Counted.Of(yDimension, "dimension")} for an inner product", "x and y of the same dimension",
                $"{nameof(BilinearCritic)}, whose matrix has a row for each coordinate of x and a column for each of y");
        var layout = new ParameterLayout();
        return new InnerProduct(this, layout.Bias("weight", 1), xDimension, layout, replicates, device, seed);
    }

    private sealed class InnerProduct : Critic
    {
        internal InnerProduct(InnerProductCritic options, ParameterSlot slot, int dimension, ParameterLayout layout, int replicates, Device device, long seed)
            : base(options, dimension, dimension, layout, replicates, device)
        {
            Parameters.Initialise(seed);
            (Weight, WeightGradient) = (FlatParameters.View(Parameters.Values, slot), FlatParameters.View(Parameters.Gradients, slot));
            Weight.All.fill_(1 / Math.Sqrt(dimension));
        }

        private Matrices Weight { get; }         // [R,1,1]
        private Matrices WeightGradient { get; }

        internal override CriticPass Pass(int batch, bool backward, Crew? crew = null) => new InnerProductPass(this, batch, backward);

        public override void Dispose()
        {
            Weight.Dispose();
            WeightGradient.Dispose();
            base.Dispose();
        }

        private sealed class InnerProductPass : CriticPass
        {
            private readonly InnerProduct critic;
            private readonly Matrices products;              // [R,B,B]: xᵀy
            private readonly Matrices column, row;           // [R,B²,1], [R,1,B²]: products, and the scores' gradient

            internal InnerProductPass(InnerProduct critic, int batch, bool backward) : base(critic, batch, backward)
            {
                this.critic = critic;
                var (replicates, pairs) = (critic.Parameters.Replicates, (long)batch * batch);
                products = Matrices.Empty(replicates, batch, batch, critic.Parameters.Device);
                column = new(products.All.view(replicates, pairs, 1));
                row = new((ScoresGradient ?? products).All.view(replicates, 1, pairs));
            }

            private protected override void ForwardScores(int? replicate)
            {
                products.Product(X, Y, transposeB: true, replicate: replicate);
                Scores.Part(replicate).copy_(products.Part(replicate)).mul_(critic.Weight.Part(replicate));
            }

            private protected override void BackwardScores(int? replicate) => critic.WeightGradient.Product(row, column, replicate: replicate);

            public override void Dispose()
            {
                foreach (var buffer in (Matrices[])[products, column, row]) buffer.Dispose();
                base.Dispose();
            }
        }
    }
}
