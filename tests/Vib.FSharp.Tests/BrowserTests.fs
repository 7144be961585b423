/// Pages in headless Chromium: what a reader sees of them, on a phone and on a desk.
module Vib.Tests.BrowserTests

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open Vib
open Vib.Core
open Vib.Bench
open Vib.Tests
open Xunit

let private packages = Path.Combine(Results.root, "build", "npm", "package.json")
let private isCi = Environment.GetEnvironmentVariable "CI" |> isNull |> not

/// What is missing to look at pages; None where nothing is.
let private missing =
    lazy
        (let node = ProcessStartInfo("node", [ "--version" ], RedirectStandardOutput = true)

         let hasNode =
             try
                 use running = Process.Start node
                 not (isNull running)
             with :? ComponentModel.Win32Exception ->
                 false

         if not hasNode then
             Some "node is not installed"
         elif not (Directory.Exists(Path.Combine(Results.root, "build", "npm", "node_modules", "playwright-core"))) then
             Some "playwright-core is not there: `dotnet fsi build.fsx setup --browser` fetches it"
         elif (Browser.tryFind ()).IsNone then
             Some "Chromium is not installed: `dotnet fsi build.fsx setup --browser` installs it, or says how"
         else
             None)

/// In CI a browser is part of what is tested; elsewhere the test says what it lacks.
let private needBrowser () =
    match missing.Value with
    | Some what when isCi -> Assert.Fail what
    | Some what -> Assert.Skip what
    | None -> ()

// ---- the pages ----

let private folder = lazy (Results.folder "browser")

/// The demo's page, of a run as small as can be.
let private demo () =
    let images = Images.drawn 300 100
    let options = { Bottleneck.short 2 with Hidden = [ 32 ]; Latent = 8; Threads = Some 1; Progress = Progress.Silent }
    use model = images |> Bottleneck.train options
    use baseline = images |> Bottleneck.train { options with Beta = 0.0 }
    let read (model: TrainedBottleneck) = model |> Bottleneck.evaluate images.Test
    let mi = { Mi.defaults with Steps = 60; FreshPairs = 512; Threads = Some 1; Progress = Progress.Silent; LookEvery = 20 }

    let estimates = [
        for nats in [ 2.0<nat>; 4.0<nat> ] do
            for bound in [ Bound.infoNce; Bound.nwj ] -> Truth.gaussian 20 nats |> Mi.estimateWith mi bound Critic.separable
    ]

    let entries = [ for estimate in estimates -> Results.entry estimate.Bound "nat" estimate.Value ]
    Results.page "demo" "demo" (Some(Demo.page estimates images [ "β = 1e-3", model, read model; "β = 0", baseline, read baseline ])) entries

/// A paper's page, of few batches.
let private repro () =
    let options = { Laboratory.defaults with Batches = 20 }

    let readings = [
        for nats in [ 2.0<nat>; 4.0<nat>; 6.0<nat> ] do
            yield! Truth.gaussian 20 nats |> Laboratory.measureWith options [ Bound.infoNce; Bound.nwj; Bound.club ]
    ]

    Results.page "repro" "optimal-critic" (Some(OptimalCritic.page readings)) [
        for reading in readings -> Results.entry reading.Bound.Name "nat" reading.Value.Mean
    ]

/// A page of numbers alone, as most benchmarks have it.
let private bench () =
    Results.page "bench" "step" None [ for i in 1..12 -> Results.entry $"separable.b{64 * i}.a-name-that-is-rather-long" "ms" (0.4 * float (i * i)) ]

/// Name, page and the traces of its plots, where they are known.
let private pages =
    lazy
        [
            "gallery", Gallery.report, Gallery.all |> List.collect (fun (_, _, traces) -> traces)
            "demo", demo (), [ 4; 1; 3; 2; 2; 3; 2; 2 ]
            "repro", repro (), [ 1; 3 ]
            "bench", bench (), [ 1 ]
        ]

/// What look.mjs tells of a page.
type Look = {
    Name: string
    Asked: int
    Scheme: string
    Problems: string list
    Requests: string list
    Printed: string
    Width: int
    Drawn: int
    Traces: int list
    Nodes: int list
    Invalid: string list
    Sizes: int list list
    Areas: int list list
    Labels: int
    Captions: int
    Tables: int
    Ground: string
    Paper: string list
    Foreign: int
    Text: string
}

