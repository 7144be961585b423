using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Reads errors, rate and information of a model on a set of images, in blocks.</summary>
internal sealed class BottleneckEvaluator
{
    private const int Block = 500;

    private readonly BottleneckModel model;
    private readonly Generator[] generators;
    private readonly int samples;
    private readonly Sums[] sums;
    private readonly ImageReadings[] readings; // of each replicate

    private BottleneckEvaluator(BottleneckModel model, int count, int samples, Generator[] generators)
    {
        (this.model, this.samples, this.generators) = (model, samples, generators);
        sums = [.. generators.Select(_ => new Sums())];
        readings = [.. generators.Select(_ => new ImageReadings(count, model.Classes, model.Options.Latent))];
    }

    /// <summary>Running sums of one replicate.</summary>
    private sealed class Sums
    {
        internal double OneShotErrors, AveragedErrors, AveragedNll, Rate, RateSquared, CrossEntropy, CrossEntropySquared;
    }

    internal static BottleneckEvaluation Evaluate(BottleneckModel model, LabelledImages images, int samples, long seed, bool averagedWeights)
    {
        CheckImages(model, images);
        return Run(model, images, samples, seed, evaluator => evaluator.Report(images, seed, averagedWeights));
    }

    /// <summary>What each replicate says of each image. Labels are not looked at: the images may be of other classes.</summary>
    internal static ImageReadings[] Read(BottleneckModel model, LabelledImages images, int samples, long seed)
    {
        CheckSize(model, images);
        var unlabelled = new LabelledImages(images.Name, images.Pixels, new byte[images.Count], images.Height, images.Width, model.Classes);
        return Run(model, unlabelled, samples, seed, evaluator => evaluator.readings);
    }

