namespace Vib.Core;

/// <summary>One layer's way through the information plane, by one estimator on one set.</summary>
public sealed record PlaneCurve
{
    /// <summary>The layer's name.</summary>
    public required string Layer { get; init; }

    /// <summary>The estimator's name.</summary>
    public required string Estimator { get; init; }

    /// <summary>The set's name.</summary>
    public required string Set { get; init; }

    /// <summary>[L], training steps before each look.</summary>
    public required IReadOnlyList<long> Steps { get; init; }

    /// <summary>[L], the same in epochs.</summary>
    public required IReadOnlyList<double> Epochs { get; init; }

    /// <summary>[L][R], I(X;T) of each replicate, nats.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> InputOfReplicates { get; init; }

    /// <summary>[L][R], I(T;Y) of each replicate, nats.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> OutputOfReplicates { get; init; }

    /// <summary>[L], I(X;T), the mean over replicates, nats.</summary>
    public required IReadOnlyList<double> Input { get; init; }

    /// <summary>[L], its standard error: from the replicates' spread where there are two and more, else the estimate's own; nats.</summary>
    public required IReadOnlyList<double> InputError { get; init; }

    /// <summary>[L], I(T;Y), the mean over replicates, nats.</summary>
    public required IReadOnlyList<double> Output { get; init; }

    /// <summary>[L], its standard error, likewise, nats.</summary>
    public required IReadOnlyList<double> OutputError { get; init; }

    internal static PlaneCurve Of(IReadOnlyList<PlanePoint> points)
    {
        var looks = points.GroupBy(point => point.Step).OrderBy(look => look.Key).Select(look => look.OrderBy(point => point.Replicate).ToArray()).ToArray();
        (double Mean, double Error)[] Of(Func<PlanePoint, Estimate> part) =>
            [.. looks.Select(look => look.Length > 1 ? Moments.Mean([.. look.Select(point => part(point).Value)]) : (part(look[0]).Value, part(look[0]).StandardError))];
        double[][] Each(Func<PlanePoint, Estimate> part) => [.. looks.Select(look => look.Select(point => part(point).Value).ToArray())];
        var (input, output) = (Of(point => point.Input), Of(point => point.Output));
        return new()
        {
            Layer = points.Count > 0 ? points[0].Layer : "",
            Estimator = points.Count > 0 ? points[0].Estimator : "",
            Set = points.Count > 0 ? points[0].Set : "",
            Steps = [.. looks.Select(look => look[0].Step)],
            Epochs = [.. looks.Select(look => look[0].Epoch)],
            InputOfReplicates = Each(point => point.Input),
            OutputOfReplicates = Each(point => point.Output),
            Input = [.. input.Select(value => value.Mean)],
            InputError = [.. input.Select(value => value.Error)],
            Output = [.. output.Select(value => value.Mean)],
            OutputError = [.. output.Select(value => value.Error)],
        };
    }
}
