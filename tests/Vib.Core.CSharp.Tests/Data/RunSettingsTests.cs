using System.Reflection;
using Xunit;

namespace Vib.Core.Tests;

/// <summary>Every option counts, but for those that are free by name.</summary>
public sealed class RunSettingsTests
{
    // An option that is renamed would leave its freedom behind; one that is added is compared without further ado.
    [Theory]
    [InlineData(typeof(ObjectiveOptions), "CheckpointEvery, Checkpoint, Device, Encoder, Encoders, EvaluationSamples, FreshPairs, LookEvery, Steps, Stop, Threads")]
    [InlineData(typeof(BottleneckOptions), "Checkpoint, Device, Epochs, EvaluationSamples, Stop, Threads")]
    [InlineData(typeof(ClassifierOptions), "Device")]
    public void What_is_free_is_named(Type options, string free)
    {
        var settings = new RunSettings(Activator.CreateInstance(options)!, "cuda:1", 3).Json;
        bool Counts(string name) => settings.Contains($"\"{name}\"", StringComparison.Ordinal) || settings.Contains($"\"{name}.", StringComparison.Ordinal) || settings.Contains($"\"{name} 1.", StringComparison.Ordinal);
        var left = options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.Name).Where(name => name == "Device" || !Counts(name));
        Assert.Equal(free.Split(", ").Order(StringComparer.Ordinal), left.Order(StringComparer.Ordinal));
        Assert.Contains("\"Device\":\"cuda\"", settings, StringComparison.Ordinal); // its number is free, and so are threads beside it
    }

    [Fact]
    public void Numbers_are_kept_to_the_last_digit()
    {
        var begun = new RunSettings(new AdamOptions { LearningRate = 0.1 }, "cpu", 1);
        new RunSettings(new AdamOptions { LearningRate = 0.1 }, "cpu", 1).CheckSame("f", begun.Json, "a new run");
        var error = Assert.Throws<DataException>(() => new RunSettings(new AdamOptions { LearningRate = Math.BitIncrement(0.1) }, "cpu", 1).CheckSame("f", begun.Json, "a new run"));
        Assert.Contains("LearningRate = 0.1, not 0.10000000000000002", error.Message, StringComparison.Ordinal);
    }
}
