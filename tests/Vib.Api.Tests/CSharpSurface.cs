using System.Reflection;
using Vib.Testing;

namespace Vib.Api.Tests;

/// <summary>The surface of a C# assembly: with what may be null, what subclasses see, and what kind of type it is.</summary>
internal sealed class CSharpSurface() : SurfaceFormat(@"Vib\.Core|TorchSharp")
{
    private readonly NullabilityInfoContext nullability = new();

    internal override string Type(Type type) => $"{Kind(type)} {Name(type)}{(Parents(type) is { Length: > 0 } parents ? " : " + parents : "")}";

    private protected override string Parents(Type type)
    {
        if (type.IsEnum) return "";
        var inherited = type.GetInterfaces().SelectMany(one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []);
        var own = type.GetInterfaces().Except(inherited).Where(one => !one.Name.StartsWith("IEquatable", StringComparison.Ordinal)); // every record's
        var parent = type.BaseType is { } of && of != typeof(object) && of != typeof(ValueType) ? of : null;
        return string.Join(", ", own.Prepend(parent).OfType<Type>().Select(one => Name(one)));
    }

    private protected override string Kind(Type type)
    {
        var noun = type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null ? "record" : type.IsValueType ? "struct" : "class";
        return type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsValueType: true } => noun == "record" ? "record struct" : noun,
            _ => (type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + noun,
        };
    }

    private protected override IEnumerable<string> Members(Type type) => type.IsEnum ? Values(type) : base.Members(type);

    private protected override string? Member(MemberInfo member) =>
        member is FieldInfo { IsLiteral: true } field ? $"const {Name(field.FieldType)} {field.Name} = {Value(field.FieldType, field.GetRawConstantValue())}" : base.Member(member);

    private protected override bool Shown(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private protected override string Modifier(MethodInfo method, bool ofProperty) => method switch
    {
        { IsStatic: true } => "static ",
        { IsAbstract: true } => "abstract ",
        _ when method.GetBaseDefinition() != method => method.IsFinal ? "sealed override " : "override ",
        { IsVirtual: true, IsFinal: false } => "virtual ",
        _ => "",
    };

    private protected override NullabilityInfo? Nullability(object member) => member switch
    {
        ParameterInfo parameter => nullability.Create(parameter),
        PropertyInfo property => nullability.Create(property),
        FieldInfo field => nullability.Create(field),
        _ => null,
    };
}
