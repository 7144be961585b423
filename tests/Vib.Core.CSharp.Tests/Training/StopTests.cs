using Xunit;

namespace Vib.Core.Tests;

/// <summary>A training that is asked to stop ends with what there is, says so, and leaves a checkpoint to go on from to the same bits.</summary>
public sealed class StopTests : IDisposable
{
    private readonly ScratchFolder folder = new();
    private readonly CancellationTokenSource stop = new();

    public void Dispose()
    {
        folder.Dispose();
        stop.Dispose();
    }

    private Reporter<T> StopWhen<T>(Func<T, bool> when) => new(report => { if (when(report)) stop.Cancel(); });

    [Fact]
    public void An_estimate_is_that_of_the_steps_so_far()
    {
        var options = Small.Options with { Stop = stop.Token };
        var stopped = MutualInformation.Estimate(Small.OneNat, new InfoNce(), Small.Separable, options, StopWhen<TrainingProgress>(p => p.Step == 50));
        var shorter = MutualInformation.Estimate(Small.OneNat, new InfoNce(), Small.Separable, Small.Options with { Steps = 51 });
        Assert.Equal([50, 51], stopped.Trace.Select(point => point.Step));
        Assert.Equal((shorter.Value, shorter.StandardError), (stopped.Value, stopped.StandardError));
        Assert.Contains("after 51 of 400 steps", Assert.Single(stopped.Diagnoses, d => d.Kind == DiagnosisKind.Interrupted).Sentence);
        Assert.Contains("interrupted", $"{stopped}");
    }

    [Fact]
    public void Estimates_side_by_side_stop_together()
    {
        stop.Cancel();
        var cells = MutualInformation.Compare(Small.OneNat.Sample(1000), [new InfoNce(), new Nwj()], [Small.Separable], Small.Options with { Stop = stop.Token });
        Assert.All(cells, cell => Assert.Contains(cell.Diagnoses, d => d.Kind == DiagnosisKind.Interrupted));
        Assert.All(cells, cell => Assert.Equal(1, cell.Trace[^1].Step));
    }

    [Fact]
    public void A_stop_after_the_last_step_changes_nothing()
    {
        var whole = MutualInformation.Estimate(Small.OneNat, new InfoNce(), Small.Separable, Small.Options with { Steps = 100, Stop = stop.Token }, StopWhen<TrainingProgress>(p => p.Step == 100));
        Assert.DoesNotContain(whole.Diagnoses, d => d.Kind == DiagnosisKind.Interrupted);
    }

    [Fact]
    public void An_objective_goes_on_from_the_step_at_which_it_was_stopped()
    {
        var random = new Random(1);
        var x = new float[60, 3];
        for (var i = 0; i < x.Length; i++) x[i / 3, i % 3] = (float)random.NextDouble();
        var data = Observations.Of(x, [.. Enumerable.Range(0, 60).Select(i => i % 3)]);
        var objective = Objective.Maximise(Formula.Of(new CategoricalDecoderTerm(3, Variable.Y, Variable.Z)) - 0.01 * Formula.Of(RateTerm.StandardNormal(Variable.Z, Variable.X)));
        var options = new ObjectiveOptions { Encoder = new() { Hidden = [8], Latent = 2 }, Batch = 20, Steps = 40, LookEvery = 10, Threads = 1 };
        using var whole = ObjectiveTraining.Train(objective, data, options);
        using var stopped = ObjectiveTraining.Train(objective, data, options with { Stop = stop.Token, Checkpoint = folder["run"] }, StopWhen<ObjectiveProgress>(p => p.Step == 10));
        Assert.Equal(11, stopped.Trace[^1].Step);
        Assert.Contains("after 11 of 40 steps", Assert.Single(stopped.Diagnoses).Sentence);
        using var resumed = ObjectiveTraining.Resume(folder["run"], objective, data, options);
        Assert.Equal(whole.Evaluate(data).Terms.Select(t => t.Value), resumed.Evaluate(data).Terms.Select(t => t.Value));
    }

    [Fact]
    public void A_bottleneck_goes_on_from_its_last_whole_epoch()
    {
        var digits = DrawnDigits.Draw(600, 1);
        var options = BottleneckOptions.Short(3) with { Hidden = [16], Latent = 4, Batch = 10, Threads = 1, Checkpoint = folder["run"] };
        using var whole = BottleneckTraining.Train(digits, null, options with { Checkpoint = null });
        using var stopped = BottleneckTraining.Train(digits, null, options with { Stop = stop.Token }, StopWhen<BottleneckProgress>(p => p is { Epoch: 2, Finished: null }));
        Assert.Contains("after 111 of 180 steps", Assert.Single(stopped.Diagnoses).Sentence); // told at step 50 of the second epoch
        Assert.Equal([1, 2], stopped.Epochs.Select(e => e.Epoch));
        Assert.True(double.IsFinite(stopped.Evaluate(digits).Rate.Value));
        using var resumed = BottleneckTraining.Resume(folder["run"], digits, null, options);
        Assert.Equal([2, 3], resumed.Epochs.Select(e => e.Epoch));
        Assert.Equal(whole.Evaluate(digits).Rate.Value, resumed.Evaluate(digits).Rate.Value);
    }
}
