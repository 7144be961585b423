using Xunit;

namespace Vib.Core.Tests;

/// <summary>What is wrong with a file is told by row and column, with what to try.</summary>
public sealed class TableErrorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vib-table-").FullName;

    private string Refused(string text, TableOptions? options = null) => Refused(System.Text.Encoding.UTF8.GetBytes(text), options);

    private string Refused(byte[] bytes, TableOptions? options = null)
    {
        var path = Path.Combine(folder, "people.csv");
        File.WriteAllBytes(path, bytes);
        return Assert.ThrowsAny<VibException>(() => Table.Read(path, options)).Message;
    }

    private static void Says(string message, params string[] parts) => Assert.All(parts, part => Assert.Contains(part, message));

    [Fact]
    public void Holes_and_texts_among_numbers_are_named()
    {
        var rows = string.Concat(Enumerable.Range(1, 16).Select(i => $"{i},Oslo\n"));
        Says(Refused($"age,town\n{rows}n/a,Oslo\n3,Oslo\n,Oslo\n"), "row 17 (line 18), column 'age': 'n/a' is not a number", "2 in all", "DropRow");
        Says(Refused($"age,town\n{rows}3,\n"), "row 17 (line 18), column 'town': an empty cell is a hole");
        Says(Refused($"age,town\n{rows}unknown,Oslo\n"), "row 17 (line 18), column 'age': 'unknown' is not a number, as most", "Holes", "Categorical");
        Says(Refused($"age,town\n{rows}unknown,Oslo\n", new() { Missing = Missing.DropRow }), "'unknown' is not a number"); // a text is no hole until somebody says so
        Says(Refused("age,town\n\"a\nb\",1\n\"c\nd\",\n"), "row 2 (line 4), column 'town'"); // lines, where cells have several
        Says(Refused($"age,town\n{rows}1e999,Oslo\n"), "row 17", "'1e999' is not finite");
        Says(Refused($"age,town\n{rows}Infinity,Oslo\n"), "row 17", "is not finite");
        Says(Refused("age,town\n,Oslo\nNA,Oslo\n"), "'age' has no value");
    }

    [Fact]
    public void Names_that_are_not_there_or_twice_are_told()
    {
        Says(Refused("age,income\n1,2\n", new() { Columns = ["incme"] }), "'incme'", "Try: 'income'");
        Says(Refused("age,income\n1,2\n", new() { Columns = ["weight"] }), "'weight'", "'age', 'income'");
        Says(Refused("age,income\n1,2\n", new() { Categorical = ["town"] }), "'town'");
        Says(Refused("age,town,age\n1,2,3\n"), "'age' 2 times");
        Says(Assert.Throws<DataException>(() => Table.Of(new NumericColumn("Age", [1]))["age "]).Message, "Try: 'Age'");
    }

    [Fact]
    public void Files_that_are_no_tables_are_told()
    {
        Says(Refused(""), "is empty");
        Says(Refused("age,town\n"), "a header and no rows");
        Says(Refused("age,town\n1,Oslo\n2\n"), "row 2 (line 3) has 1 cell", "2, as the header has");
        Says(Refused("age,town\n1,Oslo\n2,Oslo,3\n"), "row 2 (line 3) has 3 cells");
        Says(Refused("age,town\n1,\"Oslo\n2,Bergen\n3,Oslo\n4,Oslo,5\n"), "a quotation mark in row 1 (line 2) is not closed"); // the rest of the file is one cell
        Says(Refused([0x61, 0x2c, 0x62, 0x0a, 0xff, 0xfe, 0x2c, 0x31]), "UTF-8");
        using var packed = new MemoryStream();
        using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true)) zip.Write(System.Text.Encoding.UTF8.GetBytes("n\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i}\n"))));
        for (var part = 1; part < 8; part++) Says(Refused(packed.ToArray()[..(int)(packed.Length * part / 8)]), "people.csv"); // cut off anywhere
        Says(Refused(packed.ToArray()[..^8]), "is cut off");
        Says(Refused("a,b\n1,NA\nNA,2\n", new() { Missing = Missing.DropRow }), "each of 2 rows");
        Says(Refused("a,b\n1,2\n", new() { Separator = 'x' }), "'x'");
        Says(Assert.Throws<DataException>(() => Table.Read(Path.Combine(folder, "none.csv"))).Message, "does not exist");
    }

    [Fact]
    public void Categories_that_training_did_not_have_are_named()
    {
        var like = Table.Of(new CategoricalColumn("town", ["Oslo", "Bergen"]), new NumericColumn("n", [1, 2]));
        Says(Refused("town\nOslo\nOslp\n", new() { Like = like }), "row 2 (line 3), column 'town': 'Oslp' is none", "Try: 'Oslo'");
        Says(Refused("town\nOslo\n\n", new() { Like = like, Missing = Missing.Fill }), "Holes in column 'town'");
        Says(Refused("town,n\nOslo,x\n", new() { Like = like }), "'x' is not a number");
        Says(Assert.Throws<DataException>(() => Table.Of(new CategoricalColumn("town", ["Paris"])).Like(like)).Message, "row 1, column 'town': 'Paris'");
    }

    [Fact]
    public void Variables_of_the_wrong_columns_are_told()
    {
        var table = Table.Of(new NumericColumn("a", [1, 2, 3]), new NumericColumn("b", [1, 2, 3]), new CategoricalColumn("town", ["x", "y", "x"]));
        Says(Assert.Throws<DataException>(() => Observations.Of(table, ["a", "twon"], "b")).Message, "Try: 'town'");
        Assert.Throws<DomainException>(() => Observations.Of(table, [], "b"));
        Says(Assert.Throws<DomainException>(() => Observations.Of(table, ["a", "b"], "b")).Message, "'b' in X and in Y");
        Says(Assert.Throws<DomainException>(() => Observations.Of(table, ["a"], "b", "town")).Message, "'town'");
        Assert.Throws<DomainException>(() => table.Split(1));
        Assert.Throws<DataException>(() => table.Split(0.01));
        Assert.Throws<ShapeException>(() => table.With(new NumericColumn("c", [1])));
        Says(Assert.Throws<DataException>(() => new NumericColumn("c", [1, double.NaN])).Message, "row 2, column 'c'");
        Says(Assert.Throws<DataException>(() => Table.Of(new CategoricalColumn("c", ["NA"])).Write(Path.Combine(folder, "na.csv"))).Message, "'NA'");
        Assert.False(File.Exists(Path.Combine(folder, "na.csv")));
        // numbers with decimal commas are no numbers, and are not taken for 30 categories in silence
        var commas = Table.Of(new CategoricalColumn("price", Enumerable.Range(0, 30).Select(i => $"{i},5")), new NumericColumn("y", Enumerable.Range(0, 30).Select(i => (double)i)));
        Says(Assert.Throws<DataException>(() => Observations.Of(commas, ["price"], "y")).Message, "30 categories in 30 rows", "decimal point");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
