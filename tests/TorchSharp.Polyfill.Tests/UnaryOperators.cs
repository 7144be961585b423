using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

/// <summary>Every operator that maps element by element: on tensors, in double precision, and an interval where it is smooth.</summary>
internal static class UnaryOperators
{
    internal sealed record Case(Func<Tensor, Tensor> Apply, Func<double, double> Exact, double From = -2, double To = 2);

    internal static readonly Dictionary<string, Case> All = new()
    {
        ["neg"] = new(x => x.neg(), x => -x),
        ["-x"] = new(x => -x, x => -x),
        ["exp"] = new(x => x.exp(), Math.Exp),
        ["log"] = new(x => x.log(), Math.Log, 0.1, 5),
        ["log1p"] = new(x => x.log1p(), x => Math.Log(1 + x), 0.5, 5),
        ["expm1"] = new(x => x.expm1(), x => Math.Exp(x) - 1, 0.5, 2),
        ["sqrt"] = new(x => x.sqrt(), Math.Sqrt, 0.1, 5),
        ["abs below 0"] = new(x => x.abs(), Math.Abs, -2, -0.1),
        ["abs above 0"] = new(x => x.abs(), Math.Abs, 0.1, 2),
        ["square"] = new(x => x.square(), x => x * x),
        ["reciprocal"] = new(x => x.reciprocal(), x => 1 / x, 0.5, 3),
        ["pow 3"] = new(x => x.pow(3), x => x * x * x),
        ["pow -0.5"] = new(x => x.pow(-0.5), x => 1 / Math.Sqrt(x), 0.5, 3),
        ["tanh"] = new(x => x.tanh(), Math.Tanh),
        ["sin"] = new(x => x.sin(), Math.Sin),
        ["cos"] = new(x => x.cos(), Math.Cos),
        ["atan"] = new(x => x.atan(), Math.Atan),
        ["erf"] = new(x => x.erf(), Erf),
        ["erfinv"] = new(x => (x * 0.9).erf().erfinv(), x => x * 0.9), // its inverse, which erf is held to above
        ["lgamma"] = new(x => x.exp().add(1).lgamma() - x.exp().lgamma(), x => x), // log Γ(z + 1) − log Γ(z) = log z
        ["relu below 0"] = new(x => x.relu(), _ => 0, -2, -0.1),
        ["relu above 0"] = new(x => x.relu(), x => x, 0.1, 2),
        ["sigmoid"] = new(x => x.sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        ["softplus"] = new(x => x.softplus(), x => Math.Log(1 + Math.Exp(x))),
        ["softplus, beta 2"] = new(x => x.softplus(2), x => Math.Log(1 + Math.Exp(2 * x)) / 2),
        ["softplus above its threshold"] = new(x => x.softplus(1, 3), x => x, 3.1, 5),
        ["clamp inside"] = new(x => x.clamp(-3, 3), x => x),
        ["clamp above only"] = new(x => x.clamp(max: 0.5), _ => 0.5, 0.6, 2),
        ["clamp below only"] = new(x => x.clamp(min: 0.5), _ => 0.5, -2, 0.4),
        ["add a number"] = new(x => x.add(2.5), x => x + 2.5),
        ["x + a"] = new(x => x + 2.5, x => x + 2.5),
        ["a + x"] = new(x => 2.5 + x, x => x + 2.5),
        ["sub a number"] = new(x => x.sub(2.5), x => x - 2.5),
        ["x - a"] = new(x => x - 2.5, x => x - 2.5),
        ["a - x"] = new(x => 2.5 - x, x => 2.5 - x),
        ["mul a number"] = new(x => x.mul(2.5), x => x * 2.5),
        ["x * a"] = new(x => x * 2.5, x => x * 2.5),
        ["a * x"] = new(x => 2.5 * x, x => x * 2.5),
        ["div a number"] = new(x => x.div(2.5), x => x / 2.5),
        ["x / a"] = new(x => x / 2.5, x => x / 2.5),
        ["clone"] = new(x => x.clone(), x => x),
        ["contiguous"] = new(x => x.contiguous(), x => x),
        ["cpu"] = new(x => x.cpu(), x => x),

        // In place, on a copy, so that the argument itself stays as it is.
        ["add_ a number"] = new(x => x.clone().add_(2.5), x => x + 2.5),
        ["mul_ a number"] = new(x => x.clone().mul_(2.5), x => x * 2.5),
        ["div_ a number"] = new(x => x.clone().div_(2.5), x => x / 2.5),
        ["sqrt_"] = new(x => x.clone().sqrt_(), Math.Sqrt, 0.1, 5),
        ["neg_"] = new(x => x.clone().neg_(), x => -x),
        ["exp_"] = new(x => x.clone().exp_(), Math.Exp),
        ["tanh_"] = new(x => x.clone().tanh_(), Math.Tanh),
        ["relu_"] = new(x => x.clone().relu_(), x => x, 0.1, 2),
        ["zero_"] = new(x => x.clone().zero_(), _ => 0),
        ["fill_"] = new(x => x.clone().fill_(2.5), _ => 2.5),
    };

    /// <summary>2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / n!(2n + 1): for |x| ≤ 2 the largest term is below 12, and forty terms are more than enough.</summary>
    private static double Erf(double x)
    {
        var (sum, term) = (0.0, x);
        for (var n = 0; n < 40; n++)
        {
            sum += term / (2 * n + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }
}
