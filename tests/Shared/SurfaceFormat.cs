using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Vib.Testing;

/// <summary>Public types and members as one line each, and texts of such lines: a type's own, then its members', indented.</summary>
/// <param name="home">The namespaces that go without saying, a pattern.</param>
internal class SurfaceFormat(string home)
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(int)] = "int", [typeof(long)] = "long",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    /// <summary>The lines of all types, sorted by name; a type's own has no member.</summary>
    internal (string Type, string Member)[] Lines(Assembly assembly) => [.. assembly.GetExportedTypes().Where(Shown)
        .OrderBy(type => Name(type), StringComparer.Ordinal).SelectMany(type => Members(type).Order(StringComparer.Ordinal).Prepend("").Select(member => (Type(type), member)))];

    internal static IEnumerable<(string Type, string Member)> Read(TextReader text)
    {
        var type = "";
        while (text.ReadLine() is { } line)
            if (line.StartsWith("  ", StringComparison.Ordinal)) yield return (type, line[2..]);
            else yield return (type = line, "");
    }

    internal static string Text(IEnumerable<(string Type, string Member)> lines) => string.Concat(lines.Select(line => line.Member == "" ? $"{line.Type}\n" : $"  {line.Member}\n"));

    /// <summary>Lines that stand alone, each with its type.</summary>
    internal static string Single(IEnumerable<(string Type, string Member)> lines) =>
        string.Join("\n", lines.Order().Select(line => line.Member == "" ? line.Type : $"{line.Type}:  {line.Member}"));

    internal virtual string Type(Type type) => $"type {Name(type)} : {Parents(type)} {Kind(type)}".TrimEnd();

    private protected virtual bool Shown(Type type) => true;

    private protected virtual string Parents(Type type) => type.BaseType is { } parent ? Name(parent) : "";

    private protected virtual string Kind(Type type) =>
        $"{(type is { IsAbstract: true, IsSealed: true } ? "static" : "")} {(type.IsEnum ? "enum" : type.IsInterface ? "interface" : "")}";

    private protected virtual IEnumerable<string> Members(Type type) => type.IsEnum ? [string.Join(", ", Values(type))] : type.GetMembers(Own).Where(Shown).Select(Member).OfType<string>();

    private protected static IEnumerable<string> Values(Type type) =>
        Enum.GetNames(type).Select(name => $"{name}={Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");

    /// <summary>Whether users can reach it and someone wrote it.</summary>
    private bool Shown(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
    {
        MethodBase method => Shown(method),
        FieldInfo field => field.IsPublic,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(Shown),
        _ => false, // nested types tell themselves
    };

    private protected virtual bool Shown(MethodBase method) => method.IsPublic;

    private protected virtual string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } made => $"{Access(made)}new({Parameters(made.GetParameters())})",
        FieldInfo field => $"field {Static(field.IsStatic)}{Name(field.FieldType, Nullability(field))} {field.Name}",
        PropertyInfo property => Property(property),
        MethodInfo method when !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal) => Method(method),
        _ => null, // accessors are told by their properties
    };

    private string Property(PropertyInfo property)
    {
        var index = property.GetIndexParameters() is { Length: > 0 } indices ? $"[{Parameters(indices)}]" : "";
        var accessors = property.GetAccessors().Select(accessor => accessor == property.GetMethod ? "get; " : IsInit(accessor) ? "init; " : "set; ");
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"prop {required}{Modifier(property.GetAccessors(nonPublic: true)[0], ofProperty: true)}{Name(property.PropertyType, Nullability(property))} {property.Name}{index} {{ {string.Concat(accessors)}}}";
    }

    private static bool IsInit(MethodInfo setter) => setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(",", method.GetGenericArguments().Select(argument => Name(argument)))}>" : "";
        return $"{Access(method)}{Modifier(method, ofProperty: false)}{Name(method.ReturnType, Nullability(method.ReturnParameter))} {method.Name}{generic}({Parameters(method.GetParameters())})";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private protected virtual string Modifier(MethodInfo method, bool ofProperty) => !ofProperty && method is { IsStatic: false, IsVirtual: true, IsFinal: false } ? "virtual " : Static(method.IsStatic);

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(parameter =>
        (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "") + $"{Name(parameter.ParameterType, Nullability(parameter))} {parameter.Name}"
        + (parameter.HasDefaultValue ? " = " + Value(parameter.ParameterType, parameter.DefaultValue) : "")));

    private protected static string Value(Type type, object? value) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>What is known of null, for formats that tell: of a parameter, a property or a field.</summary>
    private protected virtual NullabilityInfo? Nullability(object member) => null;

    internal virtual string Name(Type type, NullabilityInfo? nullability = null)
    {
        var mark = nullability is { ReadState: NullabilityState.Nullable } && !type.IsValueType ? "?" : "";
        if (keywords.TryGetValue(type, out var keyword)) return keyword + mark;
        if (type.IsArray) return $"{Name(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        if (type.IsGenericParameter) return type.Name;
        var arguments = type.GetGenericArguments().Select((argument, i) => Name(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i)));
        return Place(type) + type.Name.Split('`')[0] + (type.IsGenericType ? $"<{string.Join(",", arguments)}>" : "") + mark;
    }

    private protected string Place(Type type)
    {
        if (type.DeclaringType is { } outer) return Place(outer) + outer.Name + ".";
        var space = Regex.Replace(type.Namespace ?? "", $@"^(System\.Collections\.Generic|System|{home})(\.|$)", "");
        return space == "" ? "" : space + ".";
    }
}
