using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>f(x, y) = g(x)ᵀ h(y): one tower for each variable, an inner product of embeddings.</summary>
/// <remarks>2 B rows through the towers and one B×B product (van den Oord et al. 2018; Poole et al. 2019, §3). The cheap critic, and the default.</remarks>
public sealed record SeparableCritic : TowerCriticOptions
{
    /// <inheritdoc/>
    public override string Name => "separable";

    /// <inheritdoc/>
    public override bool GivesInputGradients => true;

    internal override Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        Check(xDimension, yDimension, replicates);
        var layout = new ParameterLayout();
        var g = new Mlp(layout, "g", [xDimension, .. Hidden, Embedding]);
        var h = new Mlp(layout, "h", [yDimension, .. Hidden, Embedding]);
        return new TowerCritic(this, g, h, layout, replicates, device, seed);
    }
}
