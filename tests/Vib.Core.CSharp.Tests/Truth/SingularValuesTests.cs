using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Vib.Core.Tests;

public sealed class SingularValuesTests
{
    [Fact]
    public void Of_two_by_two_by_hand()
    {
        var (values, right) = SingularValues.Of(new double[,] { { 3, 0 }, { 4, 5 } }); // MᵀM = [[25, 20], [20, 25]]: 45 and 5
        Assert.Equal(Math.Sqrt(45), values[0], 1e-14);
        Assert.Equal(Math.Sqrt(5), values[1], 1e-14);
        Assert.Equal(Math.Sqrt(0.5), Math.Abs(right[0, 0]), 1e-14);
    }

    // A = (A V) Vᵀ with V orthogonal and the columns of A V orthogonal, of the lengths given: to rounding of n ≤ 8 terms, whatever the shape.
    [Fact]
    public void Right_vectors_are_orthonormal_and_make_the_columns_orthogonal() => Law.Holds(
        Arb.From(from m in Gen.Choose(1, 8) from n in Gen.Choose(1, 8) from seed in Gen.Choose(0, 100_000) select (m, n, seed)), c =>
        {
            var matrix = Matrix.Drawn(c.m, c.n, c.seed);
            var (values, right) = SingularValues.Of(matrix);
            var turned = Matrix.Product(matrix, right);
            Assert.True(Matrix.Largest(Matrix.Sum(Matrix.Product(Matrix.Transposed(right), right), Matrix.Identity(c.n), -1)) < 1e-14);
            var squares = Matrix.Diagonal([.. values.Select(v => v * v)]);
            Assert.True(Matrix.Largest(Matrix.Sum(Matrix.Product(Matrix.Transposed(turned), turned), squares, -1)) < 1e-13);
            Assert.Equal(values.OrderDescending(), values);
            Assert.True(values.Skip(c.m).All(v => v < 1e-14));
        }, 300);

    [Fact]
    public void A_small_value_beside_a_large_one_keeps_its_digits()
    {
        var (values, _) = SingularValues.Of(new[,] { { 1, 1e-12 }, { 1, -1e-12 } }); // columns √2 and √2·1e-12, orthogonal
        Assert.Equal(1, values[1] / (Math.Sqrt(2) * 1e-12), 1e-14);
    }

    [Fact]
    public void Zeros_equal_columns_and_what_is_not_finite_come_to_an_end()
    {
        Assert.Equal([0, 0], SingularValues.Of(new double[3, 2]).Values);
        Assert.Equal([2, 0], SingularValues.Of(new double[,] { { 1, 1 }, { 1, 1 } }).Values.Select(v => Math.Round(v, 14)));
        Assert.Contains(double.NaN, SingularValues.Of(new[,] { { double.NaN, 1 }, { 1, 1 } }).Values);
    }
}
