namespace Vib.Core;

/// <summary>What a name that is not there was probably meant to be.</summary>
internal static class NearestName
{
    private const int Named = 12;

    /// <summary>Advice for a name that is none of those there: the nearest, if one is near, or all of them.</summary>
    internal static string Advice(string name, IReadOnlyList<string> names)
    {
        var nearest = names.Select(other => (Name: other, Distance: Distance(name.Trim().ToUpperInvariant(), other.ToUpperInvariant()))).OrderBy(pair => pair.Distance).FirstOrDefault();
        return nearest.Name is { } near && nearest.Distance <= Math.Max(2, name.Length / 3) ? $"'{near}'" : Listed(names);
    }

    /// <summary>The first names.</summary>
    internal static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(Named).Select(name => $"'{name}'")) + (names.Count > Named ? FormattableString.Invariant($" and {names.Count - Named} more") : "");

    /// <summary>Letters to insert, leave out or exchange (Levenshtein 1966). O(nm) time.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++) (row[j], diagonal) = (Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)), row[j]);
        }
        return row[^1];
    }
}
