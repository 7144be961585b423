using System.Reflection;
using System.Xml.Linq;

namespace Vib.Api.Tests;

/// <summary>What the XML file beside an assembly says of its members.</summary>
internal sealed class XmlDocs
{
    private readonly Dictionary<string, XElement> members;

    internal XmlDocs(Assembly assembly) => members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member").ToDictionary(member => Flat(member.Attribute("name")!.Value));

    internal XElement? Of(MemberInfo member) => members.GetValueOrDefault(Flat(Id(member)));

    /// <summary>F# says [0:] for an array of any number of dimensions above one.</summary>
    private static string Flat(string id) => id.Replace(",0:", "", StringComparison.Ordinal);

    /// <summary>All that has documentation, by its id.</summary>
    internal IReadOnlyDictionary<string, XElement> Members => members;

    /// <summary>The id that the C# language specification gives it, appendix D.4.</summary>
    internal static string Id(MemberInfo member) => member switch
    {
        Type type => "T:" + Name(type),
        FieldInfo field => $"F:{Name(field.DeclaringType!)}.{field.Name}",
        PropertyInfo property => $"P:{Name(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
        MethodBase method => $"M:{Name(method.DeclaringType!)}.{method.Name.Replace('.', '#')}{(method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "")}{Parameters(method.GetParameters())}",
        _ => throw new ArgumentException(member.ToString()),
    };

    private static string Parameters(ParameterInfo[] parameters) => parameters.Length == 0 ? "" : $"({string.Join(",", parameters.Select(parameter => Argument(parameter.ParameterType)))})";

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string Argument(Type type)
    {
        if (type.IsGenericMethodParameter) return $"``{type.GenericParameterPosition}";
        if (type.IsGenericParameter) return $"`{type.GenericParameterPosition}";
        if (type.IsByRef) return Argument(type.GetElementType()!) + "@";
        if (type.IsArray) return $"{Argument(type.GetElementType()!)}[{(type.GetArrayRank() == 1 ? "" : string.Join(",", Enumerable.Repeat("0:", type.GetArrayRank())))}]";
        if (!type.IsGenericType) return Name(type);
        return $"{Name(type.GetGenericTypeDefinition()).Split('`')[0]}{{{string.Join(",", type.GetGenericArguments().Select(Argument))}}}";
    }
}
