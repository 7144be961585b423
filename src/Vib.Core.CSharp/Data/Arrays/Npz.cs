using System.IO.Compression;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>Files of several arrays by name, as numpy writes them: .npz, a zip of .npy files, stored or deflated.</summary>
/// <remarks>Checksums are held. What a file claims to unpack to is held to what its bytes can unpack to before memory is asked for.</remarks>
public static class Npz
{
    private const string Suffix = ".npy", Wanted = "an .npz file";
    private const long GreatestRatio = 1032; // of deflate (zlib technical details)
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // zip's first day: the same arrays give the same bytes

    /// <summary>The names of the arrays, in the order of the file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Names without .npy.</returns>
    /// <exception cref="DataException">The file is missing or is no zip of arrays.</exception>
    public static IReadOnlyList<string> Names(string path) => Opened(path, entries => entries.Keys.ToArray());

    /// <summary>Reads all arrays.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Arrays by name, in the order of the file.</returns>
    /// <exception cref="DataException">The file is missing, damaged, no zip of arrays, or has an array that is not of numbers; the array is named.</exception>
    /// <exception cref="DomainException">An array is larger than 2 GiB.</exception>
    public static IReadOnlyDictionary<string, NpyArray> Read(string path) => Opened(path, entries => entries.ToDictionary(entry => entry.Key, entry => Member(path, entry.Key, entry.Value)));

    /// <summary>Reads one array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Its name, without .npy.</param>
    /// <returns>The array.</returns>
    /// <exception cref="DataException">As in <see cref="Read(string)"/>; or there is none of that name, and the message says which there are.</exception>
    /// <exception cref="DomainException">The array is larger than 2 GiB.</exception>
    public static NpyArray Read(string path, string name) => Opened(path, entries => entries.TryGetValue(name, out var entry)
        ? Member(path, name, entry)
        : throw new DataException($"{path} has no array '{name}'", $"one of {string.Join(", ", entries.Keys)}", "one of those names"));

    private static T Opened<T>(string path, Func<Dictionary<string, ZipArchiveEntry>, T> read)
    {
        using var file = WholeFile.Open(path, Wanted);
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            return read(Entries(path, zip, file.Length));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read ({error.Message.TrimEnd('.')})", Wanted, "fetching the file again; an array of its own, .npy, is read with Npy", error);
        }
    }

    private static Dictionary<string, ZipArchiveEntry> Entries(string path, ZipArchive zip, long length)
    {
        var (found, packed) = (new Dictionary<string, ZipArchiveEntry>(), (Int128)0);
        foreach (var entry in zip.Entries)
        {
            var name = entry.FullName.EndsWith(Suffix, StringComparison.Ordinal) ? entry.FullName[..^Suffix.Length] : throw new DataException($"{path} holds '{entry.FullName}'", "arrays only, each named NAME.npy", "a file that np.savez or Npz.Write wrote");
            if (entry.CompressedLength < 0 || entry.Length < 0 || (packed += entry.CompressedLength) > length || entry.Length > entry.CompressedLength * GreatestRatio + 64)
                throw new DataException(Invariant($"{path} claims {entry.Length} bytes in {entry.CompressedLength} for '{name}', in a file of {length}"), "sizes that the file can hold", "fetching the file again: it is damaged");
            if (!found.TryAdd(name, entry)) throw new DataException($"{path} holds '{name}' twice", "each name once", "saving the arrays again under different names");
        }
        return found;
    }

    private static NpyArray Member(string path, string name, ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var summed = new Crc32Stream(stream);
        var array = Npy.Read(summed, $"{path}, array '{name}'", entry.Length);
        if (summed.ReadByte() >= 0 || summed.Value != entry.Crc32)
            throw new DataException($"{path}, array '{name}', has another checksum than the file says", "the bytes that were written", "fetching the file again: it is damaged");
        return array;
    }

    /// <summary>Writes arrays, whole or not at all. The same arrays give the same bytes.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="arrays">Arrays by name.</param>
    /// <param name="compressed">Deflates them.</param>
    /// <exception cref="DataException">The file cannot be written.</exception>
    /// <exception cref="DomainException">A name is empty, comes twice, or is no name of a file.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool compressed = false)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        var (all, names) = (arrays.ToArray(), new HashSet<string>());
        foreach (var (name, _) in all)
            Require.That(!string.IsNullOrWhiteSpace(name) && name.IndexOfAny(['\\', '\0']) < 0 && !name.StartsWith('/') && names.Add(name), $"An array named '{name}'", "a name that is not empty, is no path from the root, and comes once", "letters, digits and points");
        WholeFile.Write(path, file =>
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, array) in all)
            {
                var entry = zip.CreateEntry(name + Suffix, compressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
                entry.LastWriteTime = Epoch;
                using var stream = entry.Open();
                Npy.Write(stream, array);
            }
        });
    }
}
