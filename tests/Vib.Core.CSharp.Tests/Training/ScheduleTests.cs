using Xunit;

namespace Vib.Core.Tests;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(10, 0.5)]
    [InlineData(19, 0.5)]
    [InlineData(20, 0.25)]
    [InlineData(105, 0.0009765625)]
    public void A_staircase_falls_at_the_end_of_each_stair(long step, double factor) => Assert.Equal(factor, Schedule.Staircase(0.5, 10).Factor(step));

    [Fact]
    public void A_constant_schedule_is_one() => Assert.All((long[])[0, 1, 1_000_000], step => Assert.Equal(1, Schedule.Constant.Factor(step)));

    [Theory]
    [InlineData(0, 10, "The schedule's decay is 0")]
    [InlineData(-0.5, 10, "The schedule's decay is -0.5")]
    [InlineData(double.NaN, 10, "The schedule's decay is NaN")]
    [InlineData(0.9, 0, "The number of steps in a stair is 0")]
    public void A_staircase_that_makes_no_sense_is_refused(double decay, long every, string came) =>
        Assert.Equal(came, Assert.Throws<DomainException>(() => Schedule.Staircase(decay, every)).Came);

    [Fact]
    public void A_schedule_says_what_it_does()
    {
        Assert.Equal("×0.97 every 1200 steps", Schedule.Staircase(0.97, 1200).ToString());
        Assert.Equal("constant", Schedule.Constant.ToString());
    }
}
