using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Creation
{
    [Fact]
    public void Constants_fill_their_shape()
    {
        Expect.Is(zeros([2, 2]), [2, 2], 0, 0, 0, 0);
        Expect.Is(ones([3]), [3], 1, 1, 1);
        Expect.Is(full([2, 1], 2.5), [2, 1], 2.5, 2.5);
        Expect.Is(eye(2), [2, 2], 1, 0, 0, 1);
        Expect.Is(eye(2, 3), [2, 3], 1, 0, 0, 0, 1, 0);
        Expect.Is(zeros([]), [], 0);
        Expect.Is(ones([0, 3]), [0, 3]);
        Assert.Equal([2L, 3], empty([2, 3]).shape);
    }

    [Fact]
    public void Ranges_stop_before_their_end()
    {
        Expect.Is(arange(3), [3], 0, 1, 2);
        Expect.Is(arange(1, 2, 0.25), [4], 1, 1.25, 1.5, 1.75);
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        Assert.Equal(ScalarType.Float32, arange(3.0).dtype);
        Assert.Equal(ScalarType.Float64, arange(3, dtype: ScalarType.Float64).dtype);
    }

    [Fact]
    public void The_type_is_single_precision_unless_another_is_asked_for()
    {
        Assert.Equal(ScalarType.Float32, zeros([1]).dtype);
        Assert.Equal(ScalarType.Float32, full([1], 1.0).dtype);
        foreach (var type in new[] { ScalarType.Byte, ScalarType.Int32, ScalarType.Int64, ScalarType.Float64, ScalarType.Bool })
            foreach (var made in new[] { empty([1], type), zeros([1], type), ones([1], type), full([1], 1, type), eye(1, dtype: type) })
                Assert.Equal(type, made.dtype);
        Assert.Equal([ScalarType.Byte, ScalarType.Int32, ScalarType.Int64, ScalarType.Float32, ScalarType.Float64, ScalarType.Bool],
            new[] { uint8, int32, int64, float32, float64, @bool });
    }

    [Fact]
    public void Likes_take_shape_and_type_from_their_model()
    {
        using var model = arange(6, dtype: ScalarType.Float64).view(2, 3);
        Expect.Is(zeros_like(model), [2, 3], 0, 0, 0, 0, 0, 0);
        Expect.Is(ones_like(model), [2, 3], 1, 1, 1, 1, 1, 1);
        Assert.Equal([2L, 3], empty_like(model).shape);
        Assert.Equal(ScalarType.Float64, empty_like(model).dtype);
        Assert.Equal(ScalarType.Int64, zeros_like(model, ScalarType.Int64).dtype);
    }

    [Fact]
    public void Gradients_are_recorded_when_asked_for()
    {
        Assert.True(zeros([1], requires_grad: true).requires_grad);
        Assert.True(tensor([1f], requires_grad: true).requires_grad);
        Assert.True(arange(1.0, requires_grad: true).requires_grad);
        Assert.False(zeros([1]).requires_grad);
    }

    [Fact]
    public void Arrays_become_tensors_of_their_own_type_and_can_be_shaped_and_converted()
    {
        Assert.Equal([ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.Byte],
            new[] { tensor([1f]), tensor([1.0]), tensor([1L]), tensor(new byte[] { 1 }) }.Select(t => t.dtype));
        Expect.Is(tensor([1f, 2, 3, 4], [2, 2]), [2, 2], 1, 2, 3, 4);
        Expect.Is(tensor([1.0, 2], [2, 1]), [2, 1], 1, 2);
        Expect.Is(tensor(new byte[] { 0, 255 }, [1, 2]), [1, 2], 0, 255);
        Expect.Is(tensor([1.5f], []), [], 1.5);
        Expect.Is(tensor(Array.Empty<float>()), [0]);
        Assert.Equal(ScalarType.Float64, tensor([1f], ScalarType.Float64).dtype);
    }

    [Fact]
    public void An_array_that_does_not_fill_the_shape_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => tensor([1f, 2, 3], [2, 2]));
        Assert.Contains("3 values for [2x2]", error.Message);
    }

    [Fact]
    public void Named_dimensions_are_refused_in_words() =>
        Assert.Contains("named", Assert.Throws<NotSupportedException>(() => zeros([1], names: ["n"])).Message);
}
