using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Reads every term of an objective on data, in blocks.</summary>
internal sealed class ObjectiveEvaluator
{
    private const int Block = 500;
    private const double Alarm = 4; // standard errors

    private readonly ObjectiveModel model;
    private readonly int samples;
    private readonly Strand[] strands;
    private readonly List<Moments.Load>[][] units, blocks;  // [strand][replicate]: of each example or batch; of each block
    private readonly double[] errors;
    private readonly Tensor?[] means;                 // over all rows, of nodes that pool, [R,K]
    private bool hasClasses;

    private ObjectiveEvaluator(ObjectiveModel model, Strand[] strands, int samples)
    {
        (this.model, this.strands, this.samples, errors, means) = (model, strands, samples, new double[model.Replicates], new Tensor?[model.Nodes.Count]);
        List<Moments.Load>[][] Lists() => [.. strands.Select(_ => Enumerable.Range(0, model.Replicates).Select(_ => new List<Moments.Load>()).ToArray())];
        (units, blocks) = (Lists(), Lists());
    }

    internal static ObjectiveEvaluation Evaluate(ObjectiveModel model, Observations data, int samples, long seed)
    {
        Check(model, data);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var clock = Stopwatch.StartNew();
        var strands = ObjectiveRun.Strands(model, data);
        try
        {
            var evaluator = new ObjectiveEvaluator(model, strands, samples);
            var count = evaluator.Run(data, seed);
            return evaluator.Report(count, seed, clock.Elapsed.TotalSeconds, model.IsHeldOut(data));
        }
        finally
        {
            foreach (var strand in strands) strand.Dispose();
        }
    }

    internal static (float[,] Means, float[,] Deviations) Encode(ObjectiveModel model, Observations data, Variable code, int replicate)
    {
        var (count, dimension) = (data.Count!.Value, model.Latents[code].Options.Latent);
        var (means, deviations) = (new float[count, dimension], new float[count, dimension]);
        Encode(model, data, code, replicate, (pass => pass.Mean, means), (pass => pass.Deviation, deviations));
        return (means, deviations);
    }

    internal static Codes Codes(ObjectiveModel model, Observations data, Variable code, int replicate)
    {
        var (count, dimension) = (data.Count!.Value, model.Latents[code].Options.Latent);
        var (means, factors) = (new float[count, dimension], new float[count, dimension, dimension]);
        Encode(model, data, code, replicate, (pass => pass.Mean, means), (pass => ((LatentPass)pass).Factor(), factors));
        return new(means, factors);
    }

    /// <summary>Reads what the encoder says of each row, [R,B,·], into arrays whose first axis is the rows.</summary>
    private static void Encode(ObjectiveModel model, Observations data, Variable code, int replicate, params ReadOnlySpan<(Func<CodePass, Tensor> Of, Array Place)> wanted)
    {
        Check(model, data, [model.Latents[code].Options.Of]);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var (count, latent) = (data.Count!.Value, model.Latents[code]);
        using var rows = data[latent.Options.Of].Load(model.Device, model.Scale(latent.Options.Of))!;
        for (var start = 0; start < count; start += Block)
        {
            using var block = NewDisposeScope();
            var size = Math.Min(Block, count - start);
            using var input = Matrices.Empty(model.Replicates, size, model.Kinds[latent.Options.Of].Dimension, model.Device);
            using var pass = CodePass.Of(latent, input, 1, backward: false);
            data[latent.Options.Of].Fill(rows.narrow(0, start, size), input.Each[replicate]);
            pass.Encode();
            foreach (var (of, place) in wanted)
            {
                var numbers = of(pass).select(0, replicate).cpu().contiguous().data<float>().ToArray();
                Buffer.BlockCopy(numbers, 0, place, start * (numbers.Length / size) * sizeof(float), numbers.Length * sizeof(float));
            }
        }
    }

    /// <summary>The first decoder of classes, of this variable where one is named; -1 where there is none.</summary>
    internal static int Classifier(ObjectiveModel model, Variable? of) => model.Nodes.ToList().FindIndex(node => node.Key.Term switch
    {
        CategoricalDecoderTerm term => of is null || term.Of == of,
        ConsistentClassifierTerm term => of is null || term.Of == of,
        _ => false,
    });

