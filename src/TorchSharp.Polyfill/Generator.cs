using TorchSharp.PInvoke;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers with a state of its own.</summary>
    public class Generator : IDisposable
    {
        private nint handle;

        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Generator invalid -- it was disposed.");

        public Device device { get; }

        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            handle = Native.Check(Native.vib_generator(seed, (int)this.device.type, this.device.index));
        }

        ~Generator() => Free();

        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            var owned = Interlocked.Exchange(ref handle, 0);
            if (owned != 0) Native.vib_release_generator(owned);
        }

        public long initial_seed()
        {
            var seed = (long)Native.vib_generator_seed(Handle);
            GC.KeepAlive(this); // as in Tensor
            return seed;
        }

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.vib_set_generator_seed(Handle, (ulong)seed));
            GC.KeepAlive(this);
            return this;
        }

        public Tensor get_state()
        {
            var state = Native.vib_generator_state(Handle);
            GC.KeepAlive(this);
            return new(Native.Check(state));
        }

        public void set_state(Tensor value)
        {
            Native.Check(Native.vib_set_generator_state(Handle, value.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }
    }
}
