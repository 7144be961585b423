namespace Vib.Core;

/// <summary>Where the training of each point of an information curve starts from.</summary>
public enum CurveStart
{
    /// <summary>From first weights of its own; all points are trained side by side.</summary>
    Fresh,

    /// <summary>From the weights of the next smaller β, one point after the other: codes have to forget, never to learn again. As many runs as points.</summary>
    Ascending,

    /// <summary>From the weights of the next larger β: annealing towards richer codes. A code that has collapsed is slow to come back. As many runs as points.</summary>
    Descending,

    /// <summary>All from the weights that the smallest β ended with; two runs, the second with all points side by side.</summary>
    SmallestForAll,
}
