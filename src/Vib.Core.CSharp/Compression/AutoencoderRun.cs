using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Epochs of an autoencoder's training, gradients by hand through both networks.</summary>
internal sealed class AutoencoderRun : IDisposable
{
    private readonly AutoencoderOptions options;
    private readonly Tensor samples, loss; // [N,d]; []
    private readonly int batch;
    private readonly INetworkPass encoder, decoder;
    private readonly Matrices target, noisy; // [1,B,d]
    private readonly Adam adam;
    private readonly Generator order, noise;

    /// <summary>Of samples that are centred and scaled.</summary>
    internal AutoencoderRun(AutoencoderOptions options, AutoencoderNetworks networks, Tensor samples)
    {
        var (device, dimension) = (networks.Parameters.Device, samples.shape[1]);
        (this.options, this.samples, batch) = (options, samples, (int)Math.Min(options.Batch, samples.shape[0]));
        encoder = networks.Encoder.Pass(1, batch, device, backward: true);
        decoder = networks.Decoder.Pass(1, batch, device, backward: true);
        (target, noisy) = (Matrices.Empty(1, batch, dimension, device), Matrices.Empty(1, batch, dimension, device));
        loss = zeros([], device: device).DetachFromDisposeScope();
        adam = new(options.Adam, networks.Parameters);
        order = Seeds.Generator(options.Seed, RandomStream.Batches, 0, CPU);
        noise = Seeds.Generator(options.Seed, RandomStream.EncoderNoise, 0, device);
    }

    internal long Steps => adam.Steps;

    /// <summary>All samples once, but for those that fill no batch. Gives the mean loss.</summary>
    internal double Epoch()
    {
        using var scope = NewDisposeScope();
        var places = randperm(samples.shape[0], generator: order).to(samples.device);
        var steps = samples.shape[0] / batch;
        loss.zero_();
        for (var step = 0L; step < steps; step++) Step(places.narrow(0, step * batch, batch));
        return loss.item<float>() / steps;
    }

    /// <summary>Leaves the gradients of a step in the networks' buffer and adds its loss.</summary>
    internal void Gradients(Tensor places)
    {
        using var scope = NewDisposeScope();
        target.Each[0].copy_(samples.index_select(0, places));
        noisy.All.copy_(target.All);
        if (options.Noise > 0) noisy.All.add_(empty_like(noisy.All).normal_(0, options.Noise, noise));
        var code = encoder.Forward(noisy);
        var (restored, gradient) = (decoder.Forward(code).All, decoder.OutputGradient.All);
        gradient.copy_(restored).sub_(target.All);
        var each = 1.0 / (batch * samples.shape[1]);
        if (options.Loss == ReconstructionLoss.SquaredError)
        {
            loss.add_(gradient.square().mean());
            gradient.mul_(2 * each);
        }
        else
        {
            loss.add_(gradient.abs().mean());
            gradient.copy_(gradient.sign()).mul_(each);
        }
        decoder.Backward(code, inputGradient: encoder.OutputGradient);
        encoder.Backward(noisy);
    }

    private void Step(Tensor places)
    {
        Gradients(places);
        adam.Step();
    }

    public void Dispose()
    {
        foreach (var part in (IDisposable[])[encoder, decoder, target, noisy, adam, loss, order, noise]) part.Dispose();
    }
}
