using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The networks of an objective, R copies: encoders, and what each term trains. What follows the objective lies in one flat buffer; what climbs its own bound has its own.</summary>
internal sealed class ObjectiveModel : IDisposable
{
    private readonly Dictionary<Variable, LatentModel> latents = [];
    private readonly Dictionary<Variable, VariableScale> scales = [];

    internal ObjectiveModel(Objective objective, ObjectiveOptions options, Func<Variable, VariableKind> kinds, Device device)
    {
        (Objective, Options, Device) = (objective, options, device);
        Replicates = options.ReplicatesFor(objective);
        var layout = new ParameterLayout();
        var encoders = options.EncodersFor(objective);
        foreach (var (variable, encoder) in encoders)
            latents[variable] = new(layout, variable == Variable.Z ? "encoder" : $"encoder.{variable}", encoder, kinds(encoder.Of).Dimension);
        Observed = [.. objective.Parts.SelectMany(part => part.Term.Variables.Append(part.Weights)).OfType<Variable>().Where(v => !v.IsLatent).Concat(encoders.Values.Select(e => e.Of)).Distinct()];
        Kinds = Observed.ToDictionary(v => v, kinds);
        foreach (var (variable, kind) in Kinds)
            if (kind is { IsCategorical: false, IsPixels: false }) scales[variable] = new(kind.Dimension);
        VariableKind Kind(Variable variable) => variable.IsLatent ? new(latents[variable].Options.Latent, false) : kinds(variable);

        var nodes = new List<Node>();
        foreach (var key in objective.Parts.Select(NodeKey.Of).Distinct().OrderBy(key => key.Term.SharesNetworks)) nodes.Add(Reserve(key, nodes, layout, Kind, device));
        Nodes = nodes;
        Parameters = new(layout, Replicates, device);
        foreach (var latent in latents.Values) latent.Attach(Parameters);
        foreach (var node in Nodes)
        {
            node.Model.Attach(node.Apart ?? Parameters);
            node.Climbing?.Precision.Follow(Parameters.Precision);
        }
    }

    /// <summary>How networks see a variable of numbers; null where it is latent, or of classes.</summary>
    internal VariableScale? Scale(Variable variable) => scales.GetValueOrDefault(variable);

    /// <summary>What the numbers or classes of variables were called in training, where somebody said.</summary>
    internal Dictionary<Variable, IReadOnlyList<string>> Names { get; } = [];

    /// <summary>Variables whose numbers have units that do not matter: not weights of examples, nor what a Bernoulli decoder takes for bits.</summary>
    private IEnumerable<Variable> Scalable => scales.Keys.Where(v => !Objective.Parts.Any(part => part.Weights == v || part.Term is BernoulliDecoderTerm bits && bits.Of == v));

    /// <summary>Fits scales to the data, if it asks for them, and takes its names.</summary>
    internal void Meet(Observations data)
    {
        foreach (var variable in Observed)
            if (data[variable].Names is { } names) Names[variable] = names;
        if (!data.IsStandardised) return;
        foreach (var variable in Scalable) data[variable].Fit(scales[variable]);
    }

    /// <summary>Scales in places that a file can hold.</summary>
    internal IEnumerable<(string Name, VariableScale Scale)> Scales => scales.Select(pair => ($"scale.{pair.Key}", pair.Value));

    internal Objective Objective { get; }
    internal ObjectiveOptions Options { get; }
    internal Device Device { get; }
    internal int Replicates { get; }
    internal FlatParameters Parameters { get; }
    internal IReadOnlyList<Node> Nodes { get; }
    internal IReadOnlyDictionary<Variable, LatentModel> Latents => latents;
    internal IReadOnlyList<Variable> Observed { get; }
    internal IReadOnlyDictionary<Variable, VariableKind> Kinds { get; }

    /// <summary>Whether there is much that no crew is called for: convolutions, and terms over pairs.</summary>
    internal bool IsForLibraryThreads => latents.Values.Any(latent => latent.Options.Images is not null) || Nodes.Any(node => node.Key.Term.IsOfPairs);

    /// <summary>The data that it learns from; null of a model that was loaded.</summary>
    internal Observations? TrainedOn { get; set; }

    private IReadOnlyList<Observations> learnedBefore = []; // by the models that it was started from

    /// <summary>Whether these are other rows than those it learned from, it and the models that it was started from; of a model that was loaded, the caller answers for that.</summary>
    /// <remarks>Rows are known again by content, whatever their order: a copy of what was trained on, or a part of it, is not held out.</remarks>
    internal bool IsHeldOut(Observations data) => !Learned.Any(own => HoldsSome(own, data));

    private IReadOnlyList<Observations> Learned => [.. learnedBefore, .. TrainedOn is { } own ? new[] { own } : []];

