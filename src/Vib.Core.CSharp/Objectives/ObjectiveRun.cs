using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The training of an objective: the step, and the sums of what the terms were.</summary>
internal sealed class ObjectiveRun : IDisposable
{
    private readonly ObjectiveModel model;
    private readonly ObjectivePass pass;
    private readonly ObservedRows rows;
    private readonly Strand[] strands;
    private readonly StrandPass[] shares;              // of each strand
    private readonly Multiplier[] multipliers;
    private readonly Tensor[] limited;                 // of each multiplier: what it looks at, [R,1]
    private readonly Tensor?[] values, upstreams;      // of each node: its values, and ∂loss/∂values, [R,1] or [R,B]
    private readonly bool[] isPlain;                   // of each node: whether ∂loss/∂values never changes
    private readonly Tensor climb;                     // [R,1]: of a term that climbs itself
    private readonly Adam adam;
    private readonly Adam?[] climbers;                 // of each node
    private readonly Tensor means, turned, totals;     // [R,strands] of a batch, the same turned, and the sums of the steps, [strands,R]
    private readonly Crew? crew;                       // on a CPU, of one thread too: large layers are computed in the same blocks on any number
    private readonly bool makesTensors;
    private readonly StepGraph? graph;                 // on a device
    private double factor;

    internal ObjectiveRun(ObjectiveModel model, Observations data)
    {
        var (options, replicates, device) = (model.Options, model.Replicates, model.Device);
        this.model = model;
        model.Parameters.Precision.Choose(options.Precision, device);
        model.TrainedOn = data;
        if (Kernels.ByHand(device.type) && !model.IsForLibraryThreads && options.Precision != Precision.BFloat16) crew = Crew.Of(options.Threads, device) ?? new(1);
        pass = new(model, options.Batch, options.TrainingSamples, backward: true, crew);
        rows = new(data, model.Observed, replicates, device, model.Scale);
        strands = Strands(model, data);
        multipliers = [.. model.Objective.Constraints.Select(constraint => new Multiplier(constraint, options.Multiplier, options.MultiplierRate, replicates, device))];
        adam = new(options.Optimiser, model.Parameters);
        climbers = [.. model.Nodes.Select(node => node.Climbing is { } own ? new Adam(options.ClimbingOptimiser, own) : null)];
        Generator[] Each(RandomStream stream, Device place) => [.. Enumerable.Range(0, replicates).Select(r => Seeds.Generator(options.Seed, stream, r, place))];
        (Orders, Noises) = (Each(RandomStream.Batches, data.Truth is null ? CPU : device), Each(RandomStream.EncoderNoise, device));
        if (model.Latents.Values.Any(latent => latent.Options is { Dropout: > 0 } or { InputDropout: > 0 })) Drops = Each(RandomStream.Dropout, device);

        Tensor Zeros(long columns) => zeros([replicates, columns], device: device).DetachFromDisposeScope();
        (means, totals) = (Zeros(strands.Length), zeros([strands.Length, replicates], ScalarType.Float64, device).DetachFromDisposeScope());
        turned = means.t().DetachFromDisposeScope();
        shares = [.. strands.Select((strand, s) => new StrandPass(strand, pass, means.narrow(1, s, 1).DetachFromDisposeScope(), strand.Constraint is { } c ? multipliers[c] : null))];
        limited = [.. multipliers.Select(_ => Zeros(1))];
        climb = full([replicates, 1], 1.0 / options.Batch, device: device).DetachFromDisposeScope();
        values = new Tensor?[model.Nodes.Count];
        upstreams = [.. model.Nodes.Select((_, node) => Shares(node).Select(share => share.Width).DefaultIfEmpty(0).Max() is > 0 and var width ? Zeros(width) : null)];
        isPlain = [.. model.Nodes.Select((_, node) => strands.All(strand => strand.Node != node || strand.IsPlain))];
        for (var node = 0; node < isPlain.Length; node++)
            if (isPlain[node]) Weigh(node);
        makesTensors = pass.MakesTensors;
        graph = IsSteady ? StepGraph.Of(device, Body, Generators) : null;
    }

    private IEnumerable<StrandPass> Shares(int node) => shares.Where((_, s) => strands[s].Node == node);

    /// <summary>Every part of the objective and of its constraints.</summary>
    internal static Strand[] Strands(ObjectiveModel model, Observations data)
    {
        var keys = model.Nodes.Select(node => node.Key).ToList();
        Strand Of(Part part, int? constraint, bool descends)
        {
            var node = keys.IndexOf(ObjectiveModel.NodeKey.Of(part));
            return new(part, node, model.Nodes[node].Model.Constant(data, part.Weights), constraint, descends, model.Replicates, model.Device);
        }
        var objective = model.Objective;
        return [.. objective.Formula.Parts.Select(part => Of(part, null, !objective.IsMaximised)),
            .. objective.Constraints.SelectMany((constraint, index) => constraint.Formula.Parts.Select(part => Of(part, index, constraint.IsAtMost)))];
    }

