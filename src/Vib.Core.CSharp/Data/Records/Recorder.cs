namespace Vib.Core;

/// <summary>Hands the progress of every kind of training on to sinks: give it as the <c>progress</c> of a call.</summary>
/// <remarks>A training reports when it looks at its values, not at every step; between looks this costs nothing.</remarks>
public sealed class Recorder : IProgress<TrainingProgress>, IProgress<ObjectiveProgress>, IProgress<BottleneckProgress>, IDisposable
{
    private readonly IReadOnlyList<IProgressSink> sinks;
    private readonly Lock one = new();

    /// <summary>A recorder into sinks, which it owns.</summary>
    /// <param name="sinks">Any number of them.</param>
    public Recorder(params IProgressSink[] sinks)
    {
        ArgumentNullException.ThrowIfNull(sinks);
        this.sinks = [.. sinks];
    }

    /// <summary>Hands a reading to every sink, in their order, one thread at a time.</summary>
    /// <param name="reading">Where the work stands.</param>
    public void Record(ProgressReading reading)
    {
        lock (one)
            foreach (var sink in sinks) sink.Write(reading);
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value) => Record(ProgressReading.Of(value));

    /// <inheritdoc/>
    public void Report(ObjectiveProgress value) => Record(ProgressReading.Of(value));

    /// <inheritdoc/>
    public void Report(BottleneckProgress value) => Record(ProgressReading.Of(value));

    /// <summary>Every sink from this one on, also where one of them throws.</summary>
    private void Dispose(int first)
    {
        if (first == sinks.Count) return;
        try
        {
            sinks[first].Dispose();
        }
        finally
        {
            Dispose(first + 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (one) Dispose(0);
    }
}
