using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

/// <summary>Single-precision products err by no more than k ε Σ|a||b|, whichever route they take.</summary>
public unsafe class Sgemm
{
    private const double Epsilon = 1.2e-7; // 2⁻²³
    private static readonly nint library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libvibtorch.so"));

    internal static string Route => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "vib_sgemm_route"))())!;

    /// <summary>A factor of the product as libtorch gets it: a corner of a wider matrix, transposed or not.</summary>
    private static Tensor Factor(int rows, int columns, bool transposed, int padding, int seed)
    {
        var (high, wide) = transposed ? (columns, rows) : (rows, columns);
        var corner = Expect.Drawn([high + padding, wide + padding], seed).to_type(ScalarType.Float32).narrow(0, padding, high).narrow(1, 0, wide);
        return transposed ? corner.t() : corner;
    }

    /// <summary>The largest |float product − double product| / (k ε Σ|a||b|); at most 1 is right.</summary>
    internal static double Error(int m, int n, int k, bool ta, bool tb, int padding)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Factor(m, k, ta, padding, m + 31 * k), Factor(k, n, tb, padding, 7 * n + k));
        var (a64, b64) = (a.to_type(ScalarType.Float64), b.to_type(ScalarType.Float64));
        var (exact, bound) = (a64.mm(b64), a64.abs().mm(b64.abs()) * (k * Epsilon) + 1e-30);
        var into = full([m + padding, n + padding], double.NaN).narrow(0, 0, m).narrow(1, 0, n);
        var worst = new[] { a.mm(b), into.addmm_(a, b, beta: 0), into.t().addmm_(b.t(), a.t(), beta: 0).t() }
            .Select(c => ((c.to_type(ScalarType.Float64) - exact).abs() / bound).max().item<double>());
        return worst.Max(w => double.IsNaN(w) ? double.PositiveInfinity : w);
    }

    /// <summary>Sizes on both sides of the vector and block sizes of a BLAS, degenerate ones among them.</summary>
    internal static void Check_every_size()
    {
        int[] sizes = [1, 2, 3, 8, 17, 64, 129];
        foreach (var (m, n) in sizes.SelectMany(m => sizes.Select(n => (m, n))))
            foreach (var k in new[] { 1, 5, 33, 200 })
                for (var form = 0; form < 8; form++)
                    Assert.True(Error(m, n, k, (form & 1) != 0, (form & 2) != 0, (form & 4) != 0 ? 3 : 0) is var e && e <= 1, $"{m}×{k} by {k}×{n}, form {form}: {e}");
    }

    [Fact]
    public void Products_of_every_size_and_layout_agree_with_double_precision() => Check_every_size();

    // Large enough to be split over OpenMP's team.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Products_split_over_threads_agree_with_double_precision(int threads)
    {
        var before = get_num_threads();
        set_num_threads(threads);
        try
        {
            foreach (var (m, n, k) in new[] { (100, 1024, 784), (257, 300, 511), (1024, 512, 100) })
                for (var form = 0; form < 4; form++)
                    Assert.True(Error(m, n, k, (form & 1) != 0, (form & 2) != 0, form) is var e && e <= 1, $"{m}×{k} by {k}×{n}, form {form}: {e}");
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Products_of_drawn_sizes_agree_with_double_precision()
    {
        var sizes = Gen.Choose(1, 300).Three();
        var forms = Gen.Choose(0, 15).Zip(sizes).ToArbitrary();
        Prop.ForAll(forms, ((int Form, (int M, int N, int K) Size) c) =>
            Error(c.Size.M, c.Size.N, c.Size.K, (c.Form & 1) != 0, (c.Form & 2) != 0, c.Form / 4) <= 1).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_batched_product_agrees_with_double_precision()
    {
        using var a = Expect.Drawn([3, 40, 65], 1);
        using var b = Expect.Drawn([3, 31, 65], 2).transpose(1, 2);
        using var product = a.to_type(ScalarType.Float32).bmm(b.to_type(ScalarType.Float32));
        var bound = a.abs().bmm(b.abs()) * (65 * Epsilon);
        Assert.True(((product.to_type(ScalarType.Float64) - a.bmm(b)).abs() - bound).max().item<double>() <= 0);
    }

    [Fact]
    public void The_route_is_named_and_can_be_turned_to_the_BLAS()
    {
        Assert.True(Route.Contains("oneDNN's sgemm") || Route == "libtorch's own", Route);
        var (exit, output) = Child.Run("sgemm", ("VIB_SGEMM", "blas"));
        Assert.True(exit == 0, output);
        Assert.True(output.Contains("VIB_SGEMM=blas") || output.Contains("libtorch's own"), output);
    }
}
