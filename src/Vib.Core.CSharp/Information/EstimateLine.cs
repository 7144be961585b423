using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Vib.Core;

/// <summary>An estimate in one line of text.</summary>
internal static class EstimateLine
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly NumberFormatInfo Spaced = new() { NumberGroupSeparator = " ", NumberDecimalDigits = 0 };

    internal static string Of(Estimate e) =>
        $"{e.Quantity} {Sign(e.Side)} {Measured(e.Value, e.StandardError, "nat")}   {string.Join("; ", Provenance(e))}{Warnings(e)}";

    internal static string Of(Sandwich sandwich)
    {
        var (below, above) = (sandwich.Below, sandwich.Above);
        string Side(Estimate e) => $"{Sign(e.Side)} {Measured(e.Value, e.StandardError, "nat")}";
        var critics = below.Critic == above.Critic ? $"{below.Bound} and {above.Bound}{(below.Critic is null ? "" : $", {below.Critic}")}" : $"{below.Bound}, {below.Critic}, and {above.Bound}, {above.Critic}";
        var provenance = Provenance(below).Skip(1).Prepend(critics);
        var warnings = below with { Diagnoses = [.. below.Diagnoses.Concat(above.Diagnoses).DistinctBy(d => d.Label)] };
        return $"{below.Quantity} {Side(below)}, {Side(above)}   {string.Join("; ", provenance)}{Warnings(warnings)}";
    }

    internal static string Measured(double value, double error, string unit)
    {
        var decimals = Decimals(error);
        return double.IsNaN(error)
            ? $"{Fixed(value, decimals)} {unit}"
            : $"{Fixed(value, decimals)} ± {Fixed(error, decimals)} {unit}";
    }

    internal static string Sign(Side side) => side switch
    {
        Side.Lower => "≥",
        Side.Upper => "≤",
        _ => "≈",
    };

    private static IEnumerable<string> Provenance(Estimate e)
    {
        yield return e.Critic is null ? e.Bound : $"{e.Bound}, {e.Critic}";
        if (double.IsFinite(e.Ceiling)) yield return Ceiling(e);
        if (e.ReplicateValues.Count > 1) yield return $"{e.ReplicateValues.Count.ToString(Invariant)} replicates";
        if (e.Count > 0) yield return $"{(e.HeldOut ? "held out" : "n")} {e.Count.ToString("N0", Spaced)}";
        if (e.Null is { } none) yield return string.Create(Invariant, $"p = {none.PValue:0.###} ({Counted.Of(none.Values.Count, "permutation")})");
        if (e.Truth is { } truth) yield return $"truth {Fixed(truth, Decimals(e.StandardError))}";
        if (e.Seed is { } seed) yield return $"seed {seed.ToString(Invariant)}";
        if (e.Seconds > 0) yield return $"{e.Seconds.ToString(e.Seconds < 0.095 ? "0.###" : "0.0", Invariant)} s";
    }

    /// <summary>A ceiling that is the logarithm of the batch is shown as what it is; others are shown as numbers.</summary>
    private static string Ceiling(Estimate e)
    {
        var isLogBatch = e.Batch > 1 && Math.Abs(e.Ceiling - Math.Log(e.Batch)) < 1e-9;
        return isLogBatch
            ? $"ceiling ln {e.Batch.ToString(Invariant)} = {Fixed(e.Ceiling, 2)}"
            : $"ceiling {Fixed(e.Ceiling, 2)}";
    }

    private static string Warnings(Estimate e) => e.Diagnoses.Count == 0
        ? ""
        : $"   ! {string.Join(", ", e.Diagnoses.Select(d => d.Label))}";

    /// <summary>Two decimals, and more where the error would otherwise round to nothing: "± 0.00" would claim an exact number.</summary>
    private static int Decimals(double error) => error is > 0 and < 0.005
        ? Math.Min((int)Math.Ceiling(-Math.Log10(error)), 9)
        : 2;

    private static string Fixed(double number, int decimals) => number.ToString($"F{decimals}", Invariant);
}
