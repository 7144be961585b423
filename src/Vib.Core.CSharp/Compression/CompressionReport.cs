using static System.FormattableString;

namespace Vib.Core;

/// <summary>What a compression made of one variable's samples.</summary>
/// <param name="Method">By what.</param>
/// <param name="Dimension">d, numbers in a sample.</param>
/// <param name="Code">k, numbers in a code.</param>
/// <param name="MeanAbsoluteError">mean |x̂ − x| over samples and columns, in their unit; 0 where nothing is lost.</param>
/// <param name="MeanSquaredError">mean (x̂ − x)².</param>
/// <param name="ExplainedVariance">1 − Σ (x̂ − x)²/Σ (x − mean)²: 1 where nothing is lost, below 0 where the mean alone were better.</param>
/// <param name="EffectiveDimension">(tr C)²/tr C² of the codes' covariance C after each has been divided by its deviation: how many of the code's numbers there are, correlated ones counted together; 1 to k.</param>
/// <param name="SampleDimension">(tr C)²/tr C² of the samples' own covariance, the participation ratio: how many axes of equal variance would vary as much; 1 to d.</param>
public sealed record CompressionReport(string Method, int Dimension, int Code, double MeanAbsoluteError, double MeanSquaredError, double ExplainedVariance, double EffectiveDimension, double SampleDimension)
{
    /// <summary>One line.</summary>
    /// <returns>For example <c>256 → 2 by PCA: 71.2 % of the variance, error 0.041, codes of effective dimension 2.00</c>.</returns>
    public override string ToString() =>
        Invariant($"{Dimension} → {Code} by {Method}: {100 * ExplainedVariance:0.0} % of the variance, mean error {MeanAbsoluteError:G3}, codes of effective dimension {EffectiveDimension:0.00}");
}

/// <summary>Pairs whose two variables were compressed, each by itself.</summary>
/// <remarks>I(E(X);F(Y)) ≤ I(X;Y) in the population, since codes are functions of the samples, with equality where nothing is lost. That makes the information of codes a lower bound; an estimate of it errs as its
/// estimator does, to either side, and keeps that estimator's label.</remarks>
/// <param name="Pairs">Of codes. They know the exact information only where nothing was lost.</param>
/// <param name="X">What was made of x.</param>
/// <param name="Y">What was made of y.</param>
/// <param name="Diagnoses">What went wrong: a training that was no longer finite.</param>
public sealed record CompressedPairs(Pairs Pairs, CompressionReport X, CompressionReport Y, IReadOnlyList<Diagnosis> Diagnoses)
{
    /// <inheritdoc/>
    public override string ToString() => $"x {X}; y {Y}{(Diagnoses.Count == 0 ? "" : $"   ! {string.Join(", ", Diagnoses.Select(diagnosis => diagnosis.Label).Distinct())}")}";
}
