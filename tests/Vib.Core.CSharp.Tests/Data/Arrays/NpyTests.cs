using System.Numerics;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class NpyTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private string File => folder["a.npy"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_type_and_shape_comes_back_from_every_layout()
    {
        foreach (var array in NpySamples.All)
            foreach (var layout in NpySamples.Layouts)
            {
                Npy.Write(File, array, layout);
                NpySamples.Same(array, Npy.Read(File));
                Assert.Equal(0, (System.IO.File.ReadAllBytes(File).Length - array.Bytes.Length) % 64); // the numbers are aligned
            }
    }

    // numpy 1.24: np.save(path, np.array([[1, 2, 3], [4, 5, 6]], '>i2', order='F')), less the spaces.
    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        byte[] bytes = NpySamples.File("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }\n", [0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6]);
        var read = Npy.Read(folder.Write("a.npy", bytes));
        Assert.Equal([1, 2, 3, 4, 5, 6], read.Elements<short>().ToArray());
        Npy.Write(File, read, new() { BigEndian = true, FortranOrder = true });
        Assert.Equal(bytes[^12..], System.IO.File.ReadAllBytes(File)[^12..]);
        Assert.StartsWith("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }", System.Text.Encoding.ASCII.GetString(System.IO.File.ReadAllBytes(File)[10..]));
    }

    [Theory]
    [InlineData("{'descr':'<f4','fortran_order':False,'shape':(2,)}")]
    [InlineData("  { \"shape\" : ( 2L , ) , 'fortran_order' : False , 'descr' : '=f4' }  \n")]
    [InlineData("{'descr': 'f4', 'fortran_order': True, 'shape': (1, 2), }")]
    public void Spaces_quotes_and_the_order_of_keys_do_not_matter(string header)
    {
        var read = Npy.Read(folder.Write("a.npy", NpySamples.File(header, [0, 0, 128, 63, 0, 0, 0, 192])));
        Assert.Equal([1f, -2f], read.Elements<float>().ToArray());
    }

    [Theory]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "complex numbers", "a.real and a.imag")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "pickled", "numbers")]
    [InlineData("{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }", "text", "numbers")]
    [InlineData("{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", "extended precision", "astype('f8')")]
    [InlineData("{'descr': '<M8[s]', 'fortran_order': False, 'shape': (1,), }", "dates", "astype('i8')")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "byte 20, a list", "each field on its own")]
    [InlineData("{'descr': '|f8', 'fortran_order': False, 'shape': (1,), }", "without a byte order", "'<f8' or '>f8'")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1), }", "brackets", "(3,)")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "at byte 61, '-'", "at least 0")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", "beyond 64 bits", "")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296, 4294967296, 4294967296), }", "claims", "sizes that a file can hold")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "has 8 bytes of data", "16 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "goes on for 4 bytes", "in all")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (1,), }", "at byte 44, '0'", "True")]
    [InlineData("{'descr': '<f8', 'shape': (1,), }", "no fortran_order", "")]
    [InlineData("{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "again", "once each")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'more': 'x'}", "the keys descr", "")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), } + f()", "'+'", "nothing but spaces")]
    [InlineData("__import__('os')", "at byte 10, '_'", "'{'")]
    [InlineData("{'descr': '<f8", "without an end", "quote")]
    public void What_cannot_be_read_is_named_with_its_byte(string header, string came, string wanted)
    {
        var path = folder.Write("a.npy", NpySamples.File(header, new byte[8]));
        var message = Assert.Throws<DataException>(() => Npy.Read(path)).Message;
        Assert.Contains(path, message);
        Assert.Contains(came, message);
        Assert.Contains(wanted, message);
    }

    [Fact]
    public void Truth_that_is_neither_true_nor_false_is_refused()
    {
        var bytes = NpySamples.File("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", [0, 1, 2]);
        Assert.Contains($"at byte {bytes.Length - 1}", Assert.Throws<DataException>(() => Npy.Read(folder.Write("a.npy", bytes))).Message);
    }

    [Fact]
    public void Numbers_convert_as_numpy_casts_and_whole_numbers_are_never_rounded()
    {
        Assert.Equal([-1f, float.PositiveInfinity], NpyArray.Of([-1.0, 1e300]).To<float>());
        Assert.Equal([1.0, 0.0], NpyArray.Of([true, false]).To<double>());
        Assert.Equal([3, -4], NpyArray.Of([3f, -4f]).To<int>());
        Assert.Equal([long.MaxValue], NpyArray.Of([(ulong)long.MaxValue]).To<long>());
        foreach (var refused in (NpyArray[])[NpyArray.Of([1.5]), NpyArray.Of([double.NaN]), NpyArray.Of([9.3e18]), NpyArray.Of([ulong.MaxValue]), NpyArray.Of([-9.3e18])])
            Assert.Contains("row 0, column 0", Assert.Throws<DataException>(refused.To<long>).Message);
        Assert.Contains("row 1, column 0", Assert.Throws<DataException>(() => NpyArray.Of([1.0, 2.0, 2.5, 1.0], [2, 2]).To<byte>()).Message);
        Assert.Throws<DataException>(() => NpyArray.Of([-1]).To<byte>());
    }

    [Fact]
    public void Arrays_rows_spans_and_tensors_are_all_welcome()
    {
        using var scope = NewDisposeScope();
        float[,] matrix = { { 1, 2, 3 }, { 4, 5, 6 } };
        var array = NpyArray.Of(matrix);
        NpySamples.Same(array, NpyArray.OfRows<float>([[1, 2, 3], [4, 5, 6]]));
        NpySamples.Same(array, NpyArray.Of((ReadOnlySpan<float>)[1, 2, 3, 4, 5, 6], [2, 3]));
        NpySamples.Same(array, NpyArray.Of(tensor([1f, 4f, 2f, 5f, 3f, 6f]).view(3, 2).t()));
        Assert.Equal(matrix, array.ToMatrix<float>());
        Assert.Equal([4.0, 5.0, 6.0], array.ToRows<double>()[1]);
        Numbers.Same(tensor([1f, 2f, 3f, 4f, 5f, 6f]).view(2, 3), array.ToTensor());
        Assert.Equal(2f, array.Elements<float>().Span[1]);
        Assert.Equal((2, 12), (NpyArray.Of(new int[2, 3, 4]).Rows, NpyArray.Of(new int[2, 3, 4]).Columns));
        Assert.Throws<DomainException>(() => array.Elements<double>());
        Assert.Throws<DomainException>(() => NpyArray.Of([Complex.One]));
        Assert.Throws<DomainException>(() => NpyArray.Of([1u]).ToTensor());
        Assert.Throws<ShapeException>(() => NpyArray.Of([1f, 2f], [3]));
        Assert.Throws<ShapeException>(() => NpyArray.Of([1f, 2f], [-1, -2]));
        Assert.Throws<ShapeException>(() => NpyArray.OfRows<float>([[1, 2], [3]]));
    }

    [Fact]
    public void A_map_reads_the_rows_that_the_whole_has()
    {
        foreach (var array in NpySamples.All)
            foreach (var layout in NpySamples.Layouts)
            {
                Npy.Write(File, array, layout);
                using var map = NpyMap.Open(File);
                Assert.Equal((array.Type, array.Rows, array.Columns), (map.Type, map.Rows, map.Columns));
                var read = new double[array.Count];
                map.CopyRows<double>(0, read);
                Assert.Equal(array.To<double>(), read);
                for (var row = 0; row < array.Rows; row++)
                {
                    map.CopyRows(row, read.AsSpan(0, array.Columns));
                    Assert.Equal(array.To<double>()[(row * array.Columns)..((row + 1) * array.Columns)], read[..array.Columns]);
                }
            }
    }

    [Fact]
    public void Rows_in_place_are_those_of_the_file_and_more_than_a_chunk_is_copied_whole()
    {
        var array = NpyArray.Of(Enumerable.Range(0, 300_000).Select(i => i * 0.5).ToArray(), [100_000, 3]);
        Npy.Write(File, array);
        using (var map = NpyMap.Open(File))
        {
            Assert.Equal(array.Elements<double>()[30..60].ToArray(), map.RowsInPlace<double>(10, 10).ToArray());
            var all = new float[300_000];
            map.CopyRows<float>(0, all);
            Assert.Equal(array.To<float>(), all);
            Assert.Throws<DomainException>(() => map.RowsInPlace<float>(0, 1).Length);
            Assert.Throws<DomainException>(() => map.RowsInPlace<double>(99_999, 2).Length);
            Assert.Throws<DomainException>(() => map.CopyRows<float>(-1, new float[3]));
            Assert.Throws<DomainException>(() => map.CopyRows<float>(0, new float[4]));
        }
        Npy.Write(File, array, new() { BigEndian = true });
        using var swapped = NpyMap.Open(File);
        Assert.Contains("other byte order", Assert.Throws<DomainException>(() => swapped.RowsInPlace<double>(0, 1).Length).Message);
    }

    [Fact]
    public void A_closed_map_is_not_read()
    {
        Npy.Write(File, NpyArray.Of([1.0, 2.0]));
        var map = NpyMap.Open(File);
        map.Dispose();
        map.Dispose();
        Assert.Throws<DomainException>(() => map.RowsInPlace<double>(0, 1).Length);
    }

    [Fact]
    public void Missing_files_and_folders_in_their_place_are_told_of()
    {
        Assert.Contains("No file", Assert.Throws<DataException>(() => Npy.Read(File)).Message);
        Assert.Contains("No file", Assert.Throws<DataException>(() => NpyMap.Open(File)).Message);
        Assert.Contains("at byte 0", Assert.Throws<DataException>(() => Npy.Read(folder.Write("a.npy", []))).Message);
        Directory.CreateDirectory(folder["taken"]);
        Assert.Contains("cannot be written", Assert.Throws<DataException>(() => Npy.Write(folder["taken"], NpyArray.Of([1.0]))).Message);
        Assert.Throws<DomainException>(() => Npy.Write(File, NpyArray.Of([1.0]), new() { Version = 4 }));
        Assert.Empty(Directory.GetFiles(folder.Path, ".*")); // nothing half-written is left
    }
}
