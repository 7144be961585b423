using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The passes of codes as libtorch's operators: any device.</summary>
internal sealed class TensorCodeKernels : CodeKernels
{
    internal override void Softplus(Matrices output, double offset, Tensor scale, Tensor logScale, Tensor? slope)
    {
        using var scope = NewDisposeScope();
        var latent = scale.shape[2];
        var t = output.All.narrow(2, latent, latent) - offset;
        scale.copy_(t.softplus());
        var linear = t.lt(LinearBelow);
        logScale.copy_(where(linear, t, scale.log()));
        slope?.copy_(where(linear, ones_like(t), t.sigmoid() / scale));
    }

    internal override void Draw(Matrices output, Matrices deviation, Matrices noise, Matrices sample)
    {
        using var scope = NewDisposeScope();
        var place = Grid(sample, deviation);
        place.copy_(Grid(noise, deviation)).mul_(deviation.All.unsqueeze(1)).add_(Mean(output, deviation).unsqueeze(1));
    }

    internal override void Rate(Matrices output, Matrices deviation, Matrices logScale, Tensor values)
    {
        using var scope = NewDisposeScope();
        var squares = Mean(output, deviation).square() + deviation.All.square() - 1;
        values.copy_((squares - logScale.All * 2).sum(-1) * 0.5);
    }

    internal override void RateBackward(Tensor weight, Matrices output, Matrices deviation, Matrices meanGradient, Matrices logScaleGradient)
    {
        using var scope = NewDisposeScope();
        var each = weight.unsqueeze(-1); // [R,B or 1,1]
        meanGradient.All.add_(Mean(output, deviation) * each);
        logScaleGradient.All.add_((deviation.All.square() - 1) * each);
    }

    internal override void Gather(Matrices sampleGradient, Matrices noise, Matrices deviation, Matrices meanGradient, Matrices logScaleGradient, Tensor? slope, Matrices outputGradient)
    {
        using var scope = NewDisposeScope();
        var fromSamples = Grid(sampleGradient, deviation);
        Mean(outputGradient, deviation).copy_(meanGradient.All + fromSamples.sum(1));
        logScaleGradient.All.add_(fromSamples.mul(Grid(noise, deviation)).sum(1).mul_(deviation.All));
        if (slope is not null) outputGradient.All.narrow(2, deviation.Columns, deviation.Columns).copy_(logScaleGradient.All * slope);
    }

    private static Tensor Mean(Matrices output, Matrices deviation) => output.All.narrow(2, 0, deviation.Columns);

    /// <summary>[R,S,B,K].</summary>
    private static Tensor Grid(Matrices samples, Matrices deviation) => samples.All.view(samples.Replicates, samples.Rows / deviation.Rows, deviation.Rows, deviation.Columns);
}
