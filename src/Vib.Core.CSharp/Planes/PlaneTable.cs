using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Vib.Core;

/// <summary>A plane as text that other programs read.</summary>
public static class PlaneTable
{
    private static readonly SearchValues<char> quoted = SearchValues.Create(",\"\n\r");

    /// <summary>Comma-separated values, a row for each point.</summary>
    /// <param name="plane">The plane.</param>
    /// <param name="bits">Whether information is in bits; nats otherwise. The column <c>unit</c> says so.</param>
    /// <returns>A header and rows, in the invariant culture; a number that is not there is an empty field, an infinite ceiling <c>Infinity</c>.</returns>
    public static string Csv(InformationPlane plane, bool bits = false)
    {
        var standings = plane.Standings.ToDictionary(one => (one.Step, one.Set, one.Replicate));
        var text = new StringBuilder("step,epoch,set,replicate,layer,estimator,ixt,ixt_error,ixt_side,ixt_ceiling,ity,ity_error,ity_side,ity_ceiling,unit,ruler,axes,certificate,loss,accuracy\n");
        foreach (var point in plane.Points)
        {
            var standing = standings.GetValueOrDefault((point.Step, point.Set, point.Replicate));
            string?[] fields =
            [
                point.Step.ToString(CultureInfo.InvariantCulture), Number(point.Epoch), point.Set, point.Replicate.ToString(CultureInfo.InvariantCulture), point.Layer, point.Estimator,
                .. Estimate(point.Input, bits), .. Estimate(point.Output, bits), bits ? "bit" : "nat", point.Ruler,
                point.Certificate?.Components.ToString(CultureInfo.InvariantCulture), point.Certificate is { } certificate ? Number(Unit(certificate.Slack, bits)) : "",
                standing is null ? "" : Number(standing.Loss), standing is null ? "" : Number(standing.Accuracy),
            ];
            text.AppendJoin(',', fields.Select(Field)).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The plane as one JSON object: what was run, diagnoses, points, losses.</summary>
    /// <param name="plane">The plane.</param>
    /// <returns>Information in nats; <c>null</c> for numbers that are not finite.</returns>
    public static string Json(InformationPlane plane)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("unit", "nat");
            Names(writer, "layers", plane.Layers);
            Names(writer, "estimators", plane.Estimators);
            Names(writer, "sets", plane.Sets);
            writer.WriteNumber("replicates", plane.Replicates);
            writer.WriteString("noise", plane.Noise?.ToString());
            writer.WriteString("plan", plane.Plan);
            writer.WriteBoolean("interrupted", plane.Interrupted);
            writer.WriteNumber("seed", plane.Seed);
            Value(writer, "seconds", plane.Seconds);
            Value(writer, "look_seconds", plane.LookSeconds);
            Names(writer, "diagnoses", [.. plane.Diagnoses.Select(diagnosis => diagnosis.Sentence)]);
            writer.WriteStartArray("points");
            foreach (var point in plane.Points) Point(writer, point);
            writer.WriteEndArray();
            writer.WriteStartArray("standings");
            foreach (var one in plane.Standings)
            {
                writer.WriteStartObject();
                At(writer, one.Step, one.Epoch, one.Set, one.Replicate);
                Value(writer, "loss", one.Loss);
                Value(writer, "accuracy", one.Accuracy);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Point(Utf8JsonWriter writer, PlanePoint point)
    {
        writer.WriteStartObject();
        At(writer, point.Step, point.Epoch, point.Set, point.Replicate);
        writer.WriteString("layer", point.Layer);
        writer.WriteString("estimator", point.Estimator);
        writer.WriteString("ruler", point.Ruler);
        foreach (var (name, estimate) in new[] { ("ixt", point.Input), ("ity", point.Output) })
        {
            writer.WriteStartObject(name);
            Value(writer, "value", estimate.Value);
            Value(writer, "error", estimate.StandardError);
            Value(writer, "ceiling", estimate.Ceiling);
            writer.WriteString("side", Side(estimate));
            Names(writer, "diagnoses", [.. estimate.Diagnoses.Select(diagnosis => diagnosis.Label)]);
            writer.WriteEndObject();
        }
        if (point.Certificate is { } certificate)
        {
            writer.WriteNumber("axes", certificate.Components);
            Value(writer, "certificate", certificate.Slack);
        }
        writer.WriteEndObject();
    }

    private static void At(Utf8JsonWriter writer, long step, double epoch, string set, int replicate)
    {
        writer.WriteNumber("step", step);
        Value(writer, "epoch", epoch);
        writer.WriteString("set", set);
        writer.WriteNumber("replicate", replicate);
    }

    private static void Names(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    private static void Value(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumber(name, value);
        else writer.WriteNull(name);
    }

    private static string?[] Estimate(Estimate estimate, bool bits) => [Number(Unit(estimate.Value, bits)), Number(Unit(estimate.StandardError, bits)), Side(estimate), Number(Unit(estimate.Ceiling, bits))];

    private static string Side(Estimate estimate) => estimate.Side switch { Core.Side.Lower => "lower", Core.Side.Upper => "upper", _ => "estimate" };

    private static double Unit(double nats, bool bits) => bits ? Nats.ToBits(nats) : nats;

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Field(string? value) => value is null ? "" : value.AsSpan().ContainsAny(quoted) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
