namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Column =
    let numbers name (values: float seq) = NumericColumn(name, values) :> TableColumn
    let categories name (texts: string seq) = CategoricalColumn(name, texts) :> TableColumn

type TableOptions = {
    Columns: string list option
    Categorical: string list
    Separator: char option
    Missing: Missing
    Holes: string list
    Like: Table option
}

[<RequireQualifiedAccess>]
module Table =
    let private core = Vib.Core.TableOptions()

    let defaults = {
        Columns = None
        Categorical = []
        Separator = None
        Missing = core.Missing
        Holes = List.ofSeq core.Holes
        Like = None
    }

    let readWith options path =
        let made =
            Vib.Core.TableOptions(
                Columns = (options.Columns |> Option.map List.toArray |> Option.toObj),
                Categorical = List.toArray options.Categorical,
                Separator = Option.toNullable options.Separator,
                Missing = options.Missing,
                Holes = List.toArray options.Holes,
                Like = Option.toObj options.Like
            )

        Table.Read(path, made)

    let tryReadWith options path = Attempt.message (fun () -> readWith options path)
    let read path = readWith defaults path
    let tryRead path = Attempt.message (fun () -> read path)
    let ofColumns (columns: TableColumn list) = Table.Of(List.toArray columns)
    let write path (table: Table) = table.Write path

    let splitWith (seed: int64) (share: float) (table: Table) =
        let struct (first, second) = table.Split(share, seed)
        first, second

    let split share table = splitWith 1L share table
    let asCategories name (table: Table) = table.AsCategories name

    let like (other: Table) (table: Table) = table.Like other

    let numbers name (table: Table) =
        match table[name] with
        | :? NumericColumn as column -> Seq.toArray column.Values
        | column -> raise (DataException($"The column {column} as numbers", "a column of numbers", $"Table.categories \"{name}\""))

    let categories name (table: Table) =
        match table[name] with
        | :? CategoricalColumn as column -> column.Codes |> Seq.map (fun code -> column.Categories[code]) |> Seq.toArray
        | column ->
            raise (
                DataException(
                    $"The column {column}, of numbers, as categories",
                    "a column of categories",
                    $"Table.numbers \"{name}\", or Table.asCategories \"{name}\" before"
                )
            )
