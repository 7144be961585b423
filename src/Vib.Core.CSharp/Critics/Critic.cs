using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Which critic to train, and its size.</summary>
public abstract record CriticOptions
{
    private protected CriticOptions() { }

    /// <summary>The critic's name, as it stands in reports.</summary>
    public abstract string Name { get; }

    /// <summary>A network beside the critic that gives the number which a <see cref="CompanionBound"/> asks for; null for none, or for the one that the bound needs.</summary>
    public CompanionOptions? Companion { get; init; }

    /// <summary>The critic's name with its companion's.</summary>
    internal string FullName => Companion is null ? Name : $"{Name} with {Companion.Name}";

    /// <summary>Whether the scores are log q(y_j|x_i) of a density of y that is normalised, exact or fitted.</summary>
    public virtual bool IsDensity => false;

    /// <summary>Whether the scores are an exact log p(y_j|x_i), up to a function of y.</summary>
    public virtual bool IsExact => false;

    /// <summary>Whether gradients can pass through the critic to what it scores, as an encoder in an objective needs.</summary>
    public virtual bool GivesInputGradients => false;

    /// <summary>The same critic with this companion, for callers that do not know which critic it is.</summary>
    /// <param name="companion">The network beside it; null for none.</param>
    /// <returns>A copy.</returns>
    public CriticOptions WithCompanion(CompanionOptions? companion) => this with { Companion = companion };

    /// <summary>Whether y must come as one-hot rows, as they are.</summary>
    internal virtual bool NeedsOneHot => Companion is { NeedsOneHot: true };

    internal abstract Critic Create(int xDimension, int yDimension, int replicates, Device device, long seed);

    private protected virtual void Check(int xDimension, int yDimension, int replicates)
    {
        Require.Positive(xDimension, "The dimension of X");
        Require.Positive(yDimension, "The dimension of Y");
        Require.Positive(replicates, "The number of replicates");
    }
}

/// <summary>R copies of a function f(x, y) that scores pairs.</summary>
/// <remarks>Scores follow one convention: <c>S[r,i,j] = f(x_i, y_j)</c>, joint pairs on the diagonal.</remarks>
internal abstract class Critic : IDisposable
{
    private protected Critic(CriticOptions options, int xDimension, int yDimension, ParameterLayout layout, int replicates, Device device)
    {
        (Options, XDimension, YDimension) = (options, xDimension, yDimension);
        Companion = options.Companion?.Reserve(layout, xDimension, yDimension);
        Parameters = new(layout, replicates, device);
        Companion?.Attach(Parameters);
    }

    /// <summary>The network beside the critic, whose parameters lie among the critic's.</summary>
    internal Companion? Companion { get; }

    internal CriticOptions Options { get; }
    internal int XDimension { get; }
    internal int YDimension { get; }
    internal FlatParameters Parameters { get; }

    /// <summary>Buffers and views to score batches of one size, and to follow a gradient where <paramref name="backward"/> is set; what can be done side by side
    /// within a pass over all replicates is given to the crew.</summary>
    internal abstract CriticPass Pass(int batch, bool backward, Crew? crew = null);

    public virtual void Dispose()
    {
        Companion?.Dispose();
        Parameters.Dispose();
    }
}

/// <summary>Scores of batches of one size, on buffers made once. The caller fills <see cref="X"/> and <see cref="Y"/>.</summary>
internal abstract class CriticPass : IDisposable
{
    private protected CriticPass(Critic critic, int batch, bool backward)
    {
        var (replicates, device) = (critic.Parameters.Replicates, critic.Parameters.Device);
        Batch = batch;
        X = Matrices.Empty(replicates, batch, critic.XDimension, device);
        Y = Matrices.Empty(replicates, batch, critic.YDimension, device);
        Scores = Matrices.Empty(replicates, batch, batch, device);
        ScoresGradient = backward ? Matrices.Empty(replicates, batch, batch, device) : null;
        Companion = critic.Companion?.Pass(replicates, batch, device, backward);
    }

    internal int Batch { get; }
    internal Matrices X { get; }       // [R,B,dx]
    internal Matrices Y { get; }       // [R,B,dy]
    internal Matrices Scores { get; }  // [R,B,B]

    /// <summary>Where the caller puts ∂/∂Scores before it calls <see cref="Backward"/>; null in a pass that only reads.</summary>
    internal Matrices? ScoresGradient { get; }  // [R,B,B]

    /// <summary>∂/∂X and ∂/∂Y of the last <see cref="Backward"/>, where they were asked for; the critic's alone, not the companion's.</summary>
    internal Matrices? XGradient { get; private set; }  // [R,B,dx]
    internal Matrices? YGradient { get; private set; }  // [R,B,dy]

    /// <summary>Asks for gradients of the inputs, of a critic that <see cref="CriticOptions.GivesInputGradients"/>.</summary>
    internal void FollowInputs(bool x, bool y)
    {
        if (x) XGradient = Matrices.Empty(X.Replicates, Batch, X.Columns, X.All.device);
        if (y) YGradient = Matrices.Empty(Y.Replicates, Batch, Y.Columns, Y.All.device);
    }

    /// <summary>The companion's numbers for this batch, where the critic has a companion.</summary>
    internal CompanionPass? Companion { get; }

    /// <summary>Whether the batch that is there is of a kind that the critic can score. Reads an answer back from the device, so it is asked once, before the steps.</summary>
    /// <exception cref="DomainException">It is not.</exception>
    internal virtual void Examine() => Companion?.Examine(Y);

    /// <summary>Fills <see cref="Scores"/> and the companion's numbers, of all replicates or of one.</summary>
    internal void Forward(int? replicate = null)
    {
        ForwardScores(replicate);
        Companion?.Forward(X, Y, replicate);
    }

    /// <summary>Writes the parameters' gradients from <see cref="ScoresGradient"/> and the companion's. Follows a <see cref="Forward"/> on the same batch.</summary>
    internal void Backward(int? replicate = null)
    {
        BackwardScores(replicate);
        Companion?.Backward(X, Y, replicate);
    }

    private protected abstract void ForwardScores(int? replicate);

    private protected abstract void BackwardScores(int? replicate);

    public virtual void Dispose()
    {
        X.Dispose();
        Y.Dispose();
        Scores.Dispose();
        ScoresGradient?.Dispose();
        XGradient?.Dispose();
        YGradient?.Dispose();
        Companion?.Dispose();
    }
}
