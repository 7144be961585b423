using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class PairStreamTests
{
    /// <summary>Rows 0 … n − 1 with y = x + 1000, so that a row says which it is and whether its pair is still its pair.</summary>
    private static ShuffledPairs Shuffled(int n, int replicates, long seed = 1)
    {
        var (x, y, rows) = Rows(n);
        return new(x, y, Sets(rows, replicates), seed);
    }

    // in the scope of the test
    private static (Tensor X, Tensor Y, Tensor Rows) Rows(int n)
    {
        var x = arange(n, ScalarType.Float32).view(n, 1);
        return (x, x + 1000, arange(n, ScalarType.Int64));
    }

    private static RowSet[] Sets(Tensor rows, int copies) => [.. new Copies(copies).Select(copy => new RowSet(rows, rows, Scaler.None, Scaler.None, copy.Stream))];

    /// <summary>The next batches of each replicate, one after the other, each row with its own y.</summary>
    internal static double[][] Read(PairStream pairs, int batches, int batch, int replicates = 1) => [.. Rows(pairs, batches, batch, replicates).Select(rows =>
    {
        Assert.All(rows, row => Assert.Equal(row.X, row.Y));
        return rows.Select(row => row.X).ToArray();
    })];

    /// <summary>The next batches of each copy, one after the other: which row x is of, and which y.</summary>
    internal static (double X, double Y)[][] Rows(PairStream pairs, int batches, int batch, int copies)
    {
        using var x = Matrices.Empty(copies, batch, 1, CPU);
        using var y = Matrices.Empty(copies, batch, 1, CPU);
        var read = Enumerable.Range(0, copies).Select(_ => new List<(double, double)>()).ToArray();
        for (var b = 0; b < batches; b++)
        {
            pairs.Next(x, y);
            for (var c = 0; c < copies; c++) read[c].AddRange(Numbers.Of(x.Each[c]).Zip(Numbers.Of(y.Each[c]), (i, j) => (i, j - 1000)));
        }
        return [.. read.Select(rows => rows.ToArray())];
    }

    [Fact]
    public void An_epoch_has_every_row_once_and_the_next_has_another_order()
    {
        using var scope = NewDisposeScope();
        using var pairs = Shuffled(12, 3);
        var (first, second) = (Read(pairs, 4, 3, 3), Read(pairs, 4, 3, 3));
        for (var r = 0; r < 3; r++)
        {
            Assert.Equal(Enumerable.Range(0, 12).Select(i => (double)i), first[r].Order());
            Assert.Equal(first[r].Order(), second[r].Order());
            Assert.NotEqual(first[r], second[r]);
        }
        Assert.NotEqual(first[0], first[1]); // every replicate has its own order
        Assert.NotEqual(first[1], first[2]);
    }

    [Fact]
    public void An_incomplete_batch_waits_for_another_epoch()
    {
        using var scope = NewDisposeScope();
        using var pairs = Shuffled(10, 1);
        for (var epoch = 0; epoch < 5; epoch++)
            Assert.Equal(9, Read(pairs, 3, 3)[0].Distinct().Count());
        Assert.Equal(10, Read(pairs, 30, 3)[0].Distinct().Count()); // and no row is left out for ever
    }

    [Fact]
    public void The_seed_is_the_order_and_a_replicate_has_the_order_that_it_would_have_alone()
    {
        double[] Order(int replicates, long seed)
        {
            using var scope = NewDisposeScope();
            using var pairs = Shuffled(20, replicates, seed);
            return Read(pairs, 10, 4, replicates)[0];
        }
        Assert.Equal(Order(1, 7), Order(1, 7));
        Assert.Equal(Order(1, 7), Order(3, 7));
        Assert.NotEqual(Order(1, 7), Order(1, 8));
    }

    [Fact]
    public void Rows_to_read_come_in_their_order_to_all_replicates()
    {
        using var scope = NewDisposeScope();
        var (x, y, rows) = Rows(7);
        using var pairs = new OrderedPairs(x, y, Sets(rows, 2));
        Assert.All(Read(pairs, 2, 3, 2), rows => Assert.Equal([0, 1, 2, 3, 4, 5], rows));
    }

    [Fact]
    public void Drawn_replicates_have_streams_of_their_own_that_do_not_depend_on_their_number()
    {
        using var scope = NewDisposeScope();
        Tensor Draw(int replicates, RandomStream stream, long seed = 1)
        {
            using var pairs = new DrawnPairs(Small.OneNat, Scaler.None, Scaler.None, new Copies(replicates), CPU, seed, stream);
            using var x = Matrices.Empty(replicates, 5, 2, CPU);
            using var y = Matrices.Empty(replicates, 5, 2, CPU);
            pairs.Next(x, y);
            pairs.Next(x, y);
            return cat([x.All, y.All], 2);
        }
        var three = Draw(3, RandomStream.Batches);
        Numbers.Same(Draw(1, RandomStream.Batches).select(0, 0), three.select(0, 0));
        Assert.False(three.select(0, 0).Equals(three.select(0, 1)));
        Assert.False(three.select(0, 1).Equals(three.select(0, 2)));
        Assert.False(three.Equals(Draw(3, RandomStream.HeldOut)));
        Assert.False(three.Equals(Draw(3, RandomStream.Batches, 2)));
    }

    [Fact]
    public void Streams_free_what_they_made() => LiveTensors.Stay(() =>
    {
        using var scope = NewDisposeScope();
        using var pairs = Shuffled(10, 2);
        Read(pairs, 9, 3, 2);
    });
}
