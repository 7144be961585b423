using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vib.Core;

/// <summary>Results as JSON: the names of their properties, numbers to the last bit, infinities and NaN as texts.</summary>
internal static class ResultJson
{
    internal const string Format = "vib.results/1";

    internal static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(), new DiagnosisConverter() },
    };

    private sealed record Document<T>(string Format, string Kind, T Results);

    internal static byte[] Bytes<T>(string kind, T results) => JsonSerializer.SerializeToUtf8Bytes(new Document<T>(Format, kind, results), Options);

    internal static T Parse<T>(ReadOnlySpan<byte> json, string path, string kind)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            var (format, found) = (Text(document.RootElement, "format"), Text(document.RootElement, "kind"));
            if (format != Format) throw new DataException($"{path} is of the format {format ?? "(none)"}", Format, "a file that ResultFile wrote; a newer version of Vib may have written this one");
            if (found != kind) throw new DataException($"{path} holds {found ?? "nothing that says what it is"}", kind, $"the call that reads {found}");
            return document.RootElement.GetProperty("results").Deserialize<T>(Options) ?? throw new JsonException("the results are null");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            var place = error is JsonException { Path: { } at } ? $" at {at}" : "";
            throw new DataException($"{path} is not the JSON of {kind}{place} ({error.Message.Split(" Path:")[0].TrimEnd('.')})", $"a whole file of {Format}", "writing it again; it may be cut off", error);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed class DiagnosisConverter : JsonConverter<Diagnosis>
    {
        private sealed record Parts(DiagnosisKind Kind, string Label, string Sentence);

        public override Diagnosis Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            var parts = JsonSerializer.Deserialize<Parts>(ref reader, options) ?? throw new JsonException("a diagnosis is null");
            return Diagnosis.Read(parts.Kind, parts.Label, parts.Sentence);
        }

        public override void Write(Utf8JsonWriter writer, Diagnosis value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Parts(value.Kind, value.Label, value.Sentence), options);
    }
}
