using Xunit;

namespace Vib.Core.Tests;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "row", "0 rows")]
    [InlineData(1, "row", "1 row")]
    [InlineData(10_000, "row", "10000 rows")]
    [InlineData(1, "class", "1 class")]
    [InlineData(2, "class", "2 classes")]
    [InlineData(1, "axis", "1 axis")]
    [InlineData(2, "axis", "2 axes")]
    [InlineData(3, "category", "3 categories")]
    public void One_is_singular(long count, string noun, string words) => Assert.Equal(words, Counted.Of(count, noun));
}
