using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Whatever ends an estimation, nothing is left behind.</summary>
public sealed class CancellationTests
{
    private static readonly EstimationOptions endless = Small.Options with { Steps = int.MaxValue, LookEvery = 20, Replicates = 2 };

    private static Estimate Train(PairSource source, EstimationOptions options, IProgress<TrainingProgress> progress, CancellationToken cancellation) =>
        MutualInformation.Estimate(source, critic: Small.Separable, options: options, progress: progress, cancellation: cancellation);

    [Theory]
    [InlineData("InfoNCE", false)]
    [InlineData("NWJ", true)]
    [InlineData("Donsker–Varadhan", false)]
    public void An_estimation_frees_what_it_made(string name, bool concatenated)
    {
        var (bound, critic) = (AllBounds.Named(name).Bound, concatenated ? Small.Concatenated : Small.Separable);
        var options = Small.Options with { Steps = 60, Replicates = 2 };
        var pairs = Small.OneNat.Sample(1000);
        LiveTensors.Stay(() => MutualInformation.Estimate(Small.OneNat, bound, critic, options));
        LiveTensors.Stay(() => MutualInformation.Estimate(pairs, bound, critic, options));
    }

    [Fact]
    public void Training_that_was_cancelled_stops_before_the_next_step_and_leaves_nothing()
    {
        foreach (var source in (PairSource[])[Small.OneNat, Small.OneNat.Sample(1000)])
            LiveTensors.Stay(() =>
            {
                using var stop = new CancellationTokenSource();
                var looks = 0;
                var progress = new Small.Told(_ =>
                {
                    looks++;
                    stop.Cancel();
                });
                Assert.Throws<OperationCanceledException>(() => Train(source, endless, progress, stop.Token));
                Assert.Equal(1, looks);
            });
    }

    [Fact]
    public void What_was_cancelled_beforehand_does_not_start() => LiveTensors.Stay(() =>
        Assert.Throws<OperationCanceledException>(() => Train(Small.OneNat, endless, new Small.Told(_ => Assert.Fail("it trained")), new(canceled: true))));

    [Fact]
    public void An_exception_of_the_listener_comes_through_and_leaves_nothing() => LiveTensors.Stay(() =>
        Assert.Throws<TimeoutException>(() => Train(Small.OneNat, endless, new Small.Told(_ => throw new TimeoutException()), default)));

    [Fact]
    public void Misuse_leaves_nothing() => LiveTensors.Stay(() =>
    {
        Assert.Throws<DomainException>(() => MutualInformation.Estimate(Small.OneNat, options: Small.Options with { Steps = 0 }));
        Assert.Throws<DomainException>(() => MutualInformation.Estimate(Small.OneNat, critic: new SeparableCritic { Hidden = [] }, options: Small.Options));
        Assert.Throws<DataException>(() => MutualInformation.Estimate(Small.OneNat.Sample(100), options: Small.Options));
        Assert.Throws<DeviceException>(() => MutualInformation.Estimate(Small.OneNat, options: Small.Options with { Device = "tpu" }));
    });

    [Fact]
    public void A_refused_option_leaves_the_caller_s_thread_count()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(2);
            Assert.Throws<DomainException>(() => MutualInformation.Estimate(Small.OneNat, options: Small.Options with { Steps = 0 }));
            Assert.Throws<DomainException>(() => MutualInformation.Estimate(Small.OneNat, new Club(), options: Small.Options));
            Assert.Throws<DeviceException>(() => MutualInformation.Estimate(Small.OneNat, options: Small.Options with { Device = "tpu" }));
            Assert.Equal(2, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void The_caller_s_thread_count_and_gradient_mode_are_as_they_were()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(2);
            foreach (var threads in (int?[])[null, 1, 3])
            {
                var during = 0;
                using var once = new CancellationTokenSource();
                var told = new Small.Told(_ =>
                {
                    during = get_num_threads();
                    once.Cancel();
                });
                Assert.Throws<OperationCanceledException>(() => Train(Small.OneNat, endless with { Threads = threads }, told, once.Token));
                Assert.Equal(1, during); // cores go to models and tiles side by side, not to libtorch's products
                Assert.Equal(2, get_num_threads());
                Assert.True(is_grad_enabled());
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
