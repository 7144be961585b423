using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Vib.Core;

/// <summary>The settings that the bits of a run depend on, by name: kept with its checkpoint, and asked for again when it goes on.</summary>
/// <remarks>Every public option counts, those added later too, but for the ones in <see cref="Free"/>: what is forgotten there is refused, not let through.</remarks>
internal sealed class RunSettings
{
    internal const string Note = "settings";

    /// <summary>Options that may change from one part of a run to the next.</summary>
    private static readonly HashSet<string> Free =
    [
        "Steps", "Epochs", "Stop",                     // how long it is
        "Checkpoint", "CheckpointEvery", "LookEvery",  // what is told and kept of it
        "EvaluationSamples", "FreshPairs",             // what is read off it
        "Encoder", "Encoders",                         // in the architecture, which is compared apart
        "Device", "Threads",                           // below: the number of a device changes nothing, nor do threads beside one
    ];

    private readonly Dictionary<string, string> values = [];

    /// <summary>Of a record of options.</summary>
    /// <param name="options">Its public properties are the settings, by their own names; those of records within it follow a point.</param>
    /// <param name="device">Where it computes, as in the option.</param>
    /// <param name="threads">Threads of libtorch; null where nobody knows.</param>
    internal RunSettings(object options, string device, int? threads)
    {
        Read("", options);
        var kind = device.Split(':')[0];
        values["Device"] = kind;
        if (kind == "cpu" && threads is { } count) Add("Threads", count);
    }

    /// <summary>Adds a setting, or those of a record, under a name.</summary>
    internal void Add(string name, object? value)
    {
        switch (value)
        {
            case null or bool or string or Enum or Variable:
                values[name] = value is null ? "none" : $"{value}";
                break;
            case IFormattable number:
                values[name] = number.ToString(null, CultureInfo.InvariantCulture);
                break;
            case IEnumerable items:
                var all = items.Cast<object?>().ToArray();
                if (all.All(item => item is IFormattable)) values[name] = string.Join(", ", all.Select(item => ((IFormattable)item!).ToString(null, CultureInfo.InvariantCulture)));
                else for (var i = 0; i < all.Length; i++) Add(FormattableString.Invariant($"{name} {i + 1}"), all[i]);
                break;
            default:
                Read($"{name}.", value); // of which kind it is, an objective's or an architecture's name tells
                break;
        }
    }

    /// <summary>Every property that somebody sets; the virtual ones are a type's words about itself.</summary>
    private void Read(string prefix, object value)
    {
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property is { CanRead: true, GetMethod.IsVirtual: false } && property.GetIndexParameters().Length == 0 && !(prefix == "" && Free.Contains(property.Name)))
                Add(prefix + property.Name, property.GetValue(value));
    }

    internal string Json => JsonSerializer.Serialize(values);

    /// <summary>Refuses to go on with others than a file's. What the file does not tell, as one from before settings were kept, is taken at its word.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="noted">What <see cref="Json"/> was.</param>
    /// <param name="otherwise">What to do to have other settings.</param>
    internal void CheckSame(string path, string? noted, string otherwise)
    {
        var begun = noted is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(noted)!;
        var others = values.Where(own => begun.TryGetValue(own.Key, out var was) && was != own.Value).Select(own => $"{own.Key} = {begun[own.Key]}, not {own.Value}").ToArray();
        if (others.Length > 0)
            throw new DataException($"{path} is of a run with {string.Join("; ", others)}", "the settings that the run was begun with, without which its bits would be those of no single run", $"these settings again; or, for others, {otherwise}");
    }
}
