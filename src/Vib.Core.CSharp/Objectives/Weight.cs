namespace Vib.Core;

/// <summary>What a term of an objective is multiplied by: a number, or one for each replicate; constant, or on a ramp. Never negative: a sign would turn a bound's side around.</summary>
public sealed record Weight
{
    private Weight(IReadOnlyList<double> values, Ramp ramp) => (Values, Ramp) = (values, ramp);

    /// <summary>1.</summary>
    public static Weight One { get; } = new([1], Ramp.Constant);

    /// <summary>A number, on a ramp or not.</summary>
    /// <param name="value">0 or more.</param>
    /// <param name="ramp">Null for a constant.</param>
    /// <returns>The weight.</returns>
    /// <exception cref="DomainException">The number is negative or not finite.</exception>
    public static Weight Of(double value, Ramp? ramp = null) => Sweep([value], ramp);

    /// <summary>A number for each replicate: a whole curve in one run.</summary>
    /// <param name="values">Each 0 or more; at least one.</param>
    /// <param name="ramp">Null for constants.</param>
    /// <returns>The weight, one value for each replicate.</returns>
    /// <exception cref="DomainException">There is no number, or one is negative or not finite.</exception>
    public static Weight Sweep(IReadOnlyList<double> values, Ramp? ramp = null)
    {
        Require.That(values.Count > 0, $"A sweep over no weight", "at least one", "[1e-3; 1e-2; 1e-1]");
        foreach (var value in values)
            Require.That(value >= 0 && double.IsFinite(value), $"A weight of {value}", "a finite number, 0 or more, since a negative one would turn the bound's side around", "a minus sign between the terms");
        return new([.. values], ramp ?? Ramp.Constant);
    }

    /// <summary>One number, or one for each replicate.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>How it changes over the steps.</summary>
    public Ramp Ramp { get; }

    /// <summary>Both, multiplied.</summary>
    /// <param name="other">Another weight.</param>
    /// <returns>The products, one for each replicate where either is a sweep, on the ramp of the one that has it.</returns>
    /// <exception cref="DomainException">Two sweeps of different lengths, or two ramps.</exception>
    public Weight Times(Weight other)
    {
        var (a, b) = (Values, other.Values);
        Require.That(a.Count == 1 || b.Count == 1 || a.Count == b.Count, $"Weights for {a.Count} and for {b.Count} replicates", "as many of each", "sweeps of one length");
        Require.That(Ramp == Ramp.Constant || other.Ramp == Ramp.Constant, $"A ramp ({other.Ramp}) on a ramp ({Ramp})", "one of them", "a single ramp");
        return new([.. Enumerable.Range(0, Math.Max(a.Count, b.Count)).Select(i => a[a.Count == 1 ? 0 : i] * b[b.Count == 1 ? 0 : i])], Ramp == Ramp.Constant ? other.Ramp : Ramp);
    }

    /// <summary>Equal where every number is.</summary>
    /// <param name="other">Another.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(Weight? other) => other is not null && Values.SequenceEqual(other.Values) && Ramp == other.Ramp;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Values.Count, Values[0], Ramp);

    /// <summary>As it stands in a formula.</summary>
    /// <returns>For example <c>0.001 [warm-up 1000]</c>, in the invariant culture.</returns>
    public override string ToString()
    {
        var value = Values.Count == 1 ? Text(Values[0]) : $"({string.Join(", ", Values.Select(Text))})";
        return Ramp == Ramp.Constant ? value : $"{value} [{Ramp}]";
    }

    private static string Text(double value) => value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture);
}
