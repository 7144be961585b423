using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Vib.Api.Tests;

/// <summary>Which exceptions a method makes, itself or in what it calls in its own assembly, read from the instructions.</summary>
/// <remarks>A call of a virtual method counts as one of that very method and not of its overrides: some exceptions are not seen.</remarks>
internal sealed class Thrown(Type root)
{
    private static readonly Dictionary<short, OpCode> codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly Dictionary<MethodBase, MethodBase[]> called = [];

    /// <summary>Subclasses of the root, each with the way to it. What another public method throws is for that one to say.</summary>
    internal IReadOnlyDictionary<Type, string> By(MethodBase method)
    {
        var (ways, todo) = (new Dictionary<MethodBase, string>(), new Queue<MethodBase>([method]));
        while (todo.TryDequeue(out var next))
            foreach (var callee in Called(next))
            {
                if (callee.Module != method.Module || !ways.TryAdd(callee, $"{ways.GetValueOrDefault(next)} {callee.DeclaringType!.Name}.{callee.Name}")) continue;
                if (!IsPublic(callee) || callee.DeclaringType == method.DeclaringType && callee.Name == method.Name) todo.Enqueue(callee);
            }
        return ways.Where(way => way.Key.IsConstructor && way.Key.DeclaringType!.IsSubclassOf(root)).GroupBy(way => way.Key.DeclaringType!).ToDictionary(type => type.Key, type => type.First().Value);
    }

    private static bool IsPublic(MethodBase method) => (method.IsPublic || method.IsFamily) && method.DeclaringType is { IsVisible: true };

    private MethodBase[] Called(MethodBase method)
    {
        if (called.TryGetValue(method, out var known)) return known;
        var machine = method.GetCustomAttribute<StateMachineAttribute>()?.StateMachineType.GetMethod("MoveNext", BindingFlags.NonPublic | BindingFlags.Instance);
        return called[method] = [.. Instructions(method), .. machine is null ? [] : new MethodBase[] { machine }];
    }

    private static IEnumerable<MethodBase> Instructions(MethodBase method)
    {
        var bytes = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < bytes.Length;)
        {
            var code = codes[bytes[at] == 0xfe ? (short)(0xfe00 | bytes[++at]) : bytes[at]];
            at++;
            if (code.OperandType == OperandType.InlineMethod && Resolve(method, BitConverter.ToInt32(bytes, at)) is { } callee) yield return callee;
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(bytes, at),
                _ => 4,
            };
        }
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        var callee = method.Module.ResolveMethod(token, method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null);
        return callee is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericMethodDefinition() : callee;
    }
}
