using System.Globalization;

namespace Vib.Core;

/// <summary>A setting or a number of two runs.</summary>
/// <param name="Section"><c>config</c>, or the name of a result.</param>
/// <param name="Key">The setting, or the place in the result.</param>
/// <param name="Left">What the first run has; null where it has none.</param>
/// <param name="Right">What the second has.</param>
public sealed record ComparedRow(string Section, string Key, string? Left, string? Right)
{
    /// <summary>Whether the two are the same text.</summary>
    public bool IsSame => Left == Right;

    /// <summary>Right − left where both are finite numbers; null otherwise.</summary>
    public double? Difference => Number(Left) is { } left && Number(Right) is { } right ? right - left : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}

/// <summary>Two runs side by side.</summary>
/// <param name="Left">The first.</param>
/// <param name="Right">The second.</param>
/// <param name="Rows">Settings, then results.</param>
public sealed record RunComparison(RunSummary Left, RunSummary Right, IReadOnlyList<ComparedRow> Rows)
{
    /// <summary>The rows in which they differ.</summary>
    public IReadOnlyList<ComparedRow> Differences => [.. Rows.Where(row => !row.IsSame)];

    /// <summary>The rows in which they differ, as a table.</summary>
    /// <returns>A line with the runs' names and one for each row, in the invariant culture; long texts are cut.</returns>
    public override string ToString()
    {
        string[][] rows = [["", Path.GetFileName(Left.Folder), Path.GetFileName(Right.Folder), "right − left"], .. Differences.Select(Cells)];
        var widths = Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Join("\n", rows.Select(row => string.Join("  ", row.Zip(widths, (cell, width) => cell.PadRight(width))).TrimEnd()));
    }

    private static string[] Cells(ComparedRow row) =>
        [$"{row.Section}: {row.Key}", Cut(row.Left), Cut(row.Right), row.Difference?.ToString("+0.####;-0.####;0", CultureInfo.InvariantCulture) ?? ""];

    private const int Long = 32, Digits = 15; // longer numbers are shown to six places; the rows have them whole

    private static string Cut(string? text) => text is null ? "–"
        : text.Length > Digits && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number.ToString("G6", CultureInfo.InvariantCulture)
        : text.Length <= Long ? text
        : text[..(Long - 1)] + "…";
}
