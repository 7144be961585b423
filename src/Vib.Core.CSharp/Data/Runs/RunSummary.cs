using System.Globalization;

namespace Vib.Core;

/// <summary>What has become of a run.</summary>
public enum RunState
{
    /// <summary>A live process has it.</summary>
    Running,

    /// <summary>Its process ended, or let go of it, without saying that it was finished: it can be resumed.</summary>
    Interrupted,

    /// <summary>It came to its end.</summary>
    Finished,

    /// <summary>It said that it failed.</summary>
    Failed,

    /// <summary>The folder cannot be read as a run: something is missing, cut off, or of another version.</summary>
    Damaged,
}

/// <summary>A run folder in a few words.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Name">What it was called.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Created">When it was started, universal time; null where that is not known.</param>
/// <param name="Note">Why it failed, or what is wrong with the folder; empty otherwise.</param>
/// <param name="HasCheckpoint">Whether there is a checkpoint to resume from.</param>
/// <param name="Results">The names of the results that were saved.</param>
public sealed record RunSummary(string Folder, string Name, RunState State, DateTimeOffset? Created, string Note, bool HasCheckpoint, IReadOnlyList<string> Results)
{
    /// <summary>Folder, state, time, what there is, and what is wrong.</summary>
    /// <returns>One line, in the invariant culture.</returns>
    public override string ToString()
    {
        var when = Created is { } time ? time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";
        string[] parts = [Path.GetFileName(Folder), State.ToString().ToLowerInvariant(), when, HasCheckpoint ? "checkpoint" : "", Results.Count > 0 ? $"results {string.Join(", ", Results)}" : "", Note];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }
}
