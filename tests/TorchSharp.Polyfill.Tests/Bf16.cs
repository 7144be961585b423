using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

/// <summary>Products on the CPU with factors rounded to bfloat16, against double precision of the rounded factors: sums are in float.</summary>
public unsafe class Bf16
{
    private const double Epsilon = 1.2e-7; // 2⁻²³

    private static readonly nint library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libvibtorch.so"));

    private static nint Entry(string name) => NativeLibrary.GetExport(library, name);

    private static string Route => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Entry("vib_bf16_route"))())!;

    private static bool There => ((delegate* unmanaged<int>)Entry("vib_bf16_there"))() != 0;

    private static int Multiply(Tensor a, bool ta, Tensor b, bool tb, Tensor c, bool add)
    {
        var product = (delegate* unmanaged<float*, long, long, int, float*, long, long, int, float*, int, int>)Entry("vib_bf16_product");
        fixed (byte* left = a.bytes, right = b.bytes, result = c.bytes)
            return product((float*)left, a.shape[0], a.shape[1], ta ? 1 : 0, (float*)right, b.shape[0], b.shape[1], tb ? 1 : 0, (float*)result, add ? 1 : 0);
    }

    /// <summary>The largest |product − that of rounded factors in double| over what sums in float allow; at most 1 is right.</summary>
    private static double Error(int m, int n, int k, int form)
    {
        using var scope = NewDisposeScope();
        var (ta, tb, add) = ((form & 1) != 0, (form & 2) != 0, (form & 4) != 0);
        Tensor Factor(long rows, long columns, int seed) => Expect.Drawn([rows, columns], seed).to_type(ScalarType.Float32);
        var (a, b) = (ta ? Factor(k, m, m + 31 * k) : Factor(m, k, m + 31 * k), tb ? Factor(n, k, 7 * n + k) : Factor(k, n, 7 * n + k));
        var start = Factor(m, n, 5);
        var c = start.clone();
        Assert.Equal(0, Multiply(a, ta, b, tb, c, add));
        Tensor Rounded(Tensor x, bool transposed) => (transposed ? x.t() : x).to_type(ScalarType.BFloat16).to_type(ScalarType.Float64);
        var (left, right, before) = (Rounded(a, ta), Rounded(b, tb), start.to_type(ScalarType.Float64) * (add ? 1 : 0));
        var allowed = (left.abs().mm(right.abs()) + before.abs()) * ((k + 1) * Epsilon) + 1e-30;
        var worst = ((c.to_type(ScalarType.Float64) - left.mm(right) - before).abs() / allowed).max().item<double>();
        return double.IsNaN(worst) ? double.PositiveInfinity : worst;
    }

    internal static int Say()
    {
        Console.WriteLine(Route);
        return There ? 0 : 4;
    }

    [Fact]
    public void Products_of_every_size_and_layout_are_those_of_rounded_factors()
    {
        NeedsInstructions();
        int[] sizes = [1, 2, 3, 8, 17, 64, 129];
        foreach (var (m, n) in sizes.SelectMany(m => sizes.Select(n => (m, n))))
            foreach (var k in new[] { 0, 1, 5, 33, 200 })
                for (var form = 0; form < 8; form++)
                    Assert.True(Error(m, n, k, form) is var e && e <= 1, $"{m}×{k} by {k}×{n}, form {form}: {e}");
    }

    private static void NeedsInstructions() => Assert.SkipUnless(There, $"no products of bfloat16 on this CPU: {Route}");

    // Large enough that rounding and the product are split over OpenMP's team.
    [Fact]
    public void Products_split_over_threads_are_too()
    {
        NeedsInstructions();
        var before = get_num_threads();
        set_num_threads(2);
        try
        {
            for (var form = 0; form < 8; form++) Assert.True(Error(257, 300, 511, form) is var e && e <= 1, $"form {form}: {e}");
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Rounding_is_to_the_nearest_and_to_even_and_keeps_what_is_no_number()
    {
        NeedsInstructions();
        using var scope = NewDisposeScope();
        float[] numbers = [1 + 1f / 256, 1 + 3f / 256, 1 + 1.5f / 256, -1 - 1f / 256, 3e38f, float.PositiveInfinity, 0, -7];
        float[] wanted = [1, 1 + 4f / 256, 1 + 2f / 256, -1, 226 * MathF.Pow(2, 120), float.PositiveInfinity, 0, -7];
        var c = zeros([numbers.Length, 1]);
        Assert.Equal(0, Multiply(tensor(numbers, [numbers.Length, 1]), false, ones([1, 1]), false, c, add: false));
        foreach (var (want, found) in wanted.Zip(c.data<float>().ToArray())) Assert.Equal(want, found);
        Assert.Equal(0, Multiply(full([1, 1], float.NaN), false, ones([1, 1]), false, c = zeros([1, 1]), add: false));
        Assert.True(float.IsNaN(c.item<float>()));
    }

    // As the instructions do it: numbers too small to be normal are zero, of a sign; and what rounds to more than there is, is infinite.
    [Fact]
    public void Rounding_at_both_ends_of_the_range()
    {
        NeedsInstructions();
        using var scope = NewDisposeScope();
        float largest = 255 * MathF.Pow(2, 120), smallest = MathF.Pow(2, -126);
        float[] numbers = [1e-40f, -1e-40f, float.Epsilon, smallest, largest, MathF.BitDecrement(largest * (1 + 1f / 510)), float.MaxValue, float.MinValue];
        float[] wanted = [0, 0, 0, smallest, largest, largest, float.PositiveInfinity, float.NegativeInfinity];
        var c = zeros([numbers.Length, 1]);
        Assert.Equal(0, Multiply(tensor(numbers, [numbers.Length, 1]), false, ones([1, 1]), false, c, add: false));
        Assert.Equal(wanted, c.data<float>().ToArray());
    }

    [Fact]
    public void Factors_that_do_not_fit_are_refused()
    {
        NeedsInstructions();
        using var scope = NewDisposeScope();
        Assert.Equal(-1, Multiply(ones([2, 3]), false, ones([2, 3]), false, zeros([2, 3]), add: false));
    }

    [Fact]
    public void The_route_is_named_and_can_be_turned_off()
    {
        var (exit, output) = Child.Run("bf16", ("VIB_BF16", "off"));
        Assert.True(exit == 4 && output.Contains("none"), output);
        Assert.Equal(There, Route.StartsWith("oneDNN's"));
    }

    [Fact]
    public void The_permission_of_TensorFloat32_is_libtorch_s_and_off()
    {
        Assert.False(backends.cuda.matmul.allow_tf32);
        backends.cuda.matmul.allow_tf32 = true;
        Assert.True(backends.cuda.matmul.allow_tf32);
        backends.cuda.matmul.allow_tf32 = false;
        Assert.False(backends.cuda.matmul.allow_tf32);
    }
}
