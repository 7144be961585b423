namespace Vib

open Vib.Core

/// <summary>Data as an objective sees it: rows of observed variables.</summary>
[<RequireQualifiedAccess>]
module Observations =
    /// <summary>X are images, rescaled to [−1, 1]; Y their classes.</summary>
    /// <param name="images">At least one; training wants two classes.</param>
    /// <exception cref="T:Vib.Core.DataException">There is no image.</exception>
    /// <example><code>let digits = Images.drawn 10_000 2_000
    /// let training, test = Observations.ofImages digits.Training, Observations.ofImages digits.Test</code></example>
    val ofImages: images: LabelledImages -> Observations

    /// <summary>X and Y are numbers.</summary>
    /// <param name="pairs">At least one pair.</param>
    /// <exception cref="T:Vib.Core.DataException">There is no pair.</exception>
    /// <example><code>Pairs.ofArrays x y |> Observations.ofPairs</code></example>
    val ofPairs: pairs: Pairs -> Observations

    /// <summary>X and Y are drawn from a truth, fresh in every batch.</summary>
    /// <param name="truth">The source.</param>
    /// <example><code>Truth.gaussian 4 2.0&lt;nat> |> Observations.ofTruth</code></example>
    val ofTruth: truth: Truth -> Observations

    /// <summary>X are numbers, Y classes.</summary>
    /// <param name="x">[N,d].</param>
    /// <param name="labels">[N], from 0.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of labels than of rows.</exception>
    /// <exception cref="T:Vib.Core.DataException">No row, a number that is not finite, or a label below 0.</exception>
    /// <example><code>Observations.ofRows (array2D [ [ 0.1; 1.2 ]; [ 0.3; -0.7 ]; [ 0.2; 0.9 ] ]) [| 0; 1; 0 |]</code></example>
    val ofRows: x: float[,] -> labels: int[] -> Observations

    /// <summary><see cref="M:Vib.Observations.ofRows"/>, with what is wrong as a message.</summary>
    /// <param name="x">[N,d].</param>
    /// <param name="labels">[N], from 0.</param>
    val tryOfRows: x: float[,] -> labels: int[] -> Result<Observations, string>

    /// <summary>Columns of a table by name: X numbers, and categories as a 0 or 1 for each; Y numbers, or one column of categories as classes, or nothing where it is to be predicted.</summary>
    /// <remarks>Numbers are standardised by what is trained on; what is predicted comes back in the table's units.</remarks>
    /// <param name="x">The columns that are X, at least one.</param>
    /// <param name="y">The columns that are Y; none where there is only X.</param>
    /// <param name="table">Numbers and categories.</param>
    /// <exception cref="T:Vib.Core.DataException">The table has no such column; the message names the nearest.</exception>
    /// <exception cref="T:Vib.Core.DomainException">No column in X, one in X and in Y, or several of Y of which some are categories.</exception>
    /// <example><code>Table.read "people.csv" |> Observations.ofTable [ "age"; "town" ] [ "income" ]</code></example>
    val ofTable: x: string list -> y: string list -> table: Table -> Observations

    /// <summary><see cref="M:Vib.Observations.ofTable"/>, with what is wrong as a message.</summary>
    /// <param name="x">The columns that are X, at least one.</param>
    /// <param name="y">The columns that are Y; none where there is only X.</param>
    /// <param name="table">Numbers and categories.</param>
    val tryOfTable: x: string list -> y: string list -> table: Table -> Result<Observations, string>

    /// <summary>X are numbers and nothing else is known: to predict from.</summary>
    /// <param name="x">[N,d].</param>
    /// <exception cref="T:Vib.Core.DataException">No row, or a number that is not finite.</exception>
    /// <example><code>model |> Objective.predict (Observations.ofNumbers (array2D [ [ 0.1; 1.2 ] ]))</code></example>
    val ofNumbers: x: float[,] -> Observations

    /// <summary>The same, its numbers less their mean and divided by their standard deviation where a model is trained on it; the model keeps both, and predicts in the data's own units.</summary>
    /// <param name="data">Data that is given; tables are so already.</param>
    /// <exception cref="T:Vib.Core.DataException">Data that is drawn afresh.</exception>
    /// <example><code>Pairs.ofArrays x y |> Observations.ofPairs |> Observations.standardised</code></example>
    val standardised: data: Observations -> Observations

    /// <summary>The same, its numbers as they are.</summary>
    /// <param name="data">Any data.</param>
    /// <example><code>table |> Observations.ofTable [ "u"; "v" ] [ "w" ] |> Observations.unscaled    // scaled already</code></example>
    val unscaled: data: Observations -> Observations

    /// <summary>X are numbers and Y classes, from two arrays of a .npz file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="x">The name of [N, …]; axes after the first lie side by side.</param>
    /// <param name="labels">The name of [N] whole numbers from 0.</param>
    /// <exception cref="T:Vib.Core.DataException">The file or an array is missing, damaged, or holds what it must not.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of labels than of rows.</exception>
    /// <exception cref="T:Vib.Core.DomainException">A row has no column, or an array is larger than 2 GiB.</exception>
    /// <example><code>Observations.ofNpz "data.npz" "x" "labels"</code></example>
    val ofNpz: path: string -> x: string -> labels: string -> Observations

    /// <summary><see cref="M:Vib.Observations.ofNpz"/>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="x">The name of [N, …].</param>
    /// <param name="labels">The name of [N] whole numbers from 0.</param>
    val tryOfNpz: path: string -> x: string -> labels: string -> Result<Observations, string>

    /// <summary>The same with a variable of numbers beside the others, or in its place.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="rows">[N,d].</param>
    /// <param name="data">Data that is given.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of rows.</exception>
    /// <exception cref="T:Vib.Core.DataException">A number that is not finite, or data that is drawn afresh.</exception>
    /// <example><code>data |> Observations.withNumbers Y targets    // to predict numbers in place of classes</code></example>
    val withNumbers: variable: Var<'v> -> rows: float[,] -> data: Observations -> Observations when 'v :> Observed

    /// <summary>The same with a variable of classes beside the others, or in its place.</summary>
    /// <param name="variable">Its name.</param>
    /// <param name="labels">[N], from 0.</param>
    /// <param name="data">Data that is given.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of rows.</exception>
    /// <exception cref="T:Vib.Core.DataException">A label below 0.</exception>
    /// <example><code>Pairs.ofArrays x y |> Observations.ofPairs |> Observations.withClasses Y labels</code></example>
    val withClasses: variable: Var<'v> -> labels: int[] -> data: Observations -> Observations when 'v :> Observed
