using System.Globalization;

namespace Vib.Core;

/// <summary>Estimates side by side, as text.</summary>
public static class EstimateTable
{
    /// <summary>The lines of a table: bound, critic, side, value and error in nats, ceiling, what went wrong.</summary>
    /// <param name="estimates">As from <see cref="MutualInformation.Compare"/>.</param>
    /// <returns>A line with the columns' names and one for each estimate, in the invariant culture, without a line break at the end.</returns>
    public static string Of(IEnumerable<Estimate> estimates)
    {
        string[][] rows = [["bound", "critic", "nat", "ceiling", ""], .. estimates.Select(Row)];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return string.Join("\n", rows.Select(row => string.Join("  ", row.Zip(widths, (cell, width) => cell.PadRight(width))).TrimEnd()));
    }

    private static string[] Row(Estimate e) =>
    [
        e.Bound,
        e.Critic ?? "",
        $"{EstimateLine.Sign(e.Side)} {Number(e.Value)} ± {Number(e.StandardError)}",
        double.IsFinite(e.Ceiling) ? Number(e.Ceiling) : "",
        string.Join(", ", e.Diagnoses.Select(diagnosis => diagnosis.Label)),
    ];

    private static string Number(double number) => number.ToString("F2", CultureInfo.InvariantCulture);
}
