using System.Diagnostics;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>Training of encoders, decoders, priors and critics by an objective made of bounds of information.</summary>
public static class ObjectiveTraining
{
    /// <summary>Maximises or minimises the objective over data.</summary>
    /// <remarks>At each step every term is computed once on a batch; encoders, and the networks of terms that do not climb, follow the gradient of the weighted sum; critics, and inner maxima, climb their own
    /// bound. Gradients are closed forms, not recorded. No value that training looks at decides when it ends. Cost of a step: the networks' products, three times forward.</remarks>
    /// <param name="objective">What to train for.</param>
    /// <param name="data">The variables that it speaks of.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Told at every look; null for nobody.</param>
    /// <param name="cancellation">Stops at the next step.</param>
    /// <returns>The model with the trace of its terms. A value that stops being finite ends training and is a diagnosis.</returns>
    /// <exception cref="DomainException">An option makes no sense, or a latent variable has no encoder.</exception>
    /// <exception cref="DataException">The data lacks a variable, has numbers where classes are wanted or classes where numbers are, or has one class only; or the checkpoint's place cannot be written.</exception>
    /// <exception cref="ShapeException">A decoder of another number of classes than the data has.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static TrainedObjective Train(Objective objective, Observations data, ObjectiveOptions? options = null, IProgress<ObjectiveProgress>? progress = null, CancellationToken cancellation = default)
    {
        return Begin(objective, data, options ?? new(), null, progress, cancellation);
    }

