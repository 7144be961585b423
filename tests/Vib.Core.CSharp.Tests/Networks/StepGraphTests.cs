using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Steps that are recorded and replayed, on a tape of operators where there is no GPU: what is above CUDA's graphs is the same.</summary>
public sealed class StepGraphTests
{
    /// <summary>A step with all that one has: random numbers, temporaries, views, state that goes on.</summary>
    private sealed class Walk : IDisposable
    {
        private readonly Generator generator = new(7);
        internal Tensor State { get; } = zeros([4, 3]);
        internal Tensor Rate { get; } = ones([]);
        internal int Asked { get; private set; }
        internal Generator[] Generators => [generator];

        internal void Step()
        {
            Asked++;
            using var scope = NewDisposeScope();
            var noise = zeros([3, 4]).normal_(generator: generator);
            var column = State.narrow(1, 1, 1);
            State.mul_(0.9).add_(noise.t() * Rate);
            column.add_(State.sum(1, keepdim: true).tanh());
        }

        internal float[] Values => State.data<float>().ToArray();

        public void Dispose()
        {
            foreach (var owned in (IDisposable[])[State, Rate, generator]) owned.Dispose();
        }
    }

    [Fact]
    public void A_replayed_step_is_the_step()
    {
        using var constant = no_grad();
        using Walk plain = new(), replayed = new();
        using var tape = StepGraph.OnTape();
        using var graph = StepGraph.Of(CPU, replayed.Step, replayed.Generators)!;
        for (var step = 0; step < 20; step++)
        {
            foreach (var walk in (Walk[])[plain, replayed]) walk.Rate.fill_(1.0 / (1 + step)); // staged: it changes from step to step
            plain.Step();
            graph.Run();
            Assert.Equal(plain.Values, replayed.Values);
        }
        Assert.True(graph.IsRecorded);
        Assert.Null(graph.Refusal);
        Assert.Equal(4, replayed.Asked); // three as they are, and one that was recorded
    }

    [Fact]
    public void What_was_recorded_can_be_forgotten_and_recorded_again()
    {
        using var constant = no_grad();
        using Walk plain = new(), replayed = new();
        using var tape = StepGraph.OnTape();
        using var graph = StepGraph.Of(CPU, replayed.Step, replayed.Generators)!;
        for (var step = 0; step < 12; step++)
        {
            if (step == 8) graph.Forget();
            plain.Step();
            graph.Run();
        }
        Assert.Equal(plain.Values, replayed.Values);
        Assert.Equal(5, replayed.Asked);
    }

    [Fact]
    public void A_step_that_reads_a_value_is_refused_once_and_goes_on_as_it_is()
    {
        using var constant = no_grad();
        using var sum = zeros([]);
        var asked = 0;
        using var tape = StepGraph.OnTape();
        using var graph = StepGraph.Of(CPU, Step, [])!;
        for (var step = 0; step < 8; step++) graph.Run();
        Assert.False(graph.IsRecorded);
        Assert.Contains("read", graph.Refusal);
        Assert.Equal(9, asked); // eight, and the one that was begun to be recorded

        void Step()
        {
            asked++;
            if (sum.item<float>() >= 0) sum.add_(1);
        }
    }

    [Fact]
    public void A_mistake_is_no_refusal()
    {
        using var tape = StepGraph.OnTape();
        var asked = 0;
        using var graph = StepGraph.Of(CPU, () => { if (++asked > 3) throw new DomainException("A step", "no mistake", "another"); }, [])!;
        for (var step = 0; step < 3; step++) graph.Run();
        Assert.Throws<DomainException>(graph.Run);
        Assert.False(graph.IsRecorded);
        using var after = ones([]) + 1; // nothing is being recorded any more
        Assert.Equal(2, after.item<float>());
    }

    [Fact]
    public void A_cpu_records_nothing() => Assert.Null(StepGraph.Of(CPU, () => { }, []));
}
