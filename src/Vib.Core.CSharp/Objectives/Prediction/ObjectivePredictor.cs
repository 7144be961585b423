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
        Walk(model, data, node, samples, seed, (term, code, start, sample) =>
        {
            var (mean, logDeviation) = ((IGaussianDecoder)term).Predict();
            var states = code.Weights is { } weights ? States(weights.select(0, replicate), (sample + 0.5) / samples) : null;
            double[] Own(Tensor tensor)
            {
                var each = tensor.select(0, replicate); // [1,n,d]; of states [K,1,d]
                each = states is null ? each.select(0, 0) : each.select(1, 0).index_select(0, torch.tensor(states));
                return each.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
            }
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
        Walk(model, data, node, samples, seed, (term, _, start, _) =>
        {
            using var scope = NewDisposeScope();
            term.Forward();
            var each = ((IClassifier)term).Probabilities.select(0, replicate).cpu().contiguous().data<double>().ToArray();
            for (var k = 0; k < each.Length; k++) probabilities[start + k / classes, k % classes] += each[k] / samples;
        });
        var labels = data.Has(of) && data[of] is ClassColumn column ? column.Labels : null;
        if (labels is not null) ObjectiveEvaluator.Check(model, data, [of]);
        return new(probabilities, labels, model.Names.GetValueOrDefault(of), samples);
    }

    /// <summary>The state of each row at this part of its distribution: parts that are evenly spread give each state its share of samples, to within one.</summary>
    private static long[] States(Tensor weights, double part)
    {
        var (states, rows) = ((int)weights.shape[0], (int)weights.shape[1]);
        var shares = weights.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray(); // [K,n]
        return [.. Enumerable.Range(0, rows).Select(row =>
        {
            var (state, sum) = (0, shares[row]);
            while (sum < part && state < states - 1) sum += shares[++state * rows + row];
            return (long)state;
        })];
    }

    private static int Decoder(ObjectiveModel model, Variable of, Func<Term, bool> isWanted, string what)
    {
        for (var n = 0; n < model.Nodes.Count; n++)
            if (isWanted(model.Nodes[n].Key.Term) && model.Nodes[n].Key.Term.Variables.Contains(of) && !model.Nodes[n].Key.StopsAtEncoders && model.Nodes[n].Key.InnerSteps == 0) return n;
        throw new DomainException($"{of} to be predicted as {what} by {model.Objective}", $"a decoder of {of} that gives {what}",
            what == "numbers" ? "Classify, where it is classes; or an objective with a Gaussian decoder" : "Predict, where it is numbers; or an objective with a categorical decoder");
    }

    private static void Walk(ObjectiveModel model, Observations data, int node, int samples, long seed, Action<TermPass, CodePass, int, int> each)
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
                pass.Code(code).Encode();
                for (var s = 0; s < samples; s++)
                {
                    using var inner = NewDisposeScope();
                    pass.Code(code).Draw(noises);
                    each(pass.Terms[node], pass.Code(code), start, s);
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