    internal IReadOnlyList<Strand> Parts => strands;

    /// <summary>libtorch's own threads in a step: one where a crew shares it out. Set around many steps, since a change makes and dismisses threads.</summary>
    internal ThreadCount Threads() => new(crew is null ? model.Options.ThreadsOrCores : 1);
    internal Adam Adam => adam;

    /// <summary>Of each replicate's batches.</summary>
    internal Generator[] Orders { get; }

    /// <summary>Of each replicate's codes.</summary>
    internal Generator[] Noises { get; }

    /// <summary>Of each replicate's dropout; null where no encoder has any.</summary>
    internal Generator[]? Drops { get; }

    internal IReadOnlyList<Multiplier> Multipliers => multipliers;

    /// <summary>The generators that <see cref="Body"/> draws from: of each replicate by hand, and one for all replicates of a device.</summary>
    internal IEnumerable<Generator> Generators => Kernels.ByHand(model.Device.type) ? [.. Noises, .. Drops ?? []] : [Noises[0], .. Drops?[..1] ?? []];

    /// <summary>Whether <see cref="Body"/> is the same operators at every step, on the same places; not where a critic climbs several steps in one, each with another bias correction.</summary>
    internal bool IsSteady => model.Nodes.All(node => node.Key.InnerSteps <= 1);

    /// <summary>One step on the next batch; <paramref name="factor"/> is on the learning rates. Nothing is read back from the device.</summary>
    internal void Step(long step, double factor = 1)
    {
        using var threads = Threads();
        Stage(step, factor);
        Take();
    }

    /// <summary>Takes the step that was staged: as it is, or as it was recorded.</summary>
    internal void Take()
    {
        if (graph is not null) graph.Run();
        else Body();
    }

    /// <summary>Why steps are asked for one operator after the other on a device that could replay them; null where they are replayed, or where there is nothing to replay.</summary>
    internal string? Refusal => graph?.Refusal;

    /// <summary>What the host decides about a step, into places that <see cref="Body"/> reads: the rows of the next batch, weights on ramps, temperatures, learning rates.</summary>
    internal void Stage(long step, double factor = 1)
    {
        this.factor = factor;
        rows.Stage(pass, Orders);
        foreach (var latent in pass.Latents) latent.At(step);
        foreach (var share in shares) share.Stage(step);
        adam.Advance(factor: factor);
        for (var n = 0; n < climbers.Length; n++)
            if (model.Nodes[n].Key.InnerSteps <= 1) climbers[n]?.Advance(uphill: true, factor);
    }

    /// <summary>The step itself: no number of the host's that changes, nothing that is read back.</summary>
    internal void Body()
    {
        using var scope = makesTensors ? NewDisposeScope() : null;
        using var reduced = model.Parameters.Precision.Begin();
        rows.Fill(pass);
        pass.Encode(Drops);
        pass.Draw(Noises);
        for (var n = 0; n < climbers.Length; n++) ClimbFirst(n);
        foreach (var latent in pass.Latents) latent.ForgetGradients();
        for (var n = 0; n < values.Length; n++) values[n] = pass.Terms[n].Forward();
        for (var s = 0; s < shares.Length; s++) shares[s].Read(values[strands[s].Node]!);
        totals.add_(turned);
        for (var c = 0; c < multipliers.Length; c++) Limit(c);
        for (var n = 0; n < values.Length; n++) Follow(n);
        foreach (var latent in pass.Latents) latent.Backward();
        if (crew is not null) adam.ApplyInShares(crew);
        else adam.Apply();
        for (var n = 0; n < climbers.Length; n++)
        {
            if (climbers[n] is not { } climber) continue;
            if (model.Nodes[n].Key.InnerSteps > 1) climber.Advance(uphill: true, factor);
            climber.Apply();
        }
    }

    /// <summary>All but the last of a term's own steps, on this batch and these codes.</summary>
    private void ClimbFirst(int node)
    {
        for (var k = 1; k < model.Nodes[node].Key.InnerSteps; k++)
        {
            using var scope = NewDisposeScope();
            pass.Terms[node].Forward();
            pass.Terms[node].Backward(climb, reaches: false);
            climbers[node]!.Step(uphill: true, factor);
        }
    }

