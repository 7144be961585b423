using System.Collections;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vib.Core;

/// <summary>A configuration of any kind as JSON that people read: records of C# and F# by their properties, what else there is by its text.</summary>
internal static class ConfigDocument
{
    private const int Deepest = 6;
    internal static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static JsonNode? Of(object? value, int depth = 0) => value switch
    {
        null => null,
        JsonNode node => node.DeepClone(),
        string text => JsonValue.Create(text),
        bool truth => JsonValue.Create(truth),
        double number => double.IsFinite(number) ? JsonValue.Create(number) : JsonValue.Create(EstimateColumns.Text(number)),
        float number => Of((double)(decimal)number),
        Enum name => JsonValue.Create(name.ToString()),
        sbyte or byte or short or ushort or int or uint or long => JsonValue.Create(Convert.ToInt64(value, null)),
        CancellationToken or Delegate => null,
        IDictionary map when depth < Deepest => Mapped(map, depth),
        IEnumerable items when depth < Deepest => new JsonArray([.. items.Cast<object?>().Take(10_000).Select(item => Of(item, depth + 1))]),
        _ when Unwrapped(value) is { } inner => Of(inner.GetValue(value), depth),
        _ when depth < Deepest && IsRecord(value.GetType()) => Properties(value, depth),
        _ => JsonValue.Create(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static JsonObject Mapped(IDictionary map, int depth)
    {
        var found = new JsonObject();
        foreach (DictionaryEntry entry in map) found[$"{entry.Key}"] = Of(entry.Value, depth + 1);
        return found;
    }

    private static JsonObject Properties(object value, int depth)
    {
        var found = new JsonObject();
        if (IsOneOfSeveral(value.GetType())) found["Type"] = value.GetType().Name; // settings alone do not tell a kind of noise from another
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (property.GetIndexParameters().Length == 0 && property.CanRead && property.PropertyType != typeof(CancellationToken)) found[property.Name] = Of(property.GetValue(value), depth + 1);
        return found;
    }

    /// <summary>The value of an F# option.</summary>
    private static PropertyInfo? Unwrapped(object value) =>
        value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition().FullName == "Microsoft.FSharp.Core.FSharpOption`1" ? type.GetProperty("Value") : null;

    /// <summary>Whether a record is a kind of another, of which there are more kinds.</summary>
    private static bool IsOneOfSeveral(Type type) => type.BaseType is { IsAbstract: true } kinds && kinds.GetMethod("<Clone>$") is not null;

    /// <summary>Records and anonymous types; not F#'s unions, whose text says more than their properties.</summary>
    private static bool IsRecord(Type type) => type.GetProperty("Tag") is null && (type.GetMethod("<Clone>$") is not null || type.Name.Contains("AnonymousType", StringComparison.Ordinal)
        || type.GetCustomAttributesData().Any(a => a.AttributeType.FullName == "Microsoft.FSharp.Core.CompilationMappingAttribute" && a.ConstructorArguments is [{ Value: 2 }, ..]));
}
