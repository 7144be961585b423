using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace TorchSharp.Polyfill.Tests;

/// <summary>Public types and members as one line each, in the form that torchsharp-surface.txt has them.</summary>
internal static class SurfaceFormat
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> keywords = new()
    {
        [typeof(void)] = "void", [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(int)] = "int", [typeof(long)] = "long",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(string)] = "string", [typeof(object)] = "object",
    };

    internal static string Type(Type type)
    {
        var isStatic = type is { IsAbstract: true, IsSealed: true } ? "static" : "";
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : "";
        return $"type {Name(type)} : {(type.BaseType is { } parent ? Name(parent) : "")} {isStatic} {kind}".TrimEnd();
    }

    internal static IEnumerable<string> Members(Type type) => type.IsEnum
        ? [string.Join(", ", Enum.GetNames(type).Select(name => $"{name}={Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}"))]
        : type.GetMembers(Own).Select(Member).OfType<string>();

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } made => $"new({Parameters(made.GetParameters())})",
        FieldInfo field => $"field {Static(field.IsStatic)}{Name(field.FieldType)} {field.Name}",
        PropertyInfo property => Property(property),
        MethodInfo method when !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal) => Method(method),
        _ => null, // accessors are told by their properties, nested types tell themselves
    };

    private static string Property(PropertyInfo property)
    {
        var index = property.GetIndexParameters() is { Length: > 0 } indices ? $"[{Parameters(indices)}]" : "";
        var (getter, setter) = (property.GetMethod is { IsPublic: true } ? "get; " : "", property.SetMethod is { IsPublic: true } ? "set; " : "");
        return $"prop {Static(property.GetAccessors()[0].IsStatic)}{Name(property.PropertyType)} {property.Name}{index} {{ {getter}{setter}}}";
    }

    private static string Method(MethodInfo method)
    {
        var kind = method.IsStatic ? "static " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
        var generic = method.IsGenericMethod ? $"<{string.Join(",", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{kind}{Name(method.ReturnType)} {method.Name}{generic}({Parameters(method.GetParameters())})";
    }

    private static string Static(bool isStatic) => isStatic ? "static " : "";

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(parameter =>
        (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "") + $"{Name(parameter.ParameterType)} {parameter.Name}"
        + (parameter.HasDefaultValue ? " = " + Default(parameter.DefaultValue) : "")));

    private static string Default(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    internal static string Name(Type type)
    {
        if (keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } value) return Name(value) + "?";
        if (type.IsGenericParameter) return type.Name;
        var arguments = type.IsGenericType ? $"<{string.Join(",", type.GetGenericArguments().Select(Name))}>" : "";
        return Place(type) + type.Name.Split('`')[0] + arguments;
    }

    private static string Place(Type type)
    {
        if (type.DeclaringType is { } outer) return Place(outer) + outer.Name + ".";
        var space = Regex.Replace(type.Namespace ?? "", @"^(System\.Collections\.Generic|System|TorchSharp)(\.|$)", "");
        return space == "" ? "" : space + ".";
    }
}
