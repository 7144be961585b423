using nietras.SeparatedValues;

namespace Vib.Core;

/// <summary>Rows of texts as CSV (RFC 4180): quoted where they must be.</summary>
internal static class CsvText
{
    internal static string Of(IReadOnlyList<string> names, IEnumerable<string[]> rows)
    {
        using var writer = Sep.New(',').Writer(options => options with { Escape = true }).ToText();
        foreach (var cells in rows)
        {
            using var row = writer.NewRow();
            for (var i = 0; i < names.Count; i++) row[names[i]].Set(cells[i]);
        }
        var text = writer.ToString();
        return text.Length > 0 ? text : string.Join(",", names) + "\n";
    }

    /// <summary>The rows of a file, each by the names of its columns.</summary>
    internal static IReadOnlyList<T> Read<T>(string path, IReadOnlyList<string> names, Func<IReadOnlyDictionary<string, string>, T> read)
    {
        using var file = WholeFile.Open(path, "a CSV file");
        var (found, line) = (new List<T>(), 1);
        try
        {
            using var text = new StreamReader(file);
            using var rows = Sep.New(',').Reader(options => options with { Unescape = true }).From(text);
            var missing = names.Where(name => !rows.Header.TryIndexOf(name, out _)).ToArray();
            if (missing.Length > 0) throw new DataException($"{path} has no column {string.Join(", ", missing)}", $"the columns {string.Join(", ", names)}", "a file that ResultFile wrote");
            foreach (var row in rows)
            {
                line = row.LineNumberFrom;
                var cells = new Dictionary<string, string>();
                foreach (var name in names) cells[name] = row[name].ToString();
                found.Add(read(cells));
            }
            return found;
        }
        catch (Exception error) when (error is not VibException and (FormatException or ArgumentException or InvalidDataException or IndexOutOfRangeException or OverflowException or KeyNotFoundException or NotSupportedException))
        {
            throw new DataException(FormattableString.Invariant($"{path} cannot be read at line {line} ({error.Message.TrimEnd('.')})"), $"rows of {string.Join(", ", names)}", "a file that ResultFile wrote", error);
        }
    }
}
