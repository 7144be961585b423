using Xunit;

namespace Vib.Core.Tests;

public sealed class SeedsTests
{
    [Fact]
    public void Every_use_and_replicate_of_every_seed_has_its_own_stream()
    {
        var seeds = from seed in (long[])[0, 1, 2, -1, long.MaxValue]
                    from stream in Enum.GetValues<RandomStream>()
                    from replicate in Enumerable.Range(0, 100)
                    select Seeds.Derive(seed, stream, replicate);
        Assert.Equal(5 * Enum.GetValues<RandomStream>().Length * 100, seeds.Distinct().Count());
    }

    // Seeds are part of what a reader repeats: a change here changes every published number.
    [Fact]
    public void The_streams_of_seed_one_are_what_they_were() => Assert.Equal(
        [13965736782547169918UL, 10120012958049927492UL],
        [Seeds.Derive(1, RandomStream.Initialisation, 0), Seeds.Derive(1, RandomStream.Standardisation, 0)]);
}
