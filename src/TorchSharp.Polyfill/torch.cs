using System.Runtime.InteropServices;
using TorchSharp.PInvoke;

namespace TorchSharp;

/// <summary>The part of TorchSharp's API that Vib uses, over the libtorch that is installed.</summary>
public static partial class torch
{
    public enum ScalarType { Byte = 0, Int8 = 1, Int16 = 2, Int32 = 3, Int64 = 4, Float16 = 5, Float32 = 6, Float64 = 7, ComplexFloat32 = 9, ComplexFloat64 = 10, Bool = 11, BFloat16 = 15 }

    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int32 = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64;
    public static ScalarType float32 = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64;
    public static ScalarType @bool = ScalarType.Bool;

    public static unsafe string __version__ => Marshal.PtrToStringUTF8((nint)Native.vib_version())!;

    public static int get_num_threads() => Native.vib_threads();
    public static void set_num_threads(int num) => Native.Check(Native.vib_set_threads(num));

    public static class cuda
    {
        public static bool is_available() => device_count() > 0;
        public static int device_count() => Native.Check(Native.vib_cuda_devices());

        public static void synchronize(Device? device = null) => Native.Check(Native.vib_cuda_synchronize(device?.index ?? 0));
    }

    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32
                {
                    get => Native.Check(Native.vib_tf32_allowed()) != 0;
                    set => Native.Check(Native.vib_allow_tf32(value ? 1 : 0));
                }
            }
        }
    }
}