    /// <summary>Class probabilities of codes that are given, by the decoder at this place.</summary>
    internal static double[,] Decode(ObjectiveModel model, int node, float[,] codes, int replicate)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var from = model.Nodes[node].Key.Term.Variables.First(variable => variable.IsLatent);
        var (count, dimension) = (codes.GetLength(0), codes.GetLength(1));
        double[,]? probabilities = null;
        for (var start = 0; start < count; start += Block)
        {
            using var block = NewDisposeScope();
            var size = Math.Min(Block, count - start);
            using var pass = new ObjectivePass(model, size, samples: 1, backward: false);
            var rows = new float[size * dimension];
            Buffer.BlockCopy(codes, start * dimension * sizeof(float), rows, 0, rows.Length * sizeof(float));
            pass.Latent(from).Sample.Each[replicate].copy_(tensor(rows).view(size, dimension));
            pass.Terms[node].Forward();
            var told = ((IClassifier)pass.Terms[node]).Probabilities.select(0, replicate);
            probabilities ??= new double[count, told.shape[1]];
            var numbers = told.cpu().contiguous().data<double>().ToArray();
            Buffer.BlockCopy(numbers, 0, probabilities, start * probabilities.GetLength(1) * sizeof(double), numbers.Length * sizeof(double));
        }
        return probabilities!;
    }

    /// <summary>Refuses data that is not of the kind that was trained on.</summary>
    internal static void Check(ObjectiveModel model, Observations data, IReadOnlyList<Variable>? wanted = null)
    {
        foreach (var variable in wanted ?? model.Observed)
        {
            if (data[variable].Kind with { IsPixels = false } != model.Kinds[variable] with { IsPixels = false }) // pixels are numbers like others
                throw new ShapeException($"{variable} {data[variable]} in {data.Name}", $"{variable} {(model.Kinds[variable].IsCategorical ? "in" : "of")} {Counted.Of(model.Kinds[variable].Dimension, model.Kinds[variable].IsCategorical ? "class" : "number")}, as in training",
                    "the test set that belongs to the training set; of a table, its columns read with the option Like");
            if (data[variable].Kind.IsPixels && model.Scale(variable) is { IsIdentity: false })
                throw new DataException($"{variable} of {data.Name} in pixels, where training standardised numbers", "numbers in the units of training", "the same reading of images in both: Observations.Of(float[,]), or Observations.Of(LabelledImages)");
            if (model.Names.GetValueOrDefault(variable) is { } names && data[variable].Names is { } others && !names.SequenceEqual(others))
            {
                var first = names.Zip(others).First(pair => pair.First != pair.Second);
                throw new DataException($"'{first.Second}' in {variable} of {data.Name}, where training had '{first.First}'", $"{NearestName.Listed(names)}, in this order", "the same columns, of a table read with the option Like");
            }
        }
        if (wanted is not null) return;
        foreach (var weights in model.Objective.Weights) data.CheckWeights(weights);
    }

    private int Run(Observations data, long seed)
    {
        var pooled = Enumerable.Range(0, model.Nodes.Count).Where(n => model.Nodes[n].Key.Term.IsPooled).ToArray();
        if (pooled.Length > 0)
        {
            var sums = new Tensor[model.Nodes.Count];
            var count = Walk(data, seed, (pass, _) =>
            {
                pass.Encode();
                foreach (var n in pooled)
                {
                    using var sum = ((IPooled)pass.Terms[n]).Sum();
                    if (sums[n] is null) sums[n] = sum.clone();
                    else sums[n].add_(sum);
                }
            });
            foreach (var n in pooled) means[n] = sums[n].div_(count);
        }
        return Walk(data, seed, Read);
    }

    /// <summary>The data in blocks, always the same ones; how many rows there were.</summary>
    private int Walk(Observations data, long seed, Action<ObjectivePass, Generator[]> visit)
    {
        var (replicates, device) = (model.Replicates, model.Device);
        var isWhole = !model.Nodes.All(node => node.Key.Term.IsMeanOverExamples || node.Key.Term.IsPooled); // some term is one of a whole batch, as in training
        var (block, count) = (isWhole ? model.Options.Batch : Block, data.Count ?? model.Options.FreshPairs);
        if (isWhole && count < block) throw new DataException($"{count} rows to evaluate terms of whole batches on", $"at least a batch, {block}", "more rows");
        Generator[] Each(RandomStream stream) => [.. Enumerable.Range(0, replicates).Select(r => Seeds.Generator(seed, stream, r, device))];
        var (noises, draws) = (Each(RandomStream.EvaluationNoise), Each(RandomStream.HeldOut));
        using var rows = new ObservedRows(data, model.Observed, replicates, device, model.Scale);
        ObjectivePass? pass = null;
        var done = 0;
        try
        {
            while (done < count)
            {
                var size = Math.Min(block, count - done);
                if (isWhole && size < block) break; // as an incomplete batch in training
                if (pass?.Batch != size)
                {
                    pass?.Dispose();
                    pass = new(model, size, samples: 1, backward: false);
                }
                rows.Slice(done, pass, draws);
                visit(pass, noises);
                done += size;
            }
            return done;
        }
        finally
        {
            pass?.Dispose();
            foreach (var generator in (Generator[])[.. noises, .. draws]) generator.Dispose();
        }
    }

    private void Read(ObjectivePass pass, Generator[] noises)
    {
        using var scope = NewDisposeScope();
        pass.Encode();
        var sums = new Tensor?[pass.Terms.Length];
        var probability = new Tensor?[pass.Terms.Length];
        for (var n = 0; n < sums.Length; n++)
            if (pass.Terms[n] is IPooled pooled) pooled.Mean = means[n];
        var draws = pass.Latents.Any(code => code.IsDrawn) ? samples : 1;
        for (var s = 0; s < draws; s++)
        {
            pass.Draw(noises);
            for (var n = 0; n < sums.Length; n++)
            {
                var values = pass.Terms[n].Forward().to_type(ScalarType.Float64);
                sums[n] = sums[n] is { } sum ? sum + values : values;
                if (pass.Terms[n] is not IClassifier classes) continue;
                var each = classes.Probabilities;
                probability[n] = probability[n] is { } before ? before + each : each;
            }
        }
        for (var i = 0; i < strands.Length; i++)
        {
            var each = strands[i].Weighed(sums[strands[i].Node]! / draws, pass).cpu().contiguous();
            var (numbers, width) = (each.data<double>().ToArray(), (int)each.shape[1]);
            var loads = strands[i].Loads(width, pass);
            for (var r = 0; r < model.Replicates; r++)
            {
                var own = Enumerable.Range(0, width).Select(k => new Moments.Load(numbers[r * width + k], loads[k])).ToArray();
                units[i][r].AddRange(own);
                blocks[i][r].Add(Moments.Load.Of(own));
            }
        }
        if (Array.FindIndex(probability, p => p is not null) is not (>= 0 and var node)) return;
        hasClasses = true; // of the first that tells classes
        var target = ((IClassifier)pass.Terms[node]).Target;
        var wrong = probability[node]!.argmax(-1).ne(target.argmax(-1)).to_type(ScalarType.Float64).sum(-1).cpu().data<double>().ToArray();
        for (var r = 0; r < errors.Length; r++) errors[r] += wrong[r];
    }

    private ObjectiveEvaluation Report(int count, long seed, double seconds, bool heldOut)
    {
        var parts = strands.Select((strand, i) => (Strand: strand, Values: units[i].Select(each => Moments.Mean(each).Mean + strand.Constant).ToArray())).ToArray();
        var termErrors = units.Select(each => each.Select(values => Moments.Mean(values).StandardError).ToArray()).ToArray();
        var objective = Enumerable.Range(0, strands.Length).Where(i => strands[i].Constraint is null).ToArray();
        double Sum(int replicate, double[] means) =>
            objective.Zip(means, (i, mean) => strands[i].Coefficient(replicate) * strands[i].Part.Growth.Of(mean + strands[i].Constant)).Sum();
        var rows = objective.Select(i => units[i][0].Count).Distinct().Count() == 1 ? units : blocks; // a term of whole batches beside one of examples: batch by batch
        var totals = Enumerable.Range(0, model.Replicates).Select(r => (Value: Sum(r, [.. objective.Select(i => Moments.Mean(units[i][r]).Mean)]),
            Error: Moments.JackknifeError([.. objective.Select(i => rows[i][r])], means => Sum(r, means)))).ToArray();

        Estimate Made(double[] each, double[] errors, Side side, string quantity, string method, double ceiling, Diagnosis? diagnosis = null) => new()
        {
            Value = each.Average(),
            Side = side,
            Bound = method,
            Quantity = quantity,
            StandardError = Spread([.. each.Zip(errors)]),
            Count = count,
            HeldOut = heldOut,
            Ceiling = ceiling,
            ReplicateValues = each,
            Seed = seed,
            Seconds = seconds,
            Diagnoses = diagnosis is null ? [] : [diagnosis],
        };

        // a sweep's replicates are different models: their spread is no error
        double Spread((double, double)[] each) => model.Objective.Parts.Any(part => part.Weight.Values.Count > 1) ? each.Average(pair => pair.Item2) : Replicates.StandardError(each);

        return new()
        {
            Value = Made([.. totals.Select(t => t.Value)], [.. totals.Select(t => t.Error)], model.Objective.Formula.Side, $"{model.Objective.Formula}", model.Objective.Formula.Computed, double.PositiveInfinity),
            Terms = [.. parts.Select((part, i) => Made(part.Values, termErrors[i], part.Strand.Part.Term.Side,
                part.Strand.IsConstantKnown ? part.Strand.Part.Term.Quantity : $"{part.Strand.Part.Term.Quantity} less the entropy", part.Strand.Part.Term.Method, part.Strand.Part.Term.Ceiling(model.Options.Batch, part.Strand.Constant), Lagging(part.Strand, part.Values, termErrors[i])))],
            TermErrors = termErrors,
            Error = hasClasses ? errors.Average() / count : null,
            ReplicateErrors = hasClasses ? [.. errors.Select(wrong => wrong / count)] : [],
            Count = count,
        };
    }

    /// <summary>Of the replicate that is worst off, where an inner maximum is below what it would reach by ignoring its input.</summary>
    private static Diagnosis? Lagging(Strand strand, double[] values, double[] errors)
    {
        if (strand.Part.InnerSteps == 0 || !strand.IsConstantKnown) return null;
        var worst = Array.IndexOf(values, values.Min());
        return values[worst] < -Alarm * errors[worst] ? Diagnosis.LaggingMaximum(strand.Part.Term.Quantity, values[worst], errors[worst]) : null;
    }
}
