module Vib.Tests.Bench.ResultsTests

open System.IO
open System.Text.Json
open Vib.Bench.Results
open Vib.Tests
open Xunit

let private inFolder (action: string -> unit) =
    let folder = Directory.CreateTempSubdirectory "vib-results-"

    try
        action folder.FullName
    finally
        folder.Delete true

[<Fact>]
let ``Entries are written with name, value and unit`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "run.json")
        Assert.Empty(writeTo path [ entry "infonce.i2.value" "nat" 1.75; entry "speedup" "ratio" 1e-9 ])
        use json = JsonDocument.Parse(File.ReadAllText path)
        let first = json.RootElement[0]
        Assert.Equal(2, json.RootElement.GetArrayLength())
        Assert.Equal("infonce.i2.value", first.GetProperty("name").GetString())
        Assert.Equal(1.75, first.GetProperty("value").GetDouble())
        Assert.Equal("nat", first.GetProperty("unit").GetString()))

[<Fact>]
let ``What is not finite is left out and named`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "run.json")
        let leftOut = writeTo path [ entry "a" "nat" infinity; entry "b" "nat" 1.0; entry "c" "nat" nan ]
        Assert.Equal<string>([ "a"; "c" ], leftOut)
        use json = JsonDocument.Parse(File.ReadAllText path)
        Assert.Equal(1, json.RootElement.GetArrayLength()))

[<Fact>]
let ``A file is replaced, and nothing else stays in its folder`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "run.json")

        for value in [ 1.0; 2.0 ] do
            writeTo path [ entry "a" "nat" value ] |> ignore

        Assert.Equal<string>([| path |], Directory.GetFiles folder)
        Expect.contains "2" (File.ReadAllText path))

[<Fact>]
let ``The root is the repository's`` () = Assert.True(File.Exists(Path.Combine(root, "Vib.sln")))

[<Fact>]
let ``What was written is read back, and no file is no entries`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "run.json")
        Assert.Empty(readFrom path)
        let entries = [ entry "a.b-0.75" "nat" 0.1; entry "c" "s" 1e-9 ]
        writeTo path entries |> ignore
        Assert.Equal<Entry list>(entries, readFrom path))
