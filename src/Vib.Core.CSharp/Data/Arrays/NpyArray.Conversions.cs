using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Vib.Core;

public sealed partial class NpyArray
{
    /// <summary>The elements themselves, without a copy.</summary>
    /// <typeparam name="T">Their type, exactly.</typeparam>
    /// <returns>All of them, the last index fastest.</returns>
    /// <exception cref="DomainException">They are of another type; <see cref="To{T}()"/> converts.</exception>
    public Memory<T> Elements<T>() where T : unmanaged => data as T[] is { } exact && typeof(T) == Kind.Clr
        ? exact
        : throw new DomainException($"{this} as {typeof(T).Name}", $"its own type, {Kind.Clr.Name}", $"To<{typeof(T).Name}>(), which converts");

    /// <summary>The elements as numbers of another type.</summary>
    /// <remarks>Floats are rounded to the nearest, and to infinity beyond their range. To whole numbers nothing is rounded: what is no whole number, or out of range, is an error. Truth is 1.</remarks>
    /// <typeparam name="T">A type of numbers that <see cref="ElementType"/> names.</typeparam>
    /// <returns>A new array, the last index fastest.</returns>
    /// <exception cref="DataException">An element is not a whole number, or out of range, where whole numbers are asked for; its row and column are named.</exception>
    public T[] To<T>() where T : unmanaged, INumber<T>
    {
        var result = new T[Count];
        Convert<T>(Kind, Bytes, result, 0, Columns, ToString());
        return result;
    }

    /// <summary>Rows and columns; an array of more axes has those after the first side by side, a list is one column.</summary>
    /// <typeparam name="T">The type to convert to, as in <see cref="To{T}()"/>.</typeparam>
    /// <returns>[rows, columns].</returns>
    /// <exception cref="DataException">As in <see cref="To{T}()"/>.</exception>
    public T[,] ToMatrix<T>() where T : unmanaged, INumber<T>
    {
        var matrix = new T[Rows, Columns];
        To<T>().CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference((Array)matrix)), matrix.Length));
        return matrix;
    }

    /// <summary>An array for each row.</summary>
    /// <typeparam name="T">The type to convert to, as in <see cref="To{T}()"/>.</typeparam>
    /// <returns>[rows][columns].</returns>
    /// <exception cref="DataException">As in <see cref="To{T}()"/>.</exception>
    public T[][] ToRows<T>() where T : unmanaged, INumber<T>
    {
        var (all, columns) = (To<T>(), Columns);
        return [.. Enumerable.Range(0, Rows).Select(row => all[(row * columns)..((row + 1) * columns)])];
    }

    /// <summary>A tensor of the same type and shape, on the CPU.</summary>
    /// <returns>[..], with the axes of this array; a copy. The caller owns it.</returns>
    /// <exception cref="DomainException">libtorch does not compute with the type: <c>u2</c>, <c>u4</c> and <c>u8</c>.</exception>
    public torch.Tensor ToTensor()
    {
        if (Kind.Scalar is not { } scalar) throw new DomainException($"{this} as a tensor", "a type that libtorch computes with", "tensor(array.To<long>()), or floats");
        var tensor = empty([.. Shape], scalar);
        Bytes.CopyTo(tensor.bytes);
        return tensor;
    }

    internal static void Convert<T>(ElementKind kind, ReadOnlySpan<byte> from, Span<T> to, long first, int columns, string name) where T : unmanaged, INumber<T>
    {
        switch (kind.Type)
        {
            case ElementType.Boolean or ElementType.UInt8:
                Numbers<byte>(from, to);
                break;
            case ElementType.Int8:
                Numbers<sbyte>(from, to);
                break;
            case ElementType.Int16:
                Numbers<short>(from, to);
                break;
            case ElementType.Int32:
                Numbers<int>(from, to);
                break;
            case ElementType.Int64:
                Numbers<long>(from, to);
                break;
            case ElementType.UInt16:
                Numbers<ushort>(from, to);
                break;
            case ElementType.UInt32:
                Numbers<uint>(from, to);
                break;
            case ElementType.UInt64:
                Numbers<ulong>(from, to);
                break;
            case ElementType.Half:
                Numbers<Half>(from, to);
                break;
            case ElementType.Single:
                Numbers<float>(from, to);
                break;
            default:
                Numbers<double>(from, to);
                break;
        }

        void Numbers<S>(ReadOnlySpan<byte> bytes, Span<T> result) where S : unmanaged, INumber<S>
        {
            var source = MemoryMarshal.Cast<byte, S>(bytes);
            if (typeof(S) == typeof(T)) MemoryMarshal.Cast<S, T>(source).CopyTo(result);
            else if (IsFloat<T>()) TensorPrimitives.ConvertTruncating(source, result); // between floats: rounds to nearest; the name speaks of whole numbers
            else
                for (var i = 0; i < source.Length; i++)
                    if (!TryWhole(source[i], out result[i]))
                        throw new DataException(Invariant($"{name} holds {source[i]} at row {(first + i) / Math.Max(1, columns)}, column {(first + i) % Math.Max(1, columns)} (counted from 0)"),
                            $"whole numbers that {typeof(T).Name} can hold", "To<double>(), or a look at what the array should hold");
        }
    }

    private static bool IsFloat<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half);

    private static bool TryWhole<S, T>(S value, out T whole) where S : INumber<S>
        where T : INumber<T>
    {
        whole = T.Zero;
        if (!S.IsInteger(value)) return false;
        try
        {
            whole = T.CreateChecked(value);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
