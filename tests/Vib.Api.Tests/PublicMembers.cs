using System.Reflection;
using System.Runtime.CompilerServices;

namespace Vib.Api.Tests;

/// <summary>The types and members of an assembly that users reach and someone wrote.</summary>
internal static class PublicMembers
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static IEnumerable<MemberInfo> Of(Assembly assembly) => assembly.GetExportedTypes().SelectMany(type => type.GetMembers(Own).Where(IsShown).Prepend(type));

    private static bool IsShown(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
    {
        ConstructorInfo made => IsReached(made) && made.GetParameters().Length > 0, // one without parameters is the type's
        MethodBase method => IsReached(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsReached),
        FieldInfo field => field.IsPublic && !field.IsSpecialName,
        _ => false,
    };

    private static bool IsReached(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;
}
