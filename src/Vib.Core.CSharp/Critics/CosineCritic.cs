using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>f(x, y) = cos(g(x), h(y))/τ: a tower for each variable, embeddings of length 1, a temperature that is learned.</summary>
/// <remarks><para>The cost of <see cref="SeparableCritic"/>. |f| ≤ 1/τ: scores cannot run away. Embeddings of 512 are those of the bilinear critic of FLO (Guo et al. 2022), whose notebook starts at
/// τ = 1; 0.07 is what CLIP starts at (Radford et al. 2021, §2.5, after Wu et al. 2018).</para>
/// <para>What is learned is −log τ, so τ stays positive. A length is √(‖g‖² + 10⁻⁸): an embedding of nothing scores 0, and has a gradient to leave by.</para></remarks>
public sealed record CosineCritic : TowerCriticOptions
{
    /// <summary>Towers of 256-256-512, τ = 0.07.</summary>
    public CosineCritic() => Embedding = 512;

    /// <summary>τ at the start; it is learned from there.</summary>
    public double Temperature { get; init; } = 0.07;

    /// <summary>The same critic, started at this τ &gt; 0.</summary>
    /// <param name="temperature">τ &gt; 0.</param>
    /// <returns>A copy.</returns>
    public CosineCritic WithTemperature(double temperature) => this with { Temperature = temperature };

    /// <inheritdoc/>
    public override string Name => "cosine";

    /// <inheritdoc/>
    public override bool GivesInputGradients => true;

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        Require.Positive(Temperature, "The temperature", "0.07");
        var layout = new ParameterLayout();
        var g = new Mlp(layout, "g", [xDimension, .. Hidden, Embedding]);
        var h = new Mlp(layout, "h", [yDimension, .. Hidden, Embedding]);
        return new Cosine(this, new(g), new(h), layout.Bias("log sharpness", 1), layout, replicates, device, seed);
    }

    private sealed class Cosine : TowerCritic
    {
        internal Cosine(CosineCritic options, Normalised g, Normalised h, ParameterSlot slot, ParameterLayout layout, int replicates, Device device, long seed)
            : base(options, g, h, layout, replicates, device, seed)
        {
            (LogSharpness, LogSharpnessGradient) = (FlatParameters.View(Parameters.Values, slot), FlatParameters.View(Parameters.Gradients, slot));
            LogSharpness.All.fill_(-Math.Log(options.Temperature));
        }

        private Matrices LogSharpness { get; }         // [R,1,1]: −log τ
        private Matrices LogSharpnessGradient { get; }

        internal override CriticPass Pass(int batch, bool backward, Crew? crew = null) => new CosinePass(this, batch, backward, crew);

        public override void Dispose()
        {
            LogSharpness.Dispose();
            LogSharpnessGradient.Dispose();
            base.Dispose();
        }

        private sealed class CosinePass : TowerPass
        {
            private readonly Cosine critic;
            private readonly Matrices column, row; // [R,B²,1], [R,1,B²]: the scores, and their gradient
            private readonly Matrices sharpness;   // [R,1,1]: 1/τ

            internal CosinePass(Cosine critic, int batch, bool backward, Crew? crew) : base(critic, batch, backward, crew)
            {
                this.critic = critic;
                var (replicates, pairs) = (critic.Parameters.Replicates, (long)batch * batch);
                column = new(Scores.All.view(replicates, pairs, 1));
                row = new((ScoresGradient ?? Scores).All.view(replicates, 1, pairs));
                sharpness = Matrices.Empty(replicates, 1, 1, critic.Parameters.Device);
            }

            private protected override void ForwardScores(int? replicate)
            {
                base.ForwardScores(replicate);
                sharpness.Part(replicate).copy_(critic.LogSharpness.Part(replicate)).exp_();
                Scores.Part(replicate).mul_(sharpness.Part(replicate));
            }

            private protected override void BackwardScores(int? replicate)
            {
                critic.LogSharpnessGradient.Product(row, column, replicate: replicate); // f = e^s cos: ∂f/∂s = f
                ScoresGradient!.Part(replicate).mul_(sharpness.Part(replicate));        // the cosines' gradient from here on
                base.BackwardScores(replicate);
            }

            public override void Dispose()
            {
                column.Dispose();
                row.Dispose();
                sharpness.Dispose();
                base.Dispose();
            }
        }
    }
}
