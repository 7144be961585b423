using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

public sealed class CrewTests(ITestOutputHelper output)
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

    // A thread that is late for two parts must not take one of eight.
    [Fact]
    public void Runs_of_few_parts_and_of_many_one_after_the_other_run_each_part_once()
    {
        using var crew = new Crew(4);
        int[] few = new int[2], many = new int[9];
        Action<int> two = part => few[part]++, nine = part => Interlocked.Increment(ref many[part]);
        for (var run = 0; run < 20_000; run++)
        {
            crew.Run(2, two);
            crew.Run(9, nine);
        }
        Assert.All(few.Concat(many), count => Assert.Equal(20_000, count));
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

    // A part is taken by the caller or by a thread that was called: who is not needed is neither made nor woken.
    [Fact]
    public void No_more_threads_are_called_than_there_are_parts()
    {
        using var crew = new Crew(16);
        Assert.Equal(0, crew.Made);
        Assert.True(Helpers(2).Count <= 2);
        Assert.Equal(1, crew.Made);
        Assert.True(Helpers(5).Count <= 5);
        Assert.Equal(4, crew.Made);
        Assert.True(Helpers(40).Count <= 16);
        Assert.Equal(15, crew.Made);
        Assert.True(Helpers(2).Count <= 2); // all are awake now, and two of them work
        Assert.Equal(2, crew.Working);

        HashSet<int> Helpers(int parts)
        {
            var by = new int[parts];
            var all = new HashSet<int>();
            for (var run = 0; run < 300; run++)
            {
                crew.Run(parts, part => by[part] = Environment.CurrentManagedThreadId);
                all.UnionWith(by);
            }
            return all;
        }
    }

    /// <summary>A crew to which a run takes as long as is said of the number of its threads.</summary>
    private static Crew Timed(int threads, Func<int, long> duration)
    {
        Crew? crew = null;
        var now = 0L;
        return crew = new(threads, () => now += duration(crew!.Working));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void With_a_clock_the_fastest_number_of_threads_is_found_for_each_piece_of_work(int best)
    {
        using var crew = Timed(4, threads => 1_000 * (1 + Math.Abs(threads - best)));
        var counts = new int[8];
        Action<int> work = part => counts[part]++, other = _ => { };
        for (var run = 0; run < 100; run++) crew.Run(8, work);
        Assert.All(counts, count => Assert.Equal(100, count));
        Assert.Equal([(8, best)], crew.Choices);
        Assert.Equal(best, crew.Working);
        for (var run = 0; run < 100; run++) crew.Run(2, other);
        Assert.Equal([(8, best), (2, Math.Min(best, 2))], crew.Choices);
    }

    [Fact]
    public void Without_a_clock_there_is_nothing_to_find_out()
    {
        using var crew = new Crew(3);
        Action<int> work = _ => { };
        for (var run = 0; run < 200; run++)
        {
            crew.Run(8, work);
            Assert.Equal(3, crew.Working);
        }
        Assert.Empty(crew.Choices);
    }

    [Fact]
    public void The_user_s_number_of_threads_is_not_measured_and_none_is()
    {
        using var said = Crew.Of(3, CPU);
        Action<int> work = _ => { };
        for (var run = 0; run < 100; run++) said!.Run(4, work);
        Assert.Empty(said!.Choices);
        Assert.Null(Crew.Of(1, CPU));
        Assert.SkipUnless(Environment.ProcessorCount > 1, "one core leaves no choice");
        using var found = Crew.Of(null, CPU);
        for (var run = 0; run < 200; run++) found!.Run(4, work);
        Assert.Single(found!.Choices);
    }

    // A delegate that is made for one use is run by all, and forgotten when many others came after it.
    [Fact]
    public void What_is_done_once_is_done_by_all_and_displaces_nothing_that_is_done_often()
    {
        using var crew = Timed(4, threads => threads == 1 ? 1_000 : 2_000);
        Action<int> often = _ => { };
        for (var run = 0; run < 2_000; run++)
        {
            crew.Run(4, often);
            var made = run;
            crew.Run(4, part => GC.KeepAlive(made + part));
            Assert.Equal(4, crew.Working);
        }
        Assert.Equal([(4, 1)], crew.Choices);
    }

    [Fact]
    public void Once_the_number_is_found_a_run_makes_no_garbage()
    {
        foreach (var best in (int[])[1, 2])
        {
            using var crew = Timed(2, threads => threads == best ? 1_000 : 2_000);
            Action<int> nothing = _ => { }, more = _ => { };
            for (var run = 0; run < 100; run++)
            {
                crew.Run(2, nothing);
                crew.Run(5, more);
            }
            Assert.Equal([(2, best), (5, best)], crew.Choices);
            Assert.Equal((0, 0), Garbage.Of(() =>
            {
                for (var run = 0; run < 1_000; run++)
                {
                    crew.Run(2, nothing);
                    crew.Run(5, more);
                }
            }));
        }
    }

    private static T Elsewhere<T>(Func<T> work)
    {
        T result = default!;
        var thread = new Thread(() => result = work());
        thread.Start();
        thread.Join();
        return result;
    }

    // libtorch keeps the last number that any thread was told for those that are made later.
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Threads_that_are_made_later_begin_with_the_caller_s_number(int count)
    {
        using var own = new ThreadCount(count);
        var inside = new int[2];
        using var meeting = new Barrier(2);
        using (var crew = new Crew(2))
            crew.Run(2, part =>
            {
                inside[part] = get_num_threads();
                Assert.True(meeting.SignalAndWait(TimeSpan.FromSeconds(30)));
            });
        Assert.Equal([1, count], inside.Order());
        Assert.Equal(count, get_num_threads());
        Assert.Equal(count, Elsewhere(() => get_num_threads()));
    }

    [Fact]
    public void A_number_of_threads_is_changed_for_a_while_also_on_a_thread_that_was_told_none()
    {
        using var own = new ThreadCount(3);
        Assert.Equal((3, 2, 3), Elsewhere(() =>
        {
            var before = get_num_threads();
            using (new ThreadCount(before)) Assert.Equal(before, get_num_threads());
            int during;
            using (new ThreadCount(2)) during = get_num_threads();
            return (before, during, get_num_threads());
        }));
        Assert.Equal(3, get_num_threads());
    }

    [Fact]
    public void A_crew_serves_one_thread_after_another_and_two_crews_one_thread()
    {
        using Crew one = new(3), other = new(2);
        var sums = new int[6];
        for (var run = 0; run < 200; run++)
            Elsewhere(() =>
            {
                one.Run(6, part => other.Run(2, inner => sums[part] += inner + 1)); // inside a part a run is a loop, of another crew too
                other.Run(6, part => Interlocked.Increment(ref sums[part]));
                return 0;
            });
        Assert.All(sums, sum => Assert.Equal(200 * 4, sum));
    }

    [Fact]
    public void A_part_that_is_cancelled_cancels_the_run()
    {
        using var crew = new Crew(2);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var error = Assert.Throws<OperationCanceledException>(() => crew.Run(4, part => cancellation.Token.ThrowIfCancellationRequested()));
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    // Crews of any size, parts of any number and length, pauses in which threads fall asleep, exceptions, runs in parts, ends while threads are awake or asleep: each part once, and none is waited for in vain.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void Nothing_is_lost_whatever_comes(int seed, double seconds)
    {
        var (runs, failure) = (0, (Exception?)null);
        var storm = new Thread(() =>
        {
            try { runs = Storm(seed, seconds); }
            catch (Exception error) { failure = error; }
        })
        { IsBackground = true };
        storm.Start();
        Assert.True(storm.Join(TimeSpan.FromSeconds(120)), "a run or an end waits for ever");
        Assert.Null(failure);
        output.WriteLine($"{runs} runs");
    }

    [Fact(Explicit = true)]
    public void Nothing_is_lost_in_minutes()
    {
        for (var seed = 10; seed < 28; seed++) Nothing_is_lost_whatever_comes(seed, 10);
    }

    private static int Storm(int seed, double seconds)
    {
        using var one = new ThreadCount(1);
        var (random, clock, runs) = (new Random(seed), System.Diagnostics.Stopwatch.StartNew(), 0);
        while (clock.Elapsed.TotalSeconds < seconds)
        {
            using var crew = new Crew(random.Next(1, 17), random.Next(2) == 0 ? System.Diagnostics.Stopwatch.GetTimestamp : null);
            var counts = new int[40];
            var (bad, nested, work) = (-1, -1, 0);
            Action<int> body = part =>
            {
                Interlocked.Increment(ref counts[part]);
                Thread.SpinWait(work);
                if (part == nested) crew.Run(3, inner => Interlocked.Increment(ref counts[part]));
                if (part == bad) throw new InvalidOperationException();
            };
            for (var many = random.Next(300); many > 0; many--)
            {
                var parts = random.Next(counts.Length + 1);
                Array.Clear(counts);
                (bad, nested, work) = (random.Next(8) == 0 ? random.Next(40) : -1, random.Next(4) == 0 ? random.Next(40) : -1, random.Next(4) == 0 ? random.Next(2_000) : 0);
                var failed = false;
                try { crew.Run(parts, body); }
                catch (InvalidOperationException) { failed = true; }
                var ends = bad >= 0 && bad < parts;
                Assert.Equal(ends, failed);
                for (var part = 0; part < counts.Length; part++)
                {
                    if (ends && part > bad && counts[part] == 0) continue; // of one thread's loop, which ends there
                    Assert.Equal(part >= parts ? 0 : part == nested ? 4 : 1, counts[part]);
                }
                runs++;
                if (random.Next(10) == 0) Thread.SpinWait(random.Next(20_000)); // about as long as threads stay awake
                if (random.Next(100) == 0) Thread.Sleep(random.Next(3));
            }
        }
        return runs;
    }
}
