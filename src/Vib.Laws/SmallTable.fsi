namespace Vib.Laws

open Vib

/// <summary>The joint distribution of two variables of a few values: what a law can weigh exactly, batch by batch.</summary>
type SmallTable = {
    /// <summary>p(x, y); rows x, columns y; all positive.</summary>
    Probability: float[,]

    /// <summary>p(x).</summary>
    OfX: float[]

    /// <summary>p(y).</summary>
    OfY: float[]

    /// <summary>I(X;Y), exact.</summary>
    Information: float<nat>
}

/// <summary>Joint tables, and what is known of them.</summary>
[<RequireQualifiedAccess>]
module SmallTable =
    /// <summary>The table with probabilities proportional to these weights.</summary>
    /// <param name="weights">Positive; rows x, columns y.</param>
    /// <exception cref="T:Vib.Core.DomainException">A weight is not positive and finite.</exception>
    /// <example><code>array2D [ [ 4.0; 1.0 ]; [ 1.0; 4.0 ] ] |> SmallTable.ofWeights    // I(X;Y) = 0.1927 nat</code></example>
    val ofWeights: weights: float[,] -> SmallTable

    /// <summary>log p(x, y)/p(x)p(y), the critic that leaves nothing to learn.</summary>
    /// <param name="table">Any table.</param>
    val logRatio: table: SmallTable -> float[,]

    /// <summary>H(Y) = −Σ p(y) ln p(y).</summary>
    /// <param name="table">Any table.</param>
    val entropyOfY: table: SmallTable -> float<nat>

    /// <summary>(X₁, X₂) and (Y₁, Y₂) of two independent tables: information adds up.</summary>
    /// <param name="first">The table of (X₁, Y₁).</param>
    /// <param name="second">The table of (X₂, Y₂).</param>
    val product: first: SmallTable -> second: SmallTable -> SmallTable

    /// <summary>(X, Z), where Z is Y sent through a channel: information can only be lost.</summary>
    /// <param name="channel">p(z | y); rows y, columns z; each row sums to 1.</param>
    /// <param name="table">The table of (X, Y).</param>
    val through: channel: float[,] -> table: SmallTable -> SmallTable
