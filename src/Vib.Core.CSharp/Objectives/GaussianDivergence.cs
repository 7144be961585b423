using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static Vib.Core.TensorMemory;

namespace Vib.Core;

/// <summary>KL[e ‖ N(m, diag s²)] of diagonal codes by hand, in double precision on places made once.</summary>
/// <remarks>Σ_k { ½ [(μ_k − m_k)² + σ_k²]/s_k² − ½ + log s_k − log σ_k }; with d = (μ − m)/s and q = σ/s its gradients are d/s in μ, q² − 1 in log σ, −d/s in m and 1 − q² − d² in log s.</remarks>
internal sealed class GaussianDivergence
{
    private readonly DiagonalPass latent;
    private readonly GaussianRows prior, gradients;
    private readonly int rows, examples, dimension;            // rows of m; examples of each
    private readonly double[] inverse, meanSums, logSums;      // 1/s, [rows,K]; and what one row of m gets from its examples, [K]

    /// <param name="latent">e.</param>
    /// <param name="prior">m and s.</param>
    /// <param name="gradients">Where theirs go.</param>
    internal GaussianDivergence(DiagonalPass latent, GaussianRows prior, GaussianRows gradients)
    {
        (this.latent, this.prior, this.gradients, dimension) = (latent, prior, gradients, (int)latent.Mean.shape[2]);
        rows = prior.Means.Replicates * (int)prior.Means.Rows;
        examples = (int)(latent.Mean.shape[0] * latent.Mean.shape[1]) / rows;
        (inverse, meanSums, logSums) = (new double[rows * dimension], new double[dimension], new double[dimension]);
        Array.Fill(inverse, 1);
    }

    /// <summary>Into <paramref name="values"/>, [R,B].</summary>
    internal void Forward(Tensor values)
    {
        Span<float> divergences = Floats(values), means = Floats(latent.Output.All), deviations = Floats(latent.Deviation), logScales = Floats(latent.LogDeviation);
        for (var row = 0; row < rows; row++)
        {
            Span<float> m = prior.Mean(row, dimension), logs = prior.LogDeviation(row, dimension);
            var inverses = inverse.AsSpan(row * dimension, dimension);
            var normaliser = -0.5 * dimension;
            for (var k = 0; k < logs.Length; k++) (inverses[k], normaliser) = (Math.Exp(-logs[k]), normaliser + logs[k]);
            for (var i = row * examples; i < (row + 1) * examples; i++)
            {
                Span<float> mu = means.Slice(i * (int)latent.Output.Columns, dimension), sigma = deviations.Slice(i * dimension, dimension), log = logScales.Slice(i * dimension, dimension);
                var sum = normaliser;
                for (var k = 0; k < dimension; k++)
                {
                    var (d, q) = (((double)mu[k] - m[k]) * inverses[k], sigma[k] * inverses[k]);
                    sum += 0.5 * (d * d + q * q) - log[k];
                }
                divergences[i] = (float)sum;
            }
        }
    }

    /// <summary>Times a weight, [R,B] or, for all examples alike, [R,1] or [1,1]: adds to the codes' gradients where it reaches them, and writes those of m and log s.</summary>
    internal void Backward(Tensor weight, bool reaches)
    {
        Span<float> weights = Floats(weight), means = Floats(latent.Output.All), deviations = Floats(latent.Deviation), toMean = Floats(latent.MeanGradient!), toLog = Floats(latent.LogDeviationGradient!);
        var alike = rows * examples / weights.Length; // examples of one weight, one after the other
        for (var row = 0; row < rows; row++)
        {
            var m = prior.Mean(row, dimension);
            var inverses = inverse.AsSpan(row * dimension, dimension);
            meanSums.AsSpan().Clear();
            logSums.AsSpan().Clear();
            for (var i = row * examples; i < (row + 1) * examples; i++)
            {
                double own = weights[i / alike];
                Span<float> mu = means.Slice(i * (int)latent.Output.Columns, dimension), sigma = deviations.Slice(i * dimension, dimension);
                for (var k = 0; k < dimension; k++)
                {
                    var (d, q) = (((double)mu[k] - m[k]) * inverses[k], sigma[k] * inverses[k]);
                    var (pull, spread) = (own * d * inverses[k], own * (q * q - 1));
                    meanSums[k] -= pull;
                    logSums[k] -= spread + own * d * d;
                    if (!reaches) continue;
                    toMean[i * dimension + k] += (float)pull;
                    toLog[i * dimension + k] += (float)spread;
                }
            }
            Write(meanSums, gradients.Mean(row, dimension));
            Write(logSums, gradients.LogDeviation(row, dimension));
        }
    }

    private static void Write(double[] sums, Span<float> place)
    {
        for (var k = 0; k < place.Length; k++) place[k] = (float)sums[k];
    }
}
