using System.Runtime.InteropServices;
using TorchSharp.PInvoke;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array in libtorch's memory. It is freed by Dispose, by the scope it was made in, or by its finaliser.</summary>
    public sealed partial class Tensor : IDisposable
    {
        private nint handle;
        private static long live;

        /// <summary>The scope that owns this tensor, if any.</summary>
        internal DisposeScope? Scope { get; set; }

        internal Tensor(nint handle)
        {
            this.handle = handle;
            Interlocked.Increment(ref live);
            DisposeScopeManager.Current?.Attach(this);
        }

        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");
        public bool IsInvalid => handle == 0;

        /// <summary>How many tensors are alive.</summary>
        public static long TotalCount => Interlocked.Read(ref live);

        ~Tensor() => Free();

        public void Dispose()
        {
            Scope?.Forget(this);
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            var owned = Interlocked.Exchange(ref handle, 0);
            if (owned == 0) return;
            Native.vib_release(owned);
            Interlocked.Decrement(ref live);
        }

        public Tensor DetachFromDisposeScope()
        {
            Scope?.Forget(this);
            return this;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            Scope?.MoveToOuter(this);
            return this;
        }

        // KeepAlive here and below: a tensor that nothing uses after its handle was read may be finalised while libtorch is still reading it.
        private unsafe NativeShape Shape
        {
            get
            {
                NativeShape shape;
                Native.Check(Native.vib_shape(Handle, &shape));
                GC.KeepAlive(this);
                return shape;
            }
        }

        public unsafe long[] shape
        {
            get
            {
                var s = Shape;
                var sizes = new ReadOnlySpan<long>(s.Sizes, (int)s.Dimensions).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public unsafe long[] stride()
        {
            var s = Shape;
            var strides = new ReadOnlySpan<long>(s.Strides, (int)s.Dimensions).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public unsafe long size(int dim)
        {
            var s = Shape;
            var at = dim < 0 ? dim + s.Dimensions : dim;
            if (at < 0 || at >= s.Dimensions) throw new IndexOutOfRangeException($"Dimension out of range: {dim} of a tensor with {s.Dimensions}");
            var size = s.Sizes[at];
            GC.KeepAlive(this);
            return size;
        }

        public long[] size() => shape;
        public long dim() => Shape.Dimensions;
        public long ndim => Shape.Dimensions;
        public long numel() => Shape.Elements;
        public long ElementSize => dtype switch
        {
            ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
            ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
            ScalarType.Int32 or ScalarType.Float32 => 4,
            ScalarType.Int64 or ScalarType.Float64 or ScalarType.ComplexFloat32 => 8,
            _ => 16,
        };
        public ScalarType dtype => (ScalarType)Shape.Dtype;
        public DeviceType device_type => (DeviceType)Shape.DeviceType;
        public Device device => Shape is var s && s.DeviceType == 0 ? CPU : new Device((DeviceType)s.DeviceType, s.DeviceIndex);
        public bool is_contiguous() => Shape.Contiguous != 0;

        /// <summary>The memory itself, of a contiguous tensor on the CPU. Valid while the tensor lives.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                var s = Shape;
                if (s.Contiguous == 0) throw new NotImplementedException("Bytes() called on non-contiguous tensor.");
                if (s.DeviceType != 0) throw new NotImplementedException($"Reading or writing bytes of a tensor on {device} is not supported; bring it to the CPU first.");
                var data = Native.vib_data(Handle);
                var length = checked((int)(s.Elements * ElementSize));
                if (data == null && length > 0) throw Native.LastError();
                return new(data, length);
            }
            set
            {
                var memory = bytes;
                if (value.Length != memory.Length) throw new ArgumentException($"Mismatched data sizes in SetBytes(): {value.Length} bytes for {memory.Length}.");
                value.CopyTo(memory);
                GC.KeepAlive(this);
            }
        }

        /// <summary>The elements, of a contiguous tensor on the CPU.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged => new(this);

        /// <summary>The value of a tensor with one element, wherever it lives.</summary>
        public T item<T>() where T : unmanaged
        {
            if (numel() != 1) throw new ArgumentException("Number of elements in the tensor must be 1");
            if (device_type == DeviceType.CPU && is_contiguous()) return data<T>()[0];
            using var here = cpu().DetachFromDisposeScope();
            using var packed = here.contiguous().DetachFromDisposeScope();
            return packed.data<T>()[0];
        }

        public bool requires_grad
        {
            get => Alive(Native.vib_requires_grad(Handle)) != 0;
            set => Native.Check(Alive(Native.vib_set_requires_grad(Handle, value ? 1 : 0)));
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public bool is_leaf => Alive(Native.vib_is_leaf(Handle)) != 0;

        public Tensor? grad
        {
            get => Alive(Native.vib_grad(Handle)) is var g && g == 0 ? null : new Tensor(g);
            set
            {
                Native.Check(Alive(Native.vib_set_grad(Handle, value?.Handle ?? 0)));
                GC.KeepAlive(value);
            }
        }

        /// <summary>What a native call on this tensor answered; the tensor lives until then.</summary>
        private T Alive<T>(T answer)
        {
            GC.KeepAlive(this);
            return answer;
        }

        public void backward() => autograd.backward([this]);

        public override string ToString() => IsInvalid ? "(disposed)" : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
    }
}
