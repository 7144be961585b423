using System.Diagnostics;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Training of the deep variational information bottleneck.</summary>
public static class BottleneckTraining
{
    /// <summary>Minimises CE + β · rate over a training set.</summary>
    /// <remarks>J = mean_i { −(1/S) Σ_s log q(y_i|z_s,i) + β KL[e(z|x_i) ‖ N(0, I)] }, nats  (Alemi et al. 2017, eq. 17): an upper bound on −I(Z;Y) + β I(X;Z) up to the
    /// constant H(Y). Pixels are rescaled to [−1, 1]. After every epoch the test set, if there is one, is evaluated with averaged weights, and the
    /// checkpoint, if there is to be one, is replaced, unless the loss was not finite. No value that training looks at decides when it ends.</remarks>
    /// <param name="training">The training set.</param>
    /// <param name="test">Evaluated after every epoch; null for no evaluation.</param>
    /// <param name="options">Null for the defaults, those of the authors' MNIST notebook.</param>
    /// <param name="progress">Told every 50 steps and at the end of every epoch; null for nobody.</param>
    /// <param name="cancellation">Stops at the next step; the last checkpoint is whole.</param>
    /// <returns>The model with a report of each epoch. A loss that stops being finite ends training and is a diagnosis.</returns>
    /// <exception cref="DomainException">An option makes no sense.</exception>
    /// <exception cref="ShapeException">The test set has images of another size, or other classes.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="DataException">The test set is empty.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainedBottleneck Train(LabelledImages training, LabelledImages? test = null, BottleneckOptions? options = null,
        IProgress<BottleneckProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        options ??= new();
        options.Check(training.Count);
        var model = new BottleneckModel(options, training.Height * training.Width, training.Classes, Devices.Resolve(options.Device));
        model.Networks.Initialise();
        return Finish(model, images => new(model, images), training, test, progress, cancellation);
    }

    /// <summary>Goes on with a run from its checkpoint: the same bits as if it had never stopped.</summary>
    /// <param name="checkpoint">The file that the run's option <see cref="BottleneckOptions.Checkpoint"/> named.</param>
    /// <param name="training">The same training set.</param>
    /// <param name="test">As in <see cref="Train"/>.</param>
    /// <param name="options">The options that it was begun with, threads included. Free are the number of epochs, where it may have grown, the checkpoint's place, and the samples of evaluation.</param>
    /// <param name="progress">As in <see cref="Train"/>.</param>
    /// <param name="cancellation">As in <see cref="Train"/>.</param>
    /// <returns>As of <see cref="Train"/>, with the epochs of this call.</returns>
    /// <exception cref="DataException">The file is missing, cut off, of another architecture, not a run's checkpoint, or of a run on other data or with other settings, which are named.</exception>
    /// <exception cref="DomainException">An option makes no sense, or the run has done more epochs already.</exception>
    /// <exception cref="ShapeException">The test set has images of another size, or other classes.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainedBottleneck Resume(string checkpoint, LabelledImages training, LabelledImages? test, BottleneckOptions options,
        IProgress<BottleneckProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        options.Check(training.Count);
        var model = BottleneckFile.LoadModel(checkpoint, options, Devices.Resolve(options.Device));
        return Finish(model, images => BottleneckFile.LoadRun(checkpoint, model, images), training, test, progress, cancellation);
    }

    private static TrainedBottleneck Finish(BottleneckModel model, Func<Observations, BottleneckRun> begin, LabelledImages training, LabelledImages? test,
        IProgress<BottleneckProgress>? progress, CancellationToken cancellation)
    {
        using var threads = new ThreadCount(model.Options.ThreadsOrCores);
        using var scope = NewDisposeScope();
        try
        {
            BottleneckEvaluator.CheckImages(model, training);
            if (test is not null) BottleneckEvaluator.CheckImages(model, test);
            var images = Observations.Of(training);
            images.CheckClasses();
            if (model.Options.Checkpoint is { } place) WholeFile.CheckPlace(place);
            using var run = begin(images);
            Require.That(run.Epoch <= model.Options.Epochs, $"{Counted.Of(model.Options.Epochs, "epoch")} of a run that has done {run.Epoch}", FormattableString.Invariant($"at least {run.Epoch}"), "more epochs, or Load for the run as it is");
            return Loop(run, test, progress, cancellation);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static TrainedBottleneck Loop(BottleneckRun run, LabelledImages? test, IProgress<BottleneckProgress>? progress, CancellationToken cancellation)
    {
        var (model, options, clock) = (run.Model, run.Model.Options, Stopwatch.StartNew());
        var (epochs, diagnoses) = (new List<EpochReport>(), new List<Diagnosis>());
        long perEpoch = run.Count / options.Batch, steps = perEpoch * options.Epochs;
        while (run.Epoch < options.Epochs && diagnoses.Count == 0)
        {
            var (epoch, started) = (run.Epoch + 1, clock.Elapsed.TotalSeconds);
            void Tell(long step, double crossEntropy, double rate, EpochReport? finished) => progress?.Report(new(epoch, options.Epochs,
                (epoch - 1) * perEpoch + step, steps, crossEntropy + options.Beta * rate, rate, clock.Elapsed.TotalSeconds, finished));
            var (ce, kl, done) = run.RunEpoch((step, crossEntropy, rate) => Tell(step, crossEntropy, rate, null), cancellation);
            var seconds = clock.Elapsed.TotalSeconds - started;
            var loss = ce + options.Beta * kl;
            if (!double.IsFinite(loss)) diagnoses.Add(Diagnosis.NonFinite((int)run.Adam.Steps, "loss"));
            var whole = run.Epoch == epoch;
            if (double.IsFinite(loss) && options.Stop.IsCancellationRequested && !(whole && epoch == options.Epochs)) diagnoses.Add(Diagnosis.Interrupted((epoch - 1) * perEpoch + done, steps));
            epochs.Add(new(epoch, loss, ce, kl, seconds, test is null ? null : Evaluate(model, run, test)));
            if (options.Checkpoint is { } path && whole && double.IsFinite(loss)) BottleneckFile.SaveRun(path, run); // a run that broke or was stopped leaves its last whole epoch
            Tell(done, ce, kl, epochs[^1]);
        }
        if (run.Refusal is { } reason) diagnoses.Add(Diagnosis.NotRecorded(reason));
        Telemetry.Ended("bottleneck", diagnoses);
        return new(model, run.Adam.DebiasedAverage(), epochs, diagnoses);
    }

    private static BottleneckEvaluation Evaluate(BottleneckModel model, BottleneckRun run, LabelledImages test)
    {
        BottleneckEvaluation Read(bool averaged) => BottleneckEvaluator.Evaluate(model, test, model.Options.EvaluationSamples, model.Options.Seed, averaged);
        if (run.Adam.Average is null) return Read(averaged: false);
        using var average = run.Adam.DebiasedAverage();
        return model.Networks.With(average, () => Read(averaged: true));
    }
}
