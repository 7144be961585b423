using Xunit;

namespace Vib.Core.Tests;

public sealed class VibExceptionTests
{
    public static TheoryData<VibException> Family =>
    [
        new ShapeException("This came", "that", "the other"),
        new DomainException("This came", "that", "the other"),
        new DataException("This came", "that", "the other"),
        new DeviceException("This came", "that", "the other"),
    ];

    [Theory]
    [MemberData(nameof(Family))]
    public void A_message_says_what_came_what_was_wanted_and_what_to_try(VibException error) =>
        Assert.Equal("This came. Wanted: that. Try: the other.", error.Message);

    [Fact]
    public void The_exception_underneath_is_kept()
    {
        var cause = new IOException("disk");
        Assert.Same(cause, new DataException("a", "b", "c", cause).InnerException);
    }
}
