namespace Vib.Laws

/// <summary>A joint table by the few numbers that make it, so that a counter-example shrinks and reads in a line.</summary>
type TableCase = {
    /// <summary>How many values x has, at least 2.</summary>
    XValues: int

    /// <summary>How many values y has, at least 2.</summary>
    YValues: int

    /// <summary>p(x, y) ∝ exp(coupling · g(x, y)) with g standard normal; 0 for independent variables.</summary>
    Coupling: float

    /// <summary>Whether the margins are uneven besides.</summary>
    Uneven: bool

    /// <summary>Of g and of the margins.</summary>
    Seed: int
}

/// <summary>Tables from their cases.</summary>
[<RequireQualifiedAccess>]
module TableCase =
    /// <summary>The table.</summary>
    /// <param name="case">Which.</param>
    val joint: case: TableCase -> SmallTable

    /// <summary>A channel p(z | y) for the y of such a table, noisier the smaller the coupling.</summary>
    /// <param name="values">How many values z has.</param>
    /// <param name="coupling">0 for a channel that lets nothing through.</param>
    /// <param name="case">The table of (X, Y).</param>
    val channel: values: int -> coupling: float -> case: TableCase -> float[,]

    /// <summary>Simpler cases, the simplest first.</summary>
    /// <param name="case">Which.</param>
    val simpler: case: TableCase -> TableCase seq

    /// <summary>In words.</summary>
    /// <param name="case">Which.</param>
    val describe: case: TableCase -> string
