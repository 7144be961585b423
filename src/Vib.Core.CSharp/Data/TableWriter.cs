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
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        var partial = Path.Combine(directory, $".{Path.GetFileName(path)}.{Environment.ProcessId}.part");
        try
        {
            using (var file = File.Create(partial))
            {
                using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal) : file;
                using var text = new StreamWriter(stream, new UTF8Encoding(false));
                Fill(text, table);
            }
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
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
