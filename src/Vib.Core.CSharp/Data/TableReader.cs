using System.Text;
using nietras.SeparatedValues;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Reads a <see cref="Table"/> from a file of separated values: once to find what its columns are and their numbers, and once more for categories.</summary>
internal sealed class TableReader
{
    private const string Filler = "(missing)";
    private static readonly string[] defaultHoles = [.. new TableOptions().Holes];

    private readonly string path;
    private readonly TableOptions options;
    private readonly char separator;
    private readonly HashSet<string> holes;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> isHole;
    private readonly List<bool> hasHole = [];             // of each row
    private string[] header = [];
    private CellColumn[] columns = [];

    private TableReader(string path, TableOptions options)
    {
        (this.path, this.options) = (path, options);
        holes = new(options.Holes, StringComparer.OrdinalIgnoreCase);
        isHole = holes.GetAlternateLookup<ReadOnlySpan<char>>();
        separator = options.Separator ?? SeparatorOf();
        Require.That(separator is ',' or ';' or '|' or '\t', $"Cells between '{separator}'", "a comma, a semicolon, a bar or a tab", "null, to look for it in the header");
        Require.That(Enum.IsDefined(options.Missing), $"Missing {(int)options.Missing}", "Refuse, DropRow or Fill", "Missing.Refuse");
    }

    internal static bool IsDefaultHole(string text) => string.IsNullOrWhiteSpace(text) || defaultHoles.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);

    internal static Table Read(string path, TableOptions options)
    {
        try
        {
            return new TableReader(path, options).Read();
        }
        catch (DecoderFallbackException e)
        {
            throw new DataException($"{path} holds bytes that are no text in UTF-8", "UTF-8, or UTF-16 with a byte order mark", "saving it as UTF-8", e);
        }
        catch (InvalidDataException e)
        {
            throw new DataException($"{path} cannot be taken apart ({e.Message.TrimEnd('.')})", "separated values, gzipped or not", "fetching or writing it again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read ({e.Message.TrimEnd('.')})", "a readable file", "its permissions and its disk", e);
        }
    }

    private Table Read()
    {
        Walk(row =>
        {
            foreach (var column in columns) hasHole[^1] |= !column.TakeNumber(row[column.Place].Span, hasHole.Count, row.LineNumberFrom, isHole);
        });
        if (hasHole.Count == 0) throw new DataException($"{path} has a header and no rows", "at least one row", "the file with its rows");
        foreach (var column in columns) column.Settle(path, options);
        if (options.Missing == Missing.Refuse && columns.Where(column => column.FirstHole is not null).MinBy(column => column.FirstHole!.Value.Row) is { } holey) throw holey.Hole(path);
        if (Array.Exists(columns, column => column.IsCategorical)) ReadCategories();
        return Made();
    }

    private void ReadCategories()
    {
        var row = 0;
        CellColumn[] categorical = [.. columns.Where(column => column.IsCategorical)];
        Walk(cells =>
        {
            row++;
            foreach (var column in categorical) column.TakeCategory(cells[column.Place].Span, row, cells.LineNumberFrom, isHole, path, options);
        }, again: true);
    }

    private Table Made()
    {
        var kept = options.Missing == Missing.DropRow && hasHole.Contains(true) ? Enumerable.Range(0, hasHole.Count).Where(i => !hasHole[i]).ToArray() : null;
        if (kept is { Length: 0 }) throw new DataException(Invariant($"{path}, where each of {Counted.Of(hasHole.Count, "row")} has a hole"), "a row without", "the option Columns without those that have most, or Missing.Fill");
        var made = columns.Select(column => column.Made(options, Filler)).ToArray();
        return new(Path.GetFileName(path), kept is null ? made : [.. made.Select(column => column.At(kept))])
        {
            Dropped = kept is null ? 0 : hasHole.Count - kept.Length,
            Filled = options.Missing == Missing.Fill ? columns.Sum(column => column.Holes) : 0,
        };
    }

    private delegate void RowAction(SepReader.Row row);

    private void Walk(RowAction each, bool again = false)
    {
        using var text = TableText.Open(path);
        using var reader = Sep.New(separator).Reader(o => o with { HasHeader = false, DisableColCountCheck = true, Unescape = true, Trim = SepTrim.Outer }).From(text);
        var (isFirst, line) = (true, 1);
        foreach (var row in reader)
        {
            line = row.LineNumberFrom;
            if (isFirst)
            {
                if (!again) ReadHeader(row);
                isFirst = false;
                continue;
            }
            if (row.ColCount == 1 && header.Length > 1 && row[0].Span.IsWhiteSpace()) continue; // a blank line
            if (!again) hasHole.Add(false);
            if (row.ColCount != header.Length)
                throw new DataException(Invariant($"{path}: row {hasHole.Count} (line {row.LineNumberFrom}) has {Counted.Of(row.ColCount, "cell")}"), Invariant($"{header.Length}, as the header has"),
                    "quotes around cells that hold a separator, and a look for a quotation mark that is not closed");
            each(row);
        }
        if (text.IsOpen) throw new DataException(Invariant($"{path}: a quotation mark in row {hasHole.Count} (line {line}) is not closed"), "quotation marks in pairs, doubled within a quoted cell", "a look at that line");
        if (isFirst) throw new DataException($"{path} is empty", "a header, then rows", "the file with its rows");
    }

    private void ReadHeader(SepReader.Row row)
    {
        header = new string[row.ColCount];
        for (var j = 0; j < header.Length; j++) header[j] = row[j].Span.Trim() is { IsEmpty: false } name ? name.ToString() : Invariant($"column {j + 1}");
        if (header.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new DataException($"The column '{twice.Key}' {twice.Count()} times in the header of {path}", "names that differ", "renaming one in the file");
        var wanted = options.Columns ?? options.Like?.Columns.Select(column => column.Name).Where(header.Contains).ToArray() ?? header;
        if (wanted.Count == 0) throw new DataException($"No column of {path} is read", $"some of {NearestName.Listed(header)}", "null, for all");
        foreach (var name in wanted.Concat(options.Categorical))
            if (!header.Contains(name)) throw Table.NoColumn(path, name, header);
        columns = [.. wanted.Distinct().Select(name => new CellColumn(name, Array.IndexOf(header, name), Forced(name)))];
    }

    /// <summary>Whether the column is one of categories, where something else than its cells says so.</summary>
    private bool? Forced(string name) => options.Categorical.Contains(name) ? true : options.Like is { } like && like.Has(name) ? like[name] is CategoricalColumn : null;

    /// <summary>The separator that the first line has most of, outside quotes; the first of equals.</summary>
    private char SeparatorOf()
    {
        using var text = TableText.Open(path);
        var (counts, isQuoted) = (new int[4], false);
        for (var c = text.Read(); c >= 0 && (isQuoted || c is not ('\n' or '\r')); c = text.Read())
        {
            if (c == '"') isQuoted = !isQuoted;
            else if (!isQuoted && ",;\t|".IndexOf((char)c) is >= 0 and var which) counts[which]++;
        }
        return ",;\t|"[Array.IndexOf(counts, counts.Max())];
    }
}
