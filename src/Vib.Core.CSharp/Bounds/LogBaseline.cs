using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Log-baselines log q(y) of simple laws, one number for each y.</summary>
public static class LogBaseline
{
    /// <summary>log N(y; 0, I) = −‖y‖²/2 − (d/2) log 2π.</summary>
    /// <param name="y">[B,d] or [R,B,d].</param>
    /// <returns>[B] or [R,B]. The caller owns it.</returns>
    /// <exception cref="ShapeException">y has another rank.</exception>
    public static Tensor StandardNormal(Tensor y)
    {
        var shape = y.shape;
        if (shape.Length is not (2 or 3)) throw new ShapeException($"y of shape [{string.Join(",", shape)}]", "[B,d] or [R,B,d]", "one row for each sample");
        using var scope = NewDisposeScope();
        return (y.square().sum(-1) * -0.5 - 0.5 * shape[^1] * Math.Log(2 * Math.PI)).MoveToOuterDisposeScope();
    }
}
