using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class CrewTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_part_is_run_once_and_by_no_more_threads_than_there_are(int threads)
    {
        using var crew = new Crew(threads);
        for (var parts = 0; parts < 12; parts++)
        {
            var (runs, by) = (new int[parts], new int[parts]);
            crew.Run(parts, part =>
            {
                Interlocked.Increment(ref runs[part]);
                by[part] = Environment.CurrentManagedThreadId;
            });
            Assert.All(runs, count => Assert.Equal(1, count));
            Assert.True(by.Distinct().Count() <= threads);
        }
    }

    // Two parts that wait for each other end only if two threads take them.
    [Fact]
    public void Parts_run_side_by_side()
    {
        using var crew = new Crew(2);
        using var meeting = new Barrier(2);
        var met = new bool[2];
        crew.Run(2, part => met[part] = meeting.SignalAndWait(TimeSpan.FromSeconds(30)));
        Assert.Equal([true, true], met);
    }

    [Fact]
    public void Many_short_runs_one_after_the_other_lose_nothing_also_across_sleep()
    {
        using var crew = new Crew(3);
        var sums = new long[6];
        for (var run = 0; run < 4_000; run++)
        {
            crew.Run(6, part => sums[part] += part);
            if (run % 1_000 == 0) Thread.Sleep(20); // long enough for the others to fall asleep
        }
        Assert.Equal([0, 4_000, 8_000, 12_000, 16_000, 20_000], sums);
    }

    [Fact]
    public void A_run_inside_a_part_is_a_loop()
    {
        using var crew = new Crew(2);
        var threads = new int[2][];
        crew.Run(2, part =>
        {
            threads[part] = new int[4];
            crew.Run(4, inner => threads[part][inner] = Environment.CurrentManagedThreadId);
        });
        Assert.All(threads, of => Assert.Single(of.Distinct()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void An_exception_of_a_part_reaches_the_caller_and_the_crew_lives_on(int bad)
    {
        using var crew = new Crew(2);
        Assert.Throws<InvalidOperationException>(() => crew.Run(4, part =>
        {
            if (part == bad) throw new InvalidOperationException();
        }));
        var done = 0;
        crew.Run(4, _ => Interlocked.Increment(ref done));
        Assert.Equal(4, done);
    }

    [Fact]
    public void Parts_record_no_gradient_and_leave_the_callers_settings_alone()
    {
        var before = get_num_threads();
        using (var crew = new Crew(2))
        {
            var recorded = new bool[2];
            using (no_grad()) crew.Run(2, part => recorded[part] = is_grad_enabled());
            Assert.Equal([false, false], recorded);
        }
        Assert.True(is_grad_enabled());
        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public void A_run_makes_no_garbage()
    {
        using var crew = new Crew(2);
        Action<int> nothing = _ => { };
        for (var run = 0; run < 100; run++) crew.Run(2, nothing);
        Assert.Equal((0, 0), Garbage.Of(() =>
        {
            for (var run = 0; run < 1_000; run++) crew.Run(2, nothing);
        }));
    }
}