    private bool HoldsSome(Observations own, Observations data)
    {
        if (own.SharesRowsWith(data)) return true;
        var inputs = latents.Count > 0 ? latents.Values.Select(latent => latent.Options.Of) : Observed.Where(v => !Kinds[v].IsCategorical && !Objective.Parts.Any(part => part.Weights == v));
        return inputs.Any(v => own.Has(v) && data[v].Prints.AreAmong(own[v].Prints));
    }

    /// <summary>Parts of one term that are computed together: they differ in nothing but weights and functions.</summary>
    internal sealed record NodeKey(Term Term, int InnerSteps, bool StopsAtEncoders)
    {
        internal static NodeKey Of(Part part) => new(part.Term, part.InnerSteps, part.StopsAtEncoders);
    }

    /// <summary>A term's networks, and their own parameters where they climb.</summary>
    internal sealed record Node(NodeKey Key, string Name, TermModel Model, ParameterLayout? Layout, FlatParameters? Apart)
    {
        /// <summary>Parameters that climb the term itself.</summary>
        internal FlatParameters? Climbing => Model.Own ?? Apart;
    }

    private Node Reserve(NodeKey key, IReadOnlyList<Node> earlier, ParameterLayout shared, Func<Variable, VariableKind> kind, Device device)
    {
        var index = earlier.Count;
        var name = $"{key.Term.Trains ?? "term"}{(index == 0 ? "" : $".{index}")}";
        var own = key.InnerSteps > 0 && key.Term is not ContrastiveTerm ? new ParameterLayout() : null;
        var model = key.Term.Reserve(new(own ?? shared, name, kind, latent => latents[latent], Scale, [.. earlier.Select(node => node.Model)], Replicates, device, Options.Seed + index));
        return new(key, name, model, own, own is null ? null : new(own, Replicates, device));
    }

    /// <summary>Draws the first weights.</summary>
    internal void Initialise()
    {
        Parameters.Initialise(Options.Seed);
        foreach (var node in Nodes) node.Apart?.Initialise(Options.Seed + 1);
        foreach (var latent in latents.Values) latent.Initialise();
    }

    /// <summary>Takes the last weights of a model of the same networks, each replicate its own or one replicate's for all, and the scales that the weights are made for.</summary>
    internal void Begin(ObjectiveModel from, Observations data, int? replicate)
    {
        using var scope = NewDisposeScope();
        ObjectiveEvaluator.Check(from, data, [.. from.Observed.Intersect(Observed)]);
        Copy(from.Parameters, Parameters);
        for (var n = 0; n < Nodes.Count; n++)
            if (Nodes[n].Climbing is { } own) Copy((n < from.Nodes.Count ? from.Nodes[n].Climbing : null) ?? throw Other(), own);
        foreach (var (variable, latent) in latents)
            Require.That(latent.Options.Reads(from.latents[variable].Options), $"A start of the {latent.Options} from the {from.latents[variable].Options}", "an encoder that reads its weights in the same way", "the same encoder; dropout and a relaxation may differ");
        foreach (var (variable, scale) in scales)
            if (from.Scale(variable) is { } theirs) scale.Set(theirs.Mean, theirs.Deviation);
        learnedBefore = from.Learned;

        void Copy(FlatParameters source, FlatParameters target)
        {
            if (!source.Layout.Slots.SequenceEqual(target.Layout.Slots)) throw Other();
            Require.That(replicate is null or >= 0 && (replicate ?? 0) < source.Replicates, $"Replicate {replicate} to start from", FormattableString.Invariant($"0 to {source.Replicates - 1}"), "0");
            Require.That(replicate is not null || source.Replicates == target.Replicates || source.Replicates == 1, $"{source.Replicates} replicates to start {target.Replicates} from", "as many, or one for all", "the number of the replicate that all should start from");
            target.Values.copy_(replicate is { } r ? source.Values.narrow(0, r, 1) : source.Values); // a row spreads to all
        }

        ShapeException Other() => new($"A start from {from.Objective}", $"the weights of the same networks as {Objective} has", "the same terms in the same order, and the same encoder");
    }

    /// <summary>Runs with other weights of the same layout in place of the model's own, and puts those back.</summary>
    internal T With<T>(Tensor weights, Func<T> body)
    {
        using var own = Parameters.Values.clone().DetachFromDisposeScope();
        try
        {
            Parameters.Values.copy_(weights);
            return body();
        }
        finally
        {
            Parameters.Values.copy_(own);
        }
    }

    public void Dispose()
    {
        foreach (var latent in latents.Values) latent.Dispose();
        foreach (var node in Nodes)
        {
            node.Model.Dispose();
            node.Apart?.Dispose();
        }
        Parameters.Dispose();
    }
}
