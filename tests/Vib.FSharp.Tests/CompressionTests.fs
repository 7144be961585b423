module Vib.Tests.CompressionTests

open Vib.Core
open Vib
open Xunit

let private truth = Truth.blobs 6 1.0<nat>
let private pairs = truth |> Truth.sample 120

[<Fact>]
let ``Each compression is the core's`` () =
    let same (expected: CompressedPairs) (actual: CompressedPairs) =
        Assert.Equal<float32>(expected.Pairs.X, actual.Pairs.X)
        Assert.Equal<float32>(expected.Pairs.Y, (Compression.codes actual).Y)
        Assert.Equal((expected.X, expected.Y), (actual.X, actual.Y))

    same (Vib.Core.Compression.Ideal(truth, pairs)) (pairs |> Compression.ideal truth)
    same (Vib.Core.Compression.Pca(pairs, 3)) (pairs |> Compression.pca 3)

[<Fact>]
let ``What was compressed, and what compresses, has a line`` () =
    let compressed = pairs |> Compression.pca 3

    let autoencoder =
        Autoencoder.Train(pairs.X, pairs.XDimension, Vib.Core.AutoencoderOptions(Hidden = [| 4 |], Epochs = 1, Threads = 1))

    for value, part in [ box compressed, "x 36 → 3 by PCA"; box compressed.Y, "36 → 3 by PCA"; box autoencoder, "of 36 numbers, 1 epoch" ] do
        Expect.contains part (Printers.tryLine value).Value

[<Fact>]
let ``Options arrive, every one, and the defaults are the core's`` () =
    let options = {
        Code = 3
        Hidden = [ 7 ]
        Channels = [ 2 ]
        Shape = Some(ImageShape(1, 6, 6))
        Loss = ReconstructionLoss.SquaredError
        Noise = 0.3
        Epochs = 2
        Batch = 50
        LearningRate = 2e-3
        Seed = 8L
        Threads = Some 1
        Device = "cpu"
    }

    let core =
        Vib.Core.AutoencoderOptions(
            Code = 3,
            Hidden = [| 7 |],
            Channels = [| 2 |],
            Shape = ImageShape(1, 6, 6),
            Loss = ReconstructionLoss.SquaredError,
            Noise = 0.3,
            Epochs = 2,
            Batch = 50,
            Adam = AdamOptions(LearningRate = 2e-3),
            Seed = 8L,
            Threads = 1
        )

    let expected, actual = Vib.Core.Compression.Autoencoder(pairs, core), pairs |> Compression.autoencoder options
    Assert.Equal<float32>(expected.Pairs.X, actual.Pairs.X)
    Assert.Equal<float32>(expected.Pairs.Y, actual.Pairs.Y)
    let defaults = Vib.Core.AutoencoderOptions()

    Assert.Equal(
        (defaults.Code, List.ofSeq defaults.Hidden, defaults.Epochs, defaults.Batch, defaults.Noise, defaults.Seed, defaults.Adam.LearningRate),
        (Compression.defaults.Code,
         Compression.defaults.Hidden,
         Compression.defaults.Epochs,
         Compression.defaults.Batch,
         Compression.defaults.Noise,
         Compression.defaults.Seed,
         Compression.defaults.LearningRate)
    )

[<Fact>]
let ``What is wrong is a message where it is asked for`` () =
    match pairs |> Compression.tryAutoencoder { Compression.defaults with Channels = [ 4 ] } with
    | Error message -> Expect.contains "Shape" message
    | Ok _ -> failwith "convolutions of rows without a shape"

[<Fact>]
let ``Pictures share what they are asked to`` () =
    Expect.close 1e-12 2.5 (float (Truth.information (Truth.rectangles 8 2.5<nat>)))
    Expect.close 1e-12 2.5 (float (Truth.information (Truth.antiPca 8 2.5<nat>)))
    Expect.close 1e-12 0.5 (float (Truth.information (Truth.pictures (BlobPicture(8, 12.5)) 0.5<nat>)))
    let drawn = (Images.drawn 100 1).Training
    let mixed = drawn |> Truth.mixedLabels 1.0<nat>
    Expect.close 1e-9 1.0 (float (Truth.information mixed))
    Assert.Equal(784, (mixed |> Truth.sample 3).XDimension)
    let pictured = Truth.gaussian 2 1.0<nat> |> Truth.normalCdf |> Truth.pictured (BlobPicture 4) (BlobPicture 5)
    Assert.Equal((16, 25), (pictured.XDimension, pictured.YDimension))
