using System.Runtime.InteropServices;
using TorchSharp.PInvoke;
using Xunit;
using static TorchSharp.torch;

namespace TorchSharp.Polyfill.Tests;

/// <summary>Steps that are recorded where there are no CUDA graphs: what they refuse, and that a replay is the step.</summary>
public sealed unsafe class Tape
{
    private static readonly nint library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libvibtorch.so"));

    private static nint Entry(string name) => NativeLibrary.GetExport(library, name);

    /// <summary>Records the step, which it does once, and replays it some times more.</summary>
    private static void Record(Action step, int replays = 0, params Generator[] generators)
    {
        nint graph;
        fixed (nint* named = generators.Select(generator => generator.Handle).Append(0).ToArray())
            graph = ((delegate* unmanaged<int, int, nint*, int, nint>)Entry("vib_graph_begin"))((int)DeviceType.CPU, -1, named, generators.Length);
        Assert.NotEqual(0, graph);
        try
        {
            step();
            Assert.Equal(0, ((delegate* unmanaged<nint, int>)Entry("vib_graph_end"))(graph));
            for (var replay = 0; replay < replays; replay++) Assert.Equal(0, ((delegate* unmanaged<nint, int>)Entry("vib_graph_replay"))(graph));
        }
        finally
        {
            ((delegate* unmanaged<nint, void>)Entry("vib_graph_release"))(graph);
        }
    }

    private static readonly Dictionary<string, Action<Tensor, Tensor, Tensor>> reading = new()
    {
        ["item"] = (matrix, _, _) => matrix.sum().item<float>(),
        ["equal"] = (matrix, _, _) => matrix.Equals(matrix),
        ["is_nonzero"] = (matrix, _, _) => new Op("is_nonzero").CallPlain(matrix.sum()),
        ["allclose"] = (matrix, _, _) => new Op("allclose").CallPlain(matrix, matrix),
        ["nonzero"] = (matrix, _, _) => new Op("nonzero").Call(matrix),
        ["argwhere"] = (matrix, _, _) => new Op("argwhere").Call(matrix),
        ["masked_select"] = (matrix, mask, _) => new Op("masked_select").Call(matrix, mask),
        ["unique"] = (matrix, _, _) => new Op("_unique").CallPair(matrix),
        ["unique_dim"] = (matrix, _, _) => new Op("unique_dim").Call(matrix, 0L),
        ["bincount"] = (_, _, counts) => new Op("bincount").Call(counts),
        ["histc"] = (matrix, _, _) => new Op("histc").Call(matrix),
        ["multinomial"] = (matrix, _, _) => new Op("multinomial").Call(matrix, 2L),
        ["repeat_interleave"] = (_, _, counts) => new Op("repeat_interleave", "Tensor").Call(counts),
        ["repeat_interleave of"] = (matrix, _, counts) => new Op("repeat_interleave", "self_Tensor").Call(matrix, counts, 0L),
        ["normal of deviations"] = (matrix, _, _) => new Op("normal", "float_Tensor").Call(0.0, matrix),
        ["cholesky"] = (matrix, _, _) => new Op("linalg_cholesky").Call(matrix),
        ["inverse"] = (matrix, _, _) => new Op("inverse").Call(matrix),
        ["memory by hand"] = (matrix, _, _) => matrix.data<float>().ToArray(),
        ["host memory"] = (_, _, _) => tensor(new[] { 1f, 2 }),
        ["t_"] = (matrix, _, _) => new Op("t_").Mutate(matrix),
        ["unsqueeze_"] = (matrix, _, _) => new Op("unsqueeze_").Mutate(matrix, 0L),
        ["resize_"] = (matrix, _, _) => new Op("resize_").CallWith([9], matrix, Argument.Ints(1)),
        ["a generator that was not named"] = (matrix, _, _) =>
        {
            using var other = new Generator(3);
            matrix.normal_(generator: other);
        },
    };

    public static TheoryData<string> Reading => [.. reading.Keys];

