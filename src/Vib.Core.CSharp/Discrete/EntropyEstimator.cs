namespace Vib.Core;

/// <summary>How entropy is read from counts. All of them are for independent draws; they differ in how they meet the states that were not seen.</summary>
public enum EntropyEstimator
{
    /// <summary>−Σ (n/N) log(n/N): biased downwards, by about (K − 1)/2N for K states.</summary>
    PlugIn,

    /// <summary>The plug-in with (K̂ − 1)/2N added, K̂ the states that were seen  (Miller 1955).</summary>
    MillerMadow,

    /// <summary>N H − (N − 1) mean of H with one sample left out  (Zahl 1977).</summary>
    Jackknife,

    /// <summary>log N − (1/N) Σ n G(n), G(n) = ψ(n) + ½ (−1)ⁿ [ψ((n + 1)/2) − ψ(n/2)]  (Grassberger 2003, arXiv:physics/0307138, eqs. 28 and 29).</summary>
    Grassberger,

    /// <summary>−Σ p log p/(1 − (1 − p)ᴺ) with p = C n/N, C = 1 − f₁/N the coverage that the f₁ states seen once leave  (Chao and Shen 2003). For many states and few samples.</summary>
    ChaoShen,
}
