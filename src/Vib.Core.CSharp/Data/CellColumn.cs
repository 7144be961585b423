using System.Globalization;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>A column while it is read: its numbers as they come, and what stood in their way.</summary>
internal sealed class CellColumn(string name, int place, bool? isForced)
{
    private readonly List<double> numbers = [];           // NaN where there is none
    private readonly List<int> codes = [];                // −1 for a hole
    private readonly Dictionary<string, int> categories = [];
    private int found;                                    // numbers
    private (int Row, int Line, string Text)? firstText, firstInfinite;
    private int texts;

    /// <summary>Its place in the file's rows.</summary>
    internal int Place => place;

    internal bool IsCategorical { get; private set; }

    internal int Holes { get; private set; }

    /// <summary>Rows count from 1 after the header, lines from 1 with it.</summary>
    internal (int Row, int Line, string Text)? FirstHole { get; private set; }

    /// <summary>Takes a cell for a number; whether it was no hole.</summary>
    internal bool TakeNumber(ReadOnlySpan<char> cell, int row, int line, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> isHole)
    {
        cell = cell.Trim();
        var value = double.NaN;
        var hole = cell.IsEmpty || isHole.Contains(cell);
        if (hole)
        {
            Holes++;
            FirstHole ??= (row, line, cell.ToString());
        }
        else if (isForced != true)
        {
            if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
            {
                (value, texts) = (double.NaN, texts + 1);
                firstText ??= (row, line, cell.ToString());
            }
            else if (!double.IsFinite(value)) firstInfinite ??= (row, line, cell.ToString());
            else found++;
        }
        if (isForced != true) numbers.Add(value);
        return !hole;
    }

    /// <summary>Decides what the column is, once all cells are known.</summary>
    internal void Settle(string path, TableOptions options)
    {
        if (found + texts == 0 && isForced != true && firstInfinite is null)
            throw new DataException($"{path}: column '{name}' has no value in any row", "a number or a category somewhere", "the option Columns without it");
        IsCategorical = isForced ?? texts > found;
        if (IsCategorical) return;
        if (firstText is { } text)
            throw new DataException(Invariant($"{At(path, text)} is not a number, as most of the column are"), "a number with a decimal point, or a hole",
                $"'{text.Text}' in the option Holes with Missing.DropRow or Missing.Fill, or '{name}' in the option Categorical");
        if (firstInfinite is { } infinite) throw new DataException($"{At(path, infinite)} is not finite", "a finite number", "the rows without it");
    }

    /// <summary>Takes a cell for a category.</summary>
    internal void TakeCategory(ReadOnlySpan<char> cell, int row, int line, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> isHole, string path, TableOptions options)
    {
        var lookup = categories.GetAlternateLookup<ReadOnlySpan<char>>();
        var trimmed = cell.Trim();
        if (trimmed.IsEmpty || isHole.Contains(trimmed))
        {
            codes.Add(-1);
            return;
        }
        if (!lookup.TryGetValue(cell, out var code))
        {
            code = categories.Count;
            if (Like(options) is { } like && !like.Categories.Contains(cell.ToString()))
                throw new DataException($"{At(path, (row, line, cell.ToString()))} is none of the categories of {options.Like!.Name}", $"one of {NearestName.Listed(like.Categories)}", NearestName.Advice(cell.ToString(), like.Categories));
            categories[cell.ToString()] = code;
        }
        codes.Add(code);
    }

    internal DataException Hole(string path) => new($"{At(path, FirstHole!.Value)} is {(IsCategorical ? "a hole" : "not a number")}; the column has {Holes.ToString(CultureInfo.InvariantCulture)} in all", "a value in every row",
        "Missing.DropRow to leave such rows out, Missing.Fill to fill them, or the option Columns without it");

    /// <summary>The column without holes; where rows are dropped, theirs hold anything.</summary>
    internal TableColumn Made(TableOptions options, string filler)
    {
        if (IsCategorical) return Categories(options, filler);
        if (Holes == 0) return new NumericColumn(name, [.. numbers], check: false);
        var mean = options.Like is { } like && like.Has(name) && like[name] is NumericColumn other ? other.Values.Average() : numbers.Where(value => !double.IsNaN(value)).Average();
        return new NumericColumn(name, [.. numbers.Select(value => double.IsNaN(value) ? mean : value)], check: false);
    }

    private CategoricalColumn Categories(TableOptions options, string filler)
    {
        var filled = Holes > 0 && options.Missing == Missing.Fill;
        string[] texts = Like(options) is { } like ? [.. like.Categories] : [.. categories.Keys.Concat(filled ? [filler] : Array.Empty<string>()).Distinct().Order(StringComparer.Ordinal)];
        var hole = Array.IndexOf(texts, filler);
        if (filled && hole < 0) throw new DataException($"Holes in column '{name}', of which {options.Like!.Name} has none", $"one of {NearestName.Listed(texts)}", "Missing.DropRow, or the other table read with Missing.Fill");
        var order = new Dictionary<string, int>(texts.Select((text, i) => KeyValuePair.Create(text, i)));
        var places = new int[categories.Count];
        foreach (var (text, code) in categories) places[code] = order[text];
        return new(name, texts, [.. codes.Select(code => code >= 0 ? places[code] : Math.Max(hole, 0))]);
    }

    private CategoricalColumn? Like(TableOptions options) => options.Like is { } like && like.Has(name) ? like[name] as CategoricalColumn : null;

    private string At(string path, (int Row, int Line, string Text) cell) =>
        Invariant($"{path}: row {cell.Row} (line {cell.Line}), column '{name}': {(cell.Text.Length == 0 ? "an empty cell" : $"'{cell.Text}'")}");
}
