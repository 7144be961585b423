using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Terms on codes whose network's output is given: the network is linear with the identity for weights, so what comes out is what goes in. Noise of replicate r is drawn with seed r + 9.</summary>
internal sealed class CodeBench : IDisposable
{
    private readonly Generator[] generators;

    internal CodeBench(Tensor output, int latent, int samples, EncoderNoise noise, params Term[] terms) : this(output, latent, samples, noise, null, terms) { }

    /// <param name="output">[R,B,·].</param>
    /// <param name="latent">K.</param>
    /// <param name="samples">S.</param>
    /// <param name="noise">Of the encoder.</param>
    /// <param name="data">The first rows of variables beside X; null where no term asks for them.</param>
    /// <param name="terms">What is computed.</param>
    internal CodeBench(Tensor output, int latent, int samples, EncoderNoise noise, Observations? data, params Term[] terms)
    {
        var (replicates, batch, width) = ((int)output.shape[0], (int)output.shape[1], (int)output.shape[2]);
        var options = new ObjectiveOptions { Encoder = new() { Hidden = [], Latent = latent, Noise = noise }, Replicates = replicates };
        var formula = terms.Select(term => Formula.Of(term).Trusted(Side.Lower, "a bench is no objective")).Aggregate((a, b) => a + b);
        Model = new(Objective.Maximise(formula), options, v => v == Variable.X ? new(width, false) : data![v].Kind, CPU);
        Model.Initialise();
        Network.Weight(0).All.copy_(eye(width).unsqueeze(0));
        Pass = new(Model, batch, samples, backward: true);
        Pass.Observed(Variable.X).All.copy_(output);
        foreach (var variable in Model.Observed.Where(v => v != Variable.X))
            foreach (var place in Pass.Observed(variable).Each) data![variable].Fill(data[variable].Load(CPU)!.narrow(0, 0, batch), place);
        Output = output;
        generators = [.. Enumerable.Range(0, replicates).Select(r => new Generator((ulong)r + 9))];
        Generator[] again = [.. Enumerable.Range(0, replicates).Select(r => new Generator((ulong)r + 9))];
        Pass.Encode();
        Draw();
        Code.ForgetGradients();
        Noise = stack([.. again.Select(generator => zeros([samples * batch, latent]).normal_(generator: generator))]);
        foreach (var generator in again) generator.Dispose();
    }

    internal ObjectiveModel Model { get; }
    internal ObjectivePass Pass { get; }
    internal Tensor Output { get; }

    /// <summary>ε of the first draw, [R,S·B,K].</summary>
    internal Tensor Noise { get; }

    internal Tensor Bias => Network.Bias(0).All;
    internal Tensor BiasGradient => Network.BiasGradient(0).All;
    internal CodePass Code => Pass.Code(Variable.Z);
    internal LatentPass Latent => Pass.Latent(Variable.Z);
    internal IReadOnlyList<TermPass> Terms => Pass.Terms;
    private Mlp Network => (Mlp)Model.Latents[Variable.Z].Network;

    /// <summary>Fresh noise.</summary>
    internal void Draw() => Pass.Draw(generators);

    /// <summary>A parameter by its name in checkpoints.</summary>
    internal Tensor Parameter(string name) => Place(name, Model.Parameters.Values);

    /// <summary>Its gradient.</summary>
    internal Tensor Gradient(string name) => Place(name, Model.Parameters.Gradients);

    private Tensor Place(string name, Tensor buffer) => NamedTensors.Places(Model.Parameters, "", buffer).Single(place => place.Name == name).Place;

    public void Dispose()
    {
        foreach (var generator in generators) generator.Dispose();
        Pass.Dispose();
        Model.Dispose();
    }
}
