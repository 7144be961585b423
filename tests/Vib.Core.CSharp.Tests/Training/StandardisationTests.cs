using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class StandardisationTests
{
    [Fact]
    public void Columns_get_mean_zero_and_deviation_one()
    {
        using var scope = NewDisposeScope();
        var rows = Numbers.Drawn([500, 3], 1) * tensor([1e-3f, 1, 1e4f]) + tensor([5f, -2, 1e5f]);
        using var scaling = Standardisation.From(rows);
        scaling.Apply(rows);
        for (var k = 0; k < 3; k++)
        {
            var column = Numbers.Of(rows.select(1, k));
            // the first column's spread is 10⁻⁴ of its size, so that floats know it to ε/10⁻⁴; the others are better off
            Assert.Equal(0, column.Average(), 5e-4);
            Assert.Equal(1, column.Average(v => v * v), 5e-3);
        }
    }

    [Fact]
    public void A_constant_column_is_centred_and_left_at_that()
    {
        using var scope = NewDisposeScope();
        var rows = cat([full([10, 1], 7.25, ScalarType.Float32), Numbers.Drawn([10, 1], 1)], 1);
        using var scaling = Standardisation.From(rows);
        Assert.Equal(new double[10], Numbers.Of(scaling.Apply(rows).select(1, 0)));
        Assert.Equal(1, Numbers.Of(rows.select(1, 1)).Average(v => v * v), 1e-5);
    }

    // The scale of a map is that of the rows which it was made from, not of those it is applied to: held-out rows must not tell the training anything.
    [Fact]
    public void Other_rows_are_moved_by_the_same_map()
    {
        using var scope = NewDisposeScope();
        using var scaling = Standardisation.From(tensor([1f, 3], [2, 1])); // mean 2, deviation 1
        Assert.Equal([8, -2], Numbers.Of(scaling.Apply(tensor([10f, 0], [2, 1]))));
    }

    [Fact]
    public void No_standardisation_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var rows = Numbers.Drawn([4, 2], 1);
        Numbers.Same(rows.clone(), Standardisation.None.Apply(rows));
    }

    [Fact]
    public void It_leaves_no_tensors() => LiveTensors.Stay(() =>
    {
        using var rows = Numbers.Drawn([4, 2], 1);
        using var scaling = Standardisation.From(rows);
        scaling.Apply(rows);
    });
}
