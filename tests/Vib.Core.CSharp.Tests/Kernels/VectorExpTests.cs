using System.Runtime.Intrinsics;
using Xunit;

namespace Vib.Core.Tests;

public sealed class VectorExpTests
{
    [Fact]
    public void It_is_the_exponential_to_its_last_bits()
    {
        var random = new SplitMix64(1, 0, 0);
        for (var i = 0; i < 200_000; i++)
        {
            var x = i % 2 == 0 ? random.Between(-707, 700) : random.Between(-1, 1);
            Assert.InRange(VectorExp.Of(Vector512.Create(x))[i % 8] / Math.Exp(x), 1 - 2 * Numbers.Epsilon, 1 + 2 * Numbers.Epsilon);
        }
    }

    [Theory]
    [InlineData(0, 1), InlineData(-0.0, 1), InlineData(-708.5, 0), InlineData(-1e300, 0), InlineData(double.NegativeInfinity, 0)]
    public void Its_edges_are_exact(double x, double expected) => Assert.Equal(expected, VectorExp.Of(Vector512.Create(x))[3]);
}