    /// <summary>Trains from the last weights of a trained model: a warm start, at another weight of a term say.</summary>
    /// <remarks>Optimiser, averages, multipliers and generators start afresh. Networks are matched in the order of the terms. Numbers are seen by the start's means and deviations, standardised here or not, since
    /// weights are made for them. Rows that the start learned from are held out from neither model; of a start that was loaded, and of a warm start that was resumed, the caller answers for those.</remarks>
    /// <param name="start">A model with the same encoders, but for dropout and a relaxation, and the same terms in the same order; their weights may differ. It stays as it is.</param>
    /// <param name="objective">As in <see cref="Train"/>.</param>
    /// <param name="data">As in <see cref="Train"/>.</param>
    /// <param name="options">As in <see cref="Train"/>.</param>
    /// <param name="replicate">The replicate whose weights all start from; null for each from its own, or all from the only one.</param>
    /// <param name="progress">As in <see cref="Train"/>.</param>
    /// <param name="cancellation">As in <see cref="Train"/>.</param>
    /// <returns>As in <see cref="Train"/>.</returns>
    /// <exception cref="ShapeException">The model has other networks, or saw variables of another dimension; or a decoder of another number of classes than the data has.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DomainException">An option makes no sense, a latent variable has no encoder or one of other noise, or there is no such replicate.</exception>
    /// <exception cref="DataException">The data lacks a variable, has other columns or classes than the start saw, or has one class only.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    public static TrainedObjective TrainFrom(TrainedObjective start, Objective objective, Observations data, ObjectiveOptions? options = null, int? replicate = null,
        IProgress<ObjectiveProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Begin(objective, data, options ?? new(), null, progress, cancellation, model => model.Begin(start.Model, data, replicate));
    }

    /// <summary>Goes on with a run from its checkpoint: the same bits as if it had never stopped.</summary>
    /// <param name="checkpoint">The file that the run's option <see cref="ObjectiveOptions.Checkpoint"/> named.</param>
    /// <param name="objective">The same objective.</param>
    /// <param name="data">The same data.</param>
    /// <param name="options">The options that it was begun with, threads included. Free are the number of steps, where it may have grown, the checkpoint's place, how often it is looked at and kept, and what evaluation reads.</param>
    /// <param name="progress">As in <see cref="Train"/>.</param>
    /// <param name="cancellation">As in <see cref="Train"/>.</param>
    /// <returns>As in <see cref="Train"/>; the trace is that of the steps since.</returns>
    /// <exception cref="DataException">The file is missing, cut off, of another objective or architecture, not a run's checkpoint, or of a run on other data or with other settings, which are named.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DomainException">An option makes no sense, the run has done more steps already, or a latent variable has no encoder.</exception>
    /// <exception cref="ShapeException">A decoder of another number of classes than the data has.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    public static TrainedObjective Resume(string checkpoint, Objective objective, Observations data, ObjectiveOptions options, IProgress<ObjectiveProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(options);
        return Begin(objective, data, options, checkpoint, progress, cancellation, model => ObjectiveFile.LoadModel(checkpoint, model)); // rows are loaded by the run's scales
    }

    private static TrainedObjective Begin(Objective objective, Observations data, ObjectiveOptions options, string? checkpoint, IProgress<ObjectiveProgress>? progress, CancellationToken cancellation,
        Action<ObjectiveModel>? start = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(data);
        options.Check(objective, data);
        data.CheckClasses();
        foreach (var weights in objective.Weights) data.CheckWeights(weights);
        if (options.Checkpoint is { } place) WholeFile.CheckPlace(place);
        var device = Devices.Resolve(options.Device);
        using var threads = new ThreadCount(options.ThreadsOrCores);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var model = new ObjectiveModel(objective, options, variable => data[variable].Kind, device);
        try
        {
            model.Initialise();
            model.Meet(data);
            start?.Invoke(model);
            return Loop(model, data, checkpoint, progress, cancellation);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static TrainedObjective Loop(ObjectiveModel model, Observations data, string? checkpoint, IProgress<ObjectiveProgress>? progress, CancellationToken cancellation)
    {
        var (options, clock) = (model.Options, Stopwatch.StartNew());
        using var run = new ObjectiveRun(model, data);
        using var threads = run.Threads();
        var fingerprint = checkpoint is null && options.Checkpoint is null ? "" : data.Fingerprint();
        var done = checkpoint is null ? 0 : ObjectiveFile.LoadRun(checkpoint, model, run, fingerprint, data.Name);
        Require.That(done <= options.Steps, $"{Counted.Of(options.Steps, "step")} of a run that has done {done}", FormattableString.Invariant($"at least {done}"), "more steps, or Load for the run as it is");
        var (trace, diagnoses, looked) = (new List<ObjectiveTracePoint>(), new List<Diagnosis>(), done);
        for (var step = done + 1; step <= options.Steps && diagnoses.Count == 0; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            run.Step(step - 1);
            var stopped = options.Stop.IsCancellationRequested && step != options.Steps;
            if (step % options.LookEvery == 0 || step == options.Steps || stopped)
            {
                trace.Add(Look(run, step, step - looked));
                Telemetry.Looked("objective", step - looked, (step - looked) * options.Batch, trace[^1].Value);
                looked = step;
                if (!trace[^1].Terms.All(double.IsFinite)) diagnoses.Add(Diagnosis.NonFinite((int)step, "objective"));
                progress?.Report(new(step, options.Steps, trace[^1].Value, trace[^1].Terms, clock.Elapsed.TotalSeconds));
            }
            if (options.Checkpoint is { } path && diagnoses.Count == 0 && (step % options.CheckpointEvery == 0 || step == options.Steps || stopped)) ObjectiveFile.SaveRun(path, model, run, fingerprint);
            if (stopped) diagnoses.Add(Diagnosis.Interrupted(step, options.Steps));
        }
        if (run.Refusal is { } reason) diagnoses.Add(Diagnosis.NotRecorded(reason));
        Telemetry.Ended("objective", diagnoses);
        return new(model, run.Adam.DebiasedAverage(), trace, diagnoses, [.. run.Multipliers.Select(m => (IReadOnlyList<double>)m.Values)], clock.Elapsed.TotalSeconds);
    }

    private static ObjectiveTracePoint Look(ObjectiveRun run, long step, long steps)
    {
        var each = run.Look(steps);
        var value = run.Parts.Zip(each).Where(part => part.First.Constraint is null)
            .Sum(part => part.Second.Select((v, r) => part.First.Coefficient(r, step - 1) * part.First.Part.Growth.Of(v)).Average());
        return new(step, value, [.. each.Select(replicates => replicates.Average())]);
    }
}
