using System.Globalization;
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
        Write(path, model, run.Adam.DebiasedAverage(), state, new() { ["steps"] = run.Adam.Steps.ToString(CultureInfo.InvariantCulture), ["data"] = data });
    }

    private static void Write(string path, ObjectiveModel model, Tensor average, Dictionary<string, Tensor> state, Dictionary<string, string> notes)
    {
        using var scope = NewDisposeScope();
        var tensors = Places(model).Concat(NamedTensors.Places(model.Parameters, "average.", average)).ToDictionary(t => t.Name, t => t.Place);
        foreach (var (name, tensor) in state) tensors[name] = tensor;
        Safetensors.Write(path, tensors, new Dictionary<string, string>(notes)
        {
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
        if (average is not null) NamedTensors.Fill(path, tensors, NamedTensors.Places(model.Parameters, "average.", average));
        return (tensors, metadata);

        void Same(string what, string wanted)
        {
            if (metadata.GetValueOrDefault(what) != wanted) throw new DataException($"{path} is of the {what} {metadata.GetValueOrDefault(what)}", wanted, $"the {what} that the file was written with");
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
