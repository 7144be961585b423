module Vib.Tests.FilesTests

open System
open System.IO
open Vib
open Vib.Core
open Xunit

let private inFolder (work: (string -> string) -> unit) =
    let folder = Directory.CreateTempSubdirectory("vib-files-").FullName

    try
        work (fun name -> Path.Combine(folder, name))
    finally
        Directory.Delete(folder, true)

let private x = array2D [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ]; [ 5.0; 6.5 ] ]
let private y = [| 7.0f; 8.0f; 9.0f |]

[<Fact>]
let ``Pairs come from arrays of numpy, a list as one column`` () =
    inFolder (fun file ->
        Npy.write (file "x.npy") x
        Npy.writeArray (file "y.npy") (NpyArray.Of y)
        Npz.write (file "both.npz") [ "a", NpyArray.Of x; "b", NpyArray.Of y ]

        for pairs in [ Pairs.ofNpy (file "x.npy") (file "y.npy"); Pairs.ofNpz (file "both.npz") "a" "b" ] do
            Assert.Equal((3, 2, 1), (Pairs.count pairs, pairs.XDimension, pairs.YDimension))
            Assert.Equal<float32>([| 1f; 2f; 3f; 4f; 5f; 6.5f |], pairs.X)
            Assert.Equal<float32>(y, pairs.Y)

        Assert.Equal<float[,]>(x, Npy.matrix (file "x.npy"))
        Assert.Equal<string list>([ "a"; "b" ], Npz.names (file "both.npz"))
        Pairs.tryOfNpy (file "x.npy") (file "nothing.npy") |> Expect.error "nothing.npy"
        Pairs.tryOfNpz (file "both.npz") "a" "c" |> Expect.error "one of a, b")

[<Fact>]
let ``Rows and classes come from one file, and a label that is not whole is named`` () =
    inFolder (fun file ->
        Npz.writeCompressed (file "data.npz") [ "x", NpyArray.Of x; "labels", NpyArray.Of [| 0L; 1L; 2L |]; "bad", NpyArray.Of [| 0.0; 1.5; 2.0 |] ]
        let data = Observations.ofNpz (file "data.npz") "x" "labels"
        Assert.Equal(Nullable 3, data.Count)
        Observations.tryOfNpz (file "data.npz") "x" "bad" |> Expect.error "1.5 at row 1"
        Npy.writeArray (file "labels.npy") (NpyArray.Of [| 2uy; 0uy |])
        Assert.Equal<int>([| 2; 0 |], Npy.labels (file "labels.npy")))

[<Fact>]
let ``A large file is read from where it lies`` () =
    inFolder (fun file ->
        Npy.write (file "x.npy") x
        use rows = Npy.map (file "x.npy")
        let last: float32[] = Array.zeroCreate 2
        rows.CopyRows(2L, Span last)
        Assert.Equal<float32>([| 5f; 6.5f |], last))

[<Fact>]
let ``Estimates and curves come back from files`` () =
    inFolder (fun file ->
        let estimate = Neighbours.ksg (Truth.gaussian 1 1.0<nat> |> Truth.sample 500)

        for name in [ "a.json"; "a.csv"; "a.npz" ] do
            Files.saveEstimate (file name) estimate
            let read = Assert.Single(Files.estimates (file name))
            Assert.Equal(string estimate, string read)
            Assert.Equal(estimate.Value, read.Value)

        let curve = MeasuredCurve [ InformationPoint(0.1, 2.0, 0.01, 1.0, 0.02, Nullable()) ]
        Files.saveCurve (file "c.csv") curve
        Assert.Equal(string curve, string (Files.curve (file "c.csv")))
        Files.tryEstimates (file "c.csv") |> Expect.error "no column quantity")
