using static System.FormattableString;

namespace Vib.Core;

/// <summary>What is predicted of classes: a probability for each, averaged over samples of the code.</summary>
public sealed class PredictedClasses
{
    internal PredictedClasses(double[,] probabilities, int[]? labels, IReadOnlyList<string>? names, int samples)
    {
        (Probabilities, Labels, Samples) = (probabilities, labels, samples);
        Names = names ?? [.. Enumerable.Range(0, probabilities.GetLength(1)).Select(c => Invariant($"{c}"))];
    }

    /// <summary>(1/S) Σ_s softmax, [N,C]; each row sums to 1.</summary>
    public double[,] Probabilities { get; }

    /// <summary>What each class is called, [C]: as in the table that was trained on, else its number.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The classes that came, [N]; null where the data had none.</summary>
    public IReadOnlyList<int>? Labels { get; }

    /// <summary>N, rows.</summary>
    public int Count => Probabilities.GetLength(0);

    /// <summary>S, samples of the code.</summary>
    public int Samples { get; }

    /// <summary>The most probable class of each row, the first of equal ones, [N].</summary>
    public IReadOnlyList<int> Classes => [.. Enumerable.Range(0, Count).Select(i => Enumerable.Range(0, Names.Count).MaxBy(c => Probabilities[i, c]))];

    /// <summary>With the classes that came, for <see cref="Calibration"/>, <see cref="BrierScore"/> and <see cref="SelectiveRisk"/>.</summary>
    /// <returns>Probabilities and labels.</returns>
    /// <exception cref="DataException">The classes that came are not known.</exception>
    public Predictions Judged() => new(Probabilities, [.. Labels ?? throw new DataException("Predictions whose classes are not known, to be judged", "predictions of data that has them", "data with Y")]);

    /// <summary>Classes and probabilities as a table; to be written as a file.</summary>
    /// <param name="name">What the classes are called.</param>
    /// <returns>Columns as in <c>species predicted</c>, <c>p(setosa)</c>, …, first the class that came where it is known.</returns>
    public Table ToTable(string name = "class")
    {
        CategoricalColumn Column(string what, IReadOnlyList<int> codes) => new(what, Names, codes);
        return new("predictions", [.. Labels is null ? [] : new[] { Column(name, Labels) }, Column($"{name} predicted", Classes),
            .. Names.Select((each, c) => new NumericColumn($"p({each})", Enumerable.Range(0, Count).Select(i => Probabilities[i, c])))]);
    }

    /// <summary>How many, of which classes, and the accuracy where it is known.</summary>
    /// <returns>A line, in the invariant culture.</returns>
    public override string ToString() => Invariant($"{Counted.Of(Count, "row")} in {Counted.Of(Names.Count, "class")} predicted, {Counted.Of(Samples, "sample")} of the code") + (Labels is null ? "" : Invariant($"; accuracy {100 * Judged().Accuracy:0.0} %"));
}
