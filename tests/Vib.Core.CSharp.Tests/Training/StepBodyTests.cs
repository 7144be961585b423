using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>The step on a device is operators on memory that stays: nothing is read back, so that it can be captured once and replayed.</summary>
public sealed class StepBodyTests
{
    /// <summary>Those whose operators are all there on the meta device: it has no absolute values, hence no log-sums, and no logistic. An exact critic is a truth's own arithmetic.</summary>
    public static TheoryData<string, string, string> OnTheMetaDevice =>
        [.. AllSteps.Names.Select(row => row.Data).Where(row => row is (not ("FLO" or "MINE" or "RJE*" or "RJE with a = 10"), not ("exact" or "logistic conditional"), not "logistic density")
            && !row.Item1.StartsWith("I_α", StringComparison.Ordinal))];

    // Tensors of the meta device have shapes and no numbers: whoever asks for one is told that there is none.
    [Theory]
    [MemberData(nameof(OnTheMetaDevice))]
    public void No_number_is_asked_for(string bound, string critic, string companion)
    {
        foreach (var replicates in (int[])[1, 2])
            AllSteps.Use(bound, critic, companion, new([8], 4), batch: 10, replicates, step =>
            {
                for (var i = 0; i < 3; i++) step();
            }, new Device("meta"));
    }

    [Fact]
    public void One_that_asks_would_be_seen()
    {
        using var scope = NewDisposeScope();
        var y = zeros([1, 2, 2], device: new Device("meta"));
        Assert.ThrowsAny<Exception>(() => OneHot.Check(y, "A test"));
        Assert.ThrowsAny<Exception>(() => y.cpu());
    }

    // Whole passes by the operators of a device on a CPU, with the same weights and the same batch: the same gradients but for rounding.
    [Theory]
    [MemberData(nameof(AllSteps.Names), MemberType = typeof(AllSteps))]
    public void The_operators_give_what_is_done_by_hand(string bound, string critic, string companion)
    {
        using var scope = NewDisposeScope();
        var byHand = Gradients();
        Tensor byLibrary;
        using (Kernels.ByLibrary()) byLibrary = Gradients();
        var largest = Numbers.Largest(byHand);
        Numbers.Near(byHand, byLibrary, (_, element) => 1e-4 * (Math.Abs(element) + largest));

        Tensor Gradients()
        {
            Tensor? gradients = null;
            AllSteps.Use(bound, critic, companion, new([8], 4), batch: 10, replicates: 2, step => step(), of: parameters => gradients = parameters.Gradients.clone());
            return gradients!;
        }
    }
}
