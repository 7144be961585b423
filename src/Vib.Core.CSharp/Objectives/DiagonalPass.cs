using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>e(z|x) = N(μ, diag σ²): L is diag σ, of each input, of all inputs, or fixed.</summary>
internal sealed class DiagonalPass : LatentPass
{
    private readonly Tensor? slope;                    // ∂log σ/∂ρ, [R,B,K], where σ is of each input
    private readonly Kernels passes;
    private readonly MlpGradients? apart;              // of codes beside others
    private readonly Crew? crew;
    private readonly List<DiagonalPass> beside = [];
    private bool awaitsAdding;

    internal DiagonalPass(LatentModel model, Matrices input, int samples, INetworkPass encoder, bool backward, MlpGradients? apart = null, Crew? crew = null) : base(model, input, samples, encoder, backward)
    {
        (this.apart, this.crew, passes) = (apart, crew, Kernels.For(input.All.device));
        if (backward && model.Options.Noise is EncoderNoise.InputNoise) slope = OfBatch();
        if (model.Options.Noise is not EncoderNoise.FixedNoise given) return;
        LogScale.fill_(Math.Log(given.Deviation));
        Deviation.fill_(given.Deviation);
    }

    internal Tensor LogDeviation => LogScale;                   // [R,B,K]
    internal Tensor? LogDeviationGradient => LogScaleGradient;  // [R,B,K]

    private protected override void ReadSpread()
    {
        if (Model.Options.Noise is EncoderNoise.InputNoise noise) CodeKernels.Softplus(Output, noise.Offset, Deviation, LogScale, slope);
        else if (Model.LogDeviation is { } learned) Deviation.copy_(LogScale.copy_(learned.Values.All)).exp_();
    }

    private protected override void Place() => CodeKernels.Draw(Output, Deviations, Noise, Sample);

    internal override bool MakesTensors => false;

    internal override void AddSpreadGradient(Tensor? inverse, Tensor weight)
    {
        using var scope = NewDisposeScope();
        var ratio = inverse is null ? Deviation : Deviation * inverse;
        LogScaleGradient!.add_((ratio.square() - 1) * weight);
    }

    internal override void AddRateGradient(Tensor weight) => CodeKernels.RateBackward(weight, Output, Deviations, MeanGradients, LogScaleGradients);

    private protected override void GatherOutputGradient() => CodeKernels.Gather(SampleGradient!, Noise, Deviations, MeanGradients, LogScaleGradients, slope, OutputGradient);

    /// <summary>As in <see cref="LatentPass.Backward"/>, with the gradients of codes beside these.</summary>
    internal override void Backward()
    {
        Backpropagate(null);
        if (Model.LogDeviation is { } learned) passes.SumRows(LogScaleGradients, learned.Gradients, add: false);
        foreach (var codes in beside) codes.AddGradients();
    }

    /// <summary>Codes of other inputs by the same encoder, a multilayer perceptron, which the caller frees.</summary>
    internal DiagonalPass Beside(Matrices inputs)
    {
        var (network, backward, device) = ((Mlp)Model.Network, SampleGradient is not null, inputs.All.device);
        var gradients = backward ? MlpGradients.Beside(network, inputs.Replicates, (int)inputs.Rows, device) : null;
        var codes = new DiagonalPass(Model, inputs, 1, new MlpPass(network, inputs.Replicates, (int)inputs.Rows, device, backward, gradients, crew), backward, gradients);
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
        var network = (Mlp)Model.Network;
        for (var l = 0; l < network.Layers; l++)
        {
            network.WeightGradient(l).All.add_(apart!.Weights[l].All);
            network.BiasGradient(l).All.add_(apart.Biases[l].All);
        }
        if (Model.LogDeviation is { } learned) passes.SumRows(LogScaleGradients, learned.Gradients, add: true);
    }

    public override void Dispose()
    {
        base.Dispose();
        slope?.Dispose();
        apart?.Dispose();
    }
}
