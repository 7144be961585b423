using System.Globalization;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The networks of an objective on disk: every parameter under its own name, the weights' average beside it; and for a run under way all that the next step depends on.</summary>
internal static class ObjectiveFile
{
    private const string Format = "vib.objective/1";

    internal static void Save(string path, ObjectiveModel model, Tensor average) => Write(path, model, average, [], []);

    internal static void SaveRun(string path, ObjectiveModel model, ObjectiveRun run, string data)
    {
        using var scope = NewDisposeScope();
        var state = run.State();
        foreach (var (name, place) in run.Moments()) state[name] = place;
        Write(path, model, run.Adam.DebiasedAverage(), state, new() { ["steps"] = run.Adam.Steps.ToString(CultureInfo.InvariantCulture), ["data"] = data, [RunSettings.Note] = Settings(model).Json });
    }

    private static void Write(string path, ObjectiveModel model, Tensor average, Dictionary<string, Tensor> state, Dictionary<string, string> notes)
    {
        using var scope = NewDisposeScope();
        var tensors = Places(model).Concat(NamedTensors.Places(model.Parameters, "average.", average)).ToDictionary(t => t.Name, t => t.Place);
        foreach (var (name, tensor) in state) tensors[name] = tensor;
        foreach (var (name, scale) in model.Scales.Where(pair => !pair.Scale.IsIdentity)) (tensors[$"{name}.mean"], tensors[$"{name}.deviation"]) = (from_array(scale.Mean), from_array(scale.Deviation));
        var names = model.Names.ToDictionary(pair => pair.Key.Name, pair => pair.Value);
        Safetensors.Write(path, tensors, new Dictionary<string, string>(notes)
        {
            ["names"] = JsonSerializer.Serialize(names),
            ["kinds"] = JsonSerializer.Serialize(model.Kinds.ToDictionary(pair => pair.Key.Name, pair => pair.Value)),
            ["format"] = Format,
            ["objective"] = $"{model.Objective}",
            ["architecture"] = Architecture(model),
            ["seed"] = model.Options.Seed.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Fills a model of the same objective and architecture; the weights' average goes into <paramref name="average"/>, and what else the file holds comes back.</summary>
    internal static (Dictionary<string, Tensor> State, Dictionary<string, string> Notes) Load(string path, ObjectiveModel model, Tensor? average)
    {
        var (tensors, metadata) = NamedTensors.Read(path);
        if (metadata.GetValueOrDefault("format") != Format)
            throw new DataException($"{path} is not the file of an objective's model", $"safetensors with the metadata of {Format}", "a file that Save or a run's checkpoint wrote");
        Same("objective", $"{model.Objective}");
        Same("architecture", Architecture(model));
        NamedTensors.Fill(path, tensors, Places(model));
        FillScales(path, model, tensors);
        CheckNames(path, model, metadata.GetValueOrDefault("names"));
        if (average is not null) NamedTensors.Fill(path, tensors, NamedTensors.Places(model.Parameters, "average.", average));
        return (tensors, metadata);

        void Same(string what, string wanted)
        {
            if (metadata.GetValueOrDefault(what) != wanted) throw new DataException($"{path} is of the {what} {metadata.GetValueOrDefault(what)}", wanted, $"the {what} that the file was written with");
        }
    }

    /// <summary>Fills the parameters, scales and names of a model whose run is to go on with the same settings, and leaves the rest of the file.</summary>
    internal static void LoadModel(string path, ObjectiveModel model)
    {
        using var scope = NewDisposeScope();
        var (_, notes) = Load(path, model, null);
        Settings(model).CheckSame(path, notes.GetValueOrDefault(RunSettings.Note), "a run of its own, which TrainFrom can start from this one's weights");
    }

    /// <summary>What the next steps depend on beside the networks: options, and what the objective's name rounds or leaves out.</summary>
    private static RunSettings Settings(ObjectiveModel model)
    {
        var (options, objective) = (model.Options, model.Objective);
        var settings = new RunSettings(options, options.Device, options.ThreadsOrCores);
        foreach (var (i, part) in objective.Parts.Index())
        {
            var term = FormattableString.Invariant($"{part.Term.Quantity}, term {i + 1}");
            settings.Add($"the weight of {term}", part.Weight.Values);
            settings.Add($"the ramp of {term}", part.Weight.Ramp);
            settings.Add($"the growth of {term}", part.Growth);
            settings.Add($"the inner steps of {term}", part.InnerSteps);
            settings.Add($"the method of {term}", part.Term);
            if (part.Term is ContrastiveTerm { Bound: var bound }) settings.Add($"the bound of {term}", bound);
        }
        foreach (var (i, constraint) in objective.Constraints.Index()) settings.Add(FormattableString.Invariant($"the limit of constraint {i + 1}"), constraint.Limit);
        return settings;
    }

    /// <summary>What a variable was in training; null in files that do not say.</summary>
    internal static VariableKind? Kind(string path, Variable variable)
    {
        using var scope = NewDisposeScope();
        var noted = NamedTensors.Read(path).Metadata.GetValueOrDefault("kinds");
        return noted is not null && JsonSerializer.Deserialize<Dictionary<string, VariableKind>>(noted)!.TryGetValue(variable.Name, out var kind) ? kind : null;
    }

    /// <summary>A file without scales is of a model that sees numbers as they are.</summary>
    private static void FillScales(string path, ObjectiveModel model, Dictionary<string, Tensor> tensors)
    {
        foreach (var (name, scale) in model.Scales)
        {
            if (!tensors.ContainsKey($"{name}.mean"))
            {
                scale.Set(new double[scale.Mean.Length], [.. Enumerable.Repeat(1.0, scale.Mean.Length)]);
                continue;
            }
            double[] Numbers(string part) => NamedTensors.Find(path, tensors, $"{name}.{part}") is { } found && found.dtype == ScalarType.Float64 && found.numel() == scale.Mean.Length ? found.data<double>().ToArray()
                : throw new DataException($"{path} holds '{name}.{part}' of another size or type", FormattableString.Invariant($"{scale.Mean.Length} numbers in double precision"), "the file of a model of this architecture");
            scale.Set(Numbers("mean"), Numbers("deviation"));
        }
    }

    /// <summary>Takes the names that the file has; those of the data at hand must be the same.</summary>
    private static void CheckNames(string path, ObjectiveModel model, string? noted)
    {
        if (noted is null) return;
        foreach (var (name, names) in JsonSerializer.Deserialize<Dictionary<string, string[]>>(noted)!)
        {
            var variable = Variable.Observed(name);
            if (model.Names.GetValueOrDefault(variable) is { } own && !own.SequenceEqual(names))
                throw new DataException($"{path} is of {variable} with {NearestName.Listed(names)}, not {NearestName.Listed(own)}", "the columns that it was trained on", "data of the same columns, in the same order");
            model.Names[variable] = names;
        }
    }

    /// <summary>Goes on with a run; how many steps it had done.</summary>
    internal static long LoadRun(string path, ObjectiveModel model, ObjectiveRun run, string fingerprint, string name)
    {
        using var scope = NewDisposeScope();
        var (state, notes) = Load(path, model, null);
        if (!long.TryParse(notes.GetValueOrDefault("steps"), CultureInfo.InvariantCulture, out var steps))
            throw new DataException($"{path} holds a trained model, not a run that can go on", "a checkpoint that training wrote", "the file named by the option Checkpoint");
        Observations.CheckSame(path, notes.GetValueOrDefault("data"), fingerprint, name);
        NamedTensors.Fill(path, state, run.Moments());
        run.Restore(path, state, steps);
        return steps;
    }

    /// <summary>The model's parameters, and those of each term that climbs.</summary>
    private static IEnumerable<(string Name, Tensor Place)> Places(ObjectiveModel model) => NamedTensors.Places(model.Parameters, "", model.Parameters.Values)
        .Concat(model.Nodes.Where(node => node.Climbing is not null).SelectMany(node => NamedTensors.Places(node.Climbing!, $"{node.Name}.", node.Climbing!.Values)));

    private static string Architecture(ObjectiveModel model) =>
        string.Join("; ", model.Latents.Select(latent => $"{latent.Key}: {latent.Value.Options}").Concat(model.Nodes.Select(node => node.Key.Term.Method)).Append(FormattableString.Invariant($"{model.Replicates} replicates")));
}
