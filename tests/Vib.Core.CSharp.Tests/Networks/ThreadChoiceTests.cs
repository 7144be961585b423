using Xunit;

namespace Vib.Core.Tests;

/// <summary>What is found out from durations that are given, not measured.</summary>
public sealed class ThreadChoiceTests
{
    /// <summary>A choice that was told what each run took, and how many threads each had.</summary>
    private static (ThreadChoice Choice, int[] Tried) Tell(int most, Func<int, int, long> duration, int? runs = null)
    {
        var choice = new ThreadChoice(most);
        var tried = new List<int>();
        for (var run = 0; run < (runs ?? choice.Runs); run++)
        {
            tried.Add(choice.Next);
            choice.Took(duration(choice.Next, run));
        }
        return (choice, [.. tried]);
    }

    public static TheoryData<int, int> Counts => new()
    {
        { 2, 1 }, { 2, 2 }, { 3, 1 }, { 3, 2 }, { 3, 3 }, { 12, 1 }, { 12, 2 }, { 12, 3 }, { 12, 6 }, { 12, 12 }, { 16, 1 }, { 16, 2 }, { 16, 4 }, { 16, 8 }, { 16, 16 },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void The_fastest_count_is_chosen_and_kept(int most, int best)
    {
        var (choice, _) = Tell(most, (threads, _) => threads == best ? 10_000 : 11_000);
        Assert.Equal(best, choice.Chosen);
        for (var run = 0; run < 100; run++) choice.Took(choice.Next == best ? 1_000_000 : 1);
        Assert.Equal(best, choice.Chosen);
        Assert.Equal(best, choice.Next);
    }

    [Fact]
    public void First_all_threads_then_in_turn_to_and_fro_two_runs_each()
    {
        var (choice, tried) = Tell(4, (_, _) => 1_000);
        Assert.Equal(Enumerable.Repeat(4, ThreadChoice.Settling), tried.Take(ThreadChoice.Settling));
        Assert.Equal([4, 4, 2, 2, 1, 1, 1, 1, 2, 2, 4, 4, 4, 4, 2, 2, 1, 1], tried.Skip(ThreadChoice.Settling).Take(18));
        Assert.Equal(choice.Runs, tried.Length);
        Assert.Null(Tell(4, (_, _) => 1_000, choice.Runs - 1).Choice.Chosen);
    }

    // The machine is busy for three rounds of the seven, and that with whatever is the best.
    [Theory]
    [MemberData(nameof(Counts))]
    public void A_disturbance_of_less_than_half_the_rounds_decides_nothing(int most, int best)
    {
        var rounds = (new ThreadChoice(most).Runs - ThreadChoice.Settling) / ThreadChoice.Rounds;
        var (choice, _) = Tell(most, (threads, run) => (threads == best ? 10_000 : 12_000) * (threads == best && run < ThreadChoice.Settling + 3 * rounds ? 100 : 1));
        Assert.Equal(best, choice.Chosen);
    }

    // Threads that were asleep, caches that were another's: the first of two runs says nothing.
    [Fact]
    public void The_first_of_two_runs_counts_for_nothing()
    {
        var (choice, _) = Tell(2, (threads, run) => (run - ThreadChoice.Settling) % 2 == 0 ? threads == 2 ? 90_000 : 1 : threads == 2 ? 10_000 : 20_000);
        Assert.Equal(2, choice.Chosen);
    }

    [Fact]
    public void On_a_tie_small_work_is_done_alone_and_large_work_by_all()
    {
        Assert.Equal(1, Tell(8, (threads, _) => ThreadChoice.Small / 2 + threads).Choice.Chosen);
        Assert.Equal(8, Tell(8, (threads, _) => ThreadChoice.Small * 2 + threads).Choice.Chosen);
    }

    [Fact]
    public void Heavy_work_is_not_tried_on_fewer_threads()
    {
        var (choice, tried) = Tell(8, (_, run) => ThreadChoice.Heavy + run, ThreadChoice.Settling);
        Assert.Equal(8, choice.Chosen);
        Assert.All(tried, threads => Assert.Equal(8, threads));
        // what is heavy only until it is compiled is tried
        Assert.Null(Tell(8, (_, run) => run < 3 ? ThreadChoice.Heavy * 5 : 1_000, ThreadChoice.Settling).Choice.Chosen);
    }

    [Fact]
    public void Where_there_is_one_thread_there_is_no_choice() => Assert.Equal(1, new ThreadChoice(1).Chosen);
}
