module Vib.Tests.ImagesTests

open System
open System.IO
open Vib
open Vib.Core
open Xunit

[<Fact>]
let ``Drawn digits come in two independent sets`` () =
    let images = Images.drawn 30 20
    Assert.Equal((30, 20), (images.Training.Count, images.Test.Count))
    Assert.NotEqual<byte>(images.Training.Pixels[.. 20 * 784 - 1], images.Test.Pixels)
    Assert.Equal(images.Training.Fingerprint(), (Images.drawn 30 1).Training.Fingerprint())

[<Fact>]
let ``Options and seeds are heard`` () =
    let still = DrawnDigitsOptions(Noise = 0.0)
    Assert.Equal<byte>((Images.drawnWith still 3L 5).Pixels, (Images.drawnWith still 3L 5).Pixels)
    Assert.NotEqual<byte>((Images.drawnWith still 3L 5).Pixels, (Images.drawnWith still 4L 5).Pixels)

[<Fact>]
let ``A part is the beginning`` () =
    let part = Images.drawn 30 20 |> Images.take 10 5
    Assert.Equal((10, 5), (part.Training.Count, part.Test.Count))

[<Fact>]
let ``A folder that is missing, and one that is empty, say so`` () =
    let folder = Directory.CreateTempSubdirectory "vib-images-"

    try
        Images.tryMnist folder.FullName |> Expect.error "is empty"
    finally
        folder.Delete()

    Images.tryMnist folder.FullName |> Expect.error $"No folder {folder.FullName}"
