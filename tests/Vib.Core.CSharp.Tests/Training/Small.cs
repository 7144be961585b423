namespace Vib.Core.Tests;

/// <summary>An estimation that takes a fraction of a second, on one core, so that it does so on a busy machine too.</summary>
internal static class Small
{
    internal static readonly EstimationOptions Options = new()
    {
        Batch = 32, Steps = 400, LookEvery = 50, FreshPairs = 6400, Threads = 1, Optimiser = new() { LearningRate = 3e-3 },
    };

    internal static readonly CriticOptions Separable = new SeparableCritic { Hidden = [32, 32], Embedding = 8 };

    internal static readonly CriticOptions Concatenated = new ConcatenatedCritic { Hidden = [16, 16] };

    /// <summary>Two dimensions that share one nat.</summary>
    internal static readonly Truth OneNat = CorrelatedGaussian.WithInformation(2, 1);

    /// <summary>Told at once, on the caller's thread.</summary>
    internal sealed class Told(Action<TrainingProgress> hear) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => hear(value);
    }
}
