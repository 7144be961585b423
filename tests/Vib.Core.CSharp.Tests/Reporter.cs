namespace Vib.Core.Tests;

/// <summary>Progress that is told on the spot, on the thread that reports it.</summary>
internal sealed class Reporter<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
