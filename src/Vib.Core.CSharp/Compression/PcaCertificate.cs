using static System.FormattableString;

namespace Vib.Core;

/// <summary>How much information a projection on principal axes can lose, at most: a bracket around the information of the whole from that of the projection.</summary>
/// <remarks>With T = L + σZ, Z standard normal and independent of (X, L), and P_k the projection on the first k principal axes of L, whose covariance has the eigenvalues λ_i:
/// I(X;P_kT) ≤ I(X;T) ≤ I(X;P_kT) + ½ Σ_{i>k} log(1 + λ_i/σ²). For I(X;T) − I(X;P_kT) = I(X;T_⊥|P_kT) ≤ h(T_⊥) − h(σZ_⊥), and of all densities of one covariance the Gaussian has the most entropy: there is
/// equality where L is Gaussian and a function of X. The same holds of any other variable that T depends on by L alone, such as the class.
/// Of sample variances it is that of the samples: log det is concave, so that few samples for the dimension give too small a loss on average, and none along axes that they do not have.</remarks>
public sealed record PcaCertificate
{
    /// <summary>The certificate of a projection.</summary>
    /// <param name="variances">λ_1 ≥ λ_2 ≥ …, all of them, at least 0.</param>
    /// <param name="components">k, how many axes are kept, 0 to d.</param>
    /// <param name="sigma">σ, positive.</param>
    /// <exception cref="DomainException">σ is not positive, a variance is negative or not a number, they do not decrease, or there are not so many axes.</exception>
    public PcaCertificate(IReadOnlyList<double> variances, int components, double sigma)
    {
        Require.Positive(sigma, "σ of the noise", "the deviation of the noise that the layer has: without noise the information need not be finite");
        Require.That(components >= 0 && components <= variances.Count, $"{components} of {variances.Count} axes", "0 ≤ k ≤ d", "the number of axes that are kept");
        for (var i = 0; i < variances.Count; i++)
            Require.That(variances[i] >= 0 && double.IsFinite(variances[i]) && (i == 0 || variances[i] <= variances[i - 1]), $"A variance of {variances[i]} at place {i}", "decreasing numbers of at least 0", "the variances of Pca");
        (Components, Dimension, Sigma) = (components, variances.Count, sigma);
        Slack = variances.Skip(components).Sum(variance => Logarithms.LogP1(variance / (sigma * sigma))) / 2;
    }

    /// <summary>k.</summary>
    public int Components { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <summary>½ Σ_{i>k} log(1 + λ_i/σ²), the most that the projection has lost, nats.</summary>
    public double Slack { get; }

    /// <summary>The bracket around I(X;T).</summary>
    /// <param name="projected">I(X;P_kT), nats.</param>
    /// <returns>The least and the most that I(X;T) can be, nats, if that value is right.</returns>
    public (double Below, double Above) Around(double projected) => (projected, projected + Slack);

    /// <summary>One line.</summary>
    /// <returns>For example <c>4 of 32 axes at σ = 0.1 lose at most 0.42 nat</c>.</returns>
    public override string ToString() => Invariant($"{Components} of {Dimension} axes at σ = {Sigma:0.####} lose at most {Slack:0.##} nat");
}