    [Theory, MemberData(nameof(Reading))]
    public void What_a_graph_could_not_hold_is_refused(string operation)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        Tensor matrix = eye(3) * 2 + 0.1, mask = eye(3).to_type(ScalarType.Bool), counts = tensor(new long[] { 1, 2, 3 });
        var step = reading[operation];
        var error = Assert.Throws<ExternalException>(() => Record(() => step(matrix, mask, counts)));
        Assert.Matches("reads a value|by hand|host's memory|not one of the step's|changes a tensor's shape", error.Message);
        Assert.Equal(3, (ones([]) + 2).item<float>()); // nothing is being recorded any more
    }

    [Fact]
    public void What_a_graph_can_hold_is_not_refused()
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        Tensor matrix = eye(3) * 2 + 0.1, mask = matrix.gt(1), rows = tensor(new long[] { 2, 0 });
        Record(() =>
        {
            new Op("repeat_interleave", "self_int").Call(matrix, 2L, 0L);
            where(mask, matrix, zeros([])).index_select(0, rows);
            matrix.detach().sort(stable: true);
        });
    }

    /// <summary>What the state is after so many steps, and after one that was recorded and as many replays as make so many.</summary>
    private static void SameAsSteps(Func<Action<Tensor>> make, Func<Generator[]>? generators = null)
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        const int steps = 5;
        Tensor Start() => arange(12, ScalarType.Float32).reshape(3, 4) / 10;
        var (plain, replayed) = (Start(), Start());
        var step = make();
        for (var s = 0; s < steps; s++) step(plain);
        step = make();
        Record(() =>
        {
            using var inside = NewDisposeScope(); // what it makes is freed, as in a step
            step(replayed);
        }, steps - 1);
        Assert.Equal(Expect.Numbers(plain), Expect.Numbers(replayed));
        Assert.NotEqual(Expect.Numbers(Start()), Expect.Numbers(plain));
    }

    [Fact]
    public void An_operator_that_returns_its_argument_is_replayed() => SameAsSteps(() => state => state.contiguous().to_type(ScalarType.Float32).reshape(12).add_(1));

    [Fact]
    public void A_view_of_what_was_made_anew_is_written_in_place() => SameAsSteps(() => state =>
    {
        var fresh = state * 2;
        var column = fresh.narrow(1, 1, 2);
        column.add_(fresh.sum());
        column.t().mul_(0.5);
        state.copy_(fresh.tanh() + fresh.contiguous());
    });

    [Fact]
    public void Several_results_are_replayed() => SameAsSteps(() => state =>
    {
        var (largest, at) = state.max(1, keepdim: true);
        state.sub_(largest * 0.5).add_(at);
        state.copy_(cat([state.narrow(0, 1, 2), state.narrow(0, 0, 1)]));
    });

    // It writes to running statistics, and what it gives is its own.
    [Fact]
    public void An_operator_that_writes_to_an_argument_and_makes_a_result_too_is_replayed() => SameAsSteps(() =>
    {
        Tensor low = zeros([1]), high = ones([1]), scale = ones([1]), zero = zeros([1], ScalarType.Int32), on = ones([1], ScalarType.Int64);
        return state => state.add_(new Op("fused_moving_avg_obs_fake_quant").Call(state * 1.7 + 0.1, on, on, low, high, scale, zero, 0.5, 0L, 255L, 0L));
    });

    [Fact]
    public void The_default_generator_draws_anew_in_each_replay()
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        var (sum, last) = (zeros([8]), zeros([8]));
        Record(() => sum.add_(last.normal_()), replays: 3);
        var numbers = Expect.Numbers(sum - 4 * last);
        Assert.DoesNotContain(0, numbers); // four draws that are not one four times
    }

    [Fact]
    public void A_generator_that_was_named_goes_on()
    {
        using var constant = no_grad();
        using var scope = NewDisposeScope();
        using Generator one = new(5), same = new(5);
        var (sum, wanted) = (zeros([8]), zeros([8]));
        Record(() => sum.add_(zeros([8]).normal_(generator: one)), 3, one);
        for (var step = 0; step < 4; step++) wanted.add_(zeros([8]).normal_(generator: same));
        Assert.Equal(Expect.Numbers(wanted), Expect.Numbers(sum));
    }
}
