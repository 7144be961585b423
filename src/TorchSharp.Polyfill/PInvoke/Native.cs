using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.PInvoke;

/// <summary>The entry points of libvibtorch, one line each; `native/` says what they do.</summary>
internal static unsafe partial class Native
{
    internal const string Library = "vibtorch";

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)] internal static partial nint vib_operator(string name, string overload);
    [LibraryImport(Library)] internal static partial int vib_call(nint op, RawArgument* arguments, int count, long* blob, RawArgument* results, int capacity);
    [LibraryImport(Library)] internal static partial nint vib_unary(nint op, nint x);
    [LibraryImport(Library)] internal static partial nint vib_binary(nint op, nint x, nint y);
    [LibraryImport(Library)] internal static partial nint vib_sum(nint op, nint x, nint y);
    [LibraryImport(Library)] internal static partial int vib_binary_inplace(nint op, nint x, nint y);
    [LibraryImport(Library)] internal static partial int vib_product_inplace(nint op, nint self, nint a, nint b, double beta, double alpha);

    [LibraryImport(Library)] internal static partial byte* vib_error();
    [LibraryImport(Library)] internal static partial void vib_release(nint tensor);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int vib_shape(nint tensor, NativeShape* shape);
    [LibraryImport(Library)] internal static partial void* vib_data(nint tensor);
    [LibraryImport(Library)] internal static partial nint vib_from_memory(void* data, long* sizes, int dimensions, int dtype, delegate* unmanaged<nint, void> deleter, nint context);

    [LibraryImport(Library)] internal static partial int vib_requires_grad(nint tensor);
    [LibraryImport(Library)] internal static partial int vib_is_leaf(nint tensor);
    [LibraryImport(Library)] internal static partial int vib_set_requires_grad(nint tensor, int value);
    [LibraryImport(Library)] internal static partial nint vib_grad(nint tensor);
    [LibraryImport(Library)] internal static partial int vib_set_grad(nint tensor, nint grad);
    [LibraryImport(Library)] internal static partial int vib_backward(nint* outputs, int count, nint* grads, int gradsCount, nint* inputs, int inputsCount, int retain, int create);
    [LibraryImport(Library)] internal static partial int vib_gradients(nint* outputs, int count, nint* grads, int gradsCount, nint* inputs, int inputsCount, int retain, int create, int allowUnused, nint* results);
    [LibraryImport(Library), SuppressGCTransition] internal static partial int vib_grad_enabled();
    [LibraryImport(Library), SuppressGCTransition] internal static partial void vib_set_grad_enabled(int enabled);

    [LibraryImport(Library)] internal static partial nint vib_generator(ulong seed, int deviceType, int deviceIndex);
    [LibraryImport(Library)] internal static partial void vib_release_generator(nint generator);
    [LibraryImport(Library)] internal static partial ulong vib_generator_seed(nint generator);
    [LibraryImport(Library)] internal static partial int vib_set_generator_seed(nint generator, ulong seed);
    [LibraryImport(Library)] internal static partial nint vib_generator_state(nint generator);
    [LibraryImport(Library)] internal static partial int vib_set_generator_state(nint generator, nint state);

    [LibraryImport(Library)] internal static partial int vib_threads();
    [LibraryImport(Library)] internal static partial int vib_set_threads(int count);
    [LibraryImport(Library)] internal static partial int vib_cuda_devices();
    [LibraryImport(Library)] internal static partial int vib_cuda_synchronize(int index);
    [LibraryImport(Library)] internal static partial int vib_tf32_allowed();
    [LibraryImport(Library)] internal static partial int vib_allow_tf32(int allowed);
    [LibraryImport(Library)] internal static partial byte* vib_version();
    [LibraryImport(Library)] internal static partial void vib_at_exit();

    /// <summary>What TorchSharp throws for an error inside libtorch: its exception type, with libtorch's message.</summary>
    internal static ExternalException LastError() => new(Marshal.PtrToStringUTF8((nint)vib_error()));

    internal static nint Check(nint handle) => handle != 0 ? handle : throw LastError();

    internal static int Check(int result) => result >= 0 ? result : throw LastError();

    // Before any entry point is used: find the library, and if it cannot be had say so in words.
#pragma warning disable CA2255 // a module initialiser in a library: nothing here may run before the resolver is set
    [ModuleInitializer]
    internal static void Resolve() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, (name, _, _) => name == Library ? Find() : 0);
#pragma warning restore CA2255

    private static nint Find()
    {
        string[] folders = [Path.GetDirectoryName(typeof(Native).Assembly.Location) ?? "", AppContext.BaseDirectory];
        var reason = "";
        foreach (var path in folders.Distinct().Select(folder => Path.Combine(folder, $"lib{Library}.so")).Where(File.Exists))
        {
            try
            {
                var library = NativeLibrary.Load(path);
                AppDomain.CurrentDomain.ProcessExit += (_, _) => vib_at_exit();
                return library;
            }
            catch (DllNotFoundException error) { reason = $" {path} is there but does not load: {error.Message.Split('\n')[0]}"; }
        }
        throw new DllNotFoundException(
            $"lib{Library}.so, which joins Vib to libtorch, was looked for in {string.Join(" and ", folders.Distinct())}.{reason} "
            + "Try: dotnet fsi build.fsx build (it finds or installs libtorch and compiles the library against it).");
    }
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeShape
{
    internal long* Sizes, Strides;
    internal long Dimensions, Elements;
    internal int Dtype, DeviceType, DeviceIndex, Contiguous;
}
