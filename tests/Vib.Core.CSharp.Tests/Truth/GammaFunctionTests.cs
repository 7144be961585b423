using Xunit;

namespace Vib.Core.Tests;

public sealed class GammaFunctionTests
{
    private const double Euler = 0.57721566490153286;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(0.5, 0.57236494292470008)]     // ½ log π
    [InlineData(5, 3.1780538303479458)]        // log 24
    [InlineData(21, 42.335616460753485)]       // log 20!
    [InlineData(1e-8, 18.420680738180208)]     // −log x − γ x
    public void Log_Gamma_has_its_known_values(double x, double expected) => Assert.Equal(expected, GammaFunction.Log(x), 2e-15 * (10 + Math.Abs(expected)));

    [Theory]
    [InlineData(1, -Euler)]
    [InlineData(2, 1 - Euler)]
    [InlineData(0.5, -Euler - 1.3862943611198906)]
    [InlineData(10, 2.2517525890667211)]
    [InlineData(1000, 6.9072551956488121)]
    public void Digamma_has_its_known_values(double x, double expected) => Assert.Equal(expected, GammaFunction.Digamma(x), 4e-15 * (1 + Math.Abs(expected)));

    [Fact]
    public void Each_steps_up_by_its_recurrence_and_the_one_is_the_other_s_derivative()
    {
        foreach (var x in (double[])[0.01, 0.3, 1.7, 4, 11.5, 12, 12.5, 40])
        {
            Assert.Equal(Math.Log(x), GammaFunction.Log(x + 1) - GammaFunction.Log(x), 1e-13 * (1 + GammaFunction.Log(x + 1)));
            Assert.Equal(1 / x, GammaFunction.Digamma(x + 1) - GammaFunction.Digamma(x), 1e-14 * (10 + 1 / x));
            var h = 1e-4 * x; // cut off: h²/6 |ψ''| with |ψ''| < 1/x² + 2/x³; rounded off: a few ε of the sums inside, over h
            Assert.Equal(GammaFunction.Digamma(x), (GammaFunction.Log(x + h) - GammaFunction.Log(x - h)) / (2 * h), 1.7e-9 * (1 + 2 / x) + 2e-14 * (1 + Math.Abs(GammaFunction.Log(x + 12))) / h);
        }
    }
}
