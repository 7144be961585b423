using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

public class Memory
{
    [Fact]
    public void Bytes_are_the_tensors_own_memory_in_both_directions()
    {
        using var x = zeros([3]);
        var floats = MemoryMarshal.Cast<byte, float>(x.bytes);
        floats[1] = 5;
        Expect.Is(x, [3], 0, 5, 0);
        x.fill_(2);
        Assert.Equal([2f, 2f, 2f], floats.ToArray());
        x.bytes = MemoryMarshal.AsBytes<float>(new float[] { 1, 2, 3 }.AsSpan());
        Expect.Is(x, [3], 1, 2, 3);
        Assert.Throws<ArgumentException>(() => x.bytes = new byte[11]);
        Assert.Equal(0, zeros([0]).bytes.Length);
    }

    [Fact]
    public void Bytes_of_a_transposed_view_are_refused() => Assert.Throws<NotImplementedException>(() => zeros([2, 3]).t().bytes.Length);

    [Fact]
    public void Elements_are_copied_out_and_in_by_type()
    {
        using var x = arange(4, dtype: ScalarType.Float64);
        var data = x.data<double>();
        Assert.Equal(4, data.Count);
        Assert.Equal([0.0, 1, 2, 3], data.ToArray());
        var into = new double[6];
        data.CopyTo(into, arrayIndex: 3, tensorIndex: 1);
        Assert.Equal([0.0, 0, 0, 1, 2, 3], into);
        data.CopyFrom([9.0, 8, 7], arrayIndex: 1, tensorIndex: 2);
        Expect.Is(x, [4], 0, 1, 8, 7);
        Assert.Throws<ArgumentException>(() => data.CopyFrom(new double[5]));
        Assert.Throws<ArgumentException>(() => data.CopyTo(new double[3]));
    }

    [Fact]
    public void Elements_are_refused_in_another_type() =>
        Assert.Contains("Float32, not Double", Assert.Throws<ArgumentException>(() => zeros([1]).data<double>()).Message);

    [Fact]
    public void A_tensor_from_an_array_shares_its_memory_and_one_made_of_it_does_not()
    {
        float[,] array = { { 1, 2 }, { 3, 4 } };
        float[] flat = [1, 2];
        var (shared, copied) = (from_array(array), tensor(flat));
        array[1, 0] = 30;
        flat[0] = 10;
        Expect.Is(shared, [2, 2], 1, 2, 30, 4);
        Expect.Is(copied, [2], 1, 2);
        shared.zero_();
        Assert.Equal(0, array[0, 1]);
    }

    [Fact]
    public void Arrays_of_every_supported_type_and_rank_are_shared()
    {
        Array[] arrays = [new float[1, 2, 3], new double[2], new double[2, 2], new double[2, 1, 1], new long[3], new long[2, 2], new byte[4], new byte[2, 2], new float[0]];
        foreach (var array in arrays)
            using (var shared = from_array(array))
                Assert.Equal(Enumerable.Range(0, array.Rank).Select(array.GetLongLength), shared.shape);
        Assert.Contains("String[]", Assert.Throws<NotSupportedException>(() => from_array(new string[1])).Message);
    }

    [Fact]
    public void A_shared_array_stays_while_a_view_of_it_lives_and_goes_after()
    {
        var (array, view) = SharedView();
        Collect();
        Assert.True(array.IsAlive);
        Expect.Is(view, [2], 2, 3);
        view.Dispose();
        Collect();
        Assert.False(array.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference, Tensor) SharedView()
    {
        double[] array = [1, 2, 3];
        using var whole = from_array(array);
        return (new(array), whole.narrow(0, 1, 2));
    }

    internal static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
