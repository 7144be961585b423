using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vib.Core;

/// <summary>Data as an objective sees it: the variables that are observed, row by row.</summary>
/// <remarks>Images come as pixels rescaled to [−1, 1], labels as classes; a truth is drawn afresh in every batch. Nothing is copied until training begins.</remarks>
public sealed class Observations
{
    private const double FromOne = 1e-3; // a mean of weights, which single precision and digits of a file leave

    private readonly Dictionary<Variable, Column> columns;

    private Observations(string name, int? count, Dictionary<Variable, Column> columns, Truth? truth = null, bool isStandardised = false) =>
        (Name, Count, this.columns, Truth, IsStandardised) = (name, count, columns, truth, isStandardised);

    /// <summary>What the data is called in reports.</summary>
    public string Name { get; }

    /// <summary>N, the number of rows; null where every batch is drawn afresh.</summary>
    public int? Count { get; }

    /// <summary>The variables.</summary>
    public IReadOnlyCollection<Variable> Variables => columns.Keys;

    /// <summary>Whether a model that is trained on this sees its numbers less their mean and divided by their standard deviation, and keeps both. Tables are, other data where it is asked for.</summary>
    public bool IsStandardised { get; }

    internal Truth? Truth { get; }

    internal Column this[Variable variable] => columns.TryGetValue(variable, out var column)
        ? column
        : throw new DataException($"{variable}, which the data ({Name}) does not have", $"one of {string.Join(", ", columns.Keys)}", $"data with it: Observations.withClasses or withNumbers in F#, With in C#");

    /// <summary>X are images, Y their classes.</summary>
    /// <param name="images">At least one.</param>
    /// <returns>X of height × width numbers, Y of classes.</returns>
    /// <exception cref="DataException">There is no image.</exception>
    public static Observations Of(LabelledImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        CheckRows(images.Count, images.Name);
        return new(images.Name, images.Count, new()
        {
            [Variable.X] = new PixelColumn(images.Pixels, images.Height * images.Width),
            [Variable.Y] = new ClassColumn([.. images.Labels.Select(label => (int)label)], images.Classes),
        });
    }

    /// <summary>X and Y are numbers.</summary>
    /// <param name="pairs">At least one.</param>
    /// <returns>X and Y of numbers.</returns>
    /// <exception cref="DataException">There is no pair.</exception>
    public static Observations Of(Pairs pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        CheckRows(pairs.Count, pairs.Description);
        return new(pairs.Description, pairs.Count, new()
        {
            [Variable.X] = new NumberColumn(pairs.X, pairs.XDimension),
            [Variable.Y] = new NumberColumn(pairs.Y, pairs.YDimension),
        });
    }

    /// <summary>X and Y are drawn from a truth, fresh in every batch.</summary>
    /// <param name="truth">The source.</param>
    /// <returns>X and Y of numbers, without rows.</returns>
    public static Observations Of(Truth truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return new(truth.Description, null, new()
        {
            [Variable.X] = new DrawnColumn(truth.XDimension, null),
            [Variable.Y] = new DrawnColumn(truth.YDimension, truth.EntropyOfY),
        }, truth);
    }

    /// <summary>X are numbers, Y classes.</summary>
    /// <param name="x">[N,d].</param>
    /// <param name="labels">[N], from 0.</param>
    /// <param name="classes">C; null for one more than the largest label.</param>
    /// <returns>X of numbers, Y of classes.</returns>
    /// <exception cref="ShapeException">Another number of labels than of rows.</exception>
    /// <exception cref="DataException">No row, a number that is not finite, a label out of range.</exception>
    /// <exception cref="DomainException">A row has no column.</exception>
    public static Observations Of(float[,] x, int[] labels, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new Observations("rows", x.GetLength(0), new() { [Variable.X] = Numbers(Variable.X, x) }).With(Variable.Y, labels, classes);
    }

