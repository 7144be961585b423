using System;
using static System.FormattableString;

namespace Vib.Core;

/// <summary>The kinds of numerical trouble that an <see cref="Estimate"/> or a solution can carry.</summary>
public enum DiagnosisKind
{
    /// <summary>The bound had not stopped improving when training ended.</summary>
    StillRising,

    /// <summary>The value is close to the most that this bound can report.</summary>
    NearCeiling,

    /// <summary>A loss, score or gradient became infinite or NaN.</summary>
    NonFinite,

    /// <summary>Equal values in data that the estimator takes to be continuous.</summary>
    Ties,

    /// <summary>The critic gives nearly the same score to every pair.</summary>
    CollapsedCritic,

    /// <summary>The partition term's own sampling error is as large as what is measured.</summary>
    HeavyPartition,

    /// <summary>A lower bound above ln N, which no sample of N pairs can vouch for.</summary>
    AboveLogN,

    /// <summary>Columns of the data that hold one value only.</summary>
    ConstantColumns,

    /// <summary>Rows that repeat others, on which what was learned by heart is read as information.</summary>
    DuplicatedRows,

    /// <summary>Columns in which a few rows are so far out that they set the scale of all.</summary>
    HeavyTails,

    /// <summary>Iterations that were stopped before they settled.</summary>
    NotConverged,

    /// <summary>The inner maximum of a min–max pair that is not near its maximum.</summary>
    LaggingMaximum,

    /// <summary>Weights of several neighbours that cancel each other at the price of their spread.</summary>
    ExplodingWeights,

    /// <summary>States that were seen once only, of which counts cannot tell how many more there are.</summary>
    Undersampled,

    /// <summary>A layer's information that could not be estimated at all.</summary>
    NotMeasured,

    /// <summary>A network without noise, where information about a continuous input is infinite.</summary>
    NoNoise,

    /// <summary>Layers whose noise or bins differ, on one axis.</summary>
    MixedMeasures,

    /// <summary>A later layer that is said to know more than an earlier one.</summary>
    DataProcessing,

    /// <summary>Data that are not Gaussian, of which a Gaussian's formula was asked.</summary>
    NotGaussian,

    /// <summary>Training that was asked to stop before its end.</summary>
    Interrupted,

    /// <summary>A value below 0, which a critic that ignores its input would have read.</summary>
    BelowZero,

    /// <summary>Steps on a device that could not be recorded and replayed: the same numbers, later.</summary>
    NotRecorded,
}

/// <summary>One thing that went wrong with an estimate or a solution, with advice.</summary>
/// <remarks>A diagnosis never changes the number it comes with. Whether to raise one is the estimator's decision; the sentences are built here so
/// that the same trouble reads the same everywhere.</remarks>
public sealed record Diagnosis
{
    private Diagnosis(DiagnosisKind kind, string label, string sentence)
    {
        Kind = kind;
        Label = label;
        Sentence = sentence;
    }

    /// <summary>What kind of trouble it is.</summary>
    public DiagnosisKind Kind { get; }

    /// <summary>A few words for a one-line print, as in <c>near its ceiling</c>.</summary>
    public string Label { get; }

    /// <summary>What happened, with its numbers, and what to do about it.</summary>
    public string Sentence { get; }

