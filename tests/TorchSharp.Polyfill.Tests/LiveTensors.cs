using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

/// <summary>Every public operation, found by reflection, makes just the tensors that it returns.</summary>
public class LiveTensors
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, MethodBase> operations = new[] { typeof(torch), typeof(Tensor), typeof(Generator), typeof(autograd), typeof(cuda) }
        .SelectMany(type => type.GetMethods(Public))
        .Where(method => !method.IsGenericMethod && method.Name is not ("Dispose" or "NewDisposeScope" or "set_num_threads" or "synchronize"))
        .Where(method => !method.GetParameters().Append(method.ReturnParameter).Any(parameter => parameter.ParameterType.IsByRefLike))
        .ToDictionary(method => $"{method.DeclaringType!.Name}: {method}", MethodBase (method) => method); // spans cannot be boxed: Spans_are_no_exception

    public static TheoryData<string> Operations => [.. operations.Keys];

    private static readonly Tensor tracked = full([], 0.5, float64, requires_grad: true);

    private static Tensor Square(int seed = 1) => Expect.Drawn([2, 2], seed, 0.5, 1.5);

    private static object Subject(MethodBase method) => method switch
    {
        { DeclaringType.Name: "Generator" } => new Generator(1),
        { Name: "bmm" } => Square().expand(2, 2, 2),
        { Name: "backward" } => tracked * 1,
        _ => Square(),
    };

    /// <summary>Something that the operation accepts: by the parameter's name where that matters, else by its type.</summary>
    private static object? Argument(MethodBase method, ParameterInfo parameter) => (method.Name, parameter.Name, parameter.ParameterType) switch
    {
        (_, "disposeAfter", _) => true,
        (_, "type" or "dtype", _) when method.DeclaringType == typeof(Tensor) => ScalarType.Float32,
        ("clamp" or "clamp_", "min", _) => (Scalar)1.0,
        (_, _, var type) when type == typeof(Generator) => new Generator(1),
        _ when parameter.HasDefaultValue => parameter.DefaultValue,
        (_, "outputs" or "tensors", _) when method.DeclaringType == typeof(autograd) => new[] { tracked * 2 },
        (_, "inputs", _) => new[] { tracked },
        ("set_state", _, _) => new Generator(2).get_state(),
        ("bmm" or "baddbmm", _, var type) when type == typeof(Tensor) => Square().expand(2, 2, 2),
        (_, "mask" or "condition", _) => Square(2).gt(1),
        ("index_select", "index", _) => tensor([0L, 1]),
        (_, "index", var type) when type == typeof(Tensor) => zeros([2, 2], int64),
        ("permute", _, _) => new[] { 1L, 0 },
        (_, "dim" or "dims" or "dimensions", var type) when type == typeof(long[]) => new[] { 0L },
        (_, _, var type) when type == typeof(long[]) => new[] { 2L, 2 },
        (_, "dim" or "dim0" or "start" or "low" or "from", _) => Number(parameter, 0),
        (_, _, var type) when type == typeof(Tensor) => Square(2),
        (_, _, var type) when type == typeof(Array) => new float[2],
        (_, _, var type) when type.IsAssignableFrom(typeof(Tensor[])) => new[] { Square(1), Square(2) },
        (_, _, var type) when type.IsArray => Array.CreateInstance(type.GetElementType()!, 2),
        (_, _, var type) when type == typeof(Device) => CPU,
        (_, _, var type) when type == typeof(string) => "cpu",
        _ => Number(parameter, 1),
    };

    private static object Number(ParameterInfo parameter, int value) => parameter.ParameterType switch
    {
        var type when type == typeof(Scalar) => (Scalar)value,
        var type when type.IsEnum => Enum.ToObject(type, value),
        var type => Convert.ChangeType(value, type, CultureInfo.InvariantCulture),
    };

    private static IEnumerable<Tensor> Found(object? result) => result switch
    {
        Tensor tensor => [tensor],
        IEnumerable<Tensor> several => several,
        ITuple pair => [(Tensor)pair[0]!, (Tensor)pair[1]!],
        IDisposable mode => Close(mode),
        _ => [],
    };

    private static IEnumerable<Tensor> Close(IDisposable mode)
    {
        mode.Dispose();
        return [];
    }

    [Theory, MemberData(nameof(Operations))]
    public void An_operation_makes_no_tensor_but_its_results(string name)
    {
        var method = operations[name];
        using var scope = NewDisposeScope();
        var subject = method.IsStatic ? null : Subject(method);
        var arguments = method.GetParameters().Select(parameter => Argument(method, parameter)).ToArray();
        Memory.Collect();
        var before = Tensor.TotalCount;
        var results = Found(method.Invoke(subject, arguments)).ToList();
        var made = results.Count(result => !ReferenceEquals(result, subject));
        if (subject is Tensor { IsInvalid: true }) made--; // disposeAfter
        Assert.Equal(before + made, Tensor.TotalCount);
    }

    [Fact]
    public void Spans_are_no_exception()
    {
        using var x = Square();
        Memory.Collect();
        var before = Tensor.TotalCount;
        using (NewDisposeScope())
        {
            var made = CurrentDisposeScope!;
            (x.sum([0L]), tensor([1f], [1, 1]), tensor([1.0], [1, 1]), tensor(new byte[1], [1, 1])).ToString();
            Assert.Equal(4, made.DisposablesCount);
            x.bytes = new byte[x.bytes.Length];
            x.data<double>().CopyTo(x.data<double>().ToArray());
            Assert.Equal(4, made.DisposablesCount);
            Assert.Equal(0, x.t().select(0, 0).select(0, 0).item<double>());
            Assert.Equal(7, made.DisposablesCount);
        }
        Assert.Equal(before, Tensor.TotalCount);
    }
}
