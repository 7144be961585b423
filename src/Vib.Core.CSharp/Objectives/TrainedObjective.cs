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
    /// <remarks>Estimates on rows that this model was trained on, or on copies of them in any order, do not call themselves held out; of a model that was loaded, the caller answers for that.
    /// Where the training data was standardised, this data is by the same means and deviations, and densities are those of its own units.</remarks>
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
    public (float[,] Means, float[,] Deviations) Encode(Observations data, Variable? latent = null, int replicate = 0) => Coded(data, latent, replicate, ObjectiveEvaluator.Encode);

    /// <summary>The codes as Gaussians, mean and covariance of each, with averaged weights, of one replicate.</summary>
    /// <remarks>e(z|x) = N(μ(x), L(x) L(x)ᵀ)  (Alemi et al. 2017, figure 2, of an encoder with full covariance). N·K² numbers: for small K.</remarks>
    /// <param name="data">The variable that is encoded.</param>
    /// <param name="latent">Which code; null for Z.</param>
    /// <param name="replicate">Which replicate, from 0.</param>
    /// <returns>μ, [N,K], and L, [N,K,K].</returns>
    /// <exception cref="DataException">The data is drawn afresh and has no rows, or lacks the variable.</exception>
    /// <exception cref="DomainException">There is no such code or replicate, or the code is categorical.</exception>
    /// <exception cref="ShapeException">The variable has another dimension than in training.</exception>
    public Codes Codes(Observations data, Variable? latent = null, int replicate = 0)
    {
        CheckGaussian(latent ?? Variable.Z, "as Gaussians", "Encode, whose means are the states' probabilities");
        return Coded(data, latent, replicate, ObjectiveEvaluator.Codes);
    }

    /// <summary>Class probabilities q(y|z) of codes that are given, by a categorical decoder or a consistent classifier, with averaged weights, of one replicate.</summary>
    /// <param name="codes">[N,K], any points of the code's space.</param>
    /// <param name="of">What is predicted; null for what the objective's first such decoder predicts.</param>
    /// <param name="replicate">Which replicate, from 0.</param>
    /// <returns>[N,C]; every row sums to 1.</returns>
    /// <exception cref="DomainException">The objective has no such decoder, its code is categorical, or there is no such replicate.</exception>
    /// <exception cref="ShapeException">Codes of another dimension.</exception>
    /// <exception cref="DataException">There is no code.</exception>
    public double[,] Decode(float[,] codes, Variable? of = null, int replicate = 0)
    {
        ArgumentNullException.ThrowIfNull(codes);
        CheckReplicate(replicate);
        var node = ObjectiveEvaluator.Classifier(model, of);
        Require.That(node >= 0, $"Classes of {of ?? Variable.Y} from {Objective.Formula.Computed}", "an objective with a categorical decoder or a consistent classifier of it", "Decoder.categorical, or another variable");
        if (codes.GetLength(0) == 0) throw new DataException("No codes", "at least one", "an array [N,K]");
        var code = model.Nodes[node].Key.Term.Variables.First(variable => variable.IsLatent);
        CheckGaussian(code, "from points between its states", "Classify, which sums over the states");
        var dimension = model.Latents[code].Options.Latent;
        if (codes.GetLength(1) != dimension) throw new ShapeException($"Codes of {Counted.Of(codes.GetLength(1), "dimension")}", $"[N,{dimension}]", "codes of the encoder that the decoder was trained with");
        using var threads = new ThreadCount(Options.ThreadsOrCores);
        return model.With(average, () => ObjectiveEvaluator.Decode(model, node, codes, replicate));
    }

    private void CheckGaussian(Variable code, string what, string advice) =>
        Require.That(model.Latents.GetValueOrDefault(code)?.Options.Noise is not EncoderNoise.StatesNoise, $"The categorical code {code} {what}", "a Gaussian encoder's code", advice);

    private T Coded<T>(Observations data, Variable? latent, int replicate, Func<ObjectiveModel, Observations, Variable, int, T> read)
    {
        ArgumentNullException.ThrowIfNull(data);
        var code = latent ?? Variable.Z;
        Require.That(model.Latents.ContainsKey(code), $"The code {code}", $"one of {string.Join(", ", model.Latents.Keys)}", "a latent variable of the objective");
        CheckReplicate(replicate);
        if (data.Count is null) throw new DataException($"Codes of {data.Name}, which is drawn afresh", "data with rows", "Truth.Sample, and Observations.Of(Pairs)");
        using var threads = new ThreadCount(Options.ThreadsOrCores);
        return model.With(average, () => read(model, data, code, replicate));
    }

    private void CheckReplicate(int replicate) =>
        Require.That(replicate >= 0 && replicate < Replicates, $"Replicate {replicate}", FormattableString.Invariant($"0 to {Replicates - 1}"), "0");

    /// <summary>What a Gaussian decoder says of numbers, as a mixture over samples of the code, in the units of what was trained on; with averaged weights. The same seed gives the same bits.</summary>
    /// <param name="data">What is encoded; the numbers that came too, to be judged by, if it has them.</param>
    /// <param name="of">What is predicted; null for Y.</param>
    /// <param name="samples">S, samples of the code; null for the option's.</param>
    /// <param name="replicate">Which replicate, from 0.</param>
    /// <param name="seed">Of the encoder's noise.</param>
    /// <returns>Means, deviations, quantiles and intervals of each number.</returns>
    /// <exception cref="DomainException">No such decoder or replicate, or less than one sample.</exception>
    /// <exception cref="DataException">The data is drawn afresh and has no rows, lacks what is encoded, or has other columns than in training.</exception>
    /// <exception cref="ShapeException">A variable has another dimension than in training.</exception>
    public PredictedNumbers Predict(Observations data, Variable? of = null, int? samples = null, int replicate = 0, long seed = 1) =>
        Predicted(data, samples, replicate, s => ObjectivePredictor.Numbers(model, data, of ?? Variable.Y, s, replicate, seed));

    /// <summary>What a categorical decoder or a consistent classifier says of classes: probabilities averaged over samples of the code; with averaged weights. The same seed gives the same bits.</summary>
    /// <param name="data">What is encoded; the classes that came too, to be judged by, if it has them.</param>
    /// <param name="of">What is predicted; null for Y.</param>
    /// <param name="samples">S, samples of the code; null for the option's.</param>
    /// <param name="replicate">Which replicate, from 0.</param>
    /// <param name="seed">Of the encoder's noise.</param>
    /// <returns>Probabilities by the classes' names.</returns>
    /// <exception cref="DomainException">No such decoder or replicate, or less than one sample.</exception>
    /// <exception cref="DataException">The data is drawn afresh and has no rows, lacks what is encoded, or has other columns than in training.</exception>
    /// <exception cref="ShapeException">A variable has another dimension than in training.</exception>
    public PredictedClasses Classify(Observations data, Variable? of = null, int? samples = null, int replicate = 0, long seed = 1) =>
        Predicted(data, samples, replicate, s => ObjectivePredictor.Classes(model, data, of ?? Variable.Y, s, replicate, seed));

    private T Predicted<T>(Observations data, int? samples, int replicate, Func<int, T> predict)
    {
        ArgumentNullException.ThrowIfNull(data);
        Require.AtLeast(1, samples ?? Options.EvaluationSamples, "The number of samples", "12");
        CheckReplicate(replicate);
        if (data.Count is null) throw new DataException($"Predictions of {data.Name}, which is drawn afresh", "data with rows", "Truth.Sample, and Observations.Of(Pairs)");
        using var threads = new ThreadCount(Options.ThreadsOrCores);
        return model.With(average, () => predict(samples ?? Options.EvaluationSamples));
    }

    /// <summary>Saves weights and their average as safetensors, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <exception cref="DataException">The place cannot be written; a file that is there stays as it was.</exception>
    public void Save(string path) => ObjectiveFile.Save(path, model, average);

    /// <summary>Loads what <see cref="Save"/> saved, or a checkpoint of a run.</summary>
    /// <param name="path">The file.</param>
    /// <param name="objective">The objective that it was trained for.</param>
    /// <param name="data">Data of the same variables: their dimensions are taken from it. Those that it lacks, as Y where only X is known, are as the file says.</param>
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
        options.Check(objective, data, trains: false);
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var model = new ObjectiveModel(objective, options, variable => (data.Has(variable) ? null : ObjectiveFile.Kind(path, variable)) ?? data[variable].Kind, Devices.Resolve(options.Device));
        try
        {
            foreach (var variable in model.Observed)
                if (data.Has(variable) && data[variable].Names is { } names) model.Names[variable] = names;
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
    public override string ToString() => FormattableString.Invariant($"{Objective}; {Counted.Of(Trace.LastOrDefault()?.Step ?? 0, "step")}, {Counted.Of(Replicates, "replicate")}, {Seconds:0.0} s")
        + string.Concat(Diagnoses.Select(diagnosis => $"  ! {diagnosis.Sentence}"));

    /// <inheritdoc/>
    public void Dispose()
    {
        average.Dispose();
        model.Dispose();
    }
}
