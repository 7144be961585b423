using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>An array of numbers of one type and any shape, with the last index fastest: what a .npy file holds.</summary>
public sealed partial class NpyArray
{
    private readonly Array data; // T[] of the kind's type

    internal NpyArray(ElementKind kind, Array data, long[] shape)
    {
        CheckSize(data.LongLength, kind, $"An array of {kind.Type} [{string.Join(",", shape)}]");
        (Kind, this.data, Shape) = (kind, data, shape);
    }

    internal static void CheckSize(long count, ElementKind kind, string what)
    {
        if (count > int.MaxValue / kind.Size) throw new DomainException(Invariant($"{what}, {(Int128)count * kind.Size} bytes"), Invariant($"at most {int.MaxValue} bytes in memory at once"), "NpyMap.Open, which reads rows from where they lie, or parts of it");
    }

    internal ElementKind Kind { get; }

    /// <summary>What the elements are.</summary>
    public ElementType Type => Kind.Type;

    /// <summary>The length of each axis; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>How many elements there are.</summary>
    public int Count => data.Length;

    /// <summary>Rows: the length of the first axis; 1 for a single number.</summary>
    public int Rows => Shape.Count == 0 ? 1 : (int)Shape[0];

    /// <summary>Numbers in a row: the product of the axes after the first; 1 for a list of numbers.</summary>
    public int Columns => (int)Shape.Skip(1).Aggregate(1L, (product, n) => product * n);

    internal Span<byte> Bytes => ElementKind.Bytes(data, Kind.Size);

    /// <summary>An array over the given elements, which are not copied.</summary>
    /// <param name="elements">All of them, the last index fastest; of a type that <see cref="ElementType"/> names.</param>
    /// <param name="shape">The length of each axis; null for a list.</param>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <returns>An array over the same memory.</returns>
    /// <exception cref="DomainException">The type is not one of those.</exception>
    /// <exception cref="ShapeException">The shape has another number of elements.</exception>
    public static NpyArray Of<T>(T[] elements, IReadOnlyList<long>? shape = null) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(elements);
        long[] axes = shape is null ? [elements.Length] : [.. shape];
        var wanted = axes.Aggregate((Int128)1, (product, n) => n < 0 || product > long.MaxValue ? Int128.MinValue / 2 : product * n);
        if (wanted != elements.Length || axes.Length > NpyHeader.MostAxes)
            throw new ShapeException(Invariant($"{elements.Length} elements in the shape [{string.Join(",", axes)}]"), "axes whose product is the number of elements", "the lengths that the elements were made with");
        return new(KindOf(typeof(T)), elements, axes);
    }

    /// <summary>A copy of a span.</summary>
    /// <param name="elements">All of them, the last index fastest.</param>
    /// <param name="shape">The length of each axis; null for a list.</param>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <returns>An array of its own.</returns>
    /// <exception cref="DomainException">The type is not one that <see cref="ElementType"/> names.</exception>
    /// <exception cref="ShapeException">The shape has another number of elements.</exception>
    public static NpyArray Of<T>(ReadOnlySpan<T> elements, IReadOnlyList<long>? shape = null) where T : unmanaged => Of(elements.ToArray(), shape);

    /// <summary>A copy of a rectangular array of any number of axes, as <c>float[,]</c> or <c>long[,,]</c>.</summary>
    /// <param name="array">Numbers or truth values.</param>
    /// <returns>An array of the same shape and type.</returns>
    /// <exception cref="DomainException">The elements are not of a type that <see cref="ElementType"/> names.</exception>
    public static NpyArray Of(Array array)
    {
        ArgumentNullException.ThrowIfNull(array);
        var kind = KindOf(array.GetType().GetElementType()!);
        CheckSize(array.LongLength, kind, "A copy of an array");
        var copy = kind.Allocate(array.LongLength);
        ElementKind.Bytes(array, kind.Size).CopyTo(ElementKind.Bytes(copy, kind.Size));
        return new(kind, copy, [.. Enumerable.Range(0, array.Rank).Select(axis => array.GetLongLength(axis))]);
    }

    /// <summary>A copy of rows of one length.</summary>
    /// <param name="rows">[n][d].</param>
    /// <typeparam name="T">The type of an element.</typeparam>
    /// <returns>[n,d].</returns>
    /// <exception cref="ShapeException">A row is of another length than the first.</exception>
    /// <exception cref="DomainException">The type is not one that <see cref="ElementType"/> names.</exception>
    public static NpyArray OfRows<T>(IReadOnlyList<T[]> rows) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        var columns = rows.Count == 0 ? 0 : rows[0].Length;
        for (var row = 0; row < rows.Count; row++)
            if (rows[row].Length != columns) throw new ShapeException(Invariant($"Row {row} of {Counted.Of(rows[row].Length, "number")}"), Invariant($"{columns}, as in row 0"), "rows of one length");
        return Of([.. rows.SelectMany(row => row)], [rows.Count, columns]);
    }

    /// <summary>A copy of a tensor.</summary>
    /// <param name="tensor">[..], of any shape, on any device, of a type that <see cref="ElementType"/> names.</param>
    /// <returns>An array of the same shape and type.</returns>
    /// <exception cref="DomainException">The tensor is of another type, such as bfloat16 or complex numbers.</exception>
    public static NpyArray Of(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (ElementKind.Of(tensor.dtype) is not { } kind) throw new DomainException($"A tensor of {tensor.dtype}", "truth values, whole numbers or floats", "to_type(ScalarType.Float32)");
        CheckSize(tensor.numel(), kind, "A copy of a tensor");
        using var scope = NewDisposeScope();
        var here = tensor.detach().cpu().contiguous();
        var copy = kind.Allocate(here.numel());
        here.bytes.CopyTo(ElementKind.Bytes(copy, kind.Size));
        return new(kind, copy, here.shape);
    }

    private static ElementKind KindOf(Type type) => ElementKind.Of(type) ?? throw new DomainException($"Elements of type {type.Name}", $"one of {ElementKind.Names}", "float or double");

    /// <summary>Type and shape.</summary>
    /// <returns>For example <c>Single [100,20]</c>.</returns>
    public override string ToString() => $"{Type} [{string.Join(",", Shape)}]";
}
