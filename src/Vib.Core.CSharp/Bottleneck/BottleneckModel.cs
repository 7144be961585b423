using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The networks of a bottleneck, R copies, in one flat buffer.</summary>
internal sealed class BottleneckModel : IDisposable
{
    internal BottleneckModel(BottleneckOptions options, int inputs, int classes, Device device)
    {
        (Options, Inputs, Classes) = (options, inputs, classes);
        var layout = new ParameterLayout();
        Encoder = new(layout, "encoder", [inputs, .. options.Hidden, 2 * options.Latent]);
        Decoder = new(layout, "decoder", [options.Latent, classes]);
        Parameters = new(layout, options.Replicates, device);
        Encoder.Attach(Parameters);
        Decoder.Attach(Parameters);
    }

    internal BottleneckOptions Options { get; }
    internal int Inputs { get; }
    internal int Classes { get; }
    internal Mlp Encoder { get; }
    internal Mlp Decoder { get; }
    internal FlatParameters Parameters { get; }

    /// <summary>Runs with other weights of the same layout in place of the model's own, and puts those back.</summary>
    internal T With<T>(Tensor weights, Func<T> body)
    {
        using var own = Parameters.Values.clone().DetachFromDisposeScope();
        try
        {
            Parameters.Values.copy_(weights);
            return body();
        }
        finally
        {
            Parameters.Values.copy_(own);
        }
    }

    public void Dispose()
    {
        Encoder.Dispose();
        Decoder.Dispose();
        Parameters.Dispose();
    }
}

/// <summary>Forward and backward of a bottleneck on batches of one size.</summary>
internal sealed class BottleneckPass : IDisposable
{
    private readonly BottleneckModel model;
    private readonly MlpPass encoder, decoder;
    private readonly Matrices noise, z, zGradient;
    private readonly long samples;

    internal BottleneckPass(BottleneckModel model, int batch, int samples, bool backward)
    {
        (this.model, this.samples) = (model, samples);
        var (replicates, device, latent) = (model.Parameters.Replicates, model.Parameters.Device, model.Options.Latent);
        X = Matrices.Empty(replicates, batch, model.Inputs, device);
        Targets = Matrices.Empty(replicates, batch, model.Classes, device);
        encoder = new(model.Encoder, replicates, batch, device, backward);
        decoder = new(model.Decoder, replicates, batch * samples, device, backward);
        (noise, z) = (Matrices.Empty(replicates, batch * (long)samples, latent, device), Matrices.Empty(replicates, batch * (long)samples, latent, device));
        zGradient = backward ? Matrices.Empty(replicates, batch * (long)samples, latent, device) : z;
        Gaussian = new(encoder.Output, latent, model.Options.SigmaOffset);
    }

    internal Matrices X { get; }          // [R,B,D], in [−1, 1]
    internal Matrices Targets { get; }    // [R,B,C], one-hot
    internal GaussianEncoder Gaussian { get; }
    internal Tensor Logits => decoder.Output.All; // [R,S·B,C]

    internal void Encode() => encoder.Forward(X);

    /// <summary>Draws z and decodes it. Replicate r draws from its own generator.</summary>
    internal void Decode(Generator[] generators)
    {
        using var scope = NewDisposeScope();
        for (var r = 0; r < generators.Length; r++) noise.Each[r].normal_(generator: generators[r]);
        Gaussian.Sample(noise.All, z.All, samples);
        decoder.Forward(z);
    }

    /// <summary>Mean cross-entropy <c>[R,S,B]</c> of the samples that were decoded.</summary>
    internal Tensor CrossEntropy() => CategoricalDecoder.CrossEntropy(Logits, Targets.All, samples);

    /// <summary>Gradients of CE + β · rate, batch means.</summary>
    internal void Backward(double beta)
    {
        using var scope = NewDisposeScope();
        CategoricalDecoder.Backward(Logits, Targets.All, samples, decoder.OutputGradient.All);
        decoder.Backward(z, zGradient);
        Gaussian.Backward(zGradient.All, noise.All, samples, beta, encoder.OutputGradient.All);
        encoder.Backward(X);
    }

    public void Dispose()
    {
        foreach (var part in (IDisposable[])[encoder, decoder, noise, z, zGradient, X, Targets]) part.Dispose();
    }
}
