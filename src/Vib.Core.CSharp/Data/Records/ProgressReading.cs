namespace Vib.Core;

/// <summary>A number with its name, as it stands in logs.</summary>
/// <param name="Name">For example <c>value</c> or <c>test/error</c>; TensorBoard groups by what stands before the stroke.</param>
/// <param name="Value">Of any unit; informations are in nats.</param>
public readonly record struct NamedValue(string Name, double Value);

/// <summary>Where long work stands: what sinks are told.</summary>
public sealed record ProgressReading
{
    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Steps in all; 0 where nobody knows.</summary>
    public long Steps { get; init; }

    /// <summary>Seconds since the work began.</summary>
    public double Seconds { get; init; }

    /// <summary>The numbers that there are.</summary>
    public IReadOnlyList<NamedValue> Values { get; init; } = [];

    /// <summary>A line to keep, as at the end of an epoch; null for none.</summary>
    public string? Note { get; init; }

    internal static ProgressReading Of(TrainingProgress report) => new() { Step = report.Step, Steps = report.Steps, Seconds = report.Seconds, Values = [new("value", report.Value)] };

    internal static ProgressReading Of(ObjectiveProgress report) => new()
    {
        Step = report.Step,
        Steps = report.Steps,
        Seconds = report.Seconds,
        Values = [new("objective", report.Value), .. report.Terms.Select((term, i) => new NamedValue(FormattableString.Invariant($"terms/{i}"), term))],
    };

    internal static ProgressReading Of(BottleneckProgress report) => new()
    {
        Step = report.Step,
        Steps = report.Steps,
        Seconds = report.Seconds,
        Note = report.Finished?.ToString(),
        Values = report.Finished?.Test is not { } test ? [new("loss", report.Loss), new("rate", report.Rate)]
            : [new("loss", report.Loss), new("rate", report.Rate), new("test/error", test.AveragedError), new("test/rate", test.Rate.Value), new("test/information", test.Information.Value)],
    };
}

/// <summary>Somewhere that the progress of long work is written to.</summary>
public interface IProgressSink : IDisposable
{
    /// <summary>Takes a reading. Calls come one after the other.</summary>
    /// <param name="reading">Where the work stands.</param>
    void Write(ProgressReading reading);
}
