using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Gaussian codes: the encoder's Gaussian of each input, samples of it, and the gradients that terms add up.</summary>
/// <remarks>z = μ + L ε, L diagonal or lower triangular. Terms give ∂/∂z, and, where they are functions of the Gaussian itself, ∂/∂μ, ∂/∂log L_kk, and what the spread asks for in
/// <see cref="AddSpreadGradient"/>. It is log L_kk and not L_kk because 1/L_kk is no number where softplus underflows.</remarks>
internal abstract class LatentPass : CodePass
{
    private readonly INetworkPass encoder;
    private readonly Matrices input, logScale, deviation; // [R,B,·], [R,B,K], [R,B,K]
    private readonly Matrices? meanGradient, logScaleGradient;

    private protected LatentPass(LatentModel model, Matrices input, int samples, INetworkPass encoder, bool backward)
    {
        (Model, this.input, this.encoder, Samples, Latent) = (model, input, encoder, samples, model.Options.Latent);
        var device = input.All.device;
        CodeKernels = CodeKernels.For(device);
        Matrices Of(long rows) => Matrices.Empty(input.Replicates, rows, Latent, device);
        Mean = encoder.Output.All.narrow(2, 0, Latent).DetachFromDisposeScope();
        (logScale, deviation, Noise, Sample) = (Of(input.Rows), Of(input.Rows), Of(input.Rows * samples), Of(input.Rows * samples));
        if (backward) (SampleGradient, meanGradient, logScaleGradient) = (Of(input.Rows * samples), Of(input.Rows), Of(input.Rows));
    }

    /// <summary>The pass that the encoder's noise asks for.</summary>
    internal static new LatentPass Of(LatentModel model, Matrices input, int samples, bool backward, Crew? crew = null)
    {
        var encoder = model.Network.Pass(input.Replicates, (int)input.Rows, input.All.device, backward, crew);
        return model.Options.Noise switch
        {
            EncoderNoise.FullNoise => new FullCovariancePass(model, input, samples, encoder, backward),
            EncoderNoise.NoNoise => new DeterministicPass(model, input, samples, encoder, backward),
            _ => new DiagonalPass(model, input, samples, encoder, backward, crew: crew),
        };
    }

    private protected LatentModel Model { get; }
    private protected int Latent { get; }
    internal Matrices Noise { get; }             // ε, [R,S·B,K]
    private protected CodeKernels CodeKernels { get; }
    internal Matrices Output => encoder.Output;                          // [R,B,·]: μ, and what the spread is made of
    private protected Matrices OutputGradient => encoder.OutputGradient; // [R,B,·]
    private protected Matrices Deviations => deviation;                  // [R,B,K]
    internal Matrices LogScales => logScale;
    internal Matrices MeanGradients => meanGradient!;
    internal Matrices LogScaleGradients => logScaleGradient!;

    internal override int Samples { get; }
    internal override Tensor Mean { get; }                // [R,B,K]
    internal Tensor LogScale => logScale.All;             // log L_kk, [R,B,K]: their sum is half of the covariance's log-determinant
    internal override Tensor Deviation => deviation.All;  // of each dimension on its own, [R,B,K]
    internal override Matrices Sample { get; }            // [R,S·B,K]
    internal override Matrices? SampleGradient { get; }   // [R,S·B,K]
    internal Tensor? MeanGradient => meanGradient?.All;          // [R,B,K]
    internal Tensor? LogScaleGradient => logScaleGradient?.All;  // [R,B,K]

    /// <summary>L, [R,B,K,K]: diagonal unless it says otherwise.</summary>
    internal virtual Tensor Factor()
    {
        var factor = zeros([.. Deviation.shape, Latent], device: Deviation.device);
        factor.diagonal(0, 2, 3).copy_(Deviation);
        return factor;
    }

    internal sealed override void Encode(Generator[]? dropout = null)
    {
        encoder.Forward(input, dropout: dropout);
        ReadSpread();
    }

