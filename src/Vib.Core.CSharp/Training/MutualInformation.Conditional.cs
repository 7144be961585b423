namespace Vib.Core;

public static partial class MutualInformation
{
    /// <summary>I(X;Y|Z) by the chain rule: I(X;(Y,Z)) − I(X;Z), both trained with the same seeds on the same rows.</summary>
    /// <remarks>A difference of two lower bounds is on no side: an <see cref="Side.Estimate"/>. What both bounds miss cancels in part. The standard error has the data's errors of both readings in
    /// quadrature, which overstates it where they rise and fall together, and the spread over replicates of their difference.</remarks>
    /// <param name="triples">The data.</param>
    /// <param name="bound">The bound to follow and to read; null for <see cref="InfoNce"/>.</param>
    /// <param name="critic">The critic to train; null for <see cref="SeparableCritic"/>.</param>
    /// <param name="options">Everything else; null for the defaults.</param>
    /// <param name="progress">Told at every look; null for nobody.</param>
    /// <param name="cancellation">Stops training at the next step.</param>
    /// <returns>The difference in nats; diagnoses of both readings, each saying which.</returns>
    /// <exception cref="DomainException">An option makes no sense, the bound needs scores that this critic does not give, or permutations are asked for: permuting y would break Z up too.</exception>
    /// <exception cref="DataException">There are too few triples for the batch and the split.</exception>
    /// <exception cref="ShapeException">A critic is not made for these dimensions: inner products want equal ones, convolutions those of their images.</exception>
    /// <exception cref="DeviceException">The device is not there.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static Estimate Conditional(Triples triples, Bound? bound = null, CriticOptions? critic = null, EstimationOptions? options = null,
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(triples);
        (bound, critic, options) = (bound ?? new InfoNce(), critic ?? new SeparableCritic(), options ?? new());
        Require.That(options.Permutations == 0, $"{Counted.Of(options.Permutations, "permutation")} with I(X;Y|Z)", "none: permuted y would have to keep what it shares with z", "Permutations = 0");
        Require.That(!critic.IsExact, $"The {critic.Name} critic with I(X;Y|Z)", "a critic that can be trained for two pairs of variables", "SeparableCritic");
        using var both = new Estimation(triples.XAndYZ, [(bound, critic)], options);
        both.Train(progress, cancellation);
        var whole = both.Read(both.Runs[0]);
        using var one = new Estimation(triples.XAndZ, [(bound, critic)], options);
        one.Train(progress, cancellation);
        var part = one.Read(one.Runs[0]);

        double[] differences = [.. whole.ReplicateValues.Zip(part.ReplicateValues, (a, b) => a - b)];
        return whole with
        {
            Quantity = "I(X;Y|Z)",
            Side = Side.Estimate,
            Value = whole.Value - part.Value,
            StandardError = Replicates.StandardError([.. differences.Select(difference => (difference, Math.Sqrt(Data(whole) + Data(part))))]),
            Ceiling = double.PositiveInfinity,
            ReplicateValues = differences,
            Seconds = whole.Seconds + part.Seconds,
            Trace = [.. whole.Trace.Join(part.Trace, a => a.Step, b => b.Step, (a, b) => new TracePoint(a.Step, a.Value - b.Value))],
            Truth = triples.KnownInformation,
            Diagnoses = [.. whole.Diagnoses.Select(d => d.Of("I(X;(Y,Z))")), .. part.Diagnoses.Select(d => d.Of("I(X;Z)"))],
        };

        // the data's own part of a squared error
        static double Data(Estimate e)
        {
            if (e.ReplicateValues.Count == 1) return e.StandardError * e.StandardError;
            var spread = Moments.Mean(e.ReplicateValues).StandardError;
            return e.StandardError * e.StandardError - spread * spread;
        }
    }
}
