using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    public sealed partial class Tensor
    {
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Ops.toDtype.Call(this, type, non_blocking, copy));

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(disposeAfter, Ops.toDevice.Call(this, device, dtype, non_blocking, copy));

        public Tensor cpu() => to(CPU);

        private Tensor After(bool disposeAfter, Tensor converted)
        {
            if (disposeAfter) Dispose();
            return converted;
        }
    }
}
