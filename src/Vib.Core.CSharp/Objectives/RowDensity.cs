using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static Vib.Core.TensorMemory;

namespace Vib.Core;

/// <summary>A decoder's log-density by hand: of one row of its network's output and the row that is predicted, in one pass over each.</summary>
internal abstract class RowDensity
{
    /// <summary>log q of the target.</summary>
    internal abstract double Of(ReadOnlySpan<float> output, ReadOnlySpan<float> target);

    /// <summary>Its gradient in the output, times a weight.</summary>
    internal abstract void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float weight, Span<float> gradient);

    /// <summary>Turns to a replicate, whose rows come next.</summary>
    internal virtual void At(int replicate) { }

    /// <summary>Makes room for the gradients of a replicate's own parameters, where it has some.</summary>
    internal virtual void Forget(int replicate) { }

    /// <summary>The mean over each example's samples, [R,B]. output [R,S·B,·], target [R,B,·].</summary>
    internal void Means(Matrices output, Matrices target, Tensor values)
    {
        var (width, dimension, batch) = ((int)output.Columns, (int)target.Columns, (int)target.Rows);
        var samples = (int)output.Rows / batch;
        var means = Floats(values);
        for (var r = 0; r < output.Replicates; r++)
        {
            At(r);
            Span<float> outputs = Floats(output.Each[r]), targets = Floats(target.Each[r]);
            for (var i = 0; i < batch; i++)
            {
                var sum = 0.0;
                for (var s = 0; s < samples; s++) sum += Of(outputs.Slice((s * batch + i) * width, width), targets.Slice(i * dimension, dimension));
                means[r * batch + i] = (float)(sum / samples);
            }
        }
    }

    /// <summary>The gradient of <see cref="Means"/> times a weight, [R,B] or, for all examples alike, [R,1] or [1,1], in the output.</summary>
    internal void Gradients(Tensor weight, Matrices output, Matrices target, Matrices gradient)
    {
        var (width, dimension, batch) = ((int)output.Columns, (int)target.Columns, (int)target.Rows);
        var (rows, samples) = ((int)output.Rows, (int)output.Rows / batch);
        var weights = Floats(weight);
        var alike = output.Replicates * batch / weights.Length; // examples of one weight, one after the other
        for (var r = 0; r < output.Replicates; r++)
        {
            At(r);
            Forget(r);
            Span<float> outputs = Floats(output.Each[r]), targets = Floats(target.Each[r]), gradients = Floats(gradient.Each[r]);
            for (var i = 0; i < rows; i++)
                Gradient(outputs.Slice(i * width, width), targets.Slice(i % batch * dimension, dimension), weights[(r * batch + i % batch) / alike] / samples, gradients.Slice(i * width, width));
        }
    }
}
