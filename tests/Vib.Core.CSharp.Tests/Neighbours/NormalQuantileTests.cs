using TorchSharp;
using Xunit;

namespace Vib.Core.Tests;

public sealed class NormalQuantileTests
{
    [Fact]
    public void Quantiles_are_those_of_the_inverse_error_function()
    {
        double[] places = [0.5, 0.3, 0.075, 0.0749, 0.01, 1e-3, 1e-6, 0.6, 0.93, 0.999];
        using var scope = torch.NewDisposeScope();
        var expected = Numbers.Of((torch.tensor(places) * 2 - 1).erfinv() * Math.Sqrt(2));
        Numbers.Near(expected, Array.ConvertAll(places, NormalQuantile.Of), (_, value) => 1e-9 * (1 + Math.Abs(value)));
    }

    [Fact]
    public void Known_quantiles_far_out()
    {
        Assert.Equal(-1.959963984540054, NormalQuantile.Of(0.025), 1e-14);
        Assert.Equal(-9.262340089798408, NormalQuantile.Of(1e-20), 1e-12); // the tail's own ratio, r > 5
        Assert.Equal(-NormalQuantile.Of(0.2), NormalQuantile.Of(0.8), 1e-15);
    }
}
