using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TorchSharp;
using Vib.Core;
using Xunit;

namespace Vib.Api.Tests;

/// <summary>What the core says of every public member, by the pattern of docs/conventions.md.</summary>
public sealed class CoreDocstringTests
{
    private static readonly Assembly core = typeof(Core.Bound).Assembly;
    private static readonly XmlDocs docs = new(core);

    /// <summary>Members that speak for themselves, and not by what they override.</summary>
    private static readonly (MemberInfo Member, XElement Docs)[] spoken =
        [.. PublicMembers.Of(core).Select(member => (member, docs.Of(member) ?? new XElement("member"))).Where(one => one.Item2.Element("inheritdoc") is null)];

    private static readonly (MethodBase Method, XElement Docs)[] methods = [.. spoken.Where(one => one.Member is MethodBase).Select(one => ((MethodBase)one.Member, one.Docs))];

    /// <summary>What the instructions make and users never see.</summary>
    private static readonly Dictionary<string, Type> unseen = new()
    {
        ["M:Vib.Core.MutualInformation.Follow("] = typeof(DataException), // only given pairs are checked; a staircase draws its own
        ["M:Vib.Core.MutualInformation.Sandwich(Vib.Core.Pairs,"] = typeof(ShapeException), // its critics take any dimensions
        ["M:Vib.Core.TrainedBottleneck.Load("] = typeof(DomainException), // only sweeps ask for replicates that disagree; a bottleneck has none
        ["M:Vib.Core.TrainedBottleneck.Load(System"] = typeof(ShapeException), // only encoders of images ask for their size; a bottleneck has none
    };

    [Fact]
    public void Every_member_has_a_summary_or_that_of_what_it_overrides()
    {
        Complaints.None(spoken.SelectMany(one => Complaints.OfSummary(one.Member, one.Docs)));
        Complaints.None(PublicMembers.Of(core).Where(member => docs.Of(member)?.Element("inheritdoc") is not null && !Overrides(member)).Select(member => $"{XmlDocs.Id(member)}: inherits from nothing"));
    }

    private static bool Overrides(MemberInfo member)
    {
        var method = member as MethodInfo ?? (member as PropertyInfo)?.GetAccessors(nonPublic: true)[0];
        return method is not null && (method.GetBaseDefinition() != method || method.IsDefined(typeof(PreserveBaseOverridesAttribute)) || method.DeclaringType!.GetInterfaces().Any(one => method.DeclaringType.GetInterfaceMap(one).TargetMethods.Contains(method)));
    }

    [Fact]
    public void Every_method_says_what_each_parameter_is() => Complaints.None(methods.SelectMany(one => Complaints.OfParameters(one.Method, one.Docs)));

    [Fact]
    public void Every_method_says_what_it_returns() => Complaints.None(methods
        .Where(one => one.Method is MethodInfo method && method.ReturnType != typeof(void) && Complaints.Words(one.Docs.Element("returns")) == "")
        .Select(one => $"{XmlDocs.Id(one.Method)}: returns {((MethodInfo)one.Method).ReturnType.Name}, and says nothing of it"));

    [Fact]
    public void Every_method_says_what_it_throws()
    {
        var thrown = new Thrown(typeof(VibException));
        bool IsSaid(XElement said, Type type) => said.Elements("exception").Any(exception => exception.Attribute("cref")!.Value == XmlDocs.Id(type) && Complaints.Words(exception) != "");
        var unsaid = methods.SelectMany(one => thrown.By(one.Method).Where(way => !IsSaid(one.Docs, way.Key)).Select(way => (Method: XmlDocs.Id(one.Method), Type: way.Key, Way: way.Value))).ToArray();
        foreach (var (method, type) in unseen) Assert.Contains(unsaid, one => one.Method.StartsWith(method, StringComparison.Ordinal) && one.Type == type);
        Complaints.None(unsaid.Where(one => !unseen.Any(known => one.Method.StartsWith(known.Key, StringComparison.Ordinal) && one.Type == known.Value))
            .Select(one => $"{one.Method}: throws {one.Type.Name}, by{one.Way}"));
    }

    [Fact]
    public void Every_tensor_has_its_shape_and_its_owner() => Complaints.None(methods.SelectMany(one => Tensors(one.Method, one.Docs)));

    private static IEnumerable<string> Tensors(MethodBase method, XElement said)
    {
        foreach (var parameter in method.GetParameters().Where(parameter => parameter.ParameterType == typeof(torch.Tensor)))
        {
            var words = Complaints.Words(said.Elements("param").SingleOrDefault(param => param.Attribute("name")!.Value == parameter.Name));
            if (!Regex.IsMatch(words, @"\[.*\]|^As in ")) yield return $"{XmlDocs.Id(method)}: no shape of {parameter.Name}";
        }
        if (method is not MethodInfo { ReturnType: var type } || type != typeof(torch.Tensor)) yield break;
        var returned = Complaints.Words(said.Element("returns"));
        if (!Regex.IsMatch(returned, @"\[.*\]|[Tt]he shape of")) yield return $"{XmlDocs.Id(method)}: no shape of what it returns";
        if (!returned.Contains("The caller owns it", StringComparison.Ordinal)) yield return $"{XmlDocs.Id(method)}: who owns what it returns?";
    }

    [Fact]
    public void Every_bound_has_its_formula_its_source_its_side_and_its_cost() =>
        Complaints.None(core.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Core.Bound)) && !type.IsAbstract).SelectMany(Bounds));

    private static IEnumerable<string> Bounds(Type type)
    {
        var (summary, remarks) = (Complaints.Words(docs.Of(type)?.Element("summary")), Complaints.Words(docs.Of(type)?.Element("remarks")));
        var side = ((Core.Bound)RuntimeHelpers.GetUninitializedObject(type)).Side switch { Side.Lower => "lower bound", Side.Upper => "upper bound", _ => "no side|neither side|an estimate" };
        var name = XmlDocs.Id(type);
        if (!Regex.IsMatch(remarks, @"(mean|log|Σ).*[−+].*\(")) yield return $"{name}: no formula in the remarks";
        if (!Regex.IsMatch(remarks, @"\([^()]*\b(19|20)\d\d\b[^()]*\)")) yield return $"{name}: no source with its year, in brackets after the formula";
        if (!Regex.IsMatch(summary + remarks, side, RegexOptions.IgnoreCase)) yield return $"{name}: nothing that says {side}";
        if (!Regex.IsMatch(remarks, @"O\(B²?\) time")) yield return $"{name}: no cost";
    }
}