    /// <summary>The bound was still improving when training stopped.</summary>
    /// <param name="gain">Improvement over the last <paramref name="window"/> steps, nats.</param>
    /// <param name="window">Steps over which the gain was measured.</param>
    /// <param name="step">The last step of training.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis StillRising(double gain, int window, int step) => new(
        DiagnosisKind.StillRising,
        "still rising",
        Invariant($"The bound was still improving when training ended: by {gain:0.###} nat over the last {window} of {step} steps. ") +
        "Train for more steps, or raise the learning rate.");

    /// <summary>The value is close to the bound's ceiling.</summary>
    /// <param name="value">The value, nats.</param>
    /// <param name="ceiling">The most that the bound can report, nats.</param>
    /// <param name="batch">B, the number of pairs scored together.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis NearCeiling(double value, double ceiling, int batch) => new(
        DiagnosisKind.NearCeiling,
        "near its ceiling",
        Invariant($"The value {value:0.##} nat is close to {ceiling:0.##} nat, the most that this bound can report with a batch of {batch}. ") +
        "The truth may be far above: enlarge the batch, or use a bound without a ceiling.");

    /// <summary>An estimate by neighbours is close to the most that so many samples can show.</summary>
    /// <param name="value">The value, nats.</param>
    /// <param name="ceiling">The most that can come out, nats.</param>
    /// <param name="count">N, the number of samples.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis NearNeighbourCeiling(double value, double ceiling, int count) => new(
        DiagnosisKind.NearCeiling,
        "near its ceiling",
        Invariant($"The value {value:0.##} nat is close to {ceiling:0.##} nat, the most that neighbours among {count} samples can show. ") +
        "The truth may be far above: use more samples, or a smaller k.");

    /// <summary>Information of noisy samples is close to the logarithm of how many there are.</summary>
    /// <param name="value">The value, nats.</param>
    /// <param name="count">N, the number of samples.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis NearLogN(double value, int count) => new(
        DiagnosisKind.NearCeiling,
        "near its ceiling",
        Invariant($"The value {value:0.##} nat is close to ln {count} = {Math.Log(count):0.##} nat, what {count} samples hold that the noise never confuses. ") +
        "Where they stand for more inputs than these, the truth may be far above: use more samples, or more noise.");

    /// <summary>A number that must be finite was not.</summary>
    /// <param name="step">The step at which it was first seen, counted from 1.</param>
    /// <param name="what">What was not finite, as in <c>loss</c> or <c>gradient</c>.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis NonFinite(int step, string what) => new(
        DiagnosisKind.NonFinite,
        Invariant($"non-finite at step {step}"),
        Invariant($"The {what} was not finite at step {step}. ") +
        "Lower the learning rate, standardise the inputs, or choose a bound whose gradient does not grow with the scores.");

    /// <summary>Equal values where the estimator assumes that none are equal.</summary>
    /// <param name="variable">The variable's name.</param>
    /// <param name="tied">How many samples equal some other sample.</param>
    /// <param name="count">How many samples there are.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis Ties(string variable, int tied, int count) => new(
        DiagnosisKind.Ties,
        "ties",
        Invariant($"{tied} of {count} samples of {variable} have an equal: it is not continuous, or it was rounded. ") +
        "Use an estimator for discrete or mixed data, or add noise below the rounding step.");

    /// <summary>The critic does not tell pairs apart.</summary>
    /// <param name="deviation">Standard deviation of the scores, nats.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis CollapsedCritic(double deviation) => new(
        DiagnosisKind.CollapsedCritic,
        "collapsed critic",
        Invariant($"The critic gives every pair nearly the same score (standard deviation {deviation:G3} nat). ") +
        "The value says nothing about the data: try another seed, a lower learning rate or standardised inputs. " +
        "If it stays, the variables may be independent.");

    /// <summary>The partition term is too heavy-tailed for the number of samples that estimate it.</summary>
    /// <remarks>Predicted standard deviation √((e^{2I} − 1)/n), exact for the optimal critic of a Gaussian, where the density ratio r has
    /// Var_Q r = e^{2I} − 1; for any joint it is at least e^{I} − 1.</remarks>
    /// <param name="value">I, the value reported, nats.</param>
    /// <param name="samples">n, the number of independent product samples in the partition term, at least 1.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    /// <exception cref="DomainException">There are no samples.</exception>
    /// <param name="standardError">The value's measured standard error, nats: a partition that missed its tail predicts too little.</param>
    public static Diagnosis HeavyPartition(double value, long samples, double standardError) => new(
        DiagnosisKind.HeavyPartition,
        "heavy partition",
        Invariant($"At {value:0.##} nat the partition term over {samples} samples has mean 1 and a predicted standard deviation of ") +
        Invariant($"{PartitionDeviation(value, samples):G3}; the measured standard error is {standardError:G3} nat. ") +
        "The value may be far off to either side. " +
        "Use more samples, or a bound with a bounded partition such as InfoNCE.");

    /// <summary>A lower bound above ln N.</summary>
    /// <remarks>A distribution-free, high-confidence lower bound from N samples is O(ln N)  (McAllester and Stratos 2020).</remarks>
    /// <param name="value">The value, nats.</param>
    /// <param name="count">N, the number of pairs it was measured on.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis AboveLogN(double value, int count) => new(
        DiagnosisKind.AboveLogN,
        "above ln N",
        Invariant($"The lower bound {value:0.##} nat is above ln {count} = {Math.Log(count):0.##}, ") +
        Invariant($"more than {count} pairs can vouch for without assumptions. ") +
        "Use more held-out pairs, or rely on a source whose density is known.");

    /// <summary>Columns that hold one value only.</summary>
    /// <param name="columns">Their names, as in <c>x 3</c>; at least one.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis ConstantColumns(IReadOnlyList<string> columns) => new(
        DiagnosisKind.ConstantColumns,
        "constant columns",
        $"{Listed("Constant", columns)}. A constant carries no information. Drop it, or look at how it was read if it should vary.");

    /// <summary>Rows that repeat others, where chance would not repeat them.</summary>
    /// <param name="repeated">Rows (x, y) that equal an earlier one in every number.</param>
    /// <param name="count">Rows in all.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis DuplicatedRows(int repeated, int count) => new(
        DiagnosisKind.DuplicatedRows,
        "duplicated rows",
        Invariant($"{repeated} of {count} pairs repeat an earlier pair exactly. A random split puts copies on both sides of it, and a critic that knows its pairs by heart ") +
        "then reads too much. Drop the copies, or part the data by group yourself. Of counts and rounded values that meet by chance this says nothing.");

    /// <summary>Columns with values much farther out than an exponential tail would have them.</summary>
    /// <param name="columns">Their names, as in <c>x 3</c>; at least one.</param>
    /// <param name="farthest">The largest distance from the median in any of them, in half interquartile ranges.</param>
    /// <param name="expected">How far an exponential tail would go.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis HeavyTails(IReadOnlyList<string> columns, double farthest, double expected) => new(
        DiagnosisKind.HeavyTails,
        "heavy tails",
        Invariant($"{Listed("Heavy-tailed", columns)}: up to {farthest:G3} half interquartile ranges from the median, where an exponential tail ends by {expected:G3}. ") +
        "Centring and scaling leaves a few rows to set the scale of all the others. Use Scaling.Rank or Scaling.Arctan, which change no information: " +
        "new EstimationOptions { Scaling = Scaling.Rank } in C#, { Mi.defaults with Scaling = Scaling.Rank } in F#.");

    /// <summary>Self-consistent iterations that were stopped before they settled.</summary>
    /// <param name="iterations">How many there were.</param>
    /// <param name="remaining">What the Lagrangian is still to fall by, as far as the last iterations tell, nats; infinite where it falls faster and faster.</param>
    /// <param name="tolerance">What it was to be below, nats.</param>
    /// <returns>The diagnosis.</returns>
    public static Diagnosis NotConverged(int iterations, double remaining, double tolerance) => new(
        DiagnosisKind.NotConverged,
        "not converged",
        Invariant($"After {iterations} iterations the Lagrangian was still to fall by about {remaining:G3} nat, where {tolerance:G3} was asked for. ") +
        "It is an upper bound on the optimum. Near a critical β the iterations slow down without limit: allow more of them, or move β a little.");

    /// <summary>An inner maximum whose bound is below 0, which it would reach by ignoring its input: the encoder outruns it, and hides information from it rather than losing any.</summary>
    /// <param name="quantity">What is bounded, as in <c>I(Z;A)</c>.</param>
    /// <param name="value">The bound, nats.</param>
    /// <param name="standardError">Its standard error, nats.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis LaggingMaximum(string quantity, double value, double standardError) => new(
        DiagnosisKind.LaggingMaximum,
        "lagging maximum",
        Invariant($"The inner maximum of {quantity} is {value:0.###} ± {standardError:0.###} nat, below the 0 that it would reach by ignoring its input: the encoder outruns it, and the information may all be there still. ") +
        "Give it more inner steps or a higher rate: MinMax.inner 5 and ClimbingRate in F#, Climbed(5) and ClimbingOptimiser in C#.");

    /// <summary>Weights of several neighbours whose squares sum to more than the cancelled bias is worth.</summary>
    /// <param name="squares">Σ w².</param>
    /// <param name="k">The farthest neighbour.</param>
    /// <param name="dimension">d.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis ExplodingWeights(double squares, int k, int dimension) => new(
        DiagnosisKind.ExplodingWeights,
        "exploding weights",
        Invariant($"The weights of {k} neighbours in {dimension} dimensions have Σ w² = {squares:G3}: what each neighbour's noise adds to the variance is multiplied by it. ") +
        "Use a larger k, fewer dimensions, or Kozachenko–Leonenko without weights.");

    /// <summary>Too many samples that are the only ones in their state.</summary>
    /// <param name="alone">f₁, how many there are.</param>
    /// <param name="states">How many different states were seen.</param>
    /// <param name="count">N, the number of samples.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis Undersampled(int alone, int states, int count) => new(
        DiagnosisKind.Undersampled,
        "undersampled",
        Invariant($"{alone} of {count} samples are alone in their state, of {states} that were seen: about as large a part of all that can happen was not seen, and entropies are bounded by ln N. ") +
        "Use coarser states or more samples; EntropyEstimator.ChaoShen corrects a part of it. Where the samples are every input there is, nothing is missing.");

    /// <summary>An estimator that refused a layer's activations; the run goes on without the point.</summary>
    /// <param name="reason">What it said.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis NotMeasured(string reason) => new(
        DiagnosisKind.NotMeasured,
        "not measured",
        $"The estimator refused these activations, and there is no value: {reason}");

    /// <summary>A deterministic layer read by an estimator of finite information.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis NoNoise(string layer) => new(
        DiagnosisKind.NoNoise,
        "no noise",
        $"{layer} has no noise: what it knows of a continuous input is infinite, of a discrete one all that its map keeps apart. The value says how neighbours lie, and grows with the number of samples. " +
        "Give the network noise, or read it by bins or by pairwise distances, which bring a resolution of their own.");

    /// <summary>Layers measured by different rulers.</summary>
    /// <param name="estimator">The estimator's name.</param>
    /// <param name="rulers">What differs, as in <c>layer 1: σ = 0.1; layer 2: σ = 0.3</c>.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis MixedMeasures(string estimator, string rulers) => new(
        DiagnosisKind.MixedMeasures,
        "mixed measures",
        $"{estimator} measures the layers by different noise or bins ({rulers}): their information cannot be compared on one axis. " +
        "Use additive noise of one σ and bins of one width or with the same edges, or draw an axis for each layer.");

    /// <summary>Values that break the data-processing inequality by more than their errors.</summary>
    /// <param name="count">How many pairs of values.</param>
    /// <param name="worst">The worst of them in words.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis DataProcessing(int count, string worst) => new(
        DiagnosisKind.DataProcessing,
        "data processing broken",
        Invariant($"{count} {(count == 1 ? "pair" : "pairs")} of values break the data-processing inequality by more than 3 standard errors, the worst: {worst}. ") +
        "The estimator is biased by more than it says: believe neither value; use more samples, coarser bins or more noise.");

    /// <summary>Data whose tails are not a Gaussian's.</summary>
    /// <param name="deviations">Mardia's kurtosis less its expectation, in standard deviations.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis NotGaussian(double deviations) => new(
        DiagnosisKind.NotGaussian,
        "not Gaussian",
        Invariant($"Mardia's kurtosis is {Math.Abs(deviations):0.#} standard deviations {(deviations > 0 ? "above" : "below")} a Gaussian's: the value is that of a Gaussian with these covariances, which may be above or below the data's. ") +
        "Use Scaling.Rank, for a Gaussian copula, or neighbours (Ksg in C#, Neighbours.ksg in F#).");

    /// <summary>Training that was asked to stop before its end, as by Ctrl-C.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="steps">Steps that were asked for.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis Interrupted(long step, long steps) => new(
        DiagnosisKind.Interrupted,
        "interrupted",
        Invariant($"Training was stopped after {step} of {steps} steps. What is reported is that of the weights so far. ") +
        "Go on from the checkpoint, if there is one, or train again.");

    /// <summary>A training step that a device could not record: it was asked for operator by operator instead.</summary>
    /// <param name="reason">What the device's library said.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis NotRecorded(string reason) => new(
        DiagnosisKind.NotRecorded,
        "steps not recorded",
        $"The device could not record the training step ({reason}), and was asked for it operator by operator: the numbers are the same, later. " +
        "VIB_GRAPHS=off in the environment does without recording, and without this note.");

    /// <summary>A bound below 0 by more than its error: training went astray, or never began.</summary>
    /// <param name="value">The value, nats.</param>
    /// <param name="standardError">Its standard error, nats.</param>
    /// <returns>The diagnosis with its sentence.</returns>
    public static Diagnosis BelowZero(double value, double standardError) => new(
        DiagnosisKind.BelowZero,
        "below 0",
        Invariant($"The value is {value:0.##} ± {standardError:0.##} nat, and a critic that gives every pair the same score reads 0: this one reads unseen pairs wrongly, and the value says nothing about the data. ") +
        "Many columns, or columns with rare large values, make the first scores large, and MINE's moving average of e^score remembers them for as many hundred steps as they were nats. " +
        "Use InfoNCE, or Scaling.Rank or Scaling.None; a lower learning rate; more pairs, or fewer steps on them.");

    /// <summary>One that was read from a file.</summary>
    internal static Diagnosis Read(DiagnosisKind kind, string label, string sentence) => new(kind, label, sentence);

    private const int Named = 8;

    private static string Listed(string what, IReadOnlyList<string> columns) =>
        $"{what} column{(columns.Count == 1 ? "" : "s")} {string.Join(", ", columns.Take(Named))}{(columns.Count > Named ? Invariant($" and {columns.Count - Named} more") : "")} (counted from 0)";

    /// <summary>Predicted standard deviation of a partition term: √((e^{2I} − 1)/n).</summary>
    /// <param name="value">I, nats; below zero counts as zero.</param>
    /// <param name="samples">n ≥ 1.</param>
    /// <returns>The standard deviation, relative to the term's mean of 1; infinite where e^{2I} overflows.</returns>
    /// <exception cref="DomainException">There are no samples.</exception>
    public static double PartitionDeviation(double value, long samples) => samples >= 1
        ? Math.Sqrt((Math.Exp(2 * Math.Max(value, 0)) - 1) / samples)
        : throw new DomainException(Invariant($"A partition over {samples} samples"), "at least 1", "a larger batch");

    /// <summary>The same of one of several quantities that an estimate is made of.</summary>
    internal Diagnosis Of(string quantity) => new(Kind, $"{quantity} {Label}", $"{quantity}: {Sentence}");

    /// <inheritdoc/>
    public override string ToString() => Sentence;
}
