namespace Vib

open Vib.Core

/// <summary>Named columns, to make tables of.</summary>
[<RequireQualifiedAccess>]
module Column =
    /// <summary>A column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Finite numbers, one a row.</param>
    /// <exception cref="T:Vib.Core.DataException">A number is NaN or infinite; its row is named.</exception>
    /// <example><code>Column.numbers "age" [ 31.0; 47.0; 25.0 ]</code></example>
    val numbers: name: string -> values: float seq -> TableColumn

    /// <summary>A column of categories: the distinct texts, in ordinal order.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="texts">A category for each row.</param>
    /// <example><code>Column.categories "town" [ "Oslo"; "Bergen"; "Oslo" ]</code></example>
    val categories: name: string -> texts: string seq -> TableColumn

/// <summary>How a table is read. <c>{ Table.defaults with … }</c></summary>
type TableOptions = {
    /// <summary>The columns to read, in this order; None for all.</summary>
    Columns: string list option
    /// <summary>Columns of categories though their cells look like numbers, as postal codes do.</summary>
    Categorical: string list
    /// <summary>What stands between cells; None to look for a comma, semicolon, tab or bar in the header.</summary>
    Separator: char option
    /// <summary>What is done about holes.</summary>
    Missing: Missing
    /// <summary>What a hole looks like, in any case, besides an empty cell.</summary>
    Holes: string list
    /// <summary>A table read before, as training data, for its kinds of columns and its categories in their order.</summary>
    Like: Table option
}

/// <summary>Tables of named columns, from files of separated values and into them.</summary>
[<RequireQualifiedAccess>]
module Table =
    /// <summary>All columns, and no holes.</summary>
    val defaults: TableOptions

    /// <summary>Reads a file with a header: CSV, semicolons or tabs, quoted cells, gzipped or not.</summary>
    /// <remarks>A column most of whose cells are numbers is one of numbers, any other one of categories.</remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="T:Vib.Core.DataException">The file is missing, empty or ragged, or a column has a hole or a text among its numbers; row and column are named.</exception>
    /// <example><code>let people = Table.read "people.csv"    // people.csv: 1000 rows of age, income, town in 3 categories</code></example>
    val read: path: string -> Table

    /// <summary><see cref="M:Vib.Table.read"/>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    val tryRead: path: string -> Result<Table, string>

    /// <summary>The same with options.</summary>
    /// <param name="options">Columns, holes, kinds.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="T:Vib.Core.DataException">As <c>read</c>; or a column or category is not there.</exception>
    /// <example><code>let training = Table.readWith { Table.defaults with Missing = Missing.DropRow } "training.csv"
    /// let test = Table.readWith { Table.defaults with Like = Some training } "test.csv"    // the same categories in the same order</code></example>
    val readWith: options: TableOptions -> path: string -> Table

    /// <summary><see cref="M:Vib.Table.readWith"/>, with what is wrong as a message.</summary>
    /// <param name="options">Columns, holes, kinds.</param>
    /// <param name="path">The file.</param>
    val tryReadWith: options: TableOptions -> path: string -> Result<Table, string>

    /// <summary>A table of columns.</summary>
    /// <param name="columns">At least one, of one length, by different names.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Columns of different lengths.</exception>
    /// <exception cref="T:Vib.Core.DataException">No column, or two of one name.</exception>
    /// <example><code>Table.ofColumns [ Column.numbers "age" [ 31.0; 47.0 ]; Column.categories "town" [ "Oslo"; "Bergen" ] ]</code></example>
    val ofColumns: columns: TableColumn list -> Table

    /// <summary>Writes a file that reads back to the same numbers and categories, whole or not at all; gzipped where its name ends in <c>.gz</c>.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="table">Any table.</param>
    /// <exception cref="T:Vib.Core.DataException">A category would read back as a hole.</exception>
    /// <example><code>predicted |> Prediction.table 0.9 |> Table.write "predictions.csv"</code></example>
    val write: path: string -> table: Table -> unit

    /// <summary>Two parts of shuffled rows, as to train and to test on; seed 1.</summary>
    /// <param name="share">The first part's share, in (0, 1).</param>
    /// <param name="table">Any table.</param>
    /// <exception cref="T:Vib.Core.DomainException">A share outside (0, 1).</exception>
    /// <exception cref="T:Vib.Core.DataException">A part would have no row.</exception>
    /// <example><code>let training, test = people |> Table.split 0.8</code></example>
    val split: share: float -> table: Table -> Table * Table

    /// <summary>The same by another seed.</summary>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <param name="share">The first part's share, in (0, 1).</param>
    /// <param name="table">Any table.</param>
    /// <exception cref="T:Vib.Core.DomainException">A share outside (0, 1).</exception>
    /// <exception cref="T:Vib.Core.DataException">A part would have no row.</exception>
    /// <example><code>let training, test = people |> Table.splitWith 7L 0.8</code></example>
    val splitWith: seed: int64 -> share: float -> table: Table -> Table * Table

    /// <summary>The same with a column of numbers as categories: labels 0, 1, 2 as classes.</summary>
    /// <param name="name">The column.</param>
    /// <param name="table">Any table.</param>
    /// <exception cref="T:Vib.Core.DataException">There is no such column; the message names the nearest.</exception>
    /// <example><code>people |> Table.asCategories "defaulted"</code></example>
    val asCategories: name: string -> table: Table -> Table

    /// <summary>The same with the categories of another table in their order, so that a model that was trained on that one can be asked.</summary>
    /// <param name="other">As training data.</param>
    /// <param name="table">Any table.</param>
    /// <exception cref="T:Vib.Core.DataException">A category that the other does not have, by its row, or a column of another kind.</exception>
    /// <example><code>Table.ofColumns [ Column.numbers "age" [ 31.0 ]; Column.categories "town" [ "Oslo" ] ] |> Table.like training</code></example>
    val like: other: Table -> table: Table -> Table

    /// <summary>A column's numbers.</summary>
    /// <param name="name">A column of numbers.</param>
    /// <param name="table">Any table.</param>
    /// <exception cref="T:Vib.Core.DataException">There is no such column, or it is of categories.</exception>
    /// <example><code>people |> Table.numbers "age" |> Array.average</code></example>
    val numbers: name: string -> table: Table -> float[]

    /// <summary>A column's categories, row by row.</summary>
    /// <param name="name">A column of categories.</param>
    /// <param name="table">Any table.</param>
    /// <exception cref="T:Vib.Core.DataException">There is no such column, or it is of numbers.</exception>
    /// <example><code>people |> Table.categories "town" |> Array.countBy id</code></example>
    val categories: name: string -> table: Table -> string[]
