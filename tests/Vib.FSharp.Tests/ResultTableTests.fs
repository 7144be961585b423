module Vib.Tests.ResultTableTests

open System
open System.IO
open System.Text.Json
open Vib
open Vib.Core
open Vib.Tests
open Xunit

let private table =
    ResultTable.create [ "name, of it"; "value (nat)" ] [
        [ Cell.Text "a \"b\"\nc"; Cell.Number(1.0 / 3.0) ]
        [ Cell.Text "d|e<f>"; Cell.Number nan ]
        [ Cell.Empty; Cell.Number -infinity ]
    ]

[<Fact>]
let ``CSV quotes what it must and writes numbers whole`` () =
    Assert.Equal("\"name, of it\",value (nat)\r\n\"a \"\"b\"\"\nc\",0.3333333333333333\r\nd|e<f>,NaN\r\n,-Infinity\r\n", ResultTable.toCsv table)

[<Fact>]
let ``JSON keeps every finite number to the bit, and the rest is null`` () =
    let rows = JsonDocument.Parse(ResultTable.toJson table).RootElement
    Assert.Equal(3, rows.GetArrayLength())
    Assert.Equal(1.0 / 3.0, rows[0].GetProperty("value (nat)").GetDouble())
    Assert.Equal("a \"b\"\nc", rows[0].GetProperty("name, of it").GetString())
    Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("value (nat)").ValueKind)
    Assert.Equal(JsonValueKind.Null, rows[2].GetProperty("name, of it").ValueKind)

[<Fact>]
let ``Markdown escapes bars, and stays a table`` () =
    let lines = (table |> ResultTable.title "T|U" |> ResultTable.toMarkdown).TrimEnd().Split '\n'
    Assert.Equal<string>([| @"**T\|U**"; ""; "| name, of it | value (nat) |"; "| --- | ---: |" |], Array.truncate 4 lines)
    Assert.Equal(@"| d\|e&lt;f> | not a number |", lines[5])
    Assert.Equal("|  | −∞ |", lines[6])

[<Fact>]
let ``Estimates come with their side, and what is not known is empty`` () =
    let unknown = Estimate(Value = 1.0, Side = Side.Estimate, Bound = "KSG")
    let rows = (ResultTable.ofEstimates [ Gallery.estimate "NWJ" 3.28; unknown ]).Rows

    Assert.Equal<Cell list>(
        [ Cell.Text "I(X;Y)"; Cell.Text "NWJ, separable"; Cell.Text "≥"; Cell.Number 3.28; Cell.Number 0.02 ],
        List.truncate 5 rows[0]
    )

    Assert.Equal(Cell.Text "still rising", List.last rows[0])
    Assert.Equal<Cell list>([ Cell.Text "≈"; Cell.Number 1.0; Cell.Empty; Cell.Empty; Cell.Empty ], rows[1] |> List.skip 2 |> List.truncate 5)

[<Fact>]
let ``A table is saved by the file's ending`` () =
    let folder = Directory.CreateTempSubdirectory "vib-table-"

    try
        for ending, text in [ "csv", ResultTable.toCsv table; "json", ResultTable.toJson table; "md", ResultTable.toMarkdown table ] do
            let path = Path.Combine(folder.FullName, "t." + ending)
            ResultTable.save path table
            Assert.Equal(text, File.ReadAllText path)

        table |> ResultTable.trySave (Path.Combine(folder.FullName, "t.xlsx")) |> Expect.error "'.xlsx'"
    finally
        folder.Delete true

[<Fact>]
let ``Rows that do not fit are refused`` () =
    let fails part work = Assert.Throws<ShapeException>(fun () -> work () |> ignore).Message |> Expect.contains part
    fails "without columns" (fun () -> ResultTable.create [] [])
    fails "Row 1 (counted from 0) of 2 cells" (fun () -> ResultTable.create [ "a" ] [ [ Cell.Empty ]; [ Cell.Empty; Cell.Empty ] ])

[<Theory>]
[<InlineData(3.14159265, "3.1416")>]
[<InlineData(12345.678, "12345.68")>]
[<InlineData(50000.0, "50000")>]
[<InlineData(0.00012345, "1.235e-4")>]
[<InlineData(-2.0, "-2")>]
let ``Numbers are shortened for readers`` (number: float) (text: string) = Assert.Equal(text, ResultTable.shown (Cell.Number number))

[<Fact>]
let ``No cell of a spreadsheet is run as a formula, and numbers stay numbers`` () =
    let texts = [ "=HYPERLINK(\"http://a\")"; "+1+1"; "@SUM(A1)"; "-2"; "-x"; "−0.5 nat"; "a=b" ]
    let csv = ResultTable.create [ "=name" ] [ for text in texts -> [ Cell.Text text ] ] |> ResultTable.toCsv

    Assert.Equal<string>(
        [ "'=name"; "\"'=HYPERLINK(\"\"http://a\"\")\""; "'+1+1"; "'@SUM(A1)"; "-2"; "'-x"; "−0.5 nat"; "a=b"; "" ],
        csv.Split "\r\n"
    )

    Expect.contains "\r\n-3\r\n" (ResultTable.create [ "n" ] [ [ Cell.Number -3.0 ] ] |> ResultTable.toCsv)

[<Fact>]
let ``What Markdown reads as marks is text`` () =
    let markdown =
        ResultTable.create [ "a|b" ] [ [ Cell.Text "*x* _y_ `z` [l](u) ~~s~~ &lt; <b>\n\\" ] ] |> ResultTable.toMarkdown

    Expect.contains @"| a\|b |" markdown
    Expect.contains @"| \*x\* \_y\_ \`z\` \[l\](u) \~\~s\~\~ &amp;lt; &lt;b> \\ |" markdown
