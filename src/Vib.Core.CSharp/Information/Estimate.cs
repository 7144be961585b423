using System;
using System.Collections.Generic;

namespace Vib.Core;

/// <summary>An information quantity as it is reported: a number that says what it is.</summary>
/// <remarks>Nothing here is clamped: a lower bound on a non-negative quantity may be negative, and is reported so.</remarks>
public sealed record Estimate
{
    /// <summary>The number, nats.</summary>
    public required double Value { get; init; }

    /// <summary>The side of the truth that the value's expectation is on.</summary>
    public required Side Side { get; init; }

    /// <summary>The name of the bound or estimator, as the literature has it.</summary>
    public required string Bound { get; init; }

    /// <summary>What is estimated, as in <c>I(X;Y)</c>.</summary>
    public string Quantity { get; init; } = "I(X;Y)";

    /// <summary>The name of the critic, or null where the estimator has none.</summary>
    public string? Critic { get; init; }

    /// <summary>Standard error of the value, nats; NaN where it is not known.</summary>
    public double StandardError { get; init; } = double.NaN;

    /// <summary>The number of samples that the value was measured on.</summary>
    public int Count { get; init; }

    /// <summary>Whether those samples were kept out of training. False for estimators that train nothing.</summary>
    public bool HeldOut { get; init; }

    /// <summary>The number of pairs scored together; 0 where there are no batches.</summary>
    public int Batch { get; init; }

    /// <summary>The most that this bound can report, nats; +∞ where it has no ceiling.</summary>
    public double Ceiling { get; init; } = double.PositiveInfinity;

    /// <summary>The value of each independent replicate, nats; <see cref="Value"/> is their mean. Empty where there was one run.</summary>
    public IReadOnlyList<double> ReplicateValues { get; init; } = [];

    /// <summary>What the same estimation finds where there is nothing to find; null where no pairs were permuted.</summary>
    public PermutationNull? Null { get; init; }

    /// <summary>The seed that reproduces the value, or null where nothing was random.</summary>
    public long? Seed { get; init; }

    /// <summary>Wall-clock seconds from the call to the value.</summary>
    public double Seconds { get; init; }

    /// <summary>What went wrong, if anything did.</summary>
    public IReadOnlyList<Diagnosis> Diagnoses { get; init; } = [];

    /// <summary>The bound over training, oldest first. Empty where nothing was trained.</summary>
    public IReadOnlyList<TracePoint> Trace { get; init; } = [];

    /// <summary>The exact quantity, nats, where the source of the data knows it.</summary>
    public double? Truth { get; init; }

    /// <summary>The reported numbers in bits.</summary>
    /// <returns>Value, standard error and ceiling, each divided by ln 2.</returns>
    public EstimateInBits InBits() => new(Nats.ToBits(Value), Nats.ToBits(StandardError), Nats.ToBits(Ceiling));

    /// <summary>One line: quantity, side, value with error, and where they come from.</summary>
    /// <returns>For example
    /// <c>I(X;Y) ≥ 3.86 ± 0.02 nat   InfoNCE, separable; ceiling ln 128 = 4.85; 8 replicates; held out 5 000; seed 1; 4.1 s</c>,
    /// in the invariant culture; diagnoses follow after an exclamation mark.</returns>
    public override string ToString() => EstimateLine.Of(this);
}

/// <summary>A value of the bound on the way.</summary>
/// <param name="Step">The training step, counted from 1.</param>
/// <param name="Value">The bound at that step, nats.</param>
public readonly record struct TracePoint(int Step, double Value);

/// <summary>The numbers of an <see cref="Estimate"/> in bits, for those who asked.</summary>
/// <param name="Value">The value, bits.</param>
/// <param name="StandardError">Its standard error, bits; NaN where it is not known.</param>
/// <param name="Ceiling">The most that the bound can report, bits; +∞ where it has no ceiling.</param>
public readonly record struct EstimateInBits(double Value, double StandardError, double Ceiling)
{
    /// <summary>The value with its error.</summary>
    /// <returns>For example <c>5.57 ± 0.03 bit</c>, in the invariant culture.</returns>
    public override string ToString() => EstimateLine.Measured(Value, StandardError, "bit");
}
