using System.Globalization;

namespace Vib.Core;

/// <summary>Estimates as rows of texts: what stands in a CSV file. All but the trace, which JSON and npz have.</summary>
internal static class EstimateColumns
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    internal static readonly string[] Names =
        ["quantity", "side", "value", "standard_error", "unit", "bound", "critic", "count", "held_out", "batch", "ceiling", "seed", "seconds", "truth", "replicate_values", "null_value", "null_p", "null_values", "diagnoses"];

    internal static string[] Of(Estimate e) =>
    [
        e.Quantity, $"{e.Side}", Text(e.Value), Text(e.StandardError), "nat", e.Bound, e.Critic ?? "", e.Count.ToString(Invariant), e.HeldOut ? "true" : "false", e.Batch.ToString(Invariant), Text(e.Ceiling),
        e.Seed?.ToString(Invariant) ?? "", Text(e.Seconds), e.Truth is { } truth ? Text(truth) : "", List(e.ReplicateValues), e.Null is { } none ? Text(none.Value) : "", e.Null is { } p ? Text(p.PValue) : "",
        e.Null is { } all ? List(all.Values) : "", string.Join("\n", e.Diagnoses.Select(d => $"{d.Kind}|{d.Label}|{d.Sentence}")),
    ];

    internal static Estimate From(IReadOnlyDictionary<string, string> row)
    {
        if (row["unit"] != "nat") throw new FormatException($"the unit is {row["unit"]}, and only nat is read");
        return new()
        {
            Quantity = row["quantity"],
            Side = Enum.Parse<Side>(row["side"]),
            Value = Number(row["value"]),
            StandardError = Number(row["standard_error"]),
            Bound = row["bound"],
            Critic = row["critic"] is "" ? null : row["critic"],
            Count = int.Parse(row["count"], Invariant),
            HeldOut = bool.Parse(row["held_out"]),
            Batch = int.Parse(row["batch"], Invariant),
            Ceiling = Number(row["ceiling"]),
            Seed = row["seed"] is "" ? null : long.Parse(row["seed"], Invariant),
            Seconds = Number(row["seconds"]),
            Truth = row["truth"] is "" ? null : Number(row["truth"]),
            ReplicateValues = Numbers(row["replicate_values"]),
            Null = row["null_p"] is "" ? null : new(Numbers(row["null_values"]), Number(row["null_value"]), Number(row["null_p"])),
            Diagnoses = [.. row["diagnoses"].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Diagnosed)],
        };
    }

    private static Diagnosis Diagnosed(string line) => line.Split('|', 3) is [var kind, var label, var sentence]
        ? Diagnosis.Read(Enum.Parse<DiagnosisKind>(kind), label, sentence)
        : throw new FormatException($"a diagnosis is '{line}', not kind|label|sentence");

    internal static string Text(double value) => value.ToString("R", Invariant);
    internal static double Number(string text) => double.Parse(text, Invariant);
    private static string List(IEnumerable<double> values) => string.Join(";", values.Select(Text));
    private static double[] Numbers(string text) => [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Number)];
}
