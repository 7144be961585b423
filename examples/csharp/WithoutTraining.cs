using Vib.Core;

namespace Vib.Examples;

/// <summary>Information without a network that learns it: neighbours, states, bins; and what the layers of a network know while it learns.</summary>
internal static class WithoutTraining
{
    internal static void Run()
    {
        // Two nats between 2 + 2 dimensions. No critic, no batch, no seed.
        var pairs = CorrelatedGaussian.WithInformation(dimension: 2, nats: 2).Sample(3000);
        Console.WriteLine($"neighbours       {Ksg.Estimate(pairs)}");
        Console.WriteLine($"linear           {CanonicalCorrelation.Of(pairs)}");
        Console.WriteLine($"how far off?     {Subsampling.Of(pairs, part => Ksg.Estimate(part), new() { Draws = 20 })}");

        // States: whether a coin that is thrown again agrees with the first throw more often than not.
        var random = new Random(1);
        var first = Enumerable.Range(0, 500).Select(_ => random.Next(2)).ToArray();
        var second = first.Select(throwOf => random.NextDouble() < 0.8 ? throwOf : 1 - throwOf).ToArray();
        Console.WriteLine($"states           {DiscreteInformation.Estimate(first, second, new() { Permutations = 19 })}");

        // The information plane of the 12-bit task, whose every input is there. Bins are its classic ruler.
        var words = TwelveBitTask.Rows();
        using var network = new Classifier(words, new() { LearningRate = 4e-3 });
        var plane = InformationPlanes.Follow(network, [new PlaneSet("all", words)], new() { Steps = 1000, Schedule = PlaneSchedule.LogSpaced(5), Threads = 1 });
        Console.WriteLine($"\n{plane}");
        foreach (var layer in plane.Layers)
        {
            var curve = plane.Curve(layer);
            Console.WriteLine($"  {layer,-8} I(X;T) {curve.Input[0]:F2} → {curve.Input[^1]:F2} nat, I(T;Y) {curve.Output[0]:F2} → {curve.Output[^1]:F2} of {TwelveBitTask.Information:F2}");
        }
    }
}
