using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>e(z|x) = softmax(f(x)) over K states, z a unit vector of K numbers.</summary>
internal abstract class CategoricalPass : CodePass
{
    private readonly INetworkPass encoder;
    private readonly Matrices input;
    private readonly Tensor logProbabilities, probabilities; // [R,B,K]
    private readonly Tensor? probabilityGradient;            // [R,B,K]

    private protected CategoricalPass(LatentModel model, Matrices input, bool backward, Crew? crew)
    {
        (this.input, encoder) = (input, model.Network.Pass(input.Replicates, (int)input.Rows, input.All.device, backward, crew));
        Tensor OfBatch() => zeros([input.Replicates, input.Rows, model.Options.Latent], device: input.All.device).DetachFromDisposeScope();
        (logProbabilities, probabilities, probabilityGradient) = (OfBatch(), OfBatch(), backward ? OfBatch() : null);
    }

    private protected Matrices Input => input;
    private protected Tensor Logits => encoder.Output.All;      // [R,B,K]
    internal Tensor LogProbabilities => logProbabilities;       // [R,B,K]
    internal Tensor Probabilities => probabilities;             // [R,B,K]
    internal Tensor ProbabilityGradient => probabilityGradient!; // [R,B,K]

    internal sealed override Tensor Mean => probabilities;
    internal sealed override Tensor Deviation => (probabilities * (1 - probabilities)).sqrt();

    internal sealed override void Encode(Generator[]? dropout = null)
    {
        encoder.Forward(input, dropout: dropout);
        using var scope = NewDisposeScope();
        logProbabilities.copy_(Logits.log_softmax(-1));
        probabilities.copy_(logProbabilities.exp());
    }

    internal override void ForgetGradients() => probabilityGradient!.zero_();

    internal sealed override void Backward()
    {
        using var scope = NewDisposeScope();
        encoder.OutputGradient.All.copy_(ThroughSoftmax(probabilities, ProbabilityGradient));
        AddSampleGradient(encoder.OutputGradient.All);
        encoder.Backward(input);
    }

    /// <summary>Adds what samples give to ∂/∂logits, [R,B,K].</summary>
    private protected virtual void AddSampleGradient(Tensor logitsGradient) { }

    /// <summary>From ∂/∂softmax to ∂/∂its argument, along the last axis.</summary>
    private protected static Tensor ThroughSoftmax(Tensor softmax, Tensor gradient) => softmax * (gradient - (softmax * gradient).sum(-1, keepdim: true));

    public override void Dispose()
    {
        foreach (var tensor in (Tensor?[])[logProbabilities, probabilities, probabilityGradient]) tensor?.Dispose();
        encoder.Dispose();
    }
}

/// <summary>Every state with its probability: expectations are sums, and nothing is drawn.</summary>
internal sealed class EnumeratedPass : CategoricalPass
{
    private readonly Tensor weights; // a view, [R,K,B]

    internal EnumeratedPass(LatentModel model, Matrices input, bool backward, Crew? crew) : base(model, input, backward, crew)
    {
        Sample = Matrices.Empty(input.Replicates, model.Options.Latent, model.Options.Latent, input.All.device);
        using var states = eye(model.Options.Latent, device: input.All.device);
        foreach (var place in Sample.Each) place.copy_(states);
        weights = Probabilities.transpose(1, 2).DetachFromDisposeScope();
    }

    internal override int Samples => (int)Sample.Rows;
    internal override bool IsDrawn => false;
    internal override Matrices Sample { get; }
    internal override Matrices? SampleGradient => null;
    internal override Tensor Weights => weights;

    internal override void AddWeightGradient(Tensor gradient)
    {
        using var turned = gradient.transpose(1, 2);
        ProbabilityGradient.add_(turned);
    }

    internal override void Draw(Generator[] generators) { }

    public override void Dispose()
    {
        weights.Dispose();
        Sample.Dispose();
        base.Dispose();
    }
}

/// <summary>Samples of the relaxation, softmax((log e + g)/τ) with g from Gumbel's distribution; with the straight-through gradient, its largest state as a unit vector.</summary>
internal sealed class RelaxedPass : CategoricalPass
{
    private const double LeastUniform = 1e-30; // in place of 0, whose Gumbel is −∞

    private readonly GumbelSoftmax relaxation;
    private readonly Matrices noise, relaxed; // g, and softmax((log e + g)/τ); both [R,S·B,K]
    private readonly Matrices? largest;       // null where it is the relaxed sample that goes on
    private readonly StagedNumber temperature; // τ

    internal RelaxedPass(LatentModel model, Matrices input, int samples, GumbelSoftmax relaxation, Crew? crew) : base(model, input, backward: true, crew)
    {
        Matrices OfSamples() => Matrices.Empty(input.Replicates, input.Rows * samples, model.Options.Latent, input.All.device);
        (this.relaxation, Samples, noise, relaxed, SampleGradient, temperature) = (relaxation, samples, OfSamples(), OfSamples(), OfSamples(), new(relaxation.Start, input.All.device));
        largest = relaxation.StraightThrough ? OfSamples() : null;
    }

    internal override int Samples { get; }
    internal override Matrices Sample => largest ?? relaxed;
    internal override Matrices SampleGradient { get; }

    internal override void At(long step) => temperature.Set(relaxation.At(step));

    internal override void Draw(Generator[] generators)
    {
        using var scope = NewDisposeScope();
        Seeds.Uniform(noise, LeastUniform, 1, generators);
        noise.All.copy_(noise.All.log().neg().log().neg());
        Grid(relaxed).copy_((Grid(noise) + Logits.unsqueeze(1)).div(temperature.Place).softmax(-1));
        if (largest is null) return;
        largest.All.zero_();
        largest.All.scatter_(-1, relaxed.All.argmax(-1, keepdim: true), ones_like(relaxed.All.narrow(-1, 0, 1)));
    }

    internal override void ForgetGradients()
    {
        base.ForgetGradients();
        SampleGradient.All.zero_();
    }

    private protected override void AddSampleGradient(Tensor logitsGradient) => logitsGradient.add_(ThroughSoftmax(Grid(relaxed), Grid(SampleGradient)).sum(1).div(temperature.Place));

    private Tensor Grid(Matrices samples) => samples.All.view(Input.Replicates, Samples, Input.Rows, -1); // [R,S,B,K]

    public override void Dispose()
    {
        foreach (var matrices in (Matrices?[])[noise, relaxed, largest, SampleGradient]) matrices?.Dispose();
        temperature.Dispose();
        base.Dispose();
    }
}
