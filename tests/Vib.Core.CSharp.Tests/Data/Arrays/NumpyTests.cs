using System.Diagnostics;
using System.Security.Cryptography;
using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>What Vib writes numpy reads to the same bits, and the other way round; skipped, with the reason, where there is no numpy.</summary>
public sealed class NumpyTests : IDisposable
{
    private const string Reader = """
        import sys, hashlib, numpy as np
        for path in sys.argv[1:]:
            held = np.load(path, allow_pickle=False)
            for name, a in (held.items() if path.endswith('z') else [('', held)]):
                little = np.ascontiguousarray(a, dtype=a.dtype.newbyteorder('<')).reshape(a.shape)
                print(name, little.dtype.str[1:], ','.join(map(str, a.shape)), hashlib.sha256(little.tobytes()).hexdigest(), sep='|')
        """;

    private const string Writer = """
        import sys, io, zipfile, numpy as np
        from numpy.lib import format
        folder, made = sys.argv[1], {}
        random = np.random.RandomState(1)
        for code in ['?', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8']:
            for big in '<>':
                for order in 'CF':
                    a = np.frombuffer(random.bytes(24 * np.dtype(code).itemsize), code).reshape(2, 3, 4)
                    a = np.asarray(a > 0 if code == '?' else a, dtype=np.dtype(code).newbyteorder(big), order=order)
                    name = np.dtype(code).name + {'<': '_le', '>': '_be'}[big] + '_' + order
                    made[name] = a
                    for version in (1, 2, 3):
                        with open(f'{folder}/{name}_{version}.npy', 'wb') as file:
                            format.write_array(file, a, version=(version, 0))
        np.savez(folder + '/stored.npz', **made)             # zip64 headers, as numpy always has them
        np.savez_compressed(folder + '/deflated.npz', **made)
        with zipfile.ZipFile(folder + '/small.npz', 'w', zipfile.ZIP_DEFLATED) as z:
            b = io.BytesIO(); np.save(b, made['int32_le_C']); z.writestr('int32_le_C.npy', b.getvalue())
        """;

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly Lazy<string?> python = new(() => Array.Find(["python3", "/usr/bin/python3"], candidate =>
    {
        try
        {
            return Run(candidate, "import numpy") is not null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }));

    private static string[]? Run(string program, string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return process.ExitCode == 0 && errors.Result is not null ? lines : null;
    }

    private static string[] Numpy(string script, params string[] arguments)
    {
        if (python.Value is null) Assert.Skip("numpy is not installed: apt-get install python3-numpy");
        return Run(python.Value, script, arguments) ?? throw new InvalidOperationException("numpy refused");
    }

    private static string Line(string name, NpyArray array) => $"{name}|{array.Kind.Code}|{string.Join(",", array.Shape)}|{Convert.ToHexStringLower(SHA256.HashData(array.Bytes))}";

    [Fact]
    public void It_reads_what_Vib_writes()
    {
        var (paths, expected) = (new List<string>(), new List<string>());
        foreach (var (i, array) in NpySamples.All.Index())
            foreach (var (j, layout) in NpySamples.Layouts.Index())
            {
                paths.Add(folder[$"{i}-{j}.npy"]);
                Npy.Write(paths[^1], array, layout);
                expected.Add(Line("", array));
            }
        foreach (var compressed in (bool[])[false, true])
        {
            paths.Add(folder[$"{compressed}.npz"]);
            Npz.Write(paths[^1], NpySamples.All.Select((array, i) => KeyValuePair.Create($"a{i}", array)), compressed);
            expected.AddRange(NpySamples.All.Select((array, i) => Line($"a{i}", array)));
        }
        Assert.Equal(expected, Numpy(Reader, [.. paths]));
    }

    [Fact]
    public void Vib_reads_what_it_writes()
    {
        Numpy(Writer, folder.Path);
        string[] files = [.. Directory.GetFiles(folder.Path, "*.npy"), folder["stored.npz"], folder["deflated.npz"], folder["small.npz"]];
        Assert.Equal(12 * 2 * 2 * 3 + 3, files.Length);
        var read = files.SelectMany(path => path.EndsWith('z') ? Npz.Read(path).Select(pair => Line(pair.Key, pair.Value)) : [Line("", Npy.Read(path))]);
        Assert.Equal(Numpy(Reader, files), read);
    }

    [Fact]
    public void It_reads_the_tensors_of_a_model_file()
    {
        using var scope = NewDisposeScope();
        Safetensors.Write(folder["a.safetensors"], new Dictionary<string, Tensor> { ["w"] = tensor([1.5f, -2f, float.Pi]), ["n"] = tensor(new long[] { 7, -9 }) }, new Dictionary<string, string> { ["note"] = "β" });
        const string script = """
            import sys, json, numpy as np
            raw = open(sys.argv[1], 'rb').read()
            size = int.from_bytes(raw[:8], 'little')
            header = json.loads(raw[8:8 + size])
            for name, code in (('w', '<f4'), ('n', '<i8')):
                begin, end = header[name]['data_offsets']
                print(header[name]['dtype'], *np.frombuffer(raw[8 + size + begin:8 + size + end], code).tolist())
            """;
        Assert.Equal(["F32 1.5 -2.0 3.1415927410125732", "I64 7 -9"], Numpy(script, folder["a.safetensors"]));
    }
}
