using static System.FormattableString;

namespace Vib.Core;

/// <summary>How far an image was moved, of pixels in [0, 1].</summary>
/// <param name="L0">Pixels that changed by more than half a grey level, 0.5/255.</param>
/// <param name="L2">The root of the sum of squared changes.</param>
/// <param name="LInfinity">The largest change of a pixel.</param>
public readonly record struct Perturbation(double L0, double L2, double LInfinity);

/// <summary>What came of an attack.</summary>
public sealed record AttackResult
{
    /// <summary>What every result on a bottleneck's robustness is to be read with.</summary>
    /// <remarks>Korshunova, Stutz, Alemi, Wiles and Gowal 2021, arXiv:2107.05712.</remarks>
    public const string Caveat = "Caveat: a bottleneck's robustness to white-box attacks is largely gradient obfuscation (Korshunova et al. 2021, arXiv:2107.05712). "
        + "What withstands a gradient may fall to EOT, restarts, transfer or a black box: run them all, and trust the lowest accuracy.";

    /// <summary>The attack with its settings.</summary>
    public required string Attack { get; init; }

    /// <summary>The model that judged.</summary>
    public required string Model { get; init; }

    /// <summary>N, the images.</summary>
    public required int Count { get; init; }

    /// <summary>The images where there was something to gain: rightly classified before; or, with a target, neither of that class nor taken for it.</summary>
    public required int Attacked { get; init; }

    /// <summary>The part of all images that was rightly classified before.</summary>
    public required double CleanAccuracy { get; init; }

    /// <summary>The part of all images that is rightly classified afterwards.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Its standard error over images.</summary>
    public required double AccuracyStandardError { get; init; }

    /// <summary>The part of <see cref="Attacked"/> images that are taken for what the attack was after; NaN where there were none.</summary>
    public required double SuccessRate { get; init; }

    /// <summary>[N], which attacks succeeded.</summary>
    public required IReadOnlyList<bool> Succeeded { get; init; }

    /// <summary>[N·D], the images afterwards, in [0, 1]; those that were not attacked, or for which nothing was found, as they were.</summary>
    public required float[] Pixels { get; init; }

    /// <summary>[N], how far each image was moved.</summary>
    public required IReadOnlyList<Perturbation> Perturbations { get; init; }

    /// <summary>Medians over the successful perturbations, each of its own; NaN where there are none.</summary>
    public required Perturbation Median { get; init; }

    /// <summary>The result in words, with the caveat.</summary>
    /// <returns>Two lines, in the invariant culture.</returns>
    public override string ToString()
    {
        var sizes = double.IsNaN(Median.L2) ? "" : Invariant($"; medians L0 {Median.L0:0.#}, L2 {Median.L2:0.###}, L∞ {Median.LInfinity:0.###}");
        var success = Attacked == 0 ? "nothing to attack" : Invariant($"success {100 * SuccessRate:0.0} % of {Attacked}");
        return Invariant($"{Attack}: accuracy {100 * CleanAccuracy:0.0} % → {100 * Accuracy:0.0} ± {100 * AccuracyStandardError:0.0} %, {success}{sizes}; {Counted.Of(Count, "image")}; {Model}\n{Caveat}");
    }
}
