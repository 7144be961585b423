namespace Vib.Core;

/// <summary>What is done to the columns of X and of Y before a critic sees them.</summary>
/// <remarks>Every choice maps each column by a function of that column alone, made from the training part and applied to the other parts as it is. The function is
/// monotone, and I(X;Y) is the same after it wherever it is strictly so. Where it is not, information can only be lost, never made: a lower bound stays one.</remarks>
public enum Scaling
{
    /// <summary>Columns as they came: for a critic that knows the density and so the units.</summary>
    None,

    /// <summary>(x − mean)/s.d. A bijection; it leaves tails as heavy as they were.</summary>
    Standard,

    /// <summary>Normal scores: Φ⁻¹((rank − ½)/n) among the n training rows, linear between them.</summary>
    /// <remarks>Equal values share their mean rank and stay equal. Strictly monotone between the least and the largest training value; beyond them constant, which ties an
    /// unseen row to the nearest one with probability 2/(n + 1) in a column. Every column becomes nearly a standard normal one, however it is scaled or curved.</remarks>
    Rank,

    /// <summary>arctan((x − median)/(IQR/2)): quartiles go to about ±π/4, a Cauchy column becomes uniform on (−π/2, π/2).</summary>
    /// <remarks>Strictly monotone, but for rounding: far out two values t and t' half-IQRs from the median can tie when |1/t − 1/t'| is below 10⁻⁷. Where more than half of a
    /// column is one value, its IQR may be 0 and the mean distance from the median takes its place.</remarks>
    Arctan,
}
