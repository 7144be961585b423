using System.Reflection;
using Microsoft.FSharp.Core;
using Microsoft.FSharp.Reflection;
using Vib.Testing;

namespace Vib.Api.Tests;

/// <summary>The surface of an F# assembly in F#'s words. Units of measure are not in an assembly: <c>float&lt;nat&gt;</c> is a float here.</summary>
internal sealed class FSharpSurface() : SurfaceFormat("Vib")
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> keywords = new()
    {
        [typeof(void)] = "unit", [typeof(Unit)] = "unit", [typeof(float)] = "float32", [typeof(double)] = "float", [typeof(long)] = "int64", [typeof(object)] = "obj",
    };

    private static readonly Dictionary<Type, string> suffixes = new()
    {
        [typeof(FSharpOption<>)] = "option", [typeof(Microsoft.FSharp.Collections.FSharpList<>)] = "list", [typeof(IEnumerable<>)] = "seq",
    };

    internal override string Type(Type type) => $"{Kind(type)} {Name(type)}{(type.IsEnum || Kind(type) != "type" ? "" : " : " + Parents(type))}";

    private protected override string Kind(Type type) =>
        FSharpType.IsModule(type) ? "module" : FSharpType.IsRecord(type, null) ? "record" : FSharpType.IsUnion(type, null) ? "union" : type.IsDefined(typeof(MeasureAttribute)) ? "measure" : "type";

    /// <summary>A union's cases and tags are told by the union.</summary>
    private protected override bool Shown(Type type) => type.DeclaringType is not { } outer || !FSharpType.IsUnion(outer, null);

    private protected override IEnumerable<string> Members(Type type) => Kind(type) switch
    {
        "module" => type.GetMembers(Own).Where(member => member is not System.Type).Select(Member).OfType<string>(),
        "record" => FSharpType.GetRecordFields(type, null).Select(field => $"{field.Name}: {Name(field.PropertyType)}").Concat(Written(type)),
        "union" => FSharpType.GetUnionCases(type, null).Select(Case).Concat(Written(type)),
        "measure" => [],
        _ => type.IsEnum ? Values(type) : Written(type),
    };

    private string Case(UnionCaseInfo one) => one.GetFields() is { Length: > 0 } fields ? $"| {one.Name} of {string.Join(" * ", fields.Select(field => $"{field.Name}: {Name(field.PropertyType)}"))}" : $"| {one.Name}";

    /// <summary>Members that someone wrote, and not the compiler for a record or a union.</summary>
    private IEnumerable<string> Written(Type type) => base.Members(type).Where(line => line != "");

    private protected override string? Member(MemberInfo member)
    {
        var name = member.GetCustomAttribute<CompilationSourceNameAttribute>()?.SourceName ?? member.Name;
        var kind = FSharpType.IsModule(member.DeclaringType!) ? "" : IsStatic(member) ? "static member " : "member ";
        return member switch
        {
            PropertyInfo property when property.IsDefined(typeof(CompilationMappingAttribute)) && kind != "" => null, // a field, or a case
            PropertyInfo property => $"{kind}{name}: {Name(property.PropertyType)}",
            FieldInfo field => $"{kind}{name}: {Name(field.FieldType)}",
            MethodInfo method when !method.IsSpecialName || name.StartsWith("op_", StringComparison.Ordinal) => $"{kind}{name}: {Signature(method)}",
            ConstructorInfo made when !FSharpType.IsRecord(made.DeclaringType!, null) => $"new: {Curried(made)} -> {Name(made.DeclaringType!)}",
            _ => null,
        };
    }

    private static bool IsStatic(MemberInfo member) => member is MethodBase { IsStatic: true } or PropertyInfo { GetMethod.IsStatic: true };

    private string Signature(MethodInfo method)
    {
        var constraints = method.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints().Select(constraint => $"'{argument.Name} :> {Name(constraint)}"));
        return $"{Curried(method)} -> {Name(method.ReturnType)}{string.Concat(constraints.Select(constraint => $" when {constraint}"))}";
    }

    /// <summary>Parameters as they are written: those that come together with stars, those that come one by one with arrows.</summary>
    private string Curried(MethodBase method)
    {
        var parameters = new Queue<string>(method.GetParameters().Select(parameter => $"{parameter.Name}: {Name(parameter.ParameterType)}"));
        if (parameters.Count == 0) return "unit";
        var counts = method.GetCustomAttribute<CompilationArgumentCountsAttribute>()?.Counts.ToArray()
            ?? new[] { parameters.Count };
        return string.Join(" -> ", counts.Select(count => count == 0 ? "unit" : string.Join(" * ", Enumerable.Range(0, count).Select(_ => parameters.Dequeue()))));
    }

    internal override string Name(Type type, NullabilityInfo? nullability = null)
    {
        if (keywords.TryGetValue(type, out var keyword)) return keyword;
        if (type.IsGenericParameter) return "'" + type.Name;
        if (FSharpType.IsFunction(type)) return $"({Arrows(type)})";
        if (FSharpType.IsTuple(type)) return $"({string.Join(" * ", FSharpType.GetTupleElements(type).Select(part => Name(part)))})";
        if (type.IsGenericType && suffixes.TryGetValue(type.GetGenericTypeDefinition(), out var suffix)) return $"{Name(type.GetGenericArguments()[0])} {suffix}";
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(FSharpResult<,>)) return $"Result<{string.Join(", ", type.GetGenericArguments().Select(argument => Name(argument)))}>";
        return FSharpType.IsModule(type) ? Place(type) + Source(type) : base.Name(type, nullability);
    }

    private string Arrows(Type function)
    {
        var (from, to) = FSharpType.GetFunctionElements(function);
        return $"{Name(from)} -> {(FSharpType.IsFunction(to) ? Arrows(to) : Name(to))}";
    }

    /// <summary>A module beside a type of its name has a suffix in the assembly.</summary>
    private static string Source(Type module)
    {
        const string suffix = "Module";
        var (full, name) = (module.FullName!, module.Name);
        return full.EndsWith(suffix, StringComparison.Ordinal) && module.Assembly.GetType(full[..^suffix.Length]) is not null ? name[..^suffix.Length] : name;
    }
}
