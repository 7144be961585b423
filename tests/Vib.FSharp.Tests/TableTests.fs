module Vib.Tests.TableTests

open System
open System.IO
open Vib
open Vib.Core
open Xunit

let private people =
    Table.ofColumns [
        Column.numbers "age" [ 31.0; 47.0; 25.0; 60.0 ]
        Column.categories "town" [ "Oslo"; "Bergen"; "Oslo"; "Oslo" ]
        Column.numbers "label" [ 0.0; 1.0; 1.0; 0.0 ]
    ]

let private withFile (text: string) (work: string -> unit) =
    let path = Path.Combine(Path.GetTempPath(), $"vib-{Guid.NewGuid():N}.csv")

    try
        File.WriteAllText(path, text)
        work path
    finally
        File.Delete path

[<Fact>]
let ``A table goes into a file and comes back`` () =
    withFile "" (fun path ->
        people |> Table.write path
        let back = Table.read path
        Assert.Equal<float>(Table.numbers "age" people, Table.numbers "age" back)
        Assert.Equal<string>([| "Oslo"; "Bergen"; "Oslo"; "Oslo" |], Table.categories "town" back)
        Expect.contains "4 rows of age, town in 2 categories, label" (string back))

[<Fact>]
let ``Options reach the reader`` () =
    withFile "a;zip;b\n1;0150;x\n-;5003;y\n" (fun path ->
        let options = {
            Table.defaults with
                Columns = Some [ "zip"; "a" ]
                Categorical = [ "zip" ]
                Separator = Some ';'
                Missing = Missing.DropRow
                Holes = [ "-" ]
        }

        let table = Table.readWith options path
        Assert.Equal<string>([| "0150" |], Table.categories "zip" table)
        Assert.Equal<float>([| 1.0 |], Table.numbers "a" table)
        Assert.Equal(1, table.Dropped)
        Table.tryRead path |> Expect.error "row 2 (line 3), column 'a': '-' is not a number"
        Table.tryReadWith { options with Missing = Missing.Refuse } path |> Expect.error "column 'a'"
        Table.tryReadWith { Table.defaults with Like = Some people } path |> Expect.error "No column")

[<Fact>]
let ``Columns become variables by name`` () =
    Assert.Contains(
        "X of 3 numbers, Y in 2 classes",
        people |> Table.asCategories "label" |> Observations.ofTable [ "age"; "town" ] [ "label" ] |> string
    )

    Assert.Contains("Y of 1 number", people |> Observations.ofTable [ "town" ] [ "age" ] |> string)
    people |> Observations.tryOfTable [ "agee" ] [ "label" ] |> Expect.error "Try: 'age'"
    Assert.Equal((1, 2, 4), people |> Pairs.ofTable [ "age" ] [ "town" ] |> fun pairs -> pairs.XDimension, pairs.YDimension, pairs.Count)
    people |> Pairs.tryOfTable [ "age" ] [] |> Expect.error "no columns"
    Assert.Throws<DataException>(fun () -> people |> Table.numbers "town" |> ignore) |> ignore
    Assert.Throws<DataException>(fun () -> people |> Table.categories "age" |> ignore) |> ignore

[<Fact>]
let ``Parts and categories are as asked`` () =
    let first, second = people |> Table.split 0.5
    Assert.Equal((2, 2), (first.Count, second.Count))
    Assert.Equal<float>(Table.numbers "age" (fst (Table.splitWith 1L 0.5 people)), Table.numbers "age" first)
    let one = Table.ofColumns [ Column.categories "town" [ "Oslo" ] ] |> Table.like people
    Assert.Equal<string>([| "Bergen"; "Oslo" |], (one["town"] :?> CategoricalColumn).Categories)

[<Fact>]
let ``Tables and their columns show themselves in a line`` () =
    Assert.Equal(Some "table: 4 rows of age, town in 2 categories, label", Printers.tryLine people)
    Assert.Equal(Some "town in 2 categories", Printers.tryLine people["town"])
