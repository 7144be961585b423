using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The passes by hand against the passes of libtorch, on sizes that fill no register.</summary>
public sealed class KernelsTests
{
    private static readonly Kernels hand = new CpuKernels(), library = new TensorKernels();

    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            foreach (var columns in (int[])[1, 7, 15, 16, 17, 31, 48, 100])
                foreach (var (replicates, rows) in ((int, int)[])[(1, 1), (1, 8), (3, 5)]) data.Add(replicates, rows, columns);
            return data;
        }
    }

    [Fact]
    public void A_cpu_has_the_passes_by_hand_and_other_devices_the_library_s()
    {
        Assert.IsType<CpuKernels>(Kernels.For(CPU));
        Assert.IsType<TensorKernels>(Kernels.For(device("cuda:0")));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AddBias_agrees_to_the_last_bit(int replicates, int rows, int columns)
    {
        foreach (var relu in (bool[])[false, true])
            Agree((x, b, kernels) => kernels.AddBias(x, b, relu), Draw(1, replicates, rows, columns), Draw(2, replicates, 1, columns));
    }

    // A product of k terms below 1 and a bias, in another order: k + 1 roundings of a sum of magnitudes below k + 1.
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Affine_agrees(int replicates, int rows, int columns)
    {
        const int Inputs = 9;
        using Matrices x = new(Draw(3, replicates, rows, Inputs)), weight = new(Draw(4, replicates, Inputs, columns));
        foreach (var relu in (bool[])[false, true])
            Agree((output, bias, kernels) => kernels.Affine(output, x, weight, bias, relu), Draw(1, replicates, rows, columns), Draw(2, replicates, 1, columns), 2 * (Inputs + 1) * (Inputs + 1) * Numbers.Epsilon32);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void ReluBackward_agrees_to_the_last_bit(int replicates, int rows, int columns)
    {
        using var activation = Draw(2, replicates, rows, columns).relu(); // half of it exactly zero
        Agree((g, a, kernels) => kernels.ReluBackward(g, a), Draw(1, replicates, rows, columns), activation);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Drop_agrees_on_the_border_too(int replicates, int rows, int columns)
    {
        foreach (var rate in (double[])[0, 0.3, 0.9])
        {
            using var drawn = Draw(2, replicates, rows, columns);
            var chances = drawn.abs();
            using (var first = chances.view(-1).narrow(0, 0, 1)) first.fill_(0.3); // a chance of just the rate stays
            Agree((x, c, kernels) => kernels.Drop(x, c, rate), Draw(1, replicates, rows, columns), chances);
        }
    }

    // Sums of n terms in another order differ by at most (n − 1) ε of the sum of magnitudes; the terms are below 1.
    [Theory]
    [MemberData(nameof(Sizes))]
    public void SumRows_agrees(int replicates, int rows, int columns)
    {
        var tolerance = rows * (rows + 1) * Numbers.Epsilon32;
        foreach (var add in (bool[])[false, true])
            Agree((bias, g, kernels) => kernels.SumRows(g, bias, add), Draw(1, replicates, 1, columns), Draw(2, replicates, rows, columns), tolerance);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void PairSum_agrees_to_the_last_bit_on_every_tile(int replicates, int rows, int columns)
    {
        using var y = new Matrices(Draw(3, replicates, rows, columns));
        foreach (var (start, count) in Tiles(rows))
            Agree((pairs, x, kernels) => kernels.PairSum(x, y, start, count, pairs), Draw(1, replicates, count * rows, columns), Draw(2, replicates, rows, columns));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void PairSumBackward_agrees_on_every_tile(int replicates, int rows, int columns)
    {
        using var pairs = new Matrices(Draw(1, replicates, rows * rows, columns));
        foreach (var (start, count) in Tiles(rows))
            foreach (var add in (bool[])[false, true])
            {
                using var tile = new Matrices(pairs.All.narrow(1, 0, count * rows).clone());
                var tolerance = rows * (rows + 1) * Numbers.Epsilon32;
                using var other = new Matrices(Draw(4, replicates, rows, columns));
                using (var x = new Matrices(Draw(4, replicates, rows, columns)))
                    Agree((y, _, kernels) => kernels.PairSumBackward(tile, start, count, x, y, add), Draw(2, replicates, rows, columns), Draw(3, 1, 1, 1), tolerance);
                using (var y = new Matrices(Draw(4, replicates, rows, columns)))
                    Agree((x, _, kernels) => kernels.PairSumBackward(tile, start, count, x, y, add), Draw(2, replicates, rows, columns), Draw(3, 1, 1, 1), tolerance);
            }
    }

    // Sums of n terms below 1 in another order, a root, a quotient: n + 8 roundings cover them. A row of norm ν takes errors below its terms' by 1/ν, ν ≥ 1/4 here.
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Normalise_agrees_with_its_backward(int replicates, int rows, int columns)
    {
        var tolerance = 16 * (columns + 8) * Numbers.Epsilon32;
        Tensor Rows() => Draw(1, replicates, rows, columns) is var x ? x.add_(x.sign() * 0.25) : x;
        using var norms = new Matrices(Draw(3, replicates, rows, 1));
        Agree((unit, x, kernels) => kernels.Normalise(x, unit, norms), Draw(2, replicates, rows, columns), Rows(), tolerance);
        using var unit = Matrices.Empty(replicates, rows, columns, CPU);
        Agree((norm, x, kernels) => kernels.Normalise(x, unit, norm), Draw(2, replicates, rows, 1), Rows(), tolerance);
        using (var x = new Matrices(Rows())) hand.Normalise(x, unit, norms);
        Agree((gradient, _, kernels) => kernels.NormaliseBackward(gradient, unit, norms), Draw(4, replicates, rows, columns), Draw(5, 1, 1, 1), tolerance);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(3)]
    public void A_row_of_zeros_has_no_direction_and_a_finite_way_out(int columns)
    {
        foreach (var kernels in (Kernels[])[hand, library])
        {
            using Matrices x = Matrices.Empty(1, 2, columns, CPU), unit = Matrices.Empty(1, 2, columns, CPU), norms = Matrices.Empty(1, 2, 1, CPU);
            using var gradient = new Matrices(ones([1, 2, columns]));
            kernels.Normalise(x, unit, norms);
            Assert.Equal(0, Numbers.Largest(unit.All));
            kernels.NormaliseBackward(gradient, unit, norms);
            Assert.All(Numbers.Of(gradient.All), g => Assert.Equal(1e4, g, 1e-2)); // 1/√1e-8
        }
    }

    [Fact]
    public void One_replicate_that_is_named_is_worked_on_alone()
    {
        (Action<Kernels, Matrices, Matrices, int?> Pass, long Rows)[] passes =
        [
            ((k, x, y, r) => k.AddBias(x, y, true, r), 1), ((k, x, y, r) => k.ReluBackward(x, y, r), 4), ((k, x, y, r) => k.SumRows(y, x, false, r), 12),
        ];
        foreach (var kernels in (Kernels[])[hand, library])
        {
            foreach (var (pass, rows) in passes)
                OneOf((x, y, r) => pass(kernels, x, y, r), Draw(1, 3, rows == 12 ? 1 : 4, 17), Draw(2, 3, rows, 17));
            using var other = new Matrices(Draw(4, 3, 3, 17));
            OneOf((pairs, x, r) => kernels.PairSum(x, other, 1, 2, pairs, r), Draw(1, 3, 6, 17), Draw(2, 3, 3, 17));
            OneOf((x, pairs, r) => kernels.PairSumBackward(pairs, 1, 2, x, other, false, r), Draw(1, 3, 3, 17), Draw(2, 3, 6, 17));
            OneOf((y, pairs, r) => kernels.PairSumBackward(pairs, 1, 2, other, y, true, r), Draw(1, 3, 3, 17), Draw(2, 3, 6, 17));
            using var norms = new Matrices(ones([3, 3, 1]));
            OneOf((unit, x, r) => kernels.Normalise(x, unit, norms, r), Draw(1, 3, 3, 17), Draw(2, 3, 3, 17));
            OneOf((gradient, unit, r) => kernels.NormaliseBackward(gradient, unit, norms, r), Draw(1, 3, 3, 17), Draw(2, 3, 3, 17));
        }
    }

    /// <summary>Replicate 1 as in a pass over all, replicates 0 and 2 as before.</summary>
    private static void OneOf(Action<Matrices, Matrices, int?> pass, Tensor target, Tensor operand)
    {
        using var input = new Matrices(operand);
        using var before = new Matrices(target);
        using var all = new Matrices(target.clone());
        using var one = new Matrices(target.clone());
        pass(all, input, null);
        pass(one, input, 1);
        foreach (var r in (int[])[0, 2]) Numbers.Same(before.Each[r], one.Each[r]);
        Numbers.Same(all.Each[1], one.Each[1]);
    }

    [Theory]
    [InlineData(16)] // in a register
    [InlineData(3)] // and in what is left over
    public void What_is_not_a_number_stays_so_through_a_ReLU(int columns)
    {
        foreach (var kernels in (Kernels[])[hand, library])
        {
            using var x = new Matrices(full([1, 1, columns], double.NaN, ScalarType.Float32));
            using var bias = Matrices.Empty(1, 1, columns, CPU);
            kernels.AddBias(x, bias, relu: true);
            Assert.All(Numbers.Of(x.All), value => Assert.True(double.IsNaN(value)));
        }
    }

    private static IEnumerable<(int Start, int Count)> Tiles(int rows) => ((int, int)[])[(0, rows), (rows / 2, rows - rows / 2), (rows - 1, 1)];

    private static Tensor Draw(long seed, params long[] shape) => Numbers.Drawn(shape, seed);

    /// <summary>Runs both on a copy of the target and compares; takes the tensors over.</summary>
    private static void Agree(Action<Matrices, Matrices, Kernels> pass, Tensor target, Tensor operand, double tolerance = 0)
    {
        using var input = new Matrices(operand.clone());
        using var expected = new Matrices(target.clone());
        using var actual = new Matrices(target.clone());
        pass(expected, input, library);
        pass(actual, input, hand);
        Numbers.Near(expected.All, actual.All, tolerance);
        target.Dispose();
        operand.Dispose();
    }
}
