using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>One variable's data.</summary>
internal abstract record Column(VariableKind Kind)
{
    /// <summary>All rows on a device, <c>[N,…]</c>; null where there are none, only draws.</summary>
    internal virtual Tensor? Load(Device device) => null;

    /// <summary>Writes rows of what was loaded into memory that is there, <c>[B,d]</c>.</summary>
    internal virtual void Fill(Tensor rows, Tensor place) => place.copy_(rows);

    internal virtual double? Entropy(float[]? weights) => null;

    /// <summary>The least and the largest number that networks see; null where none is known before it is drawn.</summary>
    internal virtual (double Low, double High)? Range => null;

    internal virtual ReadOnlySpan<byte> Bytes => [];

    public override string ToString() => Kind.IsCategorical ? $"in {Kind.Dimension} classes" : $"of {Kind.Dimension} numbers";
}

/// <summary>Bytes, as [−1, 1]; a quarter of the traffic of floats.</summary>
internal sealed record PixelColumn(byte[] Pixels, int Size) : Column(new VariableKind(Size, false, IsPixels: true))
{
    internal override (double Low, double High)? Range => (-1, 1);

    internal override Tensor Load(Device device) => from_array(Pixels).view(-1, Size).to(device, copy: true);

    internal override void Fill(Tensor rows, Tensor place) => place.copy_(rows).mul_(2.0 / 255).add_(-1);

    internal override ReadOnlySpan<byte> Bytes => Pixels;

    public override string ToString() => base.ToString();
}

internal sealed record NumberColumn(float[] Rows, int Dimension) : Column(new VariableKind(Dimension, false))
{
    internal override (double Low, double High)? Range => (Rows.Min(), Rows.Max());

    internal override Tensor Load(Device device) => from_array(Rows).view(-1, Dimension).to(device, copy: true);

    internal override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<float>(Rows);

    public override string ToString() => base.ToString();
}

/// <summary>Classes, as one-hot rows.</summary>
internal sealed record ClassColumn(int[] Labels, int Classes) : Column(new VariableKind(Classes, true))
{
    internal override (double Low, double High)? Range => (0, 1);

    internal override Tensor Load(Device device)
    {
        var oneHot = new float[Labels.LongLength * Classes];
        for (var i = 0; i < Labels.Length; i++) oneHot[(long)i * Classes + Labels[i]] = 1;
        return from_array(oneHot).view(-1, Classes).to(device, copy: true);
    }

    internal override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<int>(Labels);

    internal override double? Entropy(float[]? weights)
    {
        var mass = new double[Classes];
        for (var i = 0; i < Labels.Length; i++) mass[Labels[i]] += weights?[i] ?? 1;
        var total = mass.Sum();
        return mass.Sum(part => part > 0 ? -part / total * Math.Log(part / total) : 0);
    }

    public override string ToString() => base.ToString();
}

internal sealed record DrawnColumn(int Dimension, double? Known) : Column(new VariableKind(Dimension, false))
{
    internal override double? Entropy(float[]? weights) => weights is null ? Known : null;

    public override string ToString() => base.ToString();
}
