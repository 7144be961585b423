using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>e(z|x) = N(μ, diag σ²): L is diag σ, of each input, of all inputs, or fixed.</summary>
internal sealed class DiagonalPass : LatentPass
{
    private readonly Tensor? shifted;                  // [R,B,K]: ρ − offset, where σ is of each input
    private readonly MlpGradients? apart;              // of codes beside others
    private readonly List<DiagonalPass> beside = [];
    private bool awaitsAdding;

    internal DiagonalPass(LatentModel model, Matrices input, int samples, INetworkPass encoder, bool backward, MlpGradients? apart = null) : base(model, input, samples, encoder, backward)
    {
        this.apart = apart;
        if (model.Options.Noise is EncoderNoise.InputNoise) shifted = OfBatch();
    }

    internal Tensor LogDeviation => LogScale;                   // [R,B,K]
    internal Tensor? LogDeviationGradient => LogScaleGradient;  // [R,B,K]

    private protected override void ReadSpread()
    {
        switch (Model.Options.Noise)
        {
            case EncoderNoise.InputNoise noise:
                using (var rho = EncoderOutput.narrow(2, Latent, Latent)) shifted!.copy_(rho).add_(-noise.Offset);
                SoftplusScale.Into(shifted, Deviation, LogScale);
                break;
            case EncoderNoise.LearnedNoise:
                LogScale.copy_(Model.LogDeviation!.Value.Values.All);
                using (var deviation = LogScale.exp()) Deviation.copy_(deviation);
                break;
            case EncoderNoise.FixedNoise given:
                LogScale.fill_(Math.Log(given.Deviation));
                Deviation.fill_(given.Deviation);
                break;
        }
    }

    private protected override void Scale(Tensor noise, Tensor place) => place.copy_(noise).mul_(Deviation.unsqueeze(1));

    internal override void AddSpreadGradient(Tensor? inverse, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var ratio = inverse is null ? Deviation : Deviation * inverse;
        LogScaleGradient!.add_((ratio.square() - 1) * weight);
    }

    private protected override void SpreadBackward(Tensor fromSamples, Tensor noise, Tensor outputGradient)
    {
        if (Model.Options.Noise is EncoderNoise.FixedNoise) return;
        LogScaleGradient!.add_(fromSamples.mul(noise).sum(1).mul_(Deviation));
        if (shifted is not null) outputGradient.narrow(2, Latent, Latent).copy_(LogScaleGradient).mul_(SoftplusScale.Slope(shifted, Deviation));
    }

    /// <summary>As in <see cref="LatentPass.Backward"/>, with the gradients of codes beside these.</summary>
    internal override void Backward()
    {
        using var scope = NewDisposeScope();
        Backpropagate(null);
        if (Model.LogDeviation is { } learned) learned.Gradients.All.copy_(LogScaleGradient!.sum(1, keepdim: true));
        foreach (var codes in beside) codes.AddGradients();
    }

    /// <summary>Codes of other inputs by the same encoder, a multilayer perceptron, which the caller frees.</summary>
    internal DiagonalPass Beside(Matrices inputs)
    {
        var (network, backward, device) = ((Mlp)Model.Network, SampleGradient is not null, inputs.All.device);
        var gradients = backward ? MlpGradients.Beside(network, inputs.Replicates, (int)inputs.Rows, device) : null;
        var codes = new DiagonalPass(Model, inputs, 1, new MlpPass(network, inputs.Replicates, (int)inputs.Rows, device, backward, gradients), backward, gradients);
        beside.Add(codes);
        return codes;
    }

    /// <summary>Of codes beside others: the inputs' gradients; the encoder's are added in the next <see cref="Backward"/> of those others, where this reaches it.</summary>
    internal void BackwardBeside(Matrices inputGradient, bool reaches)
    {
        Backpropagate(inputGradient);
        awaitsAdding = reaches;
    }

    private void AddGradients()
    {
        if (!awaitsAdding) return;
        awaitsAdding = false;
        using var scope = NewDisposeScope();
        var network = (Mlp)Model.Network;
        for (var l = 0; l < network.Layers; l++)
        {
            network.WeightGradient(l).All.add_(apart!.Weights[l].All);
            network.BiasGradient(l).All.add_(apart.Biases[l].All);
        }
        if (Model.LogDeviation is { } learned) learned.Gradients.All.add_(LogScaleGradient!.sum(1, keepdim: true));
    }

    public override void Dispose()
    {
        base.Dispose();
        shifted?.Dispose();
        apart?.Dispose();
    }
}
