using Vib.Core;

namespace Vib.Examples;

/// <summary>Which bound, with which critic? A table of all of them on the same pairs, and a test of independence.</summary>
internal static class WhichBound
{
    internal static void Run()
    {
        var pairs = CorrelatedGaussian.WithInformation(dimension: 4, nats: 1.5).Sample(3000);
        var options = new EstimationOptions { Batch = 64, Steps = 400, Optimiser = new() { LearningRate = 1e-3 } };
        Console.WriteLine($"{pairs}\n");

        // Trained side by side; the cells are what each estimate alone would be, to the same bits. Told at every look on a thread of the pool.
        var progress = new Progress<TrainingProgress>(report => Console.Error.WriteLine($"  {report}"));
        var table = MutualInformation.Compare(pairs,
            [new InfoNce(), new Nwj(), new Interpolated(alpha: 0.01), new Smile(clip: 5)],
            [new SeparableCritic(), new ConcatenatedCritic { Hidden = [64, 64] }],
            options, progress);
        Console.WriteLine(EstimateTable.Of(table));

        // The largest lower bound without a diagnosis; but not to be chosen and reported on the same few pairs.
        var best = table.Where(estimate => estimate.Side == Side.Lower && estimate.Diagnoses.Count == 0).MaxBy(estimate => estimate.Value);
        Console.WriteLine($"\nthe best lower bound: {best?.ToString() ?? "none without a diagnosis"}");

        // Is there anything at all? The same on pairs that are broken up, every pair held out once.
        var tested = MutualInformation.Estimate(pairs, options: options with { Folds = 2, Permutations = 4 });
        Console.WriteLine($"is there anything? p = {tested.Null!.PValue:F2}, permuted pairs read {tested.Null.Mean:F3} ± {tested.Null.StandardDeviation:F3} nat");

        // From both sides; of samples alone the upper value is an estimate.
        Console.WriteLine(MutualInformation.Sandwich(pairs, options));
    }
}
