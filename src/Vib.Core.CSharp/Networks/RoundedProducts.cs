using System.Runtime.InteropServices;
using TorchSharp;

namespace Vib.Core;

/// <summary>Products on a CPU whose factors are rounded to bfloat16, by the library that joins Vib to libtorch; TorchSharp itself has none.</summary>
/// <remarks>Factors are rounded to nearest in each product, into memory that each thread keeps: a step makes no garbage. A weight is rounded on the way forward and again on the way back, which
/// spares it a copy that would have to be told when it is out of date.</remarks>
internal static unsafe class RoundedProducts
{
    private static readonly nint library = Find();
    private static readonly delegate* unmanaged<float*, long, long, int, float*, long, long, int, float*, int, int> product =
        (delegate* unmanaged<float*, long, long, int, float*, long, long, int, float*, int, int>)Entry("vib_bf16_product");

    /// <summary>Whether this CPU has the instructions and this process the way to them.</summary>
    internal static bool There { get; } = product is not null && ((delegate* unmanaged<int>)Entry("vib_bf16_there"))() != 0;

    /// <summary>Whose products they are, or why there are none.</summary>
    internal static string Route { get; } = product is null ? "none: TorchSharp's package has no way to them" : Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Entry("vib_bf16_route"))())!;

    /// <summary>c ← a b, or c + a b, of one replicate: matrices without gaps in memory.</summary>
    internal static void Into(Matrices c, Matrices a, Matrices b, int replicate, bool transposeA, bool transposeB, bool add)
    {
        var (high, wide) = (transposeA ? a.Columns : a.Rows, transposeB ? b.Rows : b.Columns); // that the factors fit each other is seen where they are multiplied
        if ((c.Rows, c.Columns) != (high, wide)) throw new ExternalException($"a product of {high}×{wide} into {c.Rows}×{c.Columns}");
        fixed (byte* left = a.Each[replicate].bytes, right = b.Each[replicate].bytes, result = c.Each[replicate].bytes)
            if (product((float*)left, a.Rows, a.Columns, transposeA ? 1 : 0, (float*)right, b.Rows, b.Columns, transposeB ? 1 : 0, (float*)result, add ? 1 : 0) < 0)
                throw new ExternalException(Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)Entry("vib_error"))()));
    }

    private static nint Entry(string name) => library != 0 && NativeLibrary.TryGetExport(library, name, out var entry) ? entry : 0;

    private static nint Find() => ((string[])[Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? "", AppContext.BaseDirectory]).Distinct().Select(folder => Path.Combine(folder, "libvibtorch.so"))
        .Where(File.Exists).Select(path => NativeLibrary.TryLoad(path, out var found) ? found : 0).FirstOrDefault(found => found != 0);
}
