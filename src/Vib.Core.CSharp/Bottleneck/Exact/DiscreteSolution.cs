using static System.FormattableString;

namespace Vib.Core;

/// <summary>The best code that was found for a table and a β, and how sure that is.</summary>
public sealed record DiscreteSolution
{
    /// <summary>β.</summary>
    public required double Beta { get; init; }

    /// <summary>What was paid for: I(X;T), or H(T).</summary>
    public required CodeCost Cost { get; init; }

    /// <summary>q(t|x), [X,T]; every row sums to 1. Only clusters that differ, the heaviest first.</summary>
    public required double[,] Encoder { get; init; }

    /// <summary>q(y|t), [T,Y]; every row sums to 1.</summary>
    public required double[,] Decoder { get; init; }

    /// <summary>q(t), [T], decreasing.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <summary>I(X;T), nats.</summary>
    public required double Rate { get; init; }

    /// <summary>H(T), nats; I(X;T) where the code is deterministic.</summary>
    public required double EntropyOfCode { get; init; }

    /// <summary>I(T;Y), nats.</summary>
    public required double Information { get; init; }

    /// <summary>β I(X;T) − I(T;Y), or β H(T) − I(T;Y); nats, minimised. Any code's is an upper bound on the optimum's.</summary>
    public required double Lagrangian { get; init; }

    /// <summary>The Lagrangian after each iteration of the start that won; it never rises, but for the tolerance where clusters were merged.</summary>
    public required IReadOnlyList<double> Trace { get; init; }

    /// <summary>Starts that were made.</summary>
    public required int Starts { get; init; }

    /// <summary>How many of them ended within 1e-6 nat of the best. Few say that the problem has many optima: try more restarts.</summary>
    public required int StartsAtBest { get; init; }

    /// <summary>What went wrong, if anything did.</summary>
    public required IReadOnlyList<Diagnosis> Diagnoses { get; init; }

    /// <summary>Effective clusters: values of T that occur and differ in what they tell of X and Y.</summary>
    public int Clusters => Weights.Count;

    /// <summary>Iterations of the start that won.</summary>
    public int Iterations => Trace.Count;

    /// <summary>Whether that start settled.</summary>
    public bool Converged => Diagnoses.Count == 0;

    /// <inheritdoc/>
    public override string ToString() => Invariant($"β = {Beta:G4}: I(X;T) = {Rate:0.####;-0.####;0}, {(Cost == CodeCost.Entropy ? Invariant($"H(T) = {EntropyOfCode:0.####;-0.####;0}, ") : "")}I(T;Y) = {Information:0.####;-0.####;0} nat, ") +
        Invariant($"{Counted.Of(Clusters, "cluster")}; {Counted.Of(Iterations, "iteration")}, {StartsAtBest} of {Starts} starts") +
        (Converged ? "" : $"   ! {string.Join(", ", Diagnoses.Select(d => d.Label))}");
}
