using System;
using System.Globalization;
using System.Linq;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Whether the sizes that an IDX header declares can be true, decided before any memory is asked for.</summary>
internal static class IdxSize
{
    /// <summary>Deflate cannot shrink by more than this (zlib technical details: 1032 to 1).</summary>
    private const long GreatestGzipRatio = 1032;

    /// <summary>The number of elements, if the file can hold them.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="sizes">The size of each axis, as declared.</param>
    /// <param name="fileLength">Bytes of the file on disk.</param>
    /// <param name="zipped">Whether the file is gzip.</param>
    internal static int Checked(string path, uint[] sizes, long fileLength, bool zipped)
    {
        var shape = string.Join("×", sizes.Select(s => s.ToString(CultureInfo.InvariantCulture)));
        if (sizes.Contains(0u))
            throw new DataException($"{path} declares no elements ({shape})", "at least one along every axis", "a file that is not empty");

        var declared = sizes.Aggregate(UInt128.One, (product, size) => product * size); // three 32-bit sizes overflow 64 bits
        if (declared > (UInt128)Array.MaxLength)
            throw new DataException(
                $"{path} declares {shape} bytes, more than one array can hold",
                Invariant($"at most {Array.MaxLength} bytes"),
                "fetching the file again: its header is probably damaged");

        var bytes = (long)declared;
        if (zipped)
            RefuseImpossibleGzip(path, shape, bytes, fileLength);
        else
            CheckPlainLength(path, bytes, fileLength - 4 - 4 * sizes.Length);
        return (int)bytes;
    }

    internal static DataException CutShort(string path, long missing, long declared) => new(
        Invariant($"{path} is cut short: {missing} of the {declared} bytes that its header declares are missing"),
        Invariant($"{declared} bytes after the header"),
        "fetching the file again");

    internal static DataException TooLong(string path, string extra, long declared) => new(
        Invariant($"{path} goes on for {extra} after the {declared} that its header declares"),
        "nothing after the last element",
        "fetching the file again; files joined into one read like this");

    private static void RefuseImpossibleGzip(string path, string shape, long declared, long fileLength)
    {
        var most = fileLength * GreatestGzipRatio;
        if (declared > most)
            throw new DataException(
                Invariant($"{path} declares {shape} = {declared} bytes, but gzip of {fileLength} bytes holds at most {most}"),
                "a header that the file can fulfil",
                "fetching the file again: it is cut short or its header is damaged");
    }

    private static void CheckPlainLength(string path, long declared, long present)
    {
        if (present < declared) throw CutShort(path, declared - present, declared);
        if (present > declared) throw TooLong(path, Invariant($"{present - declared} bytes"), declared);
    }
}
