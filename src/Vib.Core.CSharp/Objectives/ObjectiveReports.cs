namespace Vib.Core;

/// <summary>What the terms of an objective are on a set of data.</summary>
public sealed record ObjectiveEvaluation
{
    /// <summary>The objective's sum, at the weights where ramps end, with its side and standard error, nats; of one replicate each in <see cref="Estimate.ReplicateValues"/>.</summary>
    public required Estimate Value { get; init; }

    /// <summary>Each term of the objective and of its constraints, in order, without its weight.</summary>
    public required IReadOnlyList<Estimate> Terms { get; init; }

    /// <summary>The standard error over data of each term, of each replicate.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> TermErrors { get; init; }

    /// <summary>The part of examples that a categorical decoder or a consistent classifier gets wrong, probabilities averaged over samples, mean over replicates; null where there is none.</summary>
    public double? Error { get; init; }

    /// <summary><see cref="Error"/> of each replicate; empty where there is no such decoder.</summary>
    public IReadOnlyList<double> ReplicateErrors { get; init; } = [];

    /// <summary>Examples evaluated.</summary>
    public required int Count { get; init; }

    /// <summary>Each term in a line, then the error.</summary>
    /// <returns>Lines, in the invariant culture.</returns>
    public override string ToString() => string.Join("\n", Terms.Select(term => $"{term}").Append(Error is { } error ? FormattableString.Invariant($"error {100 * error:0.00} %; {Counted.Of(Count, "row")}") : FormattableString.Invariant($"{Counted.Of(Count, "row")}")));
}

/// <summary>Where the training of an objective stands.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Value">The objective's sum since the last look, nats, mean over replicates.</param>
/// <param name="Terms">Each term since the last look, nats, mean over replicates.</param>
/// <param name="Seconds">Seconds since the call.</param>
public readonly record struct ObjectiveProgress(long Step, long Steps, double Value, IReadOnlyList<double> Terms, double Seconds);

/// <summary>The terms of an objective between two looks.</summary>
/// <param name="Step">The last step of the stretch, from 1.</param>
/// <param name="Value">The objective's sum, nats, mean over replicates.</param>
/// <param name="Terms">Each term, nats, mean over replicates.</param>
public sealed record ObjectiveTracePoint(long Step, double Value, IReadOnlyList<double> Terms);
