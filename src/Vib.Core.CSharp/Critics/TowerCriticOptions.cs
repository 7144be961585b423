namespace Vib.Core;

/// <summary>A critic with a tower for each variable, and a score that both embeddings give.</summary>
public abstract record TowerCriticOptions : LayeredCriticOptions
{
    private protected TowerCriticOptions() { }

    /// <summary>Dimension of the embeddings.</summary>
    public int Embedding { get; init; } = 32;

    /// <summary>The same critic with embeddings of this dimension, at least 1.</summary>
    /// <param name="dimension">At least 1.</param>
    /// <returns>A copy.</returns>
    public TowerCriticOptions WithEmbedding(int dimension) => this with { Embedding = dimension };

    private protected override void Check(int xDimension, int yDimension, int replicates)
    {
        base.Check(xDimension, yDimension, replicates);
        Require.Positive(Embedding, "The embedding's dimension");
    }
}
