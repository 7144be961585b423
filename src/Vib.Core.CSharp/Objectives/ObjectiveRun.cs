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
    private readonly Multiplier[] multipliers;
    private readonly Tensor?[] plain;                  // ∂loss/∂values of each node where it never changes, [R,1]
    private readonly Tensor climb;                     // [1,1]: of a term that climbs itself
    private readonly Adam adam;
    private readonly Adam?[] climbers;                 // of each node
    private readonly Tensor totals;                    // [strands,R]

    internal ObjectiveRun(ObjectiveModel model, Observations data)
    {
        var (options, replicates, device) = (model.Options, model.Replicates, model.Device);
        this.model = model;
        model.Parameters.Precision.Choose(options.Precision, device);
        model.TrainedOn = data;
        pass = new(model, options.Batch, options.TrainingSamples, backward: true);
        rows = new(data, model.Observed, replicates, device, model.Scale);
        strands = Strands(model, data);
        multipliers = [.. model.Objective.Constraints.Select(constraint => new Multiplier(constraint, options.Multiplier, options.MultiplierRate, replicates, device))];
        adam = new(options.Optimiser, model.Parameters);
        climbers = [.. model.Nodes.Select(node => node.Climbing is { } own ? new Adam(options.ClimbingOptimiser, own) : null)];
        Generator[] Each(RandomStream stream, Device place) => [.. Enumerable.Range(0, replicates).Select(r => Seeds.Generator(options.Seed, stream, r, place))];
        (Orders, Noises) = (Each(RandomStream.Batches, data.Truth is null ? CPU : device), Each(RandomStream.EncoderNoise, device));
        if (model.Latents.Values.Any(latent => latent.Options is { Dropout: > 0 } or { InputDropout: > 0 })) Drops = Each(RandomStream.Dropout, device);
        totals = zeros([strands.Length, replicates], ScalarType.Float64, device).DetachFromDisposeScope();
        climb = full([1, 1], 1.0 / options.Batch, device: device).DetachFromDisposeScope();
        plain = new Tensor?[model.Nodes.Count];
    }

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
    internal Adam Adam => adam;

    /// <summary>Of each replicate's batches.</summary>
    internal Generator[] Orders { get; }

    /// <summary>Of each replicate's codes.</summary>
    internal Generator[] Noises { get; }

    /// <summary>Of each replicate's dropout; null where no encoder has any.</summary>
    internal Generator[]? Drops { get; }

    internal IReadOnlyList<Multiplier> Multipliers => multipliers;

    /// <summary>One step on the next batch; <paramref name="factor"/> is on the learning rates. Nothing is read back from the device.</summary>
    internal void Step(long step, double factor = 1)
    {
        using var scope = NewDisposeScope();
        using var reduced = model.Parameters.Precision.Begin();
        rows.Next(pass, Orders);
        pass.Encode(Drops);
        foreach (var latent in pass.Latents) latent.At(step);
        pass.Draw(Noises);
        for (var n = 0; n < climbers.Length; n++) ClimbFirst(n, factor);
        foreach (var latent in pass.Latents) latent.ForgetGradients();
        var values = pass.Terms.Select(term => term.Forward()).ToArray();
        var means = strands.Select(strand => strand.Mean(values[strand.Node], pass)).ToArray(); // [R,1]
        totals.add_(cat(means, 1).t());
        for (var c = 0; c < multipliers.Length; c++) multipliers[c].See(Limited(c, means, step));
        for (var n = 0; n < values.Length; n++) Follow(n, values[n], means, step);
        foreach (var latent in pass.Latents) latent.Backward();
        adam.Step(factor: factor);
        foreach (var climber in climbers) climber?.Step(uphill: true, factor);
    }

    /// <summary>All but the last of a term's own steps, on this batch and these codes.</summary>
    private void ClimbFirst(int node, double factor)
    {
        for (var k = 1; k < model.Nodes[node].Key.InnerSteps; k++)
        {
            using var scope = NewDisposeScope();
            pass.Terms[node].Forward();
            pass.Terms[node].Backward(climb, reaches: false);
            climbers[node]!.Step(uphill: true, factor);
        }
    }

    private void Follow(int node, Tensor values, Tensor[] means, long step)
    {
        var (key, term) = (model.Nodes[node].Key, pass.Terms[node]);
        term.Backward(Upstream(node, values, means, step), reaches: !key.StopsAtEncoders);
        if (model.Nodes[node].Apart is not null) term.Backward(climb, reaches: false); // its own parameters follow the term, not the objective
    }

    private Tensor Upstream(int node, Tensor values, Tensor[] means, long step)
    {
        if (plain[node] is { } constant) return constant;
        Tensor? sum = null;
        var isPlain = true;
        for (var s = 0; s < strands.Length; s++)
        {
            if (strands[s].Node != node) continue;
            isPlain &= strands[s].IsPlain;
            var upstream = strands[s].Upstream(values, means[s], step, pass);
            if (strands[s].Constraint is { } c) upstream = upstream * multipliers[c].Now;
            sum = sum is null ? upstream : sum + upstream;
        }
        if (isPlain) plain[node] = sum!.clone().DetachFromDisposeScope();
        return sum!;
    }

    /// <summary>What a constraint limits, on this batch, [R,1].</summary>
    private Tensor Limited(int constraint, Tensor[] means, long step)
    {
        Tensor? sum = null;
        for (var s = 0; s < strands.Length; s++)
        {
            if (strands[s].Constraint != constraint) continue;
            var value = strands[s].Share(means[s], step);
            sum = sum is null ? value : sum + value;
        }
        return sum!;
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
        for (var n = 0; n < pass.Terms.Count; n++)
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
        for (var n = 0; n < pass.Terms.Count; n++) pass.Terms[n].Memory = state.GetValueOrDefault($"{model.Nodes[n].Name}.memory");
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
        pass.Dispose();
        rows.Dispose();
        foreach (var owned in (IEnumerable<IDisposable>)[.. strands, .. multipliers, adam, .. climbers.OfType<Adam>(), .. Orders, .. Noises, .. Drops ?? [], totals, climb, .. plain.OfType<Tensor>()]) owned.Dispose();
    }
}
