using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The networks of an objective after training.</summary>
public sealed class TrainedObjective : IDisposable
{
    private readonly ObjectiveModel model;
    private readonly Tensor average; // [R,P], without the pull of its start

    internal TrainedObjective(ObjectiveModel model, Tensor average, IReadOnlyList<ObjectiveTracePoint> trace, IReadOnlyList<Diagnosis> diagnoses, IReadOnlyList<IReadOnlyList<double>> multipliers, double seconds)
    {
        (this.model, this.average) = (model, average.DetachFromDisposeScope());
        (Trace, Diagnoses, Multipliers, Seconds) = (trace, diagnoses, multipliers, seconds);
    }

    internal ObjectiveModel Model => model;

    /// <summary>What it was trained for.</summary>
    public Objective Objective => model.Objective;

    /// <summary>What it was trained with.</summary>
    public ObjectiveOptions Options => model.Options;

    /// <summary>R.</summary>
    public int Replicates => model.Replicates;

    /// <summary>The terms over training, oldest first.</summary>
    public IReadOnlyList<ObjectiveTracePoint> Trace { get; }

    /// <summary>What went wrong in training, if anything did.</summary>
    public IReadOnlyList<Diagnosis> Diagnoses { get; }

    /// <summary>The multiplier of each constraint at the end, of each replicate: what a nat of the limit is worth.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Multipliers { get; }

    /// <summary>Wall-clock seconds of training.</summary>
    public double Seconds { get; }

    /// <summary>The value of every term on data. The same seed gives the same bits.</summary>
    /// <remarks>Estimates on the very rows that this model was trained on do not call themselves held out; of other rows, and of a model that was loaded, the caller answers for that.</remarks>
    /// <param name="data">The variables that the objective speaks of.</param>
    /// <param name="samples">S, samples of each code; null for the option's.</param>
    /// <param name="averagedWeights">The moving average of the weights, or the last weights.</param>
    /// <param name="seed">Of the encoders' noise, and of draws where the data is a truth.</param>
    /// <returns>The sum, each term, and what a decoder of classes gets wrong; standard errors are over data.</returns>
    /// <exception cref="DataException">The data lacks a variable, or is smaller than a batch where a term is one of a whole batch.</exception>
    /// <exception cref="ShapeException">A variable has another dimension than in training.</exception>
    /// <exception cref="DomainException">Less than one sample.</exception>
    public ObjectiveEvaluation Evaluate(Observations data, int? samples = null, bool averagedWeights = true, long seed = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        Require.AtLeast(1, samples ?? Options.EvaluationSamples, "The number of samples", "12");
        using var threads = new ThreadCount(Options.ThreadsOrCores);
        ObjectiveEvaluation Read() => ObjectiveEvaluator.Evaluate(model, data, samples ?? Options.EvaluationSamples, seed);
        return averagedWeights ? model.With(average, Read) : Read();
    }

    /// <summary>The codes' means μ(x) and the deviations σ(x) of each dimension, with averaged weights, of one replicate.</summary>
    /// <param name="data">The variable that is encoded.</param>
    /// <param name="latent">Which code; null for Z.</param>
    /// <param name="replicate">Which replicate, from 0.</param>
    /// <returns>Two arrays [N,K].</returns>
    /// <exception cref="DataException">The data is drawn afresh and has no rows, or lacks the variable.</exception>
    /// <exception cref="DomainException">There is no such code or replicate.</exception>
    /// <exception cref="ShapeException">The variable has another dimension than in training.</exception>
    public (float[,] Means, float[,] Deviations) Encode(Observations data, Variable? latent = null, int replicate = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        var code = latent ?? Variable.Z;
        Require.That(model.Latents.ContainsKey(code), $"The code {code}", $"one of {string.Join(", ", model.Latents.Keys)}", "a latent variable of the objective");
        Require.That(replicate >= 0 && replicate < Replicates, $"Replicate {replicate}", FormattableString.Invariant($"0 to {Replicates - 1}"), "0");
        if (data.Count is null) throw new DataException($"Codes of {data.Name}, which is drawn afresh", "data with rows", "Truth.Sample, and Observations.Of(Pairs)");
        using var threads = new ThreadCount(Options.ThreadsOrCores);
        return model.With(average, () => ObjectiveEvaluator.Encode(model, data, code, replicate));
    }

    /// <summary>Saves weights and their average as safetensors, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    public void Save(string path) => ObjectiveFile.Save(path, model, average);

    /// <summary>Loads what <see cref="Save"/> saved, or a checkpoint of a run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="objective">The objective that it was trained for.</param>
    /// <param name="data">Data of the same variables: their dimensions are taken from it.</param>
    /// <param name="options">The options that it was trained with; null for the defaults.</param>
    /// <returns>The model, without a trace. The caller owns it.</returns>
    /// <exception cref="DataException">The file is missing, cut off, or of another objective or architecture; or the data lacks a variable.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="DomainException">An option makes no sense, or a latent variable has no encoder.</exception>
    /// <exception cref="ShapeException">A decoder of another number of classes than the data has.</exception>
    public static TrainedObjective Load(string path, Objective objective, Observations data, ObjectiveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        options.Check(objective, data);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var model = new ObjectiveModel(objective, options, variable => data[variable].Kind, Devices.Resolve(options.Device));
        try
        {
            var average = zeros_like(model.Parameters.Values);
            ObjectiveFile.Load(path, model, average);
            return new(model, average, [], [], [], 0);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Objective}; {Trace.LastOrDefault()?.Step ?? 0} steps, {Replicates} {(Replicates == 1 ? "replicate" : "replicates")}, {Seconds:0.0} s")
        + string.Concat(Diagnoses.Select(diagnosis => $"  ! {diagnosis.Sentence}"));

    /// <inheritdoc/>
    public void Dispose()
    {
        average.Dispose();
        model.Dispose();
    }
}