    /// <summary>X are numbers, and nothing else is known: to predict from.</summary>
    /// <param name="x">[N,d].</param>
    /// <returns>X of numbers.</returns>
    /// <exception cref="DataException">No row, or a number that is not finite.</exception>
    /// <exception cref="DomainException">A row has no column.</exception>
    public static Observations Of(float[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new("rows", x.GetLength(0), new() { [Variable.X] = Numbers(Variable.X, x) });
    }

    /// <summary>Columns of a table by name, each in its own units: networks see them standardised, and what they predict comes back in the table's units.</summary>
    /// <remarks>Columns of numbers are numbers; in X a column of categories is a 0 or 1 for each category, left as it is; one column of categories as Y is Y's classes.</remarks>
    /// <param name="table">Numbers and categories.</param>
    /// <param name="x">The columns that are X, at least one.</param>
    /// <param name="y">The columns that are Y; none where there is only X, to predict from.</param>
    /// <returns>X of numbers, Y of numbers or classes.</returns>
    /// <exception cref="DataException">The table has no such column, or one of far too many categories.</exception>
    /// <exception cref="DomainException">X of no columns, a column twice, in X and in Y, or several columns of Y of which some are categories.</exception>
    public static Observations Of(Table table, IReadOnlyList<string> x, params IReadOnlyList<string> y)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Intersect(y).FirstOrDefault() is { } both) throw new DomainException($"The column '{both}' in X and in Y", "X without what is to be predicted", "it in one of the two");
        var columns = new Dictionary<Variable, Column> { [Variable.X] = new TabularColumn(TableDesign.Of(table, x)) };
        if (y.Count == 1 && table[y[0]] is CategoricalColumn classes) columns[Variable.Y] = new ClassColumn([.. classes.Codes], classes.Categories);
        else if (y.FirstOrDefault(name => table[name] is CategoricalColumn) is { } mixed) throw new DomainException($"Y of {Counted.Of(y.Count, "column")}, of which '{mixed}' is of categories", "one column of categories, or columns of numbers", $"'{mixed}' alone");
        else if (y.Count > 0) columns[Variable.Y] = new TabularColumn(TableDesign.Of(table, y));
        return new(table.Name, table.Count, columns, isStandardised: true);
    }

    /// <summary>The same, to be standardised by a model that is trained on it, or to be seen as it is.</summary>
    /// <remarks>Mean and standard deviation are those of the rows trained on, are saved with the model, and are applied to all that it is given later: pass raw units, and get raw units back. Constant columns
    /// keep their unit; classes, pixels, a variable that weighs examples and one that a Bernoulli decoder predicts are left as they are.</remarks>
    /// <param name="standardised">Whether it is.</param>
    /// <returns>New data; these stay as they are.</returns>
    /// <exception cref="DataException">The data is drawn afresh.</exception>
    public Observations Standardised(bool standardised = true)
    {
        if (Count is null && standardised) throw new DataException($"{Name}, which is drawn afresh, to be standardised", "data that is given", "Truth.Sample, and Of(Pairs)");
        return new(Name, Count, columns, Truth, standardised);
    }

    /// <summary>The same with another variable of numbers, or other numbers in a variable's place.</summary>
    /// <param name="variable">A variable of the data.</param>
    /// <param name="rows">[N,d], finite.</param>
    /// <returns>New data; these stay as they are.</returns>
    /// <exception cref="ShapeException">Another number of rows.</exception>
    /// <exception cref="DataException">No row, a number that is not finite, or data that is drawn afresh.</exception>
    /// <exception cref="DomainException">The variable is encoded, or a row has no column.</exception>
    public Observations With(Variable variable, float[,] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Adding(variable, Numbers(variable, rows), rows.GetLength(0));
    }

    /// <summary>The same with another variable of classes.</summary>
    /// <param name="variable">A variable of the data.</param>
    /// <param name="labels">[N], from 0.</param>
    /// <param name="classes">C; null for one more than the largest label.</param>
    /// <returns>New data; these stay as they are.</returns>
    /// <exception cref="ShapeException">Another number of labels than of rows, of which data that is drawn afresh has none.</exception>
    /// <exception cref="DataException">A label out of range.</exception>
    /// <exception cref="DomainException">The variable is encoded.</exception>
    public Observations With(Variable variable, int[] labels, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        CheckGiven(variable);
        if (labels.Length != Count) throw new ShapeException($"{Counted.Of(labels.Length, "label")} for {Counted.Of(Count!.Value, "row")}", $"{Counted.Of(Count!.Value, "label")}, one a row", "labels and rows of the same data");
        var count = classes ?? Math.Max(labels.Max(), 0) + 1;
        if (Array.FindIndex(labels, label => label < 0 || label >= count) is >= 0 and var bad)
            throw new DataException($"Label {labels[bad]} at row {bad}", classes is null ? "whole numbers from 0" : $"0 to {count - 1}, for {Counted.Of(count, "class")}", classes is null ? "labels from 0" : "labels from 0, or more classes");
        return Adding(variable, new ClassColumn(labels, count), labels.Length);
    }

    private Observations Adding(Variable variable, Column column, int rows)
    {
        Require.That(!variable.IsLatent, $"Data for {variable}, which is encoded", "a variable of the data", "Variable.Observed(\"A\")");
        CheckGiven(variable);
        if (rows != Count) throw new ShapeException($"{Counted.Of(rows, "row")} of {variable} for {Counted.Of(Count!.Value, "row")} of data", $"{Counted.Of(Count!.Value, "row")}", "columns of the same data");
        return new(Name, Count, new(columns) { [variable] = column }, isStandardised: IsStandardised);
    }

    private void CheckGiven(Variable variable)
    {
        if (Count is null) throw new DataException($"{variable} beside {Name}, which is drawn afresh in every batch", "data that is given", "Truth.Sample, and Of(Pairs)");
    }

    private static NumberColumn Numbers(Variable variable, float[,] rows)
    {
        var (count, dimension) = (rows.GetLength(0), rows.GetLength(1));
        CheckRows(count, variable.Name);
        Require.That(dimension > 0, $"{variable} of no columns", "at least one column", "the numbers of each row");
        var flat = new float[rows.Length];
        Buffer.BlockCopy(rows, 0, flat, 0, flat.Length * sizeof(float));
        if (Array.FindIndex(flat, number => !float.IsFinite(number)) is >= 0 and var bad)
            throw new DataException($"{flat[bad].ToString(CultureInfo.InvariantCulture)} in row {bad / dimension}, column {bad % dimension} of {variable}", "finite numbers", "the rows without it");
        return new(flat, dimension);
    }

    private static void CheckRows(int count, string name)
    {
        if (count == 0) throw new DataException($"{name} holds no rows", "at least one", "a larger part of the data");
    }

    /// <summary>To train on, there must be something to know about each variable of classes.</summary>
    internal void CheckClasses()
    {
        foreach (var (variable, column) in columns)
            if (column is ClassColumn { Labels: var labels } && Array.TrueForAll(labels, label => label == labels[0]))
                throw new DataException($"{Name}, where {variable} is of one class only", "at least two classes, or there is nothing to know about them", "the whole data, shuffled");
    }

    /// <summary>H(Y) of the labels that are there, weighed where weights are named, or h(Y) where the source knows it; nats; null where nobody does.</summary>
    internal double? EntropyOf(Variable variable, Variable? weights) => this[variable].Entropy(weights is null ? null : this[weights].Numbers);

    /// <summary>Examples are weighed by one number a row, none negative, of mean 1: with others a bound would be on no side.</summary>
    internal void CheckWeights(Variable weights)
    {
        var numbers = this[weights] is { Kind.Dimension: 1 } column ? column.Numbers : null;
        if (numbers is null) throw new DataException($"{weights} {this[weights]} as weights in {Name}", "numbers, one a row", "With, for the weights of the rows");
        if (Array.FindIndex(numbers, number => number < 0) is >= 0 and var bad)
            throw new DataException(FormattableString.Invariant($"A weight of {numbers[bad]} in row {bad} of {weights}"), "0 or more, since a negative one would turn the bound's side around", "the rows without it, or a weight of 0");
        var mean = numbers.Average(number => (double)number);
        if (!(Math.Abs(mean - 1) <= FromOne)) throw new DataException(FormattableString.Invariant($"Weights {weights} of mean {mean:G6} in {Name}"), "weights of mean 1, or what they weigh would be on no side", "each over their mean");
    }

    /// <summary>A short hash of every variable's rows, to tell whether a run goes on with the data that it was begun with; of a truth, its description. O(N·d).</summary>
    /// <returns>16 hexadecimal digits.</returns>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (variable, column) in columns.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{variable} {column.Signature}{(column.Names is { } names ? $": {string.Join(", ", names)}" : "")}\n"));
            hash.AppendData(column.Bytes);
        }
        if (IsStandardised) hash.AppendData("standardised"u8);
        if (Truth is not null) hash.AppendData(Encoding.UTF8.GetBytes(Name));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    internal bool Has(Variable variable) => columns.ContainsKey(variable);

    /// <summary>Whether some variable has the very rows, in the same memory, that it has in the other.</summary>
    internal bool SharesRowsWith(Observations other) =>
        columns.Any(column => !column.Value.Bytes.IsEmpty && other.columns.TryGetValue(column.Key, out var its) && column.Value.Bytes == its.Bytes);

    /// <summary>Refuses to go on with other data; a file of before data was noted is taken at its word.</summary>
    internal static void CheckSame(string path, string? noted, string fingerprint, string name)
    {
        if (noted is not null && noted != fingerprint)
            throw new DataException($"{path}, a run on data with the fingerprint {noted}, to go on with {name}, whose is {fingerprint}", "the data that the run was begun with", "the same files, or the same seed and number of drawn images");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {(Count is { } count ? $"{Counted.Of(count, "row")} of" : "fresh draws of")} {string.Join(", ", columns.Select(column => $"{column.Key} {column.Value}"))}";
}
