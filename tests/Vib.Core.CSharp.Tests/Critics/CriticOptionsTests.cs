using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class CriticOptionsTests
{
    [Fact]
    public void The_defaults_are_those_of_the_paper() // Poole et al. 2019, official notebook
    {
        Assert.Equal([256, 256], new SeparableCritic().Hidden);
        Assert.Equal([256, 256], new ConcatenatedCritic().Hidden);
        Assert.Equal(32, new SeparableCritic().Embedding);
    }

    [Theory]
    [InlineData("3,0", "Hidden layers of 3, 0")]
    [InlineData("-1", "Hidden layers of -1")]
    [InlineData("", "Hidden layers of ")]
    public void Layers_that_make_no_sense_are_refused(string widths, string came)
    {
        int[] hidden = [.. widths.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        foreach (var options in (CriticOptions[])[new SeparableCritic { Hidden = hidden }, new ConcatenatedCritic { Hidden = hidden }])
            LiveTensors.Stay(() =>
            {
                var error = Assert.Throws<DomainException>(() => options.Create(1, 1, 1, CPU, 1));
                Assert.Equal(came, error.Came);
                Assert.Equal("at least one width, all positive", error.Wanted);
            });
    }

    [Fact]
    public void An_embedding_of_nothing_is_refused() =>
        Assert.Equal("The embedding's dimension is 0", Assert.Throws<DomainException>(() => new SeparableCritic { Embedding = 0 }.Create(1, 1, 1, CPU, 1)).Came);

    [Theory]
    [InlineData(0, 1, 1, "The dimension of X is 0")]
    [InlineData(1, -1, 1, "The dimension of Y is -1")]
    [InlineData(1, 1, 0, "The number of replicates is 0")]
    public void Sizes_that_make_no_sense_are_refused(int x, int y, int replicates, string came)
    {
        foreach (var options in CriticTests.All.Values)
            Assert.Equal(came, Assert.Throws<DomainException>(() => options.Create(x, y, replicates, CPU, 1)).Came);
    }

    [Fact]
    public void The_concatenated_critic_starts_as_the_network_that_it_splits_would()
    {
        using var critic = new ConcatenatedCritic { Hidden = [40, 8] }.Create(20, 5, 1, CPU, 1);
        using var scope = NewDisposeScope();
        var first = critic.Parameters.Layout.Slots[0];
        Assert.Equal((25, 40), (first.Rows, first.Columns));
        var bound = Math.Sqrt(6.0 / 65); // fan-in 25, not 20 and 5
        Assert.InRange(Numbers.Largest(critic.Parameters.Values.narrow(1, first.Offset, first.Size)), 0.97 * bound, bound);
    }
}
