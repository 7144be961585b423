namespace Vib.Core;

/// <summary>Where a run folder is made, and what it keeps.</summary>
public sealed record RunOptions
{
    /// <summary>The folder that run folders are in.</summary>
    public string Root { get; init; } = "runs";

    /// <summary>Also write TensorBoard's event files, into the run's folder.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>More sinks for progress; the run owns them.</summary>
    public IReadOnlyList<IProgressSink> Sinks { get; init; } = [];
}
