using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Vib.Core;

/// <summary>Progress as entries of a program's own log, at the level Information; notes as entries of their own.</summary>
/// <param name="logger">Where they go.</param>
public sealed class LoggerSink(ILogger logger) : IProgressSink
{
    /// <inheritdoc/>
    public void Write(ProgressReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (!logger.IsEnabled(LogLevel.Information)) return;
        var values = string.Join(", ", reading.Values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Name} {value.Value:G5}")));
        logger.LogInformation("step {Step} of {Steps}, {Seconds} s: {Values}", reading.Step, reading.Steps, Math.Round(reading.Seconds, 3), values);
        if (reading.Note is { } note) logger.LogInformation("{Note}", note);
    }

    /// <inheritdoc/>
    public void Dispose() { }
}
