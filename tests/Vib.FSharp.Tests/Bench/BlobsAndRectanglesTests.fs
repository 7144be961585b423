module Vib.Tests.Bench.BlobsAndRectanglesTests

open Vib.Bench
open Xunit

[<Fact>]
let ``The picture has a line for each estimate that is there`` () =
    let values name =
        match name with
        | "blobs.mi2.pca.ksg.value" -> 1.25
        | "blobs.mi2.pca.ksg.se" -> 0.5
        | _ -> nan

    Assert.Equal<string>(
        [ "images,truth,compression,estimator,value,standard_error"; "blobs,2,pca,ksg,1.25,0.5" ],
        BlobsAndRectangles.csv BlobsAndRectangles.reduced values
    )

[<Fact>]
let ``The full size holds the reduced one's amounts of information`` () =
    for amount in BlobsAndRectangles.reduced.Amounts do
        Assert.Contains(amount, BlobsAndRectangles.full.Amounts)
