namespace Vib

open Vib.Core

/// <summary>Files of one array of numbers, as numpy writes them: .npy.</summary>
[<RequireQualifiedAccess>]
module Npy =
    /// <summary>An array of any shape and type of numbers.</summary>
    /// <param name="path">The file, below 2 GiB; <c>Npy.map</c> reads larger ones.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut short, too long, or no .npy file of numbers; the message names the byte.</exception>
    /// <exception cref="T:Vib.Core.DomainException">The array is larger than 2 GiB.</exception>
    /// <example><code>let array = Npy.read "images.npy"
    /// array.Shape, array.ToMatrix&lt;float>()</code></example>
    val read: path: string -> NpyArray

    /// <summary><see cref="M:Vib.Npy.read"/>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    val tryRead: path: string -> Result<NpyArray, string>

    /// <summary>Rows and columns; axes after the first lie side by side, a list is one column.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut short, too long, or no .npy file of numbers; the message names the byte.</exception>
    /// <exception cref="T:Vib.Core.DomainException">The array is larger than 2 GiB.</exception>
    /// <example><code>Observations.ofRows (Npy.matrix "x.npy") (Npy.labels "labels.npy")</code></example>
    val matrix: path: string -> float[,]

    /// <summary>Whole numbers, as of classes.</summary>
    /// <param name="path">The file; floats are welcome as long as they are whole.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, damaged, or holds a number that is not whole or beyond 32 bits; its row is named.</exception>
    /// <exception cref="T:Vib.Core.DomainException">The array is larger than 2 GiB.</exception>
    /// <example><code>Npy.labels "labels.npy"</code></example>
    val labels: path: string -> int[]

    /// <summary>Writes rows and columns in double precision, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="rows">[n, d].</param>
    /// <exception cref="T:Vib.Core.DataException">The file cannot be written.</exception>
    /// <exception cref="T:Vib.Core.DomainException">The array is larger than 2 GiB.</exception>
    /// <example><code>Npy.write "x.npy" (array2D [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ] ])</code></example>
    val write: path: string -> rows: float[,] -> unit

    /// <summary>Writes an array of any shape and type, whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="array">As of <c>NpyArray.Of</c>.</param>
    /// <exception cref="T:Vib.Core.DataException">The file cannot be written.</exception>
    /// <example><code>Npy.writeArray "labels.npy" (NpyArray.Of [| 0; 1; 2 |])</code></example>
    val writeArray: path: string -> array: NpyArray -> unit

    /// <summary>A file of any size, read from where it lies.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its rows; <c>use</c> it.</returns>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, cut short, too long, or no .npy file of numbers; the message names the byte.</exception>
    /// <example><code>use rows = Npy.map "large.npy"
    /// let block: float32[] = Array.zeroCreate (1_000 * int rows.Columns)
    /// rows.CopyRows(5_000L, System.Span block)</code></example>
    val map: path: string -> NpyMap

/// <summary>Files of several arrays by name, as numpy writes them: .npz.</summary>
[<RequireQualifiedAccess>]
module Npz =
    /// <summary>The names of the arrays.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing or is no zip of arrays.</exception>
    /// <example><code>Npz.names "data.npz"</code></example>
    val names: path: string -> string list

    /// <summary>All arrays, by name.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, damaged, no zip of arrays, or has an array that is not of numbers.</exception>
    /// <exception cref="T:Vib.Core.DomainException">An array is larger than 2 GiB.</exception>
    /// <example><code>(Npz.read "data.npz")["x"].ToMatrix&lt;float>()</code></example>
    val read: path: string -> Map<string, NpyArray>

    /// <summary><see cref="M:Vib.Npz.read"/>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    val tryRead: path: string -> Result<Map<string, NpyArray>, string>

    /// <summary>Writes arrays by name, stored; whole or not at all.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="arrays">Names and arrays.</param>
    /// <exception cref="T:Vib.Core.DataException">The file cannot be written.</exception>
    /// <exception cref="T:Vib.Core.DomainException">A name is empty, comes twice, or is no name of a file.</exception>
    /// <example><code>Npz.write "data.npz" [ "x", NpyArray.Of x; "labels", NpyArray.Of labels ]</code></example>
    val write: path: string -> arrays: (string * NpyArray) seq -> unit

    /// <summary>The same, deflated.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="arrays">Names and arrays.</param>
    /// <exception cref="T:Vib.Core.DataException">The file cannot be written.</exception>
    /// <exception cref="T:Vib.Core.DomainException">A name is empty, comes twice, or is no name of a file.</exception>
    /// <example><code>Npz.writeCompressed "data.npz" [ ("x", NpyArray.Of x) ]</code></example>
    val writeCompressed: path: string -> arrays: (string * NpyArray) seq -> unit
