using static Vib.Core.TensorMemory;

namespace Vib.Core;

/// <summary>Σ_j { −½ [(y_j − f_j)²/s_j² + log 2π] − log s_j } with s of each coordinate, learned; its gradient in log s is gathered on the way.</summary>
/// <param name="logDeviation">log s, [R,1,d].</param>
/// <param name="logDeviationGradient">∂/∂log s, [R,1,d].</param>
/// <param name="logVolume">What a log-density in the target's own units is less by.</param>
internal sealed class NormalDensity(Matrices logDeviation, Matrices logDeviationGradient, Func<double> logVolume) : RowDensity
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private readonly double[] inverse = new double[logDeviation.Columns]; // 1/s of the replicate
    private double normaliser;
    private int replicate;

    internal override void At(int replicate)
    {
        this.replicate = replicate;
        var logs = Floats(logDeviation.Each[replicate]);
        normaliser = inverse.Length * 0.5 * LogTwoPi + logVolume();
        for (var j = 0; j < inverse.Length; j++)
        {
            inverse[j] = Math.Exp(-logs[j]);
            normaliser += logs[j];
        }
    }

    internal override double Of(ReadOnlySpan<float> output, ReadOnlySpan<float> target)
    {
        var sum = 0.0;
        for (var j = 0; j < output.Length; j++)
        {
            var residual = ((double)target[j] - output[j]) * inverse[j];
            sum += residual * residual;
        }
        return sum * -0.5 - normaliser;
    }

    internal override void Forget(int replicate) => Floats(logDeviationGradient.Each[replicate]).Clear();

    internal override void Gradient(ReadOnlySpan<float> output, ReadOnlySpan<float> target, float weight, Span<float> gradient)
    {
        var spread = Floats(logDeviationGradient.Each[replicate]);
        for (var j = 0; j < output.Length; j++)
        {
            var residual = ((double)target[j] - output[j]) * inverse[j];
            gradient[j] = (float)(residual * inverse[j] * weight);
            spread[j] += (float)((residual * residual - 1) * weight);
        }
    }
}
