using System.Globalization;

namespace Vib.Core;

/// <summary>Checks of numbers that callers give, with messages in the library's three parts.</summary>
internal static class Require
{
    internal static void That(bool holds, FormattableString came, string wanted, string advice)
    {
        if (!holds) throw new DomainException(came.ToString(CultureInfo.InvariantCulture), wanted, advice);
    }

    internal static void Positive(double value, string name, string advice = "the default, by leaving it out") =>
        That(value > 0 && double.IsFinite(value), $"{name} is {value}", "a positive, finite number", advice);

    internal static void AtLeast(double least, double value, string name, string advice = "the default, by leaving it out") =>
        That(value >= least && double.IsFinite(value), $"{name} is {value}", string.Create(CultureInfo.InvariantCulture, $"a finite number of at least {least}"), advice);

    internal static void Widths(IReadOnlyList<int> widths, string name, string advice) =>
        That(widths.Count > 0 && widths.All(width => width > 0), $"{name} of {string.Join(", ", widths)}", "at least one width, all positive", advice);

    /// <summary>0 ≤ value &lt; 1, as decays have it.</summary>
    internal static void Decay(double value, string name) => That(value is >= 0 and < 1, $"{name} is {value}", "a number in [0, 1)", "the default, by leaving it out");
}