let private looks =
    lazy
        (let folder = folder.Value

         let listed = [
             for name, report, _ in pages.Value ->
                 let path = Path.Combine(folder, name + ".html")
                 Report.save path report
                 {| name = name; path = path; pictures = folder |}
         ]

         let input, output = Path.Combine(folder, "pages.json"), Path.Combine(folder, "looks.json")
         File.WriteAllText(input, JsonSerializer.Serialize listed)
         File.Delete output
         let script = Path.Combine(Results.root, "tests", "Vib.FSharp.Tests", "Pages", "look.mjs")
         let browser = Browser.tryFind () |> Option.defaultValue ""
         let exit, out, error = Expect.child (TimeSpan.FromMinutes 4.0) [ "node"; script; packages; browser; input; output ] ignore
         Assert.True((exit = 0), $"look.mjs ended with {exit}\n{out}\n{error}")

         JsonSerializer.Deserialize<Look list>(File.ReadAllText output, JsonSerializerOptions(PropertyNameCaseInsensitive = true))
         |> Option.ofObj
         |> Option.defaultValue [])

let private each (check: Look -> unit) =
    needBrowser ()
    Assert.Equal(2 * pages.Value.Length, looks.Value.Length) // a phone's width and a desk's
    List.iter check looks.Value

let private place (look: Look) = $"{look.Name} at {look.Asked} pixels, {look.Scheme}"

[<Fact>]
let ``Pages draw without an error, and ask for nothing from outside`` () =
    each (fun look ->
        Assert.True(look.Problems.IsEmpty, $"%s{place look}: %A{look.Problems}")

        if Page.plotly.Value.IsSome then
            Assert.True(look.Requests.IsEmpty, $"%s{place look}: %A{look.Requests}"))

[<Fact>]
let ``Every chart has the traces that it should, and Plotly finds nothing amiss`` () =
    each (fun look ->
        let _, _, expected = pages.Value |> List.find (fun (name, _, _) -> name = look.Name)
        Assert.Equal<int list>(expected, look.Traces)
        Assert.Equal(expected.Length, look.Drawn)
        Assert.All(look.Nodes, (fun nodes -> Assert.True(nodes > 0, $"%s{place look}: a plot without marks")))
        Assert.True(look.Invalid.IsEmpty, $"%s{place look}: %A{look.Invalid}"))

[<Fact>]
let ``Nothing is wider than the screen, and every plot has room`` () =
    each (fun look ->
        Assert.True(look.Width <= look.Asked, $"%s{place look}: {look.Width} pixels wide")

        for size in look.Sizes do
            Assert.InRange(size[0], 200, look.Asked)
            Assert.InRange(size[1], 60, 2000)

        for area in look.Areas do
            Assert.True(area[0] >= 110 && area[1] >= 60, $"%s{place look}: the axes have %A{area} pixels"))

[<Fact>]
let ``Every chart has a label, a caption and a table, and what is hostile stays text`` () =
    each (fun look ->
        Assert.Equal((0, 0, 0, 0), (look.Labels, look.Captions, look.Tables, look.Foreign))

        if look.Name = "gallery" then
            Expect.contains Gallery.hostile look.Text)

[<Fact>]
let ``Pages are light or dark as the reader is, and light in print`` () =
    each (fun look ->
        let ground = if look.Scheme = "dark" then "rgb(20, 23, 28)", "#14171c" else "rgb(255, 255, 255)", "#ffffff"
        Assert.Equal(fst ground, look.Ground)
        Assert.All(look.Paper, (fun paper -> Assert.Equal(snd ground, paper)))
        Assert.Equal("rgb(255, 255, 255)", look.Printed))

[<Fact>]
let ``A chart is saved as a picture`` () =
    needBrowser ()
    let path name = Path.Combine(folder.Value, name)
    Gallery.lines |> Chart.save (path "lines.svg")
    let svg = File.ReadAllText(path "lines.svg")
    Assert.StartsWith("<svg", svg)
    Expect.contains "InfoNCE" svg
    Chart.beside [ Gallery.lines; Gallery.errors ] |> Chart.dark |> Chart.save (path "side-by-side.png")
    let png = File.ReadAllBytes(path "side-by-side.png")
    Assert.Equal<byte[]>([| 0x89uy; 0x50uy; 0x4Euy; 0x47uy |], png[..3])
    let size at = Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(ReadOnlySpan(png, at, 4))
    Assert.Equal((2080, 960), (size 16, size 20)) // 1040 by 480, twice as dense

[<Fact>]
let ``Without a browser a picture says what to do`` () =
    let before = Environment.GetEnvironmentVariable "VIB_BROWSER"
    Environment.SetEnvironmentVariable("VIB_BROWSER", "/no/such/browser")

    try
        Gallery.lines |> Chart.trySave "a.png" |> Expect.error "VIB_BROWSER"
    finally
        Environment.SetEnvironmentVariable("VIB_BROWSER", before)