    private void Follow(int node)
    {
        var (key, term) = (model.Nodes[node].Key, pass.Terms[node]);
        if (!isPlain[node]) Weigh(node);
        term.Backward(upstreams[node]!, reaches: !key.StopsAtEncoders);
        if (model.Nodes[node].Apart is not null) term.Backward(climb, reaches: false); // its own parameters follow the term, not the objective
    }

    /// <summary>∂loss/∂values of a node, from all strands that it is in.</summary>
    private void Weigh(int node)
    {
        var isFirst = true;
        for (var s = 0; s < shares.Length; s++)
        {
            if (strands[s].Node != node) continue;
            if (isFirst) upstreams[node]!.copy_(shares[s].Upstream());
            else upstreams[node]!.add_(shares[s].Upstream());
            isFirst = false;
        }
    }

    /// <summary>Shows a multiplier what its constraint limits, on this batch.</summary>
    private void Limit(int constraint)
    {
        limited[constraint].zero_();
        for (var s = 0; s < shares.Length; s++)
            if (strands[s].Constraint == constraint) limited[constraint].add_(shares[s].Share());
        multipliers[constraint].See(limited[constraint]);
    }

    /// <summary>The mean of each part since the last look, of each replicate; nats.</summary>
    internal double[][] Look(long steps)
    {
        using var scope = NewDisposeScope();
        var sums = totals.cpu().contiguous().data<double>().ToArray();
        totals.zero_();
        return [.. Enumerable.Range(0, strands.Length).Select(s => Enumerable.Range(0, model.Replicates).Select(r => sums[s * model.Replicates + r] / steps).ToArray())];
    }

    /// <summary>All that the next step depends on, beside the model's parameters, in places that can be filled.</summary>
    internal IEnumerable<(string Name, Tensor Place)> Moments()
    {
        var each = climbers.Select((climber, n) => ($"{model.Nodes[n].Name}.", climber)).Prepend(("", adam));
        foreach (var (prefix, optimiser) in each)
        {
            if (optimiser is null) continue;
            yield return ($"{prefix}adam.first", optimiser.First);
            yield return ($"{prefix}adam.second", optimiser.Second);
            if (optimiser.Average is { } average) yield return ($"{prefix}adam.average", average);
        }
    }

    /// <summary>As <see cref="Moments"/>: generators, multipliers, the orders of the rows.</summary>
    internal Dictionary<string, Tensor> State()
    {
        var state = rows.State();
        for (var c = 0; c < multipliers.Length; c++) state[$"multiplier.{c}"] = multipliers[c].State;
        for (var n = 0; n < pass.Terms.Length; n++)
            if (pass.Terms[n].Memory is { } memory) state[$"{model.Nodes[n].Name}.memory"] = memory;
        for (var r = 0; r < Orders.Length; r++) (state[$"generator.order.{r}"], state[$"generator.noise.{r}"]) = (Orders[r].get_state(), Noises[r].get_state());
        for (var r = 0; r < (Drops?.Length ?? 0); r++) state[$"generator.dropout.{r}"] = Drops![r].get_state();
        return state;
    }

    /// <summary>Goes on from a <see cref="State"/> after so many steps.</summary>
    internal void Restore(string path, Dictionary<string, Tensor> state, long steps)
    {
        adam.Steps = steps;
        for (var n = 0; n < climbers.Length; n++)
            if (climbers[n] is { } climber) climber.Steps = steps * Math.Max(1, model.Nodes[n].Key.InnerSteps);
        rows.Restore(state);
        for (var n = 0; n < pass.Terms.Length; n++)
        {
            using var remembered = state.GetValueOrDefault($"{model.Nodes[n].Name}.memory")?.to(model.Device, copy: true);
            pass.Terms[n].Memory = remembered;
        }
        for (var c = 0; c < multipliers.Length; c++) multipliers[c].State = NamedTensors.Find(path, state, $"multiplier.{c}");
        for (var r = 0; r < Orders.Length; r++)
        {
            Orders[r].set_state(NamedTensors.Find(path, state, $"generator.order.{r}"));
            Noises[r].set_state(NamedTensors.Find(path, state, $"generator.noise.{r}"));
            Drops?[r].set_state(NamedTensors.Find(path, state, $"generator.dropout.{r}"));
        }
    }

    /// <summary>Frees all but the model, which outlives its training.</summary>
    public void Dispose()
    {
        graph?.Dispose();
        pass.Dispose();
        rows.Dispose();
        IEnumerable<IDisposable?> all = [.. shares, .. strands, .. multipliers, .. limited, adam, .. climbers, .. Orders, .. Noises, .. Drops ?? [], means, turned, totals, climb, .. upstreams, crew];
        foreach (var owned in all) owned?.Dispose();
    }
}
