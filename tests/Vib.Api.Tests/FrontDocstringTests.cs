using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.FSharp.Reflection;
using Xunit;

namespace Vib.Api.Tests;

/// <summary>What the front says of every function, by the pattern of docs/conventions.md.</summary>
public sealed class FrontDocstringTests
{
    private static readonly Assembly front = typeof(Mi).Assembly;
    private static readonly XmlDocs docs = new(front);

    private static readonly (MethodInfo Function, XElement Docs)[] functions = [.. front.GetExportedTypes().Where(FSharpType.IsModule)
        .SelectMany(module => module.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)).Where(method => !method.IsSpecialName)
        .Select(method => (method, docs.Of(method) ?? new XElement("member")))];

    [Fact]
    public void Every_type_field_case_value_and_function_has_a_summary()
    {
        var types = front.GetExportedTypes().Where(type => type.DeclaringType is not { } outer || !FSharpType.IsUnion(outer, null)).ToArray();
        var fields = types.Where(type => FSharpType.IsRecord(type, null)).SelectMany(type => FSharpType.GetRecordFields(type, null));
        var values = types.Where(FSharpType.IsModule).SelectMany(module => module.GetProperties(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly));
        Complaints.None(types.Concat<MemberInfo>(fields).Concat(values).Concat(functions.Select(one => one.Function)).SelectMany(member => Complaints.OfSummary(member, docs.Of(member))));
        var cases = types.Where(type => FSharpType.IsUnion(type, null)).SelectMany(type => FSharpType.GetUnionCases(type, null)).Select(one => $"{XmlDocs.Id(one.DeclaringType)}.{one.Name}");
        Complaints.None(cases.Where(id => Complaints.Words(docs.Members.GetValueOrDefault(id)?.Element("summary")) == "").Select(id => $"{id}: no summary"));
    }

    [Fact]
    public void Every_function_says_what_each_parameter_is() => Complaints.None(functions.SelectMany(one => Complaints.OfParameters(one.Function, one.Docs)));

    /// <summary>f, fWith and tryF are one thing to learn: one example is enough, and one list of what is thrown. So are a verb, what gives the value as well, and both at floats.</summary>
    private static IEnumerable<IGrouping<string, (MethodInfo Function, XElement Docs)>> Families => functions.GroupBy(one => Family(one.Function.DeclaringType!, one.Function.Name));

    private static string Family(Type module, string name) => $"{XmlDocs.Id(Subject(module, name))}.{Verb(module, Root(name))}";

    private static string Root(string name)
    {
        var plain = Regex.Replace(name, "With$", "");
        return Regex.Match(plain, "^try([A-Z])(.*)$") is { Success: true } twin ? twin.Groups[1].Value.ToLowerInvariant() + twin.Groups[2].Value : plain;
    }

    /// <summary>The module around it where that has the same function, as <c>Diff</c> has those of <c>Diff.Floats</c>.</summary>
    private static Type Subject(Type module, string name) => module.DeclaringType is { } outer && outer.GetMethod(name) is not null ? Subject(outer, name) : module;

    /// <summary>Without the f of <c>fgrad</c> or the two of <c>ffdiffn</c>, where the module has <c>grad</c> and <c>diffn</c>.</summary>
    private static string Verb(Type module, string name) => name.StartsWith('f') && module.GetMethod(name[1..]) is not null ? Verb(module, name[1..]) : name;

    [Fact]
    public void Every_function_or_its_twin_has_an_example() =>
        Complaints.None(Families.Where(family => !family.Any(one => Complaints.Words(one.Docs.Element("example")?.Element("code")) != "")).Select(family => $"{family.Key}: no example"));

    [Fact]
    public void What_has_a_try_twin_says_what_it_throws() => Complaints.None(Families
        .Where(family => family.Any(one => one.Function.Name.StartsWith("try", StringComparison.Ordinal)) && family.Count() > 1 && !family.Any(one => one.Docs.Elements("exception").Any()))
        .Select(family => $"{family.Key}: throws what?"));

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var core = new XmlDocs(typeof(Core.Bound).Assembly);
        Complaints.None(Complaints.OfReferences(docs, core.Members.Keys.Concat(docs.Members.Keys)));
    }
}
