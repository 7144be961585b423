using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Until it is disposed of, products of float32 on a GPU may round their factors to TensorFloat32. Where there is no GPU it changes nothing.</summary>
/// <remarks>The permission is libtorch's and the whole process's. It is held for the call of one product, by one thread at a time, and then is as it was.</remarks>
internal readonly struct TensorFloat32 : IDisposable
{
    private static readonly Lock turn = new();

    private readonly bool before;

    public TensorFloat32()
    {
        turn.Enter();
        before = backends.cuda.matmul.allow_tf32;
        backends.cuda.matmul.allow_tf32 = true;
    }

    public void Dispose()
    {
        backends.cuda.matmul.allow_tf32 = before;
        turn.Exit();
    }
}
