using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

/// <summary>Tables come back from files as they went in, whatever the file's dialect.</summary>
public sealed class TableTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vib-table-").FullName;

    private string File(string text, string name = "table.csv", Encoding? encoding = null)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllText(path, text, encoding ?? new UTF8Encoding(false));
        return path;
    }

    private static double[] Numbers(Table table, string name) => [.. ((NumericColumn)table[name]).Values];

    private static string[] Texts(Table table, string name)
    {
        var column = (CategoricalColumn)table[name];
        return [.. column.Codes.Select(code => column.Categories[code])];
    }

    [Theory]
    [InlineData("age,town,income\n31,Oslo,1.5\n47,Bergen,-2e3\n")]
    [InlineData("age;town;income\r\n31;Oslo;1.5\r\n47;Bergen;-2e3")]
    [InlineData("age\ttown\tincome\n31\tOslo\t1.5\n\n47\tBergen\t-2e3\n\n")]
    [InlineData("\"age\", town ,income\n 31 ,\"Oslo\", 1.5\n\"47\",Bergen,-2000\n")]
    public void Separators_quotes_blanks_and_line_ends_are_found_out(string text)
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode])
        {
            var table = Table.Read(File(text, encoding: encoding));
            Assert.Equal(["age", "town", "income"], table.Columns.Select(column => column.Name));
            Assert.Equal([31, 47], Numbers(table, "age"));
            Assert.Equal(["Oslo", "Bergen"], Texts(table, "town"));
            Assert.Equal(["Bergen", "Oslo"], ((CategoricalColumn)table["town"]).Categories);
            Assert.Equal([1.5, -2000], Numbers(table, "income"));
        }
    }

    [Fact]
    public void Gzip_is_known_by_its_bytes()
    {
        var path = Path.Combine(folder, "zipped.csv");
        using (var zip = new GZipStream(System.IO.File.Create(path), CompressionLevel.Fastest)) zip.Write("a,b\n1,2\n3,4\n"u8);
        Assert.Equal([2, 4], Numbers(Table.Read(path), "b"));
    }

    [Fact]
    public void Quoted_cells_hold_separators_line_breaks_and_quotes()
    {
        var table = Table.Read(File("name,n\n\"a, \"\"b\"\"\",1\n\"two\nlines\",2\n"));
        Assert.Equal(["a, \"b\"", "two\nlines"], Texts(table, "name"));
        Assert.Equal([1, 2], Numbers(table, "n"));
    }

    [Fact]
    public void A_column_is_what_most_of_its_cells_are_or_what_it_is_said_to_be()
    {
        var path = File("zip,n,x\n0150,1,0\n5003,2,1\n0150,3,0\n");
        Assert.Equal([150, 5003, 150], Numbers(Table.Read(path), "zip"));
        Assert.Equal(["0150", "5003", "0150"], Texts(Table.Read(path, new() { Categorical = ["zip"] }), "zip"));
        Assert.Equal(["x", "zip"], Table.Read(path, new() { Columns = ["x", "zip"] }).Columns.Select(column => column.Name));
        var classes = (CategoricalColumn)Table.Read(path).AsCategories("x")["x"];
        Assert.Equal(["0", "1"], classes.Categories);
        Assert.Equal([0, 1, 0], classes.Codes);
    }

    [Fact]
    public void Holes_are_dropped_or_filled_as_asked_and_counted()
    {
        var path = File("a,town\n1,Oslo\nn/a,Oslo\n3,\n5,Bergen\n");
        var dropped = Table.Read(path, new() { Missing = Missing.DropRow });
        Assert.Equal([1, 5], Numbers(dropped, "a"));
        Assert.Equal(["Oslo", "Bergen"], Texts(dropped, "town"));
        Assert.Equal(2, dropped.Dropped);
        var filled = Table.Read(path, new() { Missing = Missing.Fill });
        Assert.Equal([1, 3, 3, 5], Numbers(filled, "a"));
        Assert.Equal(["Oslo", "Oslo", "(missing)", "Bergen"], Texts(filled, "town"));
        Assert.Equal(2, filled.Filled);
        Assert.Contains("2 holes filled", $"{filled}");
        Assert.Equal([1, 3, 5, 4], Numbers(Table.Read(File("a\n1\n3\n5\n-\n", "dash.csv"), new() { Missing = Missing.Fill, Holes = ["-"], Like = Table.Of(new NumericColumn("a", [4])) }), "a")); // the other's mean
        Assert.Equal(0, Table.Read(path, new() { Columns = ["a"], Missing = Missing.DropRow, Holes = ["n/a"] }).Filled);
    }

    [Fact]
    public void A_table_like_another_has_its_categories_in_their_order()
    {
        var training = Table.Read(File("town,y\nOslo,1\nBergen,2\nTromsø,3\n"));
        var test = Table.Read(File("y,town\n4,Tromsø\n5,Oslo\n", "test.csv"), new() { Like = training });
        Assert.Equal(["town", "y"], test.Columns.Select(column => column.Name));
        Assert.Equal([2, 1], ((CategoricalColumn)test["town"]).Codes);
        Assert.Equal(((CategoricalColumn)training["town"]).Categories, ((CategoricalColumn)test["town"]).Categories);
        Assert.Equal(["town"], Table.Read(File("town\nOslo\n", "x.csv"), new() { Like = training }).Columns.Select(column => column.Name)); // no y to be predicted from
        Assert.Equal([1], ((CategoricalColumn)Table.Of(new CategoricalColumn("town", ["Oslo"])).Like(training)["town"]).Codes);
    }

    private static readonly string[] words = ["a", "b c", " d ", "e,f", "g;h", "i\"j\"", "k\nl", "tab\there", "ø", "'", "x\r\ny"];

    [Fact]
    public void What_is_written_reads_back_the_same() => Law.Holds(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        double Number() => random.Next(4) switch
        {
            0 => random.Next(-5, 5),
            1 => BitConverter.Int64BitsToDouble(random.NextInt64()) is var any && double.IsFinite(any) ? any : 0,
            2 => random.NextDouble(),
            _ => Math.Pow(10, random.Next(-300, 300)),
        };
        var count = random.Next(1, 30);
        var table = Table.Of(new NumericColumn("x, y", Enumerable.Range(0, count).Select(_ => Number())), new CategoricalColumn("\"word\"", Enumerable.Range(0, count).Select(_ => words[random.Next(words.Length)])),
            new CategoricalColumn("digits", Enumerable.Range(0, count).Select(_ => $"0{random.Next(3)}")));
        var path = Path.Combine(folder, random.Next(2) == 0 ? "back.csv" : "back.csv.gz");
        table.Write(path);
        var back = Table.Read(path, new() { Like = table });
        Assert.Equal(Numbers(table, "x, y").Select(BitConverter.DoubleToInt64Bits), Numbers(back, "x, y").Select(BitConverter.DoubleToInt64Bits));
        foreach (var name in (string[])["\"word\"", "digits"]) Assert.Equal(Texts(table, name), Texts(back, name));
        Assert.Equal(Texts(table, "\"word\""), Texts(Table.Read(path, new() { Categorical = ["digits"] }), "\"word\""));
    });

    [Fact]
    public void Parts_are_all_rows_once_and_the_same_by_the_same_seed()
    {
        var table = Table.Of(new NumericColumn("n", Enumerable.Range(0, 10).Select(i => (double)i)), new CategoricalColumn("c", Enumerable.Range(0, 10).Select(i => i == 7 ? "rare" : "often")));
        var (first, second) = table.Split(0.7, 3);
        Assert.Equal((7, 3), (first.Count, second.Count));
        Assert.Equal(Numbers(table, "n"), Numbers(first, "n").Concat(Numbers(second, "n")).Order());
        Assert.Equal(Numbers(first, "n"), Numbers(table.Split(0.7, 3).First, "n"));
        Assert.NotEqual(Numbers(first, "n"), Numbers(table.Split(0.7, 4).First, "n"));
        Assert.Equal(["often", "rare"], ((CategoricalColumn)second["c"]).Categories); // of both, though one has no such row
        Assert.All(Enumerable.Range(0, 7), i => Assert.Equal(Numbers(first, "n")[i] == 7 ? "rare" : "often", Texts(first, "c")[i]));
    }

    [Fact]
    public void A_hundred_thousand_rows_are_read_in_time_that_grows_with_the_rows()
    {
        string Rows(int count)
        {
            var text = new StringBuilder("a,b,town\n");
            for (var i = 0; i < count; i++) text.Append(i).Append(',').Append(i * 0.25).Append(",town ").Append(i % 50).Append('\n');
            return File(text.ToString(), $"{count}.csv");
        }
        var (few, many) = (Rows(1000), Rows(100_000));
        Table.Read(few);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var table = Table.Read(many);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}"); // a tenth of a second on an idle core; 10¹⁰ steps would take far longer
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000 * 200, "more than 200 bytes a row");
        Assert.Equal(100_000, table.Count);
        Assert.Equal(99_999 * 0.25, Numbers(table, "b")[^1]);
        Assert.Equal("town 49", Texts(table, "town")[^1]);
    }

    [Fact]
    public void Pairs_are_numbers_and_indicators()
    {
        var pairs = Table.Read(File("a,town,y\n1,Oslo,5\n2,Bergen,6\n")).ToPairs(["a", "town"], ["y"]);
        Assert.Equal([1, 0, 1, 2, 1, 0], pairs.X);
        Assert.Equal([5, 6], pairs.Y);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
