namespace Vib.Core;

/// <summary>log Γ and its derivative ψ, which closed forms of information need and .NET does not have.</summary>
/// <remarks>Stirling's series from x ≥ 12 on, where its last term is below 10⁻¹⁶; smaller arguments are stepped up by Γ(x + 1) = x Γ(x). Positive arguments only.</remarks>
internal static class GammaFunction
{
    private const double Large = 12;

    internal static double Log(double x)
    {
        var steps = 0.0;
        for (; x < Large; x++) steps += Math.Log(x);
        var square = 1 / (x * x);
        var series = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * 691 / 360360))))) / x;
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series - steps;
    }

    internal static double Digamma(double x)
    {
        var steps = 0.0;
        for (; x < Large; x++) steps += 1 / x;
        var square = 1 / (x * x);
        var series = square * (1.0 / 12 - square * (1.0 / 120 - square * (1.0 / 252 - square * (1.0 / 240 - square * (1.0 / 132 - square * 691 / 32760)))));
        return Math.Log(x) - 0.5 / x - series - steps;
    }
}
