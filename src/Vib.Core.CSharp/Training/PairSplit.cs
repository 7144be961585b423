using System.Globalization;

namespace Vib.Core;

/// <summary>How many pairs there are for each purpose, in the smallest fold.</summary>
/// <param name="Training">Pairs to train on.</param>
/// <param name="Validation">Pairs to validate on.</param>
/// <param name="HeldOut">Pairs that the value is read on.</param>
internal readonly record struct PairSplit(int Training, int Validation, int HeldOut)
{
    /// <summary>One split by its parts, or k folds, each of which is held out in turn while the others are trained and validated on.</summary>
    /// <param name="count">n, pairs.</param>
    /// <param name="batch">B.</param>
    /// <param name="folds">k; 1 for one split.</param>
    /// <param name="heldOut">The part held out of one split; with folds it is 1/k.</param>
    /// <param name="validation">The part of all pairs that is validated on.</param>
    /// <exception cref="DataException">There is not a batch to train on, one to validate on, and two to read on, or with folds one in each.</exception>
    internal static PairSplit Of(int count, int batch, int folds, double heldOut, double validation)
    {
        Require.AtLeast(1, folds, "The number of folds", "1 for one split, or 5");
        var parts = folds == 1 ? Once(count, heldOut, validation) : InFolds(count, folds, validation);
        var most = Math.Min(parts.Training, Math.Min(parts.HeldOut / (folds == 1 ? 2 : 1), parts.Validation));
        if (most < batch) throw TooFew(count, batch, folds, parts, Math.Max(2, most));
        return parts;
    }

    private static PairSplit Once(int count, double heldOut, double validation)
    {
        var (held, validated) = ((int)(count * heldOut), (int)(count * validation));
        return new(count - held - validated, validated, held);
    }

    // Folds differ by one pair at most: the smallest is read on, and the largest leaves the fewest to train on.
    private static PairSplit InFolds(int count, int folds, double validation)
    {
        var (held, validated) = (count / folds, (int)(count * validation));
        return new(Math.Max(0, count - (count + folds - 1) / folds - validated), validated, held);
    }

    private static DataException TooFew(int count, int batch, int folds, PairSplit parts, int most)
    {
        var (within, last, wanted) = folds == 1
            ? ("", "other parts", "two held out")
            : (string.Create(CultureInfo.InvariantCulture, $" in {folds} folds"), "fewer folds, another validation part", "one held out in every fold");
        return new(string.Create(CultureInfo.InvariantCulture,
                $"{Counted.Of(count, "pair")}{within}, of which {parts.Training} to train on, {parts.Validation} to validate on and {parts.HeldOut} held out, with batches of {batch}"),
            $"at least a batch to train on, one to validate on and {wanted}", string.Create(CultureInfo.InvariantCulture, $"a batch of at most {most}, {last}, or more data"));
    }
}
