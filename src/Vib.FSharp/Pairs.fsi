namespace Vib

open Vib.Core

/// <summary>Pairs (x, y) that a researcher brings.</summary>
[<RequireQualifiedAccess>]
module Pairs =
    /// <summary>Pairs from two arrays, copied. A vector is an array with one column.</summary>
    /// <param name="x">[n, dx]; row i is x_i.</param>
    /// <param name="y">[n, dy]; row i is y_i.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The arrays do not have the same number of rows, or none.</exception>
    /// <exception cref="T:Vib.Core.DataException">A value is NaN or infinite; its row and column are named.</exception>
    /// <example><code>Pairs.ofArrays x y |> Mi.estimate Bound.infoNce Critic.separable</code></example>
    val ofArrays: x: float[,] -> y: float[,] -> Pairs

    /// <summary><see cref="M:Vib.Pairs.ofArrays"/>, with what is wrong as a message.</summary>
    /// <param name="x">[n, dx]; row i is x_i.</param>
    /// <param name="y">[n, dy]; row i is y_i.</param>
    val tryOfArrays: x: float[,] -> y: float[,] -> Result<Pairs, string>

    /// <summary>Pairs of scalars, copied.</summary>
    /// <param name="x">n numbers.</param>
    /// <param name="y">n numbers.</param>
    /// <exception cref="T:Vib.Core.ShapeException">There are not as many of one as of the other, or none.</exception>
    /// <exception cref="T:Vib.Core.DataException">A value is NaN or infinite; its row is named.</exception>
    /// <example><code>Pairs.ofScalars [ 1.0; 2.0; 3.0 ] [ 1.1; 1.9; 3.2 ]</code></example>
    val ofScalars: x: float seq -> y: float seq -> Pairs

    /// <summary>Columns of a table by name; a column of categories as a 0 or 1 for each.</summary>
    /// <param name="x">The columns that are x, at least one.</param>
    /// <param name="y">The columns that are y, at least one.</param>
    /// <param name="table">Numbers and categories.</param>
    /// <exception cref="T:Vib.Core.DataException">The table has no such column; the message names the nearest.</exception>
    /// <exception cref="T:Vib.Core.DomainException">No column, or one twice.</exception>
    /// <example><code>Table.read "people.csv" |> Pairs.ofTable [ "age"; "town" ] [ "income" ] |> Mi.estimate Bound.infoNce Critic.separable</code></example>
    val ofTable: x: string list -> y: string list -> table: Table -> Pairs

    /// <summary><see cref="M:Vib.Pairs.ofTable"/>, with what is wrong as a message.</summary>
    /// <param name="x">The columns that are x, at least one.</param>
    /// <param name="y">The columns that are y, at least one.</param>
    /// <param name="table">Numbers and categories.</param>
    val tryOfTable: x: string list -> y: string list -> table: Table -> Result<Pairs, string>

    /// <summary>Pairs from two .npy files of numbers; axes after the first lie side by side, a list is one column.</summary>
    /// <param name="x">The file of [n, …]; row i is x_i.</param>
    /// <param name="y">The file of [n, …]; row i is y_i.</param>
    /// <exception cref="T:Vib.Core.DataException">A file is missing, damaged or not of numbers, or a value is NaN or infinite.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">The arrays do not have the same number of rows, or none.</exception>
    /// <exception cref="T:Vib.Core.DomainException">An array is larger than 2 GiB.</exception>
    /// <example><code>Pairs.ofNpy "x.npy" "y.npy" |> Mi.estimate Bound.infoNce Critic.separable</code></example>
    val ofNpy: x: string -> y: string -> Pairs

    /// <summary><see cref="M:Vib.Pairs.ofNpy"/>, with what is wrong as a message.</summary>
    /// <param name="x">The file of [n, …].</param>
    /// <param name="y">The file of [n, …].</param>
    val tryOfNpy: x: string -> y: string -> Result<Pairs, string>

    /// <summary>Pairs from two arrays of a .npz file, as <see cref="M:Vib.Pairs.ofNpy"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="x">The name of x.</param>
    /// <param name="y">The name of y.</param>
    /// <exception cref="T:Vib.Core.DataException">The file or an array is missing, damaged or not of numbers, or a value is NaN or infinite.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">The arrays do not have the same number of rows, or none.</exception>
    /// <exception cref="T:Vib.Core.DomainException">An array is larger than 2 GiB.</exception>
    /// <example><code>Pairs.ofNpz "data.npz" "x" "y"</code></example>
    val ofNpz: path: string -> x: string -> y: string -> Pairs

    /// <summary><see cref="M:Vib.Pairs.ofNpz"/>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="x">The name of x.</param>
    /// <param name="y">The name of y.</param>
    val tryOfNpz: path: string -> x: string -> y: string -> Result<Pairs, string>

    /// <summary>n.</summary>
    /// <param name="pairs">Any pairs.</param>
    /// <example><code>Pairs.ofArrays x y |> Pairs.count</code></example>
    val count: pairs: Pairs -> int

/// <summary>Triples (x, y, z), for what x and y share beyond z.</summary>
[<RequireQualifiedAccess>]
module Triples =
    /// <summary>Triples from three arrays, copied. A vector is an array with one column.</summary>
    /// <param name="x">[n, dx]; row i is x_i.</param>
    /// <param name="y">[n, dy]; row i is y_i.</param>
    /// <param name="z">[n, dz]; row i is z_i.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The arrays do not have the same number of rows, or none.</exception>
    /// <exception cref="T:Vib.Core.DataException">A value is NaN or infinite; its row and column are named.</exception>
    /// <example><code>Triples.ofArrays x y z |> Mi.conditional Bound.infoNce Critic.separable</code></example>
    val ofArrays: x: float[,] -> y: float[,] -> z: float[,] -> Triples

    /// <summary><see cref="M:Vib.Triples.ofArrays"/>, with what is wrong as a message.</summary>
    /// <param name="x">[n, dx]; row i is x_i.</param>
    /// <param name="y">[n, dy]; row i is y_i.</param>
    /// <param name="z">[n, dz]; row i is z_i.</param>
    val tryOfArrays: x: float[,] -> y: float[,] -> z: float[,] -> Result<Triples, string>

    /// <summary>n.</summary>
    /// <param name="triples">Any triples.</param>
    /// <example><code>Triples.ofArrays x y z |> Triples.count</code></example>
    val count: triples: Triples -> int
