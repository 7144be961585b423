using System.Globalization;

namespace Vib.Core;

/// <summary>A number of things in words: 1 row, 2 rows.</summary>
internal static class Counted
{
    /// <summary>The number and the noun.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">One of them.</param>
    internal static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? noun : Several(noun))}");

    private static string Several(string noun) => noun switch
    {
        "axis" => "axes",
        "category" => "categories",
        _ when noun.EndsWith('s') => noun + "es",
        _ => noun + "s",
    };
}
