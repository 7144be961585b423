using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>All variables and terms of an objective on batches of one size.</summary>
internal sealed class ObjectivePass : IDisposable
{
    private readonly Dictionary<Variable, Matrices> observed;
    private readonly Dictionary<Variable, CodePass> latents;

    internal ObjectivePass(ObjectiveModel model, int batch, int samples, bool backward, Crew? crew = null)
    {
        (Batch, Backward, Crew) = (batch, backward, crew);
        observed = model.Observed.ToDictionary(v => v, v => Matrices.Empty(model.Replicates, batch, model.Kinds[v].Dimension, model.Device));
        latents = model.Latents.ToDictionary(pair => pair.Key, pair => CodePass.Of(pair.Value, observed[pair.Value.Options.Of], samples, backward, crew));
        Latents = [.. latents.Values];
        Terms = [.. model.Nodes.Select(node => node.Model.Pass(this))];
    }

    internal int Batch { get; }
    internal bool Backward { get; }

    /// <summary>To whom large layers are dealt; null where libtorch's own threads are to do.</summary>
    internal Crew? Crew { get; }

    internal TermPass[] Terms { get; } // of each node

    internal bool Wants(Variable variable) => observed.ContainsKey(variable);
    internal Matrices Observed(Variable variable) => observed[variable]; // [R,B,d]
    internal CodePass Code(Variable variable) => latents[variable];

    /// <summary>Of a variable that <see cref="TermSite.CheckGaussian"/> let through.</summary>
    internal LatentPass Latent(Variable variable) => (LatentPass)latents[variable];

    /// <summary>Of a variable that <see cref="TermSite.CheckCategorical"/> let through.</summary>
    internal CategoricalPass Categorical(Variable variable) => (CategoricalPass)latents[variable];

    /// <summary>Of a variable that <see cref="TermSite.CheckDiagonal"/> let through.</summary>
    internal DiagonalPass Diagonal(Variable variable) => (DiagonalPass)latents[variable];

    internal CodePass[] Latents { get; }

    /// <summary>Whether some step makes tensors, which a scope is to free.</summary>
    internal bool MakesTensors => Terms.Any(term => term.MakesTensors) || Latents.Any(latent => latent.MakesTensors);

    /// <summary>The variable's values, a code's first sample, into memory that is there, <c>[R,B,d]</c>.</summary>
    internal void Fill(Variable variable, Matrices place)
    {
        if (!variable.IsLatent)
        {
            place.All.copy_(observed[variable].All);
            return;
        }
        using var first = latents[variable].Sample.All.narrow(1, 0, Batch);
        place.All.copy_(first);
    }

    /// <summary>The Gaussians of every code; with a generator for each replicate, after dropout, as in training.</summary>
    internal void Encode(Generator[]? dropout = null)
    {
        foreach (var latent in Latents) latent.Encode(dropout);
    }

    internal void Draw(Generator[] generators)
    {
        foreach (var latent in Latents) latent.Draw(generators);
    }

    public void Dispose()
    {
        foreach (var term in Terms) term.Dispose();
        foreach (var latent in Latents) latent.Dispose();
        foreach (var matrices in observed.Values) matrices.Dispose();
    }
}