    private static T Run<T>(BottleneckModel model, LabelledImages images, int samples, long seed, Func<BottleneckEvaluator, T> report)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var device = model.Parameters.Device;
        var generators = Enumerable.Range(0, model.Parameters.Replicates).Select(r => Seeds.Generator(seed, RandomStream.EvaluationNoise, r, device)).ToArray();
        try
        {
            var evaluator = new BottleneckEvaluator(model, images.Count, samples, generators);
            evaluator.Run(images, device);
            return report(evaluator);
        }
        finally
        {
            foreach (var generator in generators) generator.Dispose();
        }
    }

    internal static void CheckSize(BottleneckModel model, LabelledImages images)
    {
        CheckCount(images);
        if (images.Height * images.Width != model.Inputs)
            throw new ShapeException($"{images}", $"images of {model.Inputs} pixels, as the model was trained on", "images of that size");
    }

    private static void CheckCount(LabelledImages images)
    {
        if (images.Count == 0) throw new DataException($"{images.Name} holds no images", "at least one", "a larger part of the set");
    }

    internal static void CheckImages(BottleneckModel model, LabelledImages images)
    {
        CheckCount(images);
        if (images.Height * images.Width != model.Inputs || images.Classes != model.Classes)
            throw new ShapeException($"{images}", $"images of {model.Inputs} pixels in {model.Classes} classes, as the model was trained on", "the test set that belongs to the training set");
    }

    private void Run(LabelledImages images, Device device)
    {
        using var rows = new ObservedRows(Observations.Of(images), model.Networks.Observed, model.Parameters.Replicates, device);
        ObjectivePass? pass = null;
        try
        {
            for (var start = 0; start < images.Count; start += Block)
            {
                var count = Math.Min(Block, images.Count - start);
                if (pass?.Batch != count)
                {
                    pass?.Dispose();
                    pass = new(model.Networks, count, samples: 1, backward: false);
                }
                rows.Slice(start, pass, generators);
                Read(pass);
            }
        }
        finally
        {
            pass?.Dispose();
        }
    }

    private void Read(ObjectivePass pass)
    {
        using var scope = NewDisposeScope();
        pass.Encode();
        var (decoder, targets) = (pass.Decoder(), pass.Decoder().Target);
        var truth = targets.argmax(-1); // [R,B]
        var crossEntropy = zeros(truth.shape, ScalarType.Float64, truth.device);
        var probability = zeros_like(targets, ScalarType.Float64); // [R,B,C]
        Tensor? oneShotWrong = null;
        for (var s = 0; s < samples; s++)
        {
            pass.Draw(generators);
            crossEntropy.sub_(decoder.Forward());
            oneShotWrong ??= decoder.Logits.argmax(-1).ne(truth);
            probability.add_(decoder.Logits.softmax(-1));
        }
        crossEntropy.mul_(1.0 / samples);
        probability.mul_(1.0 / samples);
        var averagedWrong = probability.argmax(-1).ne(truth);
        var averagedNll = (probability * targets).sum(-1).log().neg();
        var rate = pass.Rate().Forward().to_type(ScalarType.Float64);
        ImageReadings.Add(readings, probability, rate, pass.Latent(Variable.Z));
        double[] Total(Tensor each) => each.to_type(ScalarType.Float64).sum(-1).cpu().data<double>().ToArray(); // [R]
        double[][] totals = [Total(oneShotWrong!), Total(averagedWrong), Total(averagedNll), Total(rate), Total(rate.square()), Total(crossEntropy), Total(crossEntropy.square())];
        for (var r = 0; r < sums.Length; r++)
        {
            sums[r].OneShotErrors += totals[0][r];
            sums[r].AveragedErrors += totals[1][r];
            sums[r].AveragedNll += totals[2][r];
            sums[r].Rate += totals[3][r];
            sums[r].RateSquared += totals[4][r];
            sums[r].CrossEntropy += totals[5][r];
            sums[r].CrossEntropySquared += totals[6][r];
        }
    }

    private BottleneckEvaluation Report(LabelledImages images, long seed, bool averagedWeights)
    {
        double n = images.Count;
        var heldOut = model.Networks.IsHeldOut(Observations.Of(images));
        var labels = Array.ConvertAll(images.Labels, label => (int)label);
        Predictions[] predictions = [.. readings.Select(reading => new Predictions(reading.Probabilities, labels))];
        var entropy = LabelEntropy(images);
        // s/√n over images from the sums of values and squares
        double Error(double sum, double squares) => n > 1 ? Math.Sqrt(Math.Max(squares - sum * sum / n, 0) / (n - 1) / n) : double.NaN;
        Estimate Measured(Side side, string quantity, string bound, double ceiling, Func<Sums, double> value, Func<Sums, double> error) => new()
        {
            Value = sums.Average(value),
            Side = side,
            Bound = bound,
            Quantity = quantity,
            StandardError = Replicates.StandardError([.. sums.Select(s => (value(s), error(s)))]),
            Count = images.Count,
            HeldOut = heldOut,
            Ceiling = ceiling,
            ReplicateValues = [.. sums.Select(value)],
            Seed = seed,
        };
        return new()
        {
            OneShotError = sums.Average(s => s.OneShotErrors) / n,
            AveragedError = sums.Average(s => s.AveragedErrors) / n,
            ReplicateOneShotErrors = [.. sums.Select(s => s.OneShotErrors / n)],
            ReplicateAveragedErrors = [.. sums.Select(s => s.AveragedErrors / n)],
            Samples = samples,
            Rate = Measured(Side.Upper, "I(X;Z)", "rate, prior N(0, I)", double.PositiveInfinity, s => s.Rate / n, s => Error(s.Rate, s.RateSquared)),
            Information = Measured(Side.Lower, "I(Z;Y)", "H(Y) − CE, categorical decoder", entropy, s => entropy - s.CrossEntropy / n, s => Error(s.CrossEntropy, s.CrossEntropySquared)),
            CrossEntropy = sums.Average(s => s.CrossEntropy) / n,
            AveragedNll = sums.Average(s => s.AveragedNll) / n,
            CalibrationError = predictions.Average(p => Calibration.Of(p).Error),
            BrierScore = predictions.Average(p => BrierScore.Of(p).Total),
            ActiveUnits = readings.Average(reading => new ActiveUnits(reading.MeanKl, ActiveUnits.Custom).Count),
            Count = images.Count,
            AveragedWeights = averagedWeights,
        };
    }

    /// <summary>H(Y) of the labels that are there, nats.</summary>
    private static double LabelEntropy(LabelledImages images) => images.Labels.GroupBy(label => label)
        .Sum(group => -group.Count() / (double)images.Count * Math.Log(group.Count() / (double)images.Count));
}