    /// <summary>L, its diagonal's logarithm and the deviations, from the encoder's output.</summary>
    private protected abstract void ReadSpread();

    /// <summary>z ← μ + L ε, S samples of each example. Replicate r draws from its own generator; on a device all draw from the first.</summary>
    internal override void Draw(Generator[] generators)
    {
        Seeds.Normal(Noise, generators);
        Place();
    }

    /// <summary>z ← μ + L ε.</summary>
    private protected abstract void Place();

    /// <summary>log e(z|x) of each sample, less K/2 · log 2π, [R,S,B].</summary>
    internal Tensor LogDensity() => Grid(Noise).square().sum(-1) * -0.5 - LogScale.sum(-1).unsqueeze(1);

    /// <summary>Adds the gradient of the mean of <see cref="LogDensity"/> over each example's samples, times a weight, [R,B] or [R,1], along the samples: at z = μ + L ε it depends on log L_kk alone, with slope −1.</summary>
    internal void AddLogDensityGradient(Tensor weight)
    {
        using var scope = NewDisposeScope();
        LogScaleGradient!.sub_(weight.unsqueeze(-1));
    }

    /// <summary>Adds the gradient of Σ_k { ½ (deviation_k · inverse_k)² − log L_kk } in L, times a weight, [R,B,1] or [R,1,1].</summary>
    /// <param name="inverse">[R,B,K] or [R,1,K]; null for 1.</param>
    /// <param name="weight">Of each example.</param>
    internal abstract void AddSpreadGradient(Tensor? inverse, Tensor weight);

    /// <summary>KL[e ‖ N(0, I)] of each example, [R,B].</summary>
    internal void Rate(Tensor values) => CodeKernels.Rate(Output, deviation, logScale, values);

    /// <summary>Adds the gradient of <see cref="Rate"/>, times a weight, [R,B] or [R,1].</summary>
    internal virtual void AddRateGradient(Tensor weight)
    {
        using var scope = NewDisposeScope();
        var each = weight.unsqueeze(-1); // [R,B or 1,1]
        MeanGradient!.add_(Mean * each);
        AddSpreadGradient(null, each);
    }

    internal override void ForgetGradients()
    {
        SampleGradient!.All.zero_();
        MeanGradient!.zero_();
        LogScaleGradient!.zero_();
    }

    /// <summary>Adds to the gradient of each sample that of a function of the first sample alone, as a critic has it.</summary>
    internal void AddToFirstSample(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        SampleGradient!.All.narrow(1, 0, Mean.shape[1]).add_(gradient);
    }

    internal override void Backward() => Backpropagate(null);

    private protected void Backpropagate(Matrices? inputGradient)
    {
        GatherOutputGradient();
        encoder.Backward(input, inputGradient: inputGradient);
    }

    /// <summary>The input's gradient from all that terms added up, and no parameter's: of a perceptron's input.</summary>
    internal void BackwardToInput(Matrices inputGradient)
    {
        GatherOutputGradient();
        ((MlpPass)encoder).Backward(input, inputGradient, parameters: false);
    }

    /// <summary>From the gradients of samples and those that were added up, into the encoder's output's.</summary>
    private protected abstract void GatherOutputGradient();

    private protected Tensor OfBatch(params ReadOnlySpan<long> shape) => zeros([input.Replicates, input.Rows, Latent, .. shape], device: input.All.device).DetachFromDisposeScope();

    /// <summary>[R,S,B,K].</summary>
    private protected Tensor Grid(Matrices samples) => samples.All.view(Mean.shape[0], Samples, Mean.shape[1], Latent);

    public override void Dispose()
    {
        foreach (var matrices in (Matrices?[])[Noise, Sample, SampleGradient, logScale, deviation, meanGradient, logScaleGradient]) matrices?.Dispose();
        Mean.Dispose();
        encoder.Dispose();
    }
}
