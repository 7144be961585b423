using System.Buffers.Binary;
using System.Text;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>What a .npy file says of its array before the numbers come.</summary>
/// <remarks>Six magic bytes, a version of two bytes, the header's length (16 bits little-endian in version 1, 32 bits after), the header: a Python dictionary of descr, fortran_order and
/// shape, padded with spaces up to a multiple of 64 bytes (numpy.org, NEP 1 and numpy.lib.format).</remarks>
internal sealed record NpyHeader(ElementKind Kind, bool BigEndian, bool FortranOrder, long[] Shape, long DataOffset)
{
    internal const int MostAxes = 64;
    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    internal bool IsSwapped => Kind.Size > 1 && BigEndian == BitConverter.IsLittleEndian;

    internal long Count { get; private init; }

    /// <summary>Reads a header and holds it to the length of the file that it heads: no memory is asked for that the file could not fill.</summary>
    internal static NpyHeader Read(Stream stream, string path, long length)
    {
        Span<byte> prefix = stackalloc byte[12];
        var got = stream.ReadAtLeast(prefix[..10], 10, throwOnEndOfStream: false);
        if (got < 6 || !prefix[..6].SequenceEqual(Magic))
            throw new DataException($"{path} does not start with the six bytes of a .npy file", @"\x93NUMPY, at byte 0", "a file that np.save or Npy.Write wrote; an .npz holds several, and is read with Npz");
        if (got < 10) throw Short(path, length);
        int major = prefix[6], minor = prefix[7];
        if (major is < 1 or > 3 || minor != 0) throw new DataException(Invariant($"{path} is of version {major}.{minor}, at byte 6"), "version 1.0, 2.0 or 3.0", "saving the array again with np.save");
        var (start, size) = (10, (long)BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]));
        if (major > 1)
        {
            if (stream.ReadAtLeast(prefix[10..], 2, throwOnEndOfStream: false) < 2) throw Short(path, length);
            (start, size) = (12, BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]));
        }
        if (size > length - start) throw new DataException(Invariant($"{path} claims a header of {size} bytes, at byte 8, in {length} bytes"), "a header that fits the file", "fetching the file again: it is cut short or damaged");
        var text = new byte[size];
        if (stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length) throw Short(path, length);
        return Parse(text, path, start).Held(path, length);
    }

    private static NpyHeader Parse(ReadOnlySpan<byte> text, string path, int start)
    {
        var found = new PythonLiteral(text, path, start).Dictionary();
        var (type, order, shape) = (Need("descr", PythonLiteral.Kind.Text), Need("fortran_order", PythonLiteral.Kind.Truth), Need("shape", PythonLiteral.Kind.Numbers));
        if (found.Count > 3) throw new DataException($"{path} has the keys {string.Join(", ", found.Keys)} in its header", "descr, fortran_order and shape", "saving the array again with np.save");
        var (kind, big) = Described(type.Text, path, type.Offset);
        return new(kind, big, order.Truth, shape.Numbers, start + text.Length);

        PythonLiteral.Value Need(string key, PythonLiteral.Kind wanted) => found.TryGetValue(key, out var value) && value.Kind == wanted
            ? value
            : throw new DataException(found.ContainsKey(key) ? Invariant($"{path} has a {key} of another kind in its header, at byte {value.Offset}") : $"{path} has no {key} in its header",
                "descr as text, fortran_order as True or False, shape as a tuple", "saving the array again with np.save");
    }

    private static (ElementKind Kind, bool BigEndian) Described(string descr, string path, long offset)
    {
        var ordered = descr is ['<' or '>' or '=' or '|', ..];
        var code = ordered ? descr[1..] : descr;
        if (code == "?") code = "b1";
        var kind = ElementKind.Named(code);
        if (kind is null) throw new DataException(Invariant($"{path} holds elements of type '{descr}'{Known(code)}, at byte {offset}"), $"one of {ElementKind.Names}, in either byte order", Advice(code));
        if (descr[0] == '|' && kind.Size > 1) throw new DataException(Invariant($"{path} holds elements of type '{descr}', without a byte order, at byte {offset}"), $"'<{code}' or '>{code}'", "saving the array again with np.save");
        return (kind, descr[0] == '>' || !BitConverter.IsLittleEndian && descr[0] != '<');
    }

    private static string Known(string code) => code is [] ? "" : code[0] switch
    {
        'c' => " (complex numbers)",
        'O' => " (Python objects, which are pickled: reading them would run code)",
        'U' or 'S' or 'a' => " (text)",
        'V' => " (raw bytes or records)",
        'M' or 'm' => " (dates or spans of time)",
        'f' or 'g' => " (extended precision)",
        _ => "",
    };

    private static string Advice(string code) => code is [] ? "saving the array as numbers" : code[0] switch
    {
        'c' => "saving a.real and a.imag as two arrays, or np.stack([a.real, a.imag], -1)",
        'M' or 'm' => "a.astype('i8'), which counts its units",
        'f' or 'g' => "a.astype('f8')",
        _ => "saving the array as numbers, as in a.astype('f4')",
    };

    private NpyHeader Held(string path, long length)
    {
        var count = Shape.Contains(0) ? 0 : Shape.Aggregate(Int128.One, (product, n) => product > long.MaxValue ? product : product * n);
        var present = length - DataOffset;
        if (count * Kind.Size > present)
            throw new DataException(Invariant($"{path} claims {Shown} of {Kind.Code}, but has {present} bytes of data after byte {DataOffset}"), count > long.MaxValue ? "sizes that a file can hold" : $"{count * Kind.Size} bytes", "fetching the file again: it is cut short or its header is damaged");
        if (count * Kind.Size < present)
            throw new DataException(Invariant($"{path} goes on for {present - (long)count * Kind.Size} bytes after its last element, at byte {DataOffset + (long)count * Kind.Size}"), Invariant($"{DataOffset + (long)count * Kind.Size} bytes in all, for {Shown} of {Kind.Code}"), "one array a file; several go into an .npz");
        return this with { Count = (long)count };
    }

    private string Shown => $"[{string.Join(",", Shape)}]";

    private static DataException Short(string path, long length) =>
        new(Invariant($"{path} ends after {length} bytes, inside its header"), "a whole .npy file", "fetching the file again");

    /// <summary>The bytes up to the numbers.</summary>
    internal static byte[] Write(ElementKind kind, IReadOnlyList<long> shape, NpyLayout layout)
    {
        var order = kind.Size == 1 ? '|' : layout.BigEndian ? '>' : '<';
        var axes = shape.Count == 1 ? Invariant($"{shape[0]},") : string.Join(", ", shape);
        var text = $"{{'descr': '{order}{kind.Code}', 'fortran_order': {(layout.FortranOrder ? "True" : "False")}, 'shape': ({axes}), }}";
        var version = layout.Version ?? 1; // 64 axes of 19 digits fit 16 bits of length
        var start = version == 1 ? 10 : 12;
        var whole = (start + text.Length + 1 + 63) / 64 * 64;
        var bytes = new byte[whole];
        bytes.AsSpan().Fill((byte)' ');
        Magic.CopyTo(bytes);
        (bytes[6], bytes[7]) = ((byte)version, 0);
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)(whole - start));
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), (uint)(whole - start));
        Encoding.ASCII.GetBytes(text, bytes.AsSpan(start));
        bytes[^1] = (byte)'\n';
        return bytes;
    }
}
