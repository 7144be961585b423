using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Runtime.InteropServices;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>A .npy file of any size, read from where it lies: rows come into memory as they are asked for.</summary>
/// <remarks>The file is mapped. It must not be cut shorter while it is open: the system ends a process that reads what is no longer there.</remarks>
public sealed unsafe class NpyMap : IDisposable
{
    private const int Chunk = 1 << 16; // bytes that are put into order at a time

    private readonly NpyHeader header;
    private readonly string path;
    private readonly MemoryMappedFile? file;
    private readonly MemoryMappedViewAccessor? view;
    private readonly byte* data;

    private NpyMap(string path, NpyHeader header)
    {
        (this.path, this.header) = (path, header);
        if (header.Count == 0) return;
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        data = start + view.PointerOffset + header.DataOffset;
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its rows. The caller disposes of it.</returns>
    /// <exception cref="DataException">The file is missing, cut short, too long, or no .npy file of numbers; the message names the byte.</exception>
    public static NpyMap Open(string path)
    {
        NpyHeader header;
        using (var file = WholeFile.Open(path, "a .npy file")) header = NpyHeader.Read(file, path, file.Length);
        try
        {
            return new(path, header);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be mapped ({error.Message.TrimEnd('.')})", "a file on a disk that can be mapped", "Npy.Read, or a copy on a local disk", error);
        }
    }

    /// <summary>What the elements are.</summary>
    public ElementType Type => header.Kind.Type;

    /// <summary>The length of each axis.</summary>
    public IReadOnlyList<long> Shape => header.Shape;

    /// <summary>Rows: the length of the first axis; 1 for a single number.</summary>
    public long Rows => header.Shape.Length == 0 ? 1 : header.Shape[0];

    /// <summary>Numbers in a row.</summary>
    public long Columns => header.Shape.Skip(1).Aggregate(1L, (product, n) => product * n);

    /// <summary>Rows from where they lie, without a copy.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">How many.</param>
    /// <typeparam name="T">The file's own type, exactly.</typeparam>
    /// <returns>count × columns elements; valid until this is disposed of.</returns>
    /// <exception cref="DomainException">Another type, another byte order than this machine's, the first index fastest, or no such rows.</exception>
    /// <exception cref="DataException">A byte of truth values is neither 0 nor 1.</exception>
    public ReadOnlySpan<T> RowsInPlace<T>(long start, int count) where T : unmanaged
    {
        Check(start, count);
        var columns = (int)Columns;
        Require.That(typeof(T) == header.Kind.Clr && !header.IsSwapped && (!header.FortranOrder || header.Shape.Length < 2), $"{path} as {typeof(T).Name} in place, of {header.Kind.Type}{(header.IsSwapped ? ", the other byte order" : "")}{(header.FortranOrder ? ", first index fastest" : "")}",
            "its own type, this machine's byte order, the last index fastest", "CopyRows, which converts");
        var rows = new ReadOnlySpan<T>(data + start * columns * header.Kind.Size, checked(count * columns));
        Npy.CheckTruth(header, MemoryMarshal.AsBytes(rows), path, header.DataOffset + start * columns);
        return rows;
    }

    /// <summary>Copies rows, converted as <see cref="NpyArray.To{T}()"/> converts.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="destination">Room for whole rows; all of it is filled.</param>
    /// <typeparam name="T">The type to convert to.</typeparam>
    /// <exception cref="DomainException">There are no such rows, or the room is not of whole rows.</exception>
    /// <exception cref="DataException">As in <see cref="NpyArray.To{T}()"/>.</exception>
    public void CopyRows<T>(long start, Span<T> destination) where T : unmanaged, INumber<T>
    {
        var columns = Columns;
        Require.That(columns == 0 ? destination.IsEmpty : destination.Length % columns == 0, $"Room for {Counted.Of(destination.Length, "number")}", $"whole rows of {columns}", "an array of rows × columns");
        if (destination.IsEmpty) return;
        var rows = (int)(destination.Length / columns);
        Check(start, rows);
        var (size, together) = (header.Kind.Size, (int)Math.Max(1, Chunk / (columns * header.Kind.Size)));
        var room = ArrayPool<byte>.Shared.Rent((int)Math.Min(int.MaxValue, Math.Min(together, rows) * columns * size));
        try
        {
            for (var row = 0; row < rows; row += together)
            {
                var count = Math.Min(together, rows - row);
                var bytes = room.AsSpan(0, checked((int)(count * columns * size)));
                Gather(start + row, bytes);
                if (header.IsSwapped) ElementOrder.Swap(bytes, size);
                Npy.CheckTruth(header, bytes, path, header.DataOffset + (start + row) * columns * size);
                NpyArray.Convert(header.Kind, bytes, destination.Slice((int)(row * columns), (int)(count * columns)), (start + row) * columns, (int)columns, path);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private void Gather(long start, Span<byte> bytes)
    {
        var size = header.Kind.Size;
        if (!header.FortranOrder || header.Shape.Length < 2)
        {
            new ReadOnlySpan<byte>(data + start * Columns * size, bytes.Length).CopyTo(bytes);
            return;
        }
        Require.That(header.Count * size <= int.MaxValue, $"{path}, {header.Count * size} bytes with the first index fastest", "at most 2 GiB in that order", "np.ascontiguousarray before saving");
        ElementOrder.FromFortran(new(data, (int)(header.Count * size)), header.Shape, start, bytes, size);
    }

    private void Check(long start, long count) =>
        Require.That(view is not { SafeMemoryMappedViewHandle.IsClosed: true } && start >= 0 && count >= 0 && start <= Rows - count, $"Rows {start} to {start + count - 1} of {path}", $"rows 0 to {Rows - 1} of a file that is open", "rows that are there");

    /// <summary>The shape and the type.</summary>
    /// <returns>For example <c>x.npy: Single [100000,20]</c>.</returns>
    public override string ToString() => $"{Path.GetFileName(path)}: {Type} [{string.Join(",", Shape)}]";

    /// <inheritdoc/>
    public void Dispose()
    {
        if (view is { SafeMemoryMappedViewHandle.IsClosed: false })
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
        }
        file?.Dispose();
    }
}
