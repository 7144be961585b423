using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>What decoders of a trained objective say of rows, in blocks; only what is encoded need be known of them.</summary>
internal static class ObjectivePredictor
{
    private const int Block = 500;

    internal static PredictedNumbers Numbers(ObjectiveModel model, Observations data, Variable of, int samples, int replicate, long seed)
    {
        var node = Decoder(model, of, term => term is GaussianDecoderTerm or HeteroscedasticDecoderTerm, "numbers");
        var (dimension, scale) = (model.Kinds[of].Dimension, model.Scale(of)!);
        var (means, deviations) = (new double[data.Count!.Value, dimension, samples], new double[data.Count.Value, dimension, samples]);
        Walk(model, data, node, samples, seed, (term, start, sample) =>
        {
            var (mean, logDeviation) = ((IGaussianDecoder)term).Predict();
            double[] Own(Tensor tensor) => tensor.select(0, replicate).select(0, 0).to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
            var (centres, spreads) = (Own(mean), Own(logDeviation));
            for (var k = 0; k < centres.Length; k++)
            {
                var (row, column) = (start + k / dimension, k % dimension);
                means[row, column, sample] = centres[k] * scale.Deviation[column] + scale.Mean[column];
                deviations[row, column, sample] = Math.Exp(spreads[k]) * scale.Deviation[column];
            }
        });
        return new(means, deviations, Targets(model, data, of), model.Names.GetValueOrDefault(of));
    }

    internal static PredictedClasses Classes(ObjectiveModel model, Observations data, Variable of, int samples, int replicate, long seed)
    {
        var node = Decoder(model, of, term => term is CategoricalDecoderTerm or ConsistentClassifierTerm, "classes");
        var classes = model.Kinds[of].Dimension;
        var probabilities = new double[data.Count!.Value, classes];
        Walk(model, data, node, samples, seed, (term, start, _) =>
        {
            term.Forward().Dispose();
            var each = ((IClassifier)term).Logits.select(0, replicate).to_type(ScalarType.Float64).softmax(-1).cpu().contiguous().data<double>().ToArray();
            for (var k = 0; k < each.Length; k++) probabilities[start + k / classes, k % classes] += each[k] / samples;
        });
        var labels = data.Has(of) && data[of] is ClassColumn column ? column.Labels : null;
        if (labels is not null) ObjectiveEvaluator.Check(model, data, [of]);
        return new(probabilities, labels, model.Names.GetValueOrDefault(of), samples);
    }

    private static int Decoder(ObjectiveModel model, Variable of, Func<Term, bool> isWanted, string what)
    {
        for (var n = 0; n < model.Nodes.Count; n++)
            if (isWanted(model.Nodes[n].Key.Term) && model.Nodes[n].Key.Term.Variables.Contains(of) && !model.Nodes[n].Key.StopsAtEncoders && model.Nodes[n].Key.InnerSteps == 0) return n;
        throw new DomainException($"{of} to be predicted as {what} by {model.Objective}", $"a decoder of {of} that gives {what}",
            what == "numbers" ? "Classify, where it is classes; or an objective with a Gaussian decoder" : "Predict, where it is numbers; or an objective with a categorical decoder");
    }

    private static void Walk(ObjectiveModel model, Observations data, int node, int samples, long seed, Action<TermPass, int, int> each)
    {
        var term = model.Nodes[node].Key.Term;
        var code = term.Variables.First(v => v.IsLatent);
        var input = model.Latents[code].Options.Of;
        ObjectiveEvaluator.Check(model, data, [input]);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        using var rows = new ObservedRows(data, [input], model.Replicates, model.Device, model.Scale);
        Generator[] noises = [.. Enumerable.Range(0, model.Replicates).Select(r => Seeds.Generator(seed, RandomStream.EvaluationNoise, r, model.Device))];
        ObjectivePass? pass = null;
        try
        {
            for (var start = 0; start < data.Count; start += Block)
            {
                var size = Math.Min(Block, data.Count.Value - start);
                if (pass?.Batch != size)
                {
                    pass?.Dispose();
                    pass = new(model, size, samples: 1, backward: false);
                }
                rows.Slice(start, pass, noises);
                pass.Latent(code).Encode();
                for (var s = 0; s < samples; s++)
                {
                    using var inner = NewDisposeScope();
                    pass.Latent(code).Draw(noises);
                    each(pass.Terms[node], start, s);
                }
            }
        }
        finally
        {
            pass?.Dispose();
            foreach (var generator in noises) generator.Dispose();
        }
    }

    /// <summary>The numbers that came, as they came; null where the data has none.</summary>
    private static double[,]? Targets(ObjectiveModel model, Observations data, Variable of)
    {
        if (!data.Has(of) || data[of].Numbers is null) return null;
        ObjectiveEvaluator.Check(model, data, [of]);
        var dimension = model.Kinds[of].Dimension;
        var flat = data[of] is TabularColumn table ? table.Design.Rows : Array.ConvertAll(data[of].Numbers!, value => (double)value);
        var targets = new double[data.Count!.Value, dimension];
        Buffer.BlockCopy(flat, 0, targets, 0, flat.Length * sizeof(double));
        return targets;
    }
}
