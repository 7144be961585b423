using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>f(x, y) = g(x)ᵀ h(y): one tower for each variable, an inner product of embeddings.</summary>
/// <remarks>2 B rows through the towers and one B×B product (van den Oord et al. 2018; Poole et al. 2019, §3). The cheap critic, and the default.</remarks>
public sealed record SeparableCritic : CriticOptions
{
    /// <summary>Dimension of the embeddings.</summary>
    public int Embedding { get; init; } = 32;

    /// <inheritdoc/>
    public override string Name => "separable";

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        Require.Positive(Embedding, "The embedding's dimension");
        var layout = new ParameterLayout();
        var g = new Mlp(layout, "g", [xDimension, .. Hidden, Embedding]);
        var h = new Mlp(layout, "h", [yDimension, .. Hidden, Embedding]);
        return new Separable(this, g, h, layout, replicates, device, seed);
    }

    private sealed class Separable : Critic
    {
        private readonly Mlp g, h;

        internal Separable(SeparableCritic options, Mlp g, Mlp h, ParameterLayout layout, int replicates, Device device, long seed)
            : base(options, g.Widths[0], h.Widths[0], layout, replicates, device)
        {
            (this.g, this.h) = (g, h);
            Parameters.Initialise(seed);
            g.Attach(Parameters);
            h.Attach(Parameters);
        }

        internal override CriticPass Pass(int batch, bool backward, Crew? crew = null) => new SeparablePass(this, batch, backward, crew);

        public override void Dispose()
        {
            g.Dispose();
            h.Dispose();
            base.Dispose();
        }

        private sealed class SeparablePass : CriticPass
        {
            private readonly MlpPass g, h;
            private readonly Crew? crew;
            private readonly Action<int> forwardTower, backwardTower;

            internal SeparablePass(Separable critic, int batch, bool backward, Crew? crew) : base(critic, batch, backward)
            {
                this.crew = crew;
                var (replicates, device) = (critic.Parameters.Replicates, critic.Parameters.Device);
                (g, h) = (new(critic.g, replicates, batch, device, backward), new(critic.h, replicates, batch, device, backward));
                forwardTower = tower => Forward(tower, null);
                backwardTower = tower => Backward(tower, null);
            }

            private protected override void ForwardScores(int? replicate)
            {
                if (replicate is null && crew is not null) crew.Run(2, forwardTower);
                else for (var tower = 0; tower < 2; tower++) Forward(tower, replicate);
                Scores.Product(g.Output, h.Output, transposeB: true, replicate: replicate);
            }

            private void Forward(int tower, int? replicate)
            {
                if (tower == 0) g.Forward(X, replicate);
                else h.Forward(Y, replicate);
            }

            private protected override void BackwardScores(int? replicate)
            {
                if (replicate is null && crew is not null) crew.Run(2, backwardTower);
                else for (var tower = 0; tower < 2; tower++) Backward(tower, replicate);
            }

            private void Backward(int tower, int? replicate)
            {
                var (one, other) = tower == 0 ? (g, h) : (h, g);
                one.OutputGradient.Product(ScoresGradient!, other.Output, transposeA: tower == 1, replicate: replicate);
                one.Backward(tower == 0 ? X : Y, replicate: replicate);
            }

            public override void Dispose()
            {
                g.Dispose();
                h.Dispose();
                base.Dispose();
            }
        }
    }
}
