using Xunit;

namespace Vib.Core.Tests;

/// <summary>How many pairs go where, and when they are too few.</summary>
public sealed class PairSplitTests
{
    [Theory]
    [InlineData(25, 1, 10, 5, 10)]   // just enough for batches of 5
    [InlineData(1000, 1, 400, 200, 400)]
    [InlineData(25, 5, 15, 5, 5)]    // the same in folds
    [InlineData(28, 5, 17, 5, 5)]    // folds of 5 and 6: read on 5, and 28 − 6 − 5 are trained on
    [InlineData(10, 2, 3, 2, 5, 2)]
    public void Parts_are_counted_in_the_smallest_fold(int count, int folds, int training, int validation, int heldOut, int batch = 5) =>
        Assert.Equal(new PairSplit(training, validation, heldOut), PairSplit.Of(count, batch, folds, 0.4, 0.2));

    [Theory]
    [InlineData(24, 1, 5, "24 pairs, of which 11 to train on, 4 to validate on and 9 held out, with batches of 5", "two held out", "a batch of at most 4, other parts, or more data")]
    [InlineData(1, 1, 5, "1 pair, of which 1 to train on, 0 to validate on and 0 held out, with batches of 5", "two held out", "a batch of at most 2, other parts, or more data")]
    [InlineData(24, 5, 5, "24 pairs in 5 folds, of which 15 to train on, 4 to validate on and 4 held out, with batches of 5", "one held out in every fold",
        "a batch of at most 4, fewer folds, another validation part, or more data")]
    [InlineData(1000, 20, 64, "1000 pairs in 20 folds, of which 750 to train on, 200 to validate on and 50 held out, with batches of 64", "one held out in every fold",
        "a batch of at most 50, fewer folds, another validation part, or more data")]
    [InlineData(3, 5, 2, "3 pairs in 5 folds, of which 2 to train on, 0 to validate on and 0 held out, with batches of 2", "one held out in every fold", "a batch of at most 2, fewer folds")]
    public void Too_few_pairs_are_refused_with_the_parts_counted(int count, int folds, int batch, string came, string wanted, string advice)
    {
        var error = Assert.Throws<DataException>(() => PairSplit.Of(count, batch, folds, 0.4, 0.2));
        Assert.Equal(came, error.Came);
        Assert.Equal("at least a batch to train on, one to validate on and " + wanted, error.Wanted);
        Assert.StartsWith(advice, error.Advice);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Folds_are_at_least_one(int folds)
    {
        var error = Assert.Throws<DomainException>(() => PairSplit.Of(1000, 32, folds, 0.4, 0.2));
        Assert.Equal(($"The number of folds is {folds}", "a finite number of at least 1"), (error.Came, error.Wanted));
    }
}
