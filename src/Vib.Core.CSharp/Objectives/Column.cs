using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>One variable's data.</summary>
internal abstract record Column(VariableKind Kind)
{
    /// <summary>All rows on a device, <c>[N,…]</c>, numbers by the scale that goes with them; null where there are none, only draws.</summary>
    internal virtual Tensor? Load(Device device, VariableScale? scale = null) => null;

    /// <summary>What each number or class is called; null where nobody said.</summary>
    internal virtual IReadOnlyList<string>? Names => null;

    /// <summary>Fits a scale to all rows; nothing where the column is none of numbers in units of their own.</summary>
    internal virtual void Fit(VariableScale scale) { }

    /// <summary>The numbers in single precision; null where it is no column of numbers.</summary>
    internal virtual float[]? Numbers => null;

    private RowPrints? prints;

    /// <summary>What its rows are by content; made when it is first asked for.</summary>
    internal RowPrints Prints => prints ??= RowPrints.Of(this);

    /// <summary>The number of rows that its bytes are.</summary>
    internal virtual int Rows => 0;

    /// <summary>Writes rows of what was loaded into memory that is there, <c>[B,d]</c>.</summary>
    internal virtual void Fill(Tensor rows, Tensor place) => place.copy_(rows);

    /// <summary>The same of one row in a CPU's memory, by hand.</summary>
    internal virtual void Fill(ReadOnlySpan<byte> row, Span<float> place) => MemoryMarshal.Cast<byte, float>(row).CopyTo(place);

    internal virtual double? Entropy(float[]? weights) => null;

    /// <summary>The least and the largest number that networks see; null where none is known before it is drawn.</summary>
    internal virtual (double Low, double High)? Range => null;

    internal virtual ReadOnlySpan<byte> Bytes => [];

    /// <summary>As fingerprints have it, in words that no grammar changes.</summary>
    internal string Signature => Kind.IsCategorical ? $"in {Kind.Dimension} classes" : $"of {Kind.Dimension} numbers";

    public override string ToString() => Kind.IsCategorical ? $"in {Counted.Of(Kind.Dimension, "class")}" : $"of {Counted.Of(Kind.Dimension, "number")}";
}

/// <summary>Bytes, as [−1, 1]; a quarter of the traffic of floats.</summary>
internal sealed record PixelColumn(byte[] Pixels, int Size) : Column(new VariableKind(Size, false, IsPixels: true))
{
    internal override (double Low, double High)? Range => (-1, 1);

    internal override Tensor Load(Device device, VariableScale? scale = null) => from_array(Pixels).view(-1, Size).to(device, copy: true);

    internal override int Rows => Pixels.Length / Size;

    internal override void Fill(Tensor rows, Tensor place) => place.copy_(rows).mul_(2.0 / 255).add_(-1);

    internal override void Fill(ReadOnlySpan<byte> row, Span<float> place)
    {
        const float scale = (float)(2.0 / 255);
        ref var from = ref MemoryMarshal.GetReference(row);
        ref var to = ref MemoryMarshal.GetReference(place);
        var i = 0;
        for (; i <= row.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var numbers = Vector512.WidenLower(Vector256.WidenLower(Vector128.LoadUnsafe(ref from, (nuint)i).ToVector256Unsafe()).ToVector512Unsafe());
            (Vector512.ConvertToSingle(numbers.AsInt32()) * scale - Vector512<float>.One).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < row.Length; i++) place[i] = row[i] * scale - 1;
    }

    internal override ReadOnlySpan<byte> Bytes => Pixels;

    public override string ToString() => base.ToString();
}

internal sealed record NumberColumn(float[] Values, int Dimension) : Column(new VariableKind(Dimension, false))
{
    internal override (double Low, double High)? Range => (Values.Min(), Values.Max());

    internal override Tensor Load(Device device, VariableScale? scale = null)
    {
        using var rows = from_array(Values).view(-1, Dimension);
        if (scale is null or { IsIdentity: true }) return rows.to(device, copy: true);
        using var scaled = scale.Apply(rows);
        return scaled.to(device, copy: true);
    }

    internal override void Fit(VariableScale scale)
    {
        using var rows = from_array(Values).view(-1, Dimension);
        scale.Fit(rows, null);
    }

    internal override float[] Numbers => Values;

    internal override int Rows => Values.Length / Dimension;

    internal override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<float>(Values);

    public override string ToString() => base.ToString();
}

/// <summary>Columns of a table, in double precision: they are standardised before they are rounded, so that dates and other large numbers keep their differences.</summary>
internal sealed record TabularColumn(TableDesign Design) : Column(new VariableKind(Design.Dimension, false))
{
    private readonly float[] single = Design.Single();

    internal override (double Low, double High)? Range => (Design.Rows.Min(), Design.Rows.Max());

    internal override IReadOnlyList<string> Names => Design.Names;

    internal override Tensor Load(Device device, VariableScale? scale = null)
    {
        using var rows = from_array(Design.Rows).view(-1, Design.Dimension);
        using var scaled = (scale ?? new(Design.Dimension)).Apply(rows);
        return scaled.to(device, copy: true);
    }

    internal override void Fit(VariableScale scale)
    {
        using var rows = from_array(Design.Rows).view(-1, Design.Dimension);
        scale.Fit(rows, Design.Indicators);
    }

    internal override float[] Numbers => single;

    internal override int Rows => Design.Rows.Length / Design.Dimension;

    internal override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<double>(Design.Rows);

    public override string ToString() => base.ToString();
}

/// <summary>Classes, as one-hot rows.</summary>
internal sealed record ClassColumn(int[] Labels, int Classes) : Column(new VariableKind(Classes, true))
{
    private readonly IReadOnlyList<string>? names;

    internal ClassColumn(int[] labels, IReadOnlyList<string> names) : this(labels, names.Count) => this.names = names;

    internal override IReadOnlyList<string>? Names => names;

    internal override int Rows => Labels.Length;

    internal override (double Low, double High)? Range => (0, 1);

    internal override Tensor Load(Device device, VariableScale? scale = null)
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
