namespace Vib.Core;

/// <summary>A way to change images a little so that a bottleneck takes them for something else.</summary>
/// <remarks>Pixels are in [0, 1] and stay there. Whatever noise an attack uses, its images are judged by other noise, so that no image counts that merely met a lucky draw.</remarks>
public abstract record Attack
{
    private const int Block = 100; // images at a time

    private protected Attack() { }

    /// <summary>The method with its settings.</summary>
    public abstract string Name { get; }

    /// <summary>S, samples of Z in each pass, whose probabilities are averaged; null for the model's own number in evaluation.</summary>
    public int? Samples { get; init; }

    /// <summary>Whether every pass has fresh noise, an expectation over it (EOT), or all passes the same, as if the model were deterministic.</summary>
    /// <remarks>A model that withstands the second and not the first hides its gradients; frozen noise is there to show it.</remarks>
    public bool FreshNoise { get; init; } = true;

    /// <summary>What the images should be taken for.</summary>
    public AttackGoal Goal { get; init; } = AttackGoal.Untargeted;

    /// <summary>The same seed gives the same images.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The same attack with this goal, for callers that cannot say <c>with</c>.</summary>
    /// <param name="goal">What the images should be taken for.</param>
    /// <returns>A new attack.</returns>
    public Attack WithGoal(AttackGoal goal) => this with { Goal = goal };

    /// <summary>The same attack with fresh or with frozen noise.</summary>
    /// <param name="fresh">Whether every pass has fresh noise.</param>
    /// <returns>A new attack.</returns>
    public Attack WithFreshNoise(bool fresh) => this with { FreshNoise = fresh };

    /// <summary>The same attack with so many samples of Z in each pass.</summary>
    /// <param name="samples">S, at least 1; null for the model's own number.</param>
    /// <returns>A new attack. Running it checks the number.</returns>
    public Attack WithSamples(int? samples) => this with { Samples = samples };

    /// <summary>Attacks a model that is wholly known.</summary>
    /// <param name="model">A trained model.</param>
    /// <param name="images">Images with the labels that they should keep.</param>
    /// <param name="judge">Weights and replicate that are attacked, samples and seed of the judgement; null for the defaults.</param>
    /// <param name="cancellation">Stops at the next pass.</param>
    /// <returns>The images with what came of them.</returns>
    /// <exception cref="ShapeException">Another size of image or number of classes.</exception>
    /// <exception cref="DomainException">A setting makes no sense.</exception>
    /// <exception cref="DataException">The set is empty.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public AttackResult Against(TrainedBottleneck model, LabelledImages images, ReadingOptions? judge = null, CancellationToken cancellation = default) =>
        Transfer(model, model, images, judge, judge, "", cancellation);

    /// <summary>Makes images against one model and judges them by another, whose gradients and probabilities the attack never sees.</summary>
    /// <param name="source">The model that is attacked.</param>
    /// <param name="victim">The model that judges.</param>
    /// <param name="images">Images with the labels that they should keep.</param>
    /// <param name="attacked">Weights and replicate that are attacked; null for the defaults.</param>
    /// <param name="judge">Weights and replicate that judge, samples and seed of the judgement; null for the defaults.</param>
    /// <param name="cancellation">Stops at the next pass.</param>
    /// <returns>The images with what the victim makes of them.</returns>
    /// <exception cref="ShapeException">Another size of image or number of classes.</exception>
    /// <exception cref="DomainException">A setting makes no sense.</exception>
    /// <exception cref="DataException">The set is empty.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public AttackResult Transfer(TrainedBottleneck source, TrainedBottleneck victim, LabelledImages images, ReadingOptions? attacked = null, ReadingOptions? judge = null,
        CancellationToken cancellation = default) => Transfer(source, victim, images, attacked, judge, "transfer of ", cancellation);

    private AttackResult Transfer(TrainedBottleneck source, TrainedBottleneck victim, LabelledImages images, ReadingOptions? attacked, ReadingOptions? judge, string manner, CancellationToken cancellation)
    {
        foreach (var argument in (object?[])[source, victim, images]) ArgumentNullException.ThrowIfNull(argument);
        (attacked, judge) = (attacked ?? new(), judge ?? new());
        Check(source, attacked);
        Check(victim, judge);
        foreach (var model in (BottleneckModel[])[source.Model, victim.Model]) BottleneckEvaluator.CheckImages(model, images);
        var samples = Samples ?? source.Options.EvaluationSamples;
        using var threads = new ThreadCount(source.Options.ThreadsOrCores);
        using var constant = TorchSharp.torch.no_grad();
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var jury = new AttackJury(victim, images, judge, Goal.Targets(Array.ConvertAll(images.Labels, label => (int)label), victim.Classes, Seed));
        using var adversary = new AttackedModel(source, attacked);
        var perturbed = (float[])jury.Pixels.Clone();
        for (var start = 0; start < jury.Attackable.Count; start += Block)
        {
            int[] rows = [.. jury.Attackable.Skip(start).Take(Block)];
            using var noise = new AttackNoise(Seed, RandomStream.AttackNoise, start, FreshNoise, adversary.Device);
            using var check = new AttackNoise(Seed, RandomStream.AttackCheck, start, fresh: false, adversary.Device);
            var block = new AttackBlock(adversary, jury.Rows(rows), jury.LabelsOf(rows), jury.TargetsOf(rows), samples, noise, check, Seed, start, cancellation) { Width = images.Width };
            var made = Perturb(block);
            for (var i = 0; i < rows.Length; i++) Array.Copy(made, i * block.Size, perturbed, rows[i] * block.Size, block.Size);
        }
        return jury.Verdict(perturbed, $"{manner}{Name}, {Goal}, S = {samples}, {(FreshNoise ? "fresh noise (EOT)" : "one frozen noise")}");
    }

    /// <summary>Changes the images of a block. What it gives back is judged by other noise.</summary>
    internal abstract float[] Perturb(AttackBlock block);

    private protected abstract void CheckSettings();

    private void Check(TrainedBottleneck model, ReadingOptions options)
    {
        if (Samples is { } samples) Require.AtLeast(1, samples, "The number of samples", "12");
        options.Check(model.Options);
        Goal.Check(model.Classes);
        CheckSettings();
    }

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
