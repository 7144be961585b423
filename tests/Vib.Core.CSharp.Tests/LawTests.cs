using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

/// <summary>The holder of laws can fail, says how to replay it, and repeats itself.</summary>
public sealed class LawTests
{
    private static readonly Arbitrary<int> numbers = Arb.From(Gen.Choose(0, 1000), n => n > 0 ? [n / 2] : []);

    [Fact]
    public void A_law_that_does_not_hold_fails_with_its_seed_and_the_smallest_case()
    {
        var error = Assert.ThrowsAny<Exception>(() => Law.Holds(numbers, n => Assert.True(n < 10)));
        Assert.Matches(@"seed of \(\d+,\d+\)", error.Message);
        Assert.Matches(@"Shrunk:\s+1\d\s", error.Message);
    }

    [Fact]
    public void Two_runs_see_the_same_cases()
    {
        List<int> Cases()
        {
            var seen = new List<int>();
            Law.Holds(numbers, seen.Add, 20);
            return seen;
        }
        Assert.Equal(20, Cases().Count);
        Assert.Equal(Cases(), Cases());
    }

    [Theory]
    [InlineData(" (12,7) ")]
    [InlineData("12,7")]
    public void A_seed_is_read_as_FsCheck_prints_it(string text) => Assert.Equal(new Rnd(12, 7), Law.Seed(text));

    [Theory]
    [InlineData("12")]
    [InlineData("12,7,1")]
    [InlineData("a,b")]
    public void A_seed_that_is_none_is_refused(string text) => Assert.Contains(text, Assert.Throws<InvalidOperationException>(() => Law.Seed(text)).Message);
}
