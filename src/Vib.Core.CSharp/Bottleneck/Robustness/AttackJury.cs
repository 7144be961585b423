namespace Vib.Core;

/// <summary>The model that judges images before and after an attack, by the same noise, which no attack sees.</summary>
internal sealed class AttackJury : IDisposable
{
    private const int Block = 500;
    private const double HalfAGreyLevel = 0.5 / 255;

    private readonly AttackedModel model;
    private readonly TrainedBottleneck victim;
    private readonly ReadingOptions options;
    private readonly int[] labels, before;
    private readonly int[]? targets;

    internal AttackJury(TrainedBottleneck victim, LabelledImages images, ReadingOptions options, int[]? targets)
    {
        (this.victim, this.options, this.targets) = (victim, options, targets);
        model = new(victim, options);
        labels = Array.ConvertAll(images.Labels, label => (int)label);
        Pixels = Array.ConvertAll(images.Pixels, pixel => pixel / 255f);
        before = Predict(Pixels);
        Attackable = [.. Enumerable.Range(0, labels.Length).Where(i => targets is null ? before[i] == labels[i] : labels[i] != targets[i] && before[i] != targets[i])];
    }

    internal float[] Pixels { get; } // [N,D], in [0, 1]

    /// <summary>The images where there is something to gain: rightly classified; or, with a target, neither of that class nor taken for it.</summary>
    internal IReadOnlyList<int> Attackable { get; }

    internal float[] Rows(int[] rows) => [.. rows.SelectMany(i => new ArraySegment<float>(Pixels, i * model.Size, model.Size))];
    internal int[] LabelsOf(int[] rows) => [.. rows.Select(i => labels[i])];
    internal int[]? TargetsOf(int[] rows) => targets is null ? null : [.. rows.Select(i => targets[i])];

    internal AttackResult Verdict(float[] perturbed, string attack)
    {
        var after = Predict(perturbed);
        int[] fooled = [.. Attackable.Where(i => targets is null ? after[i] != labels[i] : after[i] == targets[i])];
        var succeeded = new bool[labels.Length];
        foreach (var i in fooled) succeeded[i] = true;
        var sizes = Enumerable.Range(0, labels.Length).Select(i => Size(perturbed, i)).ToArray();
        double Median(Func<Perturbation, double> size)
        {
            double[] sorted = [.. fooled.Select(i => size(sizes[i])).Order()];
            return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
        double[] right = [.. after.Select((guess, i) => guess == labels[i] ? 1.0 : 0)];
        var (accuracy, error) = Moments.Mean(right);
        return new()
        {
            Attack = attack,
            Model = victim.ToString(),
            Count = labels.Length,
            Attacked = Attackable.Count,
            CleanAccuracy = before.Where((guess, i) => guess == labels[i]).Count() / (double)labels.Length,
            Accuracy = accuracy,
            AccuracyStandardError = error,
            SuccessRate = Attackable.Count == 0 ? double.NaN : fooled.Length / (double)Attackable.Count,
            Succeeded = succeeded,
            Pixels = perturbed,
            Perturbations = sizes,
            Median = new(Median(size => size.L0), Median(size => size.L2), Median(size => size.LInfinity)),
        };
    }

    private Perturbation Size(float[] perturbed, int image)
    {
        var (changed, largest) = (0, 0.0);
        for (var d = image * model.Size; d < (image + 1) * model.Size; d++)
        {
            var change = Math.Abs((double)perturbed[d] - Pixels[d]);
            largest = Math.Max(largest, change);
            if (change > HalfAGreyLevel) changed++;
        }
        return new(changed, PerturbationBall.Length(perturbed.AsSpan(image * model.Size, model.Size), Pixels.AsSpan(image * model.Size, model.Size)), largest);
    }

    private int[] Predict(float[] pixels)
    {
        using var noise = new AttackNoise(options.Seed, RandomStream.EvaluationNoise, options.Replicate, fresh: true, model.Device);
        var predicted = new int[labels.Length];
        for (var start = 0; start < labels.Length; start += Block)
        {
            var count = Math.Min(Block, labels.Length - start);
            var log = model.LogProbabilities(pixels[(start * model.Size)..((start + count) * model.Size)], options.Samples ?? victim.Options.EvaluationSamples, noise);
            for (var i = 0; i < count; i++)
            {
                var row = log.AsSpan(i * model.Classes, model.Classes);
                for (var c = 1; c < row.Length; c++)
                    if (row[c] > row[predicted[start + i]]) predicted[start + i] = c;
            }
        }
        return predicted;
    }

    public void Dispose() => model.Dispose();
}
