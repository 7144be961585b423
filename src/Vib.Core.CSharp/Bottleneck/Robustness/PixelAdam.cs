namespace Vib.Core;

/// <summary>Adam with its usual decays, on the numbers of images in doubles  (Kingma and Ba 2015).</summary>
internal sealed class PixelAdam(int count, double rate)
{
    private const double Decay1 = 0.9, Decay2 = 0.999, Epsilon = 1e-8;
    private readonly double[] first = new double[count], second = new double[count];
    private int steps;

    internal void Descend(double[] values, double[] gradient)
    {
        steps++;
        var (correction1, correction2) = (1 - Math.Pow(Decay1, steps), 1 - Math.Pow(Decay2, steps));
        for (var i = 0; i < values.Length; i++)
        {
            first[i] = Decay1 * first[i] + (1 - Decay1) * gradient[i];
            second[i] = Decay2 * second[i] + (1 - Decay2) * gradient[i] * gradient[i];
            values[i] -= rate * (first[i] / correction1) / (Math.Sqrt(second[i] / correction2) + Epsilon);
        }
    }
}
