using System.IO.Compression;
using System.Text;

namespace Vib.Core;

/// <summary>Writes a <see cref="Table"/> as separated values.</summary>
internal static class TableWriter
{
    internal static void Write(string path, Table table)
    {
        foreach (var column in table.Columns.OfType<CategoricalColumn>())
            if (column.Categories.FirstOrDefault(TableReader.IsDefaultHole) is { } hole)
                throw new DataException($"The category '{hole}' of column '{column.Name}'", "categories that do not read back as holes", $"another word for it, as in '(missing)'");
        WholeFile.Write(path, file =>
        {
            using Stream? packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true) : null;
            using var text = new StreamWriter(packed ?? file, new UTF8Encoding(false), leaveOpen: true);
            Fill(text, table);
        });
    }

    private static void Fill(StreamWriter text, Table table)
    {
        text.Write(string.Join(",", table.Columns.Select(column => Cell(column.Name))) + "\n");
        for (var row = 0; row < table.Count; row++)
            for (var j = 0; j < table.Columns.Count; j++)
            {
                text.Write(Cell(table.Columns[j].Text(row)));
                text.Write(j < table.Columns.Count - 1 ? ',' : '\n');
            }
    }

    /// <summary>In quotes where it holds what a reader would take for something else.</summary>
    private static string Cell(string text) => text.AsSpan().IndexOfAny(",;|\t\"\r\n") < 0 && text.Trim().Length == text.Length ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}
