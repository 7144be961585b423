namespace Vib.Core;

/// <summary>Which side of the true quantity a reported value is on.</summary>
/// <remarks>The side is a statement about the expectation of the value: sampling noise can still carry a lower bound above the truth.</remarks>
public enum Side
{
    /// <summary>The expectation is at most the truth.</summary>
    Lower,

    /// <summary>The expectation is at least the truth.</summary>
    Upper,

    /// <summary>No guarantee on either side.</summary>
    Estimate,
}
