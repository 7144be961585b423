using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Vib.Core;

/// <summary>What a program that hosts the library can listen to: metrics, and a log that is silent until it is given somewhere to go.</summary>
/// <remarks>Instruments of the meter <c>Vib.Core</c>, each with the tag <c>kind</c> (<c>estimation</c>, <c>objective</c>, <c>bottleneck</c>): <c>vib.training.steps</c> and
/// <c>vib.training.examples</c> count up, <c>vib.training.value</c> is the last value looked at (a bound, an objective's sum, or a bottleneck's bound on I(Z;Y)), nats. They move when a
/// training looks at its values, so that a step costs nothing. The log has the category <c>Vib.Core</c>.</remarks>
public static class Telemetry
{
    /// <summary>The name of the meter and the category of the log.</summary>
    public const string Name = "Vib.Core";

    private static readonly Meter meter = new(Name);
    private static readonly Counter<long> steps = meter.CreateCounter<long>("vib.training.steps", "{step}", "Training steps done.");
    private static readonly Counter<long> examples = meter.CreateCounter<long>("vib.training.examples", "{example}", "Examples that training has seen, of each replicate.");
    private static readonly Gauge<double> value = meter.CreateGauge<double>("vib.training.value", "nat", "The last value that training looked at.");

    /// <summary>Where the library logs to; null for nowhere, as it begins.</summary>
    public static ILoggerFactory? Loggers
    {
        get => loggers;
        set => (loggers, log) = (value, value?.CreateLogger(Name) ?? NullLogger.Instance);
    }

    private static ILoggerFactory? loggers;
    private static ILogger log = NullLogger.Instance;

    internal static void Looked(string kind, long newSteps, long newExamples, double latest)
    {
        var tag = new KeyValuePair<string, object?>("kind", kind);
        steps.Add(newSteps, tag);
        examples.Add(newExamples, tag);
        value.Record(latest, tag);
        if (log.IsEnabled(LogLevel.Debug)) log.LogDebug("{Kind}: {NewSteps} steps more, value {Value} nat", kind, newSteps, latest);
    }

    /// <summary>On how many threads work that can be done side by side is fastest, once that was found out.</summary>
    internal static void Chose(int parts, int threads)
    {
        if (log.IsEnabled(LogLevel.Information)) log.LogInformation("threads for {Parts} parts side by side: {Threads}, by measurement", parts, threads);
    }

    /// <summary>What went wrong in a training that has ended.</summary>
    internal static void Ended(string kind, IReadOnlyList<Diagnosis> diagnoses)
    {
        if (log.IsEnabled(LogLevel.Information)) log.LogInformation("{Kind} ended", kind);
        if (!log.IsEnabled(LogLevel.Warning)) return;
        foreach (var diagnosis in diagnoses) log.LogWarning("{Kind}: {Diagnosis}", kind, diagnosis.Sentence);
    }
}
