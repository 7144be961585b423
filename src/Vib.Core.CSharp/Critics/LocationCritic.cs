using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>log q(y_j|x_i) of a diagonal <see cref="LocationFamily"/> whose place and width are a network's: mlp(x) = [μ, t], log s a bounded function of t.</summary>
internal sealed class LocationCritic : Critic
{
    private readonly LocationFamily family;
    private readonly BoundedLogScale scale;
    private readonly Mlp network;

    private LocationCritic(LayeredCriticOptions options, LocationFamily family, BoundedLogScale scale, Mlp network, int yDimension, ParameterLayout layout, int replicates, Device device, long seed)
        : base(options, network.Widths[0], yDimension, layout, replicates, device)
    {
        (this.family, this.scale, this.network) = (family, scale, network);
        Parameters.Initialise(seed);
        network.Attach(Parameters);
    }

    internal static LocationCritic Of(LayeredCriticOptions options, LocationFamily family, BoundedLogScale scale, int xDimension, int yDimension, int replicates, Device device, long seed)
    {
        var layout = new ParameterLayout();
        var network = new Mlp(layout, "q", [xDimension, .. options.Hidden, 2 * yDimension]);
        return new(options, family, scale, network, yDimension, layout, replicates, device, seed);
    }

    internal override CriticPass Pass(int batch, bool backward, Crew? crew = null) => new LocationPass(this, batch, backward, crew, Kernels.ByHand(Parameters.Device.type));

    /// <summary>A pass by libtorch's operators, as on other devices.</summary>
    internal CriticPass PassByTensors(int batch, bool backward) => new LocationPass(this, batch, backward, null, byHand: false);

    public override void Dispose()
    {
        network.Dispose();
        base.Dispose();
    }

    private sealed class LocationPass : CriticPass
    {
        // Rows of x are dealt to a fixed number of parts; each row's sums are its own, so the bits do not depend on who computes them.
        private const int Parts = 4;

        private readonly LocationCritic critic;
        private readonly MlpPass network;
        private readonly LocationPairs pairs;
        private readonly Matrices location, free;                  // [R,B,dy], views of the network's output
        private readonly Matrices? locationGradient, freeGradient;
        private readonly Crew? crew;
        private readonly Action<int> score, follow;

        internal LocationPass(LocationCritic critic, int batch, bool backward, Crew? crew, bool byHand) : base(critic, batch, backward)
        {
            (this.critic, this.crew) = (critic, crew);
            network = new(critic.network, critic.Parameters.Replicates, batch, critic.Parameters.Device, backward);
            pairs = new(critic.family, critic.scale, critic.YDimension, Scores, ScoresGradient, byHand);
            (location, free) = Halves(network.Output);
            if (backward) (locationGradient, freeGradient) = Halves(network.OutputGradient);
            (score, follow) = (part => pairs.Score(First(part), First(part + 1) - First(part), null), part => pairs.Follow(First(part), First(part + 1) - First(part), null));
        }

        private int First(int part) => part * Batch / Parts;

        private (Matrices, Matrices) Halves(Matrices both) => (new(both.All.narrow(2, 0, critic.YDimension)), new(both.All.narrow(2, critic.YDimension, critic.YDimension)));

        private protected override void ForwardScores(int? replicate)
        {
            network.Forward(X, replicate);
            pairs.Load(location, free, Y, replicate);
            if (replicate is null && crew is not null)
            {
                crew.Run(Parts, score);
                pairs.Store(replicate);
            }
            else pairs.Score(replicate);
        }

        private protected override void BackwardScores(int? replicate)
        {
            if (replicate is null && crew is not null)
            {
                pairs.LoadGradient(replicate);
                crew.Run(Parts, follow);
                pairs.StoreGradients(locationGradient!, freeGradient!, replicate);
            }
            else pairs.Follow(locationGradient!, freeGradient!, replicate);
            network.Backward(X, replicate: replicate);
        }

        public override void Dispose()
        {
            foreach (var view in (Matrices?[])[location, free, locationGradient, freeGradient]) view?.Dispose();
            pairs.Dispose();
            network.Dispose();
            base.Dispose();
        }
    }
}
