using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>R copies of f(x, y) = g(x)ᵀ h(y).</summary>
internal class TowerCritic : Critic
{
    internal TowerCritic(CriticOptions options, INetwork g, INetwork h, ParameterLayout layout, int replicates, Device device, long seed)
        : base(options, g.Inputs, h.Inputs, layout, replicates, device)
    {
        (G, H) = (g, h);
        Parameters.Initialise(seed);
        g.Attach(Parameters);
        h.Attach(Parameters);
    }

    internal INetwork G { get; }
    internal INetwork H { get; }

    internal override CriticPass Pass(int batch, bool backward, Crew? crew = null) => new TowerPass(this, batch, backward, crew);

    public override void Dispose()
    {
        G.Dispose();
        H.Dispose();
        base.Dispose();
    }
}

/// <summary>Both towers, side by side where there is a crew or a recording, and one B×B product.</summary>
internal class TowerPass : CriticPass
{
    private readonly INetworkPass g, h;
    private readonly Crew? crew;
    private readonly Action<int> forwardTower, backwardTower;

    internal TowerPass(TowerCritic critic, int batch, bool backward, Crew? crew) : base(critic, batch, backward)
    {
        this.crew = crew;
        var (replicates, device) = (critic.Parameters.Replicates, critic.Parameters.Device);
        (g, h) = (critic.G.Pass(replicates, batch, device, backward), critic.H.Pass(replicates, batch, device, backward));
        forwardTower = tower => Forward(tower, null);
        backwardTower = tower => Backward(tower, null);
    }

    private protected override void ForwardScores(int? replicate)
    {
        if (replicate is not null) for (var tower = 0; tower < 2; tower++) Forward(tower, replicate);
        else if (crew is not null) crew.Run(2, forwardTower);
        else StepGraph.Both(forwardTower);
        Scores.Product(g.Output, h.Output, transposeB: true, replicate: replicate);
    }

    private void Forward(int tower, int? replicate)
    {
        if (tower == 0) g.Forward(X, replicate);
        else h.Forward(Y, replicate);
    }

    private protected override void BackwardScores(int? replicate)
    {
        if (replicate is not null) for (var tower = 0; tower < 2; tower++) Backward(tower, replicate);
        else if (crew is not null) crew.Run(2, backwardTower);
        else StepGraph.Both(backwardTower);
    }

    private void Backward(int tower, int? replicate)
    {
        var (one, other) = tower == 0 ? (g, h) : (h, g);
        one.OutputGradient.Product(ScoresGradient!, other.Output, transposeA: tower == 1, replicate: replicate);
        one.Backward(tower == 0 ? X : Y, replicate, tower == 0 ? XGradient : YGradient);
    }

    public override void Dispose()
    {
        g.Dispose();
        h.Dispose();
        base.Dispose();
    }
}
