using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A latent variable on batches of one size: the encoder's Gaussian of each input, samples of it, and the gradients that terms add up.</summary>
/// <remarks>z = μ + σ ε. Terms give ∂/∂z, and, where they are functions of the Gaussian itself, ∂/∂μ and ∂/∂log σ: log σ and not σ, because 1/σ is no number where softplus underflows, while
/// ∂log σ/∂ρ = sigmoid(t)/softplus(t) tends to 1 there. Below t = −15, softplus(t) = e^t to the last bit of a float, so log σ is t itself.</remarks>
internal sealed class LatentPass : IDisposable
{
    private const double LinearBelow = -15;

    private readonly LatentModel model;
    private readonly MlpPass encoder;
    private readonly Matrices input, noise;
    private readonly int latent;
    private readonly Tensor? shifted; // [R,B,K]: ρ − offset, where σ is of each input

    internal LatentPass(LatentModel model, Matrices input, int samples, bool backward)
    {
        (this.model, this.input, Samples, latent) = (model, input, samples, model.Options.Latent);
        var (replicates, batch, device) = (input.Replicates, (int)input.Rows, input.All.device);
        encoder = new(model.Network, replicates, batch, device, backward);
        Mean = encoder.Output.All.narrow(2, 0, latent).DetachFromDisposeScope();
        Tensor OfBatch() => zeros([replicates, batch, latent], device: device).DetachFromDisposeScope();
        Matrices OfSamples() => Matrices.Empty(replicates, batch * (long)samples, latent, device);
        (LogDeviation, Deviation, noise, Sample) = (OfBatch(), OfBatch(), OfSamples(), OfSamples());
        if (model.Options.Noise is EncoderNoise.InputNoise) shifted = empty_like(LogDeviation).DetachFromDisposeScope();
        if (!backward) return;
        (SampleGradient, MeanGradient, LogDeviationGradient) = (OfSamples(), OfBatch(), OfBatch());
    }

    internal int Samples { get; }
    internal Tensor Mean { get; }                         // [R,B,K]
    internal Tensor LogDeviation { get; }                 // [R,B,K]
    internal Tensor Deviation { get; }                    // [R,B,K]
    internal Matrices Sample { get; }                     // [R,S·B,K]
    internal Matrices? SampleGradient { get; }            // [R,S·B,K]
    internal Tensor? MeanGradient { get; }                // [R,B,K]
    internal Tensor? LogDeviationGradient { get; }        // [R,B,K]

    internal void Encode()
    {
        encoder.Forward(input);
        switch (model.Options.Noise)
        {
            case EncoderNoise.InputNoise noise:
                using (var rho = encoder.Output.All.narrow(2, latent, latent)) shifted!.copy_(rho).add_(-noise.Offset);
                using (var deviation = shifted!.softplus()) Deviation.copy_(deviation);
                using (var isLinear = shifted!.lt(LinearBelow))
                using (var logarithm = Deviation.log())
                using (var chosen = where(isLinear, shifted!, logarithm)) LogDeviation.copy_(chosen);
                break;
            case EncoderNoise.LearnedNoise:
                LogDeviation.copy_(model.LogDeviation!.Value.Values.All);
                using (var deviation = LogDeviation.exp()) Deviation.copy_(deviation);
                break;
            case EncoderNoise.FixedNoise given:
                LogDeviation.fill_(Math.Log(given.Deviation));
                Deviation.fill_(given.Deviation);
                break;
        }
    }

    /// <summary>z ← μ + σ ε, S samples of each example. Replicate r draws from its own generator.</summary>
    internal void Draw(Generator[] generators)
    {
        for (var r = 0; r < generators.Length; r++) noise.Each[r].normal_(generator: generators[r]);
        using var scope = NewDisposeScope();
        Grid(Sample).copy_(Grid(noise)).mul_(Deviation.unsqueeze(1)).add_(Mean.unsqueeze(1));
    }

    internal void ForgetGradients()
    {
        SampleGradient!.All.zero_();
        MeanGradient!.zero_();
        LogDeviationGradient!.zero_();
    }

    /// <summary>Adds to the gradient of each sample that of a function of the first sample alone, as a critic has it.</summary>
    internal void AddToFirstSample(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        SampleGradient!.All.narrow(1, 0, Mean.shape[1]).add_(gradient);
    }

    /// <summary>The encoder's gradients from all that terms added up, unless nobody follows them; and the input's where it is wanted.</summary>
    internal void Backward(Matrices? inputGradient = null, bool parameters = true)
    {
        using var scope = NewDisposeScope();
        var fromSamples = Grid(SampleGradient!);
        var mean = MeanGradient!.add_(fromSamples.sum(1));
        if (model.Options.Noise is not EncoderNoise.FixedNoise)
            LogDeviationGradient!.add_(fromSamples.mul(Grid(noise)).sum(1).mul_(Deviation));
        encoder.OutputGradient.All.narrow(2, 0, latent).copy_(mean);
        if (shifted is not null)
        {
            var slope = where(shifted.lt(LinearBelow), ones_like(shifted), shifted.sigmoid() / Deviation);
            encoder.OutputGradient.All.narrow(2, latent, latent).copy_(LogDeviationGradient!).mul_(slope);
        }
        if (parameters && model.LogDeviation is { } learned) learned.Gradients.All.copy_(LogDeviationGradient!.sum(1, keepdim: true));
        encoder.Backward(input, inputGradient, parameters: parameters);
    }

    private Tensor Grid(Matrices samples) => samples.All.view(Mean.shape[0], Samples, Mean.shape[1], latent); // [R,S,B,K]

    public void Dispose()
    {
        foreach (var matrices in (Matrices?[])[noise, Sample, SampleGradient]) matrices?.Dispose();
        foreach (var tensor in (Tensor?[])[Mean, LogDeviation, Deviation, MeanGradient, LogDeviationGradient, shifted]) tensor?.Dispose();
        encoder.Dispose();
    }
}
