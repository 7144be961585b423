using TorchSharp.PInvoke;

namespace TorchSharp;

/// <summary>A number that libtorch takes in place of a tensor.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly RawArgument Raw;

    private Scalar(RawArgument raw) => Raw = raw;

    public static implicit operator Scalar(int value) => (long)value;
    public static implicit operator Scalar(long value) => new(new() { Tag = Tag.Int, Integer = value });
    public static implicit operator Scalar(float value) => (double)value;
    public static implicit operator Scalar(double value) => new(new() { Tag = Tag.Double, Real = value });
    public static implicit operator Scalar(bool value) => new(new() { Tag = Tag.Bool, Integer = value ? 1 : 0 });

    public void Dispose() { } // TorchSharp's owns native memory; this one has none
}
