using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Vib.Api.Tests;

/// <summary>What is missing from the documentation of members, one line each.</summary>
internal static class Complaints
{
    internal static void None(IEnumerable<string> complaints)
    {
        var lines = complaints.Order(StringComparer.Ordinal).ToArray();
        Assert.True(lines.Length == 0, $"{lines.Length} to mend, by the pattern in docs/conventions.md:\n{string.Join("\n", lines)}");
    }

    /// <summary>The words of an element, references by their last name; empty where there is none.</summary>
    internal static string Words(XElement? element)
    {
        if (element is null) return "";
        var parts = element.DescendantNodes().Select(node => node is XText text ? text.Value : (node as XElement)?.Attribute("cref")?.Value.Split('.')[^1] ?? "");
        return Regex.Replace(string.Concat(parts), @"\s+", " ").Trim();
    }

    internal static IEnumerable<string> OfSummary(MemberInfo member, XElement? docs) => Words(docs?.Element("summary")) == "" ? [$"{XmlDocs.Id(member)}: no summary"] : [];

    internal static IEnumerable<string> OfParameters(MethodBase method, XElement docs) => method.GetParameters()
        .Select(parameter => Regex.Replace(parameter.Name!, @"_\d+$", "")) // F# numbers the parts of a tuple that goes by one name
        .Where(name => !docs.Elements("param").Any(param => param.Attribute("name")!.Value == name && Words(param) != "")).Select(name => $"{XmlDocs.Id(method)}: nothing of {name}");

    /// <summary>References that lead nowhere. A function is named without its parameters, as the pages of the documentation want it.</summary>
    internal static IEnumerable<string> OfReferences(XmlDocs docs, IEnumerable<string> ids)
    {
        var known = ids.Select(id => Regex.Replace(id, @"(``\d+)?(\(.*\))?$", "")).ToHashSet();
        return from member in docs.Members
               from reference in member.Value.Descendants().Select(element => element.Attribute("cref")?.Value).OfType<string>()
               where reference[2..].StartsWith("Vib.", StringComparison.Ordinal) && !known.Contains(reference)
               select $"{member.Key}: no {reference}";
    }
}
