using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class FlatParametersTests
{
    private static (ParameterLayout Layout, ParameterSlot Weight, ParameterSlot Bias, ParameterSlot Small) Layout()
    {
        var layout = new ParameterLayout();
        return (layout, layout.Weight("w", 100, 50), layout.Bias("b", 50), layout.Weight("v", 3, 1));
    }

    [Fact]
    public void Every_matrix_starts_on_a_cache_line_and_none_overlap()
    {
        var slots = Layout().Layout.Slots;
        Assert.Equal([("w", 0L, 100L, 50L), ("b", 5008L, 1L, 50L), ("v", 5072L, 3L, 1L)], slots.Select(s => (s.Name, s.Offset, s.Rows, s.Columns)));
        Assert.Equal(5088, Layout().Layout.Size);
        Assert.All(slots, slot => Assert.Equal(0, slot.Offset % 16));
    }

    // 5 000 draws: the largest of them misses the outer hundredth with probability 0.99^5000 < 10⁻²¹; the variance is within 4 standard errors, 6 × 10⁻⁵.
    [Fact]
    public void Weights_start_uniform_within_Glorot_s_bounds_and_biases_at_zero()
    {
        using var scope = NewDisposeScope();
        var (layout, weight, bias, small) = Layout();
        using var parameters = new FlatParameters(layout, 2, CPU);
        parameters.Initialise(1);
        var bound = Math.Sqrt(6.0 / 150);
        for (var r = 0; r < 2; r++)
        {
            var drawn = Numbers.Of(parameters.Values.select(0, r).narrow(0, weight.Offset, weight.Size));
            Assert.InRange(drawn.Max(), 0.99 * bound, bound);
            Assert.InRange(drawn.Min(), -bound, -0.99 * bound);
            Assert.Equal(0, drawn.Average(), 4 * bound / Math.Sqrt(3 * 5000));
            Assert.Equal(bound * bound / 3, drawn.Average(w => w * w), 4 * bound * bound * Math.Sqrt(4.0 / 45 / 5000));
            Assert.All(Numbers.Of(parameters.Values.select(0, r).narrow(0, bias.Offset, bias.Size)), b => Assert.Equal(0, b));
            Assert.All(Numbers.Of(parameters.Values.select(0, r).narrow(0, small.Offset, small.Size)), w => Assert.InRange(Math.Abs(w), 1e-6, Math.Sqrt(6.0 / 4)));
        }
    }

    [Fact]
    public void A_replicate_starts_where_it_would_alone_and_replicates_and_seeds_differ()
    {
        using var scope = NewDisposeScope();
        var layout = Layout().Layout;
        FlatParameters Start(int replicates, long seed)
        {
            var parameters = new FlatParameters(layout, replicates, CPU);
            parameters.Initialise(seed);
            return parameters;
        }
        using var one = Start(1, 7);
        using var three = Start(3, 7);
        using var other = Start(1, 8);
        Numbers.Same(one.Values.select(0, 0), three.Values.select(0, 0));
        Assert.False(three.Values.select(0, 0).Equals(three.Values.select(0, 1)));
        Assert.False(three.Values.select(0, 1).Equals(three.Values.select(0, 2)));
        Assert.False(one.Values.Equals(other.Values));
    }

    [Fact]
    public void No_parameters_are_none_for_the_optimiser_too()
    {
        using var scope = NewDisposeScope();
        using var parameters = new FlatParameters(new(), 2, CPU);
        parameters.Initialise(1);
        Assert.Equal([2, 0], parameters.Values.shape);
        using var adam = new Adam(new() { AverageDecay = 0.9 }, parameters);
        adam.Step();
        adam.Apply(1);
        Assert.Equal([2, 0], adam.DebiasedAverage().shape);
    }

    [Fact]
    public void A_view_is_the_place_itself_in_every_replicate()
    {
        using var scope = NewDisposeScope();
        var (layout, _, _, small) = Layout();
        using var parameters = new FlatParameters(layout, 2, CPU);
        using var view = FlatParameters.View(parameters.Values, small);
        Assert.Equal([2, 3, 1], view.All.shape);
        view.Each[1].fill_(5);
        Assert.Equal([5, 5, 5], Numbers.Of(parameters.Values.select(0, 1).narrow(0, small.Offset, 3)));
        Assert.Equal(15, parameters.Values.sum().item<float>());
    }

    [Fact]
    public void Products_take_either_side_transposed_and_may_add()
    {
        using var scope = NewDisposeScope();
        using var a = new Matrices(Numbers.Drawn([2, 3, 4], 1));
        using var b = new Matrices(Numbers.Drawn([2, 4, 5], 2));
        using var at = new Matrices(a.All.transpose(1, 2).contiguous());
        using var bt = new Matrices(b.All.transpose(1, 2).contiguous());
        using var product = Matrices.Empty(2, 3, 5, CPU);
        var expected = a.All.to_type(ScalarType.Float64).matmul(b.All.to_type(ScalarType.Float64)).to_type(ScalarType.Float32);
        void Is(double times) => Numbers.Near(expected * times, product.All, 8 * Numbers.Epsilon32);
        product.All.fill_(float.NaN); // what was there before counts for nothing
        product.Product(a, b);
        Is(1);
        product.Product(at, b, transposeA: true);
        Is(1);
        product.Product(a, bt, transposeB: true);
        Is(1);
        product.Product(at, bt, transposeA: true, transposeB: true, add: true);
        Is(2);
    }
}
