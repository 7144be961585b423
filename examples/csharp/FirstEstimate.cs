using Vib.Core;

namespace Vib.Examples;

/// <summary>How much does X tell about Y? A first estimate, on data whose answer is known.</summary>
internal static class FirstEstimate
{
    internal static void Run()
    {
        // 10 000 pairs of 20-dimensional Gaussians that share exactly 2 nats.
        var truth = CorrelatedGaussian.WithInformation(dimension: 20, nats: 2);
        var pairs = truth.Sample(10_000);
        Console.WriteLine(pairs);

        // InfoNCE with a separable critic, by default: half of the pairs are kept out of training, and the value is read on those.
        var options = new EstimationOptions { Steps = 1000 };
        var fromData = MutualInformation.Estimate(pairs, options: options);
        Console.WriteLine($"from data        {fromData}");

        // With fresh pairs at every step the same critic comes closer to the truth.
        var fresh = MutualInformation.Estimate(truth, new Nwj(), new SeparableCritic { Hidden = [256, 256] }, options);
        Console.WriteLine($"from fresh pairs {fresh}");

        // An estimate is a record: its value is in nats, and it says what went wrong, if anything did.
        Console.WriteLine($"{fresh.Value:F2} of {truth.Information:F2} nat, which is {fresh.InBits()}; {fresh.Side} bound, read on {fresh.Count} pairs");
        foreach (var diagnosis in fromData.Diagnoses) Console.WriteLine($"advice: {diagnosis}");

        // Your own data: two columns of numbers, or rectangular arrays by Pairs.FromArrays.
        var x = Enumerable.Range(0, 2000).Select(i => Math.Sin(i)).ToArray();
        var own = Pairs.FromScalars(x, x.Select((value, i) => value + 0.1 * Math.Cos(7.3 * i)));
        Console.WriteLine($"your own data    {MutualInformation.Estimate(own, options: options with { Steps = 500 })}");
    }
}
