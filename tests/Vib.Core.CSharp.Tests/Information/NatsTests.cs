using Xunit;

namespace Vib.Core.Tests;

public sealed class NatsTests
{
    [Fact]
    public void A_bit_is_the_logarithm_of_two() => Assert.Equal(Nats.PerBit, Math.Log(2));

    [Fact]
    public void The_logarithm_of_eight_is_three_bits() => Assert.Equal(3, Nats.ToBits(Math.Log(8)), 12);

    [Fact]
    public void Three_bits_are_the_logarithm_of_eight() => Assert.Equal(Math.Log(8), Nats.FromBits(3), 12);

    [Fact]
    public void Infinity_stays_infinite() => Assert.Equal(double.PositiveInfinity, Nats.ToBits(double.PositiveInfinity));
}
