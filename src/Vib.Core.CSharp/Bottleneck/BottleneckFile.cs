using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A bottleneck on disk: every parameter under its own name, the weights' average beside it, the options as JSON; and for a run under way all that
/// the next epoch depends on.</summary>
internal static class BottleneckFile
{
    private const string Format = "vib.bottleneck/1";

    internal static void Save(string path, BottleneckModel model, Tensor average) => Write(path, model, average, [], []);

    /// <summary>The model and everything that decides the rest of its training: moments, average, generators, epoch.</summary>
    internal static void SaveRun(string path, BottleneckRun run)
    {
        using var scope = NewDisposeScope();
        var state = new Dictionary<string, Tensor> { ["adam.first"] = run.Adam.First, ["adam.second"] = run.Adam.Second };
        if (run.Adam.Average is { } raw) state["adam.average"] = raw;
        for (var r = 0; r < run.Orders.Length; r++)
            (state[$"generator.order.{r}"], state[$"generator.noise.{r}"]) = (run.Orders[r].get_state(), run.Noises[r].get_state());
        Write(path, run.Model, run.Adam.DebiasedAverage(), state, new() { ["epoch"] = $"{run.Epoch}", ["steps"] = $"{run.Adam.Steps}", ["data"] = run.Fingerprint, [RunSettings.Note] = Settings(run.Model.Options).Json });
    }

    private static void Write(string path, BottleneckModel model, Tensor average, Dictionary<string, Tensor> state, Dictionary<string, string> notes)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, place) in NamedTensors.Places(model.Parameters, "", model.Parameters.Values).Concat(NamedTensors.Places(model.Parameters, "average.", average))) tensors[name] = place;
        foreach (var (name, tensor) in state) tensors[name] = tensor;
        var metadata = new Dictionary<string, string>(notes)
        {
            ["format"] = Format,
            ["options"] = JsonSerializer.Serialize(model.Options),
            ["inputs"] = $"{model.Inputs}",
            ["classes"] = $"{model.Classes}",
        };
        Safetensors.Write(path, tensors, metadata);
    }

    internal static TrainedBottleneck Load(string path, Device device)
    {
        using var scope = NewDisposeScope();
        var (model, tensors, _) = Open(path, device, null);
        var average = zeros_like(model.Parameters.Values);
        NamedTensors.Fill(path, tensors, NamedTensors.Places(model.Parameters, "average.", average));
        return new(model, average, [], []);
    }

    /// <summary>The model of a run as <see cref="SaveRun"/> left it, to go on with the same settings.</summary>
    internal static BottleneckModel LoadModel(string path, BottleneckOptions options, Device device)
    {
        using var scope = NewDisposeScope();
        var (model, _, metadata) = Open(path, device, options);
        try
        {
            if (!metadata.ContainsKey("epoch"))
                throw new DataException($"{path} holds a trained model, not a run that can go on", "a checkpoint that training wrote", "the file named by the option Checkpoint");
            var begun = Stored(metadata)!;
            var noted = metadata.GetValueOrDefault(RunSettings.Note) ?? new RunSettings(begun, begun.Device, begun.Threads).Json; // older files have the options, but not how many cores there were
            Settings(options).CheckSame(path, noted, "a new run");
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static RunSettings Settings(BottleneckOptions options) => new(options, options.Device, options.ThreadsOrCores);

    /// <summary>The run of that model: moments, average, generators, epoch.</summary>
    internal static BottleneckRun LoadRun(string path, BottleneckModel model, Observations images)
    {
        using var scope = NewDisposeScope();
        var (tensors, metadata) = NamedTensors.Read(path);
        var run = new BottleneckRun(model, images) { Epoch = int.Parse(metadata["epoch"]) };
        try
        {
            Observations.CheckSame(path, metadata.GetValueOrDefault("data"), run.Fingerprint, images.Name);
            run.Adam.Steps = long.Parse(metadata["steps"]);
            var buffers = new List<(string, Tensor)> { ("adam.first", run.Adam.First), ("adam.second", run.Adam.Second) };
            if (run.Adam.Average is { } average) buffers.Add(("adam.average", average));
            NamedTensors.Fill(path, tensors, buffers);
            for (var r = 0; r < run.Orders.Length; r++)
            {
                run.Orders[r].set_state(NamedTensors.Find(path, tensors, $"generator.order.{r}"));
                run.Noises[r].set_state(NamedTensors.Find(path, tensors, $"generator.noise.{r}"));
            }
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    private static (BottleneckModel, Dictionary<string, Tensor>, Dictionary<string, string>) Open(string path, Device device, BottleneckOptions? replacement)
    {
        var (tensors, metadata) = NamedTensors.Read(path);
        if (Stored(metadata) is not { } options || !int.TryParse(metadata.GetValueOrDefault("inputs"), out var inputs) || !int.TryParse(metadata.GetValueOrDefault("classes"), out var classes))
            throw new DataException($"{path} is not the file of a bottleneck", $"safetensors with the metadata of {Format}", "a file that Save or a run's checkpoint wrote");
        if (replacement is not null && Architecture(replacement) != Architecture(options))
            throw new DataException($"{path} is of the architecture {Architecture(options)}", Architecture(replacement), "the options that the run was begun with");
        var model = new BottleneckModel(replacement ?? options with { Device = $"{device}", Checkpoint = null }, inputs, classes, device);
        NamedTensors.Fill(path, tensors, NamedTensors.Places(model.Parameters, "", model.Parameters.Values));
        return (model, tensors, metadata);
    }

    /// <summary>The options that a file is of; null where it is not a bottleneck's.</summary>
    private static BottleneckOptions? Stored(Dictionary<string, string> metadata)
    {
        try
        {
            return metadata.GetValueOrDefault("format") == Format ? JsonSerializer.Deserialize<BottleneckOptions>(metadata["options"]) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Architecture(BottleneckOptions o) => FormattableString.Invariant($"{string.Join("-", o.Hidden)}-2×{o.Latent}, {o.Replicates} replicates");
}
