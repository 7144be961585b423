using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The passes as libtorch's operators: any device.</summary>
internal sealed class TensorKernels : Kernels
{
    internal override void Affine(Matrices output, Matrices x, Matrices weight, Matrices bias, bool relu, int? replicate = null)
    {
        if (Engine.IsThere && weight.Precision == Precision.Full) Engine.Affine(output.Part(replicate), x.Part(replicate), weight.Part(replicate), bias.Part(replicate), relu);
        else base.Affine(output, x, weight, bias, relu, replicate);
    }

    internal override void AddBias(Matrices x, Matrices bias, bool relu, int? replicate = null)
    {
        x.Part(replicate).add_(bias.Part(replicate));
        if (relu) x.Part(replicate).relu_();
    }

    internal override void ReluBackward(Matrices gradient, Matrices activation, int? replicate = null)
    {
        if (Engine.IsThere)
        {
            Engine.ReluBackward(gradient.Part(replicate), activation.Part(replicate));
            return;
        }
        using var alive = activation.Part(replicate).gt(0);
        gradient.Part(replicate).mul_(alive);
    }

    internal override void Drop(Matrices x, Matrices chances, double rate, int? replicate = null)
    {
        using var kept = chances.Part(replicate).ge(rate);
        x.Part(replicate).mul_(kept).mul_(1 / (1 - rate));
    }

    internal override void SumRows(Matrices gradient, Matrices bias, bool add, int? replicate = null)
    {
        if (Engine.IsThere && !add)
        {
            Engine.SumRows(bias.Part(replicate), gradient.Part(replicate));
            return;
        }
        using var sum = gradient.Part(replicate).sum(-2, keepdim: true);
        if (add) bias.Part(replicate).add_(sum);
        else bias.Part(replicate).copy_(sum);
    }

    internal override void PairSum(Matrices x, Matrices y, int start, int count, Matrices pairs, int? replicate = null)
    {
        using var scope = NewDisposeScope();
        var sum = x.Part(replicate).narrow(-2, start, count).unsqueeze(-2) + y.Part(replicate).unsqueeze(-3); // [R,T,B,n]
        pairs.Part(replicate).copy_(sum.relu_().view(pairs.Part(replicate).shape));
    }

    internal override void PairSumBackward(Matrices pairs, int start, int count, Matrices x, Matrices y, bool add, int? replicate = null)
    {
        using var scope = NewDisposeScope();
        long[] grid = [.. replicate is null ? [x.Replicates] : (long[])[], count, y.Rows, x.Columns];
        var each = pairs.Part(replicate).view(grid); // [R,T,B,n]
        x.Part(replicate).narrow(-2, start, count).copy_(each.sum(-2));
        var columns = each.sum(-3);
        if (add) y.Part(replicate).add_(columns);
        else y.Part(replicate).copy_(columns);
    }

    internal override void Normalise(Matrices x, Matrices unit, Matrices norms, int? replicate = null)
    {
        using var scope = NewDisposeScope();
        var (rows, norm) = (x.Part(replicate), norms.Part(replicate));
        norm.copy_((rows * rows).sum(-1, keepdim: true).add_(SquaredNormFloor).sqrt_());
        unit.Part(replicate).copy_(rows).div_(norm);
    }

    internal override void NormaliseBackward(Matrices gradient, Matrices unit, Matrices norms, int? replicate = null)
    {
        using var scope = NewDisposeScope();
        var (d, u) = (gradient.Part(replicate), unit.Part(replicate));
        d.sub_(u * (d * u).sum(-1, keepdim: true)).div_(norms.Part(replicate));
    }

    internal override void Adam(Tensor values, Tensor gradients, Tensor first, Tensor second, Tensor? average, in AdamStep step, AdamStage? stage)
    {
        using var scope = NewDisposeScope();
        if (stage!.IsFused) Engine.Adam(values, gradients, first, second, stage.Steps, stage.Rate, step.Beta1, step.Beta2, step.Epsilon);
        else
        {
            first.mul_(step.Beta1).add_(gradients, 1 - step.Beta1);
            second.mul_(step.Beta2).addcmul_(gradients, gradients, 1 - step.Beta2);
            var root = second.sqrt().mul_(stage.SecondCorrection).add_(step.Epsilon);
            values.sub_(first.div(root).mul_(stage.CorrectedRate));
        }
        average?.mul_(step.AverageDecay).add_(values, 1 - step.AverageDecay);
    }
}
