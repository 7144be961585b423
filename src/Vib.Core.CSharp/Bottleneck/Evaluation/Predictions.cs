using static System.FormattableString;

namespace Vib.Core;

/// <summary>Predicted class probabilities with the labels that came.</summary>
/// <remarks>The class predicted is the one with the largest probability, the first of equal ones; the confidence is that probability.</remarks>
public sealed class Predictions
{
    private const double Sum = 1e-4; // how far from 1 a row may add up: single-precision softmax over a thousand classes stays below
    private readonly double[,] probabilities;
    private readonly int[] labels;
    private readonly double[] confidences;
    private readonly bool[] hits;

    /// <summary>Predictions for N examples of C classes.</summary>
    /// <param name="probabilities">[N,C]; every row sums to 1 within 1e-4, as single precision has it. With several samples of Z, the mean of their probabilities.</param>
    /// <param name="labels">[N], from 0 to C − 1.</param>
    /// <exception cref="ShapeException">There is no example, fewer than two classes, or not a label for each example.</exception>
    /// <exception cref="DataException">A row is not one of probabilities, or a label is not one of the classes; the row is named.</exception>
    public Predictions(double[,] probabilities, int[] labels)
    {
        var (n, classes) = (probabilities.GetLength(0), probabilities.GetLength(1));
        if (n < 1 || classes < 2 || labels.Length != n)
            throw new ShapeException(Invariant($"Probabilities of shape [{n},{classes}] and {Counted.Of(labels.Length, "label")}"), "[N,C] and [N] with N ≥ 1 and C ≥ 2", "a row of probabilities and a label for each example");
        (this.probabilities, this.labels, confidences, hits) = (probabilities, labels, new double[n], new bool[n]);
        for (var i = 0; i < n; i++)
        {
            var (sum, best) = (0.0, 0);
            for (var c = 0; c < classes; c++)
            {
                var p = probabilities[i, c];
                if (!(p >= 0)) throw new DataException(Invariant($"A probability of {p} at row {i}, class {c} (counted from 0)"), "numbers of at least 0", "softmax of the logits");
                sum += p;
                if (p > probabilities[i, best]) best = c;
            }
            if (!(Math.Abs(sum - 1) <= Sum)) throw new DataException(Invariant($"Probabilities that sum to {sum} at row {i} (counted from 0)"), "1, within 1e-4", "softmax of the logits, and no logarithm");
            if (labels[i] < 0 || labels[i] >= classes)
                throw new DataException(Invariant($"A label of {labels[i]} at row {i} (counted from 0)"), Invariant($"a class from 0 to {classes - 1}"), "labels counted from 0");
            (confidences[i], hits[i]) = (probabilities[i, best], best == labels[i]);
        }
    }

    /// <summary>N.</summary>
    public int Count => labels.Length;

    /// <summary>C.</summary>
    public int Classes => probabilities.GetLength(1);

    /// <summary>The probability of the class predicted, [N].</summary>
    public IReadOnlyList<double> Confidences => confidences;

    /// <summary>Whether the class predicted is the label, [N].</summary>
    public IReadOnlyList<bool> Hits => hits;

    /// <summary>The part of the examples that are predicted rightly.</summary>
    public double Accuracy => hits.Count(hit => hit) / (double)Count;

    /// <inheritdoc/>
    public override string ToString() => Invariant($"predictions of {Counted.Of(Count, "example")}, {Counted.Of(Classes, "class")}, accuracy {Accuracy:0.####}");

    internal double Probability(int i, int c) => probabilities[i, c];

    internal double IsLabel(int i, int c) => labels[i] == c ? 1 : 0;
}
