module Vib.Tests.TruthTests

open Vib
open Vib.Core
open Xunit

[<Fact>]
let ``A Gaussian shares what was asked for`` () = Expect.close 1e-12 4.0 (float (Truth.gaussian 20 4.0<nat> |> Truth.information))

[<Fact>]
let ``Correlation one half in three dimensions shares 0.4315 nat`` () =
    Expect.close 1e-12 (-1.5 * log 0.75) (float (Truth.correlated 3 0.5 |> Truth.information))

[<Fact>]
let ``Cubing changes nothing`` () =
    let gaussian = Truth.gaussian 5 2.0<nat>
    Assert.Equal(Truth.information gaussian, gaussian |> Truth.cubic |> Truth.information)

[<Fact>]
let ``The same seed gives the same pairs, another seed others`` () =
    let draw seed = Truth.gaussian 2 1.0<nat> |> Truth.sampleWith seed 10
    Assert.Equal<float32>((draw 1L).X, (Truth.gaussian 2 1.0<nat> |> Truth.sample 10).X)
    Assert.NotEqual<float32>((draw 1L).X, (draw 2L).X)

[<Fact>]
let ``Drawn pairs know their information`` () =
    let pairs = Truth.gaussian 2 1.0<nat> |> Truth.sample 10
    Expect.close 1e-12 1.0 (pairs.KnownInformation.GetValueOrDefault())

[<Fact>]
let ``No pairs and negative information are refused`` () =
    Assert.Throws<DomainException>(fun () -> Truth.gaussian 2 1.0<nat> |> Truth.sample 0 |> ignore) |> ignore
    Assert.Throws<DomainException>(fun () -> Truth.gaussian 2 -1.0<nat> |> ignore)

let private half = array2D [ [ 1.0; 0.5 ]; [ 0.5; 1.0 ] ]

/// Every truth of the front beside the core's own, and its information by hand.
let private core: (Truth * Truth * float) list =
    let gaussian = Truth.correlated 2 0.6
    let gaussian3 = Truth.correlated 3 0.6
    let uniform = Truth.correlated 1 0.6 |> Truth.normalCdf
    let nats = -log 0.64
    let blob = BlobPicture 8
    let digits = (Images.drawn 200 10).Training

    [
        Truth.correlated 3 0.5, CorrelatedGaussian(3, 0.5), -1.5 * log 0.75
        Truth.gaussian 5 2.0<nat>, CorrelatedGaussian.WithInformation(5, 2.0), 2.0
        Truth.multivariateGaussian 1 half, MultivariateGaussian(half, 1), -0.5 * log 0.75
        Truth.studentT 3.0 1 half, StudentT(half, 1, 3.0), StudentT(half, 1, 3.0).Information
        Truth.awgn 8 4.0, AwgnChannel(8, 4.0), 4.0 * log 5.0
        Truth.binarySymmetric 0.25, BinarySymmetricChannel 0.25, log 2.0 + 0.25 * log 0.25 + 0.75 * log 0.75
        Truth.additiveUniformNoise 0.25, AdditiveUniformNoise 0.25, 0.25 + log 2.0
        Truth.additiveUniformNoise 0.75, AdditiveUniformNoise 0.75, 1.0 / 3.0
        Truth.discreteToContinuous 5, DiscreteToContinuous 5, log 5.0 - 0.8 * log 2.0
        Truth.zeroInflatedPoisson 0.15, ZeroInflatedPoisson 0.15, ZeroInflatedPoisson(0.15).Information
        Truth.logGammaExponential 1.0<nat>, LogGammaExponential.WithInformation 1.0, 1.0
        Truth.logGammaExponentialOfShape 1.0, LogGammaExponential 1.0, 1.0 - 0.57721566490153286
        Truth.cubic gaussian, CubicGaussian gaussian, nats
        Truth.halfCube gaussian, MappedTruth(gaussian, Bijection.HalfCube, Bijection.HalfCube), nats
        Truth.asinh gaussian, MappedTruth(gaussian, Bijection.Asinh, Bijection.Asinh), nats
        Truth.normalCdf gaussian, MappedTruth(gaussian, Bijection.NormalCdf, Bijection.NormalCdf), nats
        Truth.mapped Bijection.Identity Bijection.Cube gaussian, MappedTruth(gaussian, Bijection.Identity, Bijection.Cube), nats
        Truth.spiral 0.5 0.25 gaussian, Spiral(gaussian, 0.5, 0.25), nats
        Truth.spiralIn (0, 0.5) (1, 0.25) gaussian3, Spiral(gaussian3, 0.5, 0.25, YFirst = 1), -1.5 * log 0.64
        Truth.wiggly gaussian, MappedTruth(gaussian, Bijection.WigglyX, Bijection.WigglyY), nats
        Truth.bimodal gaussian, MappedTruth(gaussian, Bijection.TwoBumps(0.3, 0.0, 5.0), Bijection.TwoBumps(0.5, -1.0, 3.0)), nats
        Truth.swissRoll uniform, SwissRoll uniform, -0.5 * log 0.64
        Truth.blocks [ gaussian; Truth.binarySymmetric 0.0 ], Blocks(gaussian, BinarySymmetricChannel 0.0), nats + log 2.0
        Truth.blobs 8 2.0<nat>, PicturedTruth.WithInformation(blob, 2.0), 2.0
        Truth.rectangles 8 3.0<nat>, PicturedTruth.WithInformation(RectanglePicture 8, 3.0), 3.0
        Truth.antiPca 8 1.5<nat>, PicturedTruth.WithInformation(AntiPcaPicture 8, 1.5), 1.5
        Truth.pictures blob 1.0<nat>, PicturedTruth.WithInformation(blob, 1.0), 1.0
        Truth.pictured blob blob (Truth.normalCdf gaussian), PicturedTruth(Truth.normalCdf gaussian, blob, blob), nats
        Truth.mixedLabels 1.0<nat> digits, LabelMixing.WithInformation(digits, 1.0), 1.0
    ]

[<Fact>]
let ``Every truth is the core's, pair for pair`` () =
    for truth, twin, nats in core do
        Assert.Equal(twin.GetType(), truth.GetType())
        Assert.Equal(twin.Description, truth.Description)
        Assert.Equal(twin.Information, float (Truth.information truth))
        Expect.close 1e-9 nats (float (Truth.information truth))
        let mine, theirs = truth |> Truth.sampleWith 3L 20, twin.Sample(20, 3L)
        Assert.Equal<float32>(theirs.X, mine.X)
        Assert.Equal<float32>(theirs.Y, mine.Y)

[<Fact>]
let ``No kind of truth is missing`` () =
    let kinds =
        typeof<Truth>.Assembly.GetExportedTypes()
        |> Array.filter (fun kind -> kind.IsSubclassOf typeof<Truth> && not kind.IsAbstract)

    let shown = core |> List.map (fun (truth, _, _) -> truth.GetType()) |> List.distinct
    Assert.Equal<string list>(kinds |> Array.map _.Name |> List.ofArray |> List.sort, shown |> List.map _.Name |> List.sort)

[<Fact>]
let ``The same block may stand there more than once`` () =
    let truth = Truth.blocks [ for _ in 1..4 -> Truth.binarySymmetric 0.11 ]
    Assert.Equal(4, truth.XDimension)
    Expect.close 1e-12 (4.0 * float (Truth.binarySymmetric 0.11 |> Truth.information)) (float (Truth.information truth))

[<Fact>]
let ``Maps of maps keep what is known`` () =
    let truth = Truth.gaussian 3 2.0<nat> |> Truth.spiral 0.3 0.0 |> Truth.normalCdf
    Expect.close 1e-12 2.0 (float (Truth.information truth))
    Assert.All((truth |> Truth.sample 100).X, (fun x -> Assert.InRange(x, 0.0f, 1.0f)))

[<Fact>]
let ``Parameters that make no sense are refused`` () =
    let refused (make: unit -> #Truth) = Assert.Throws<DomainException>(make >> ignore) |> ignore
    refused (fun () -> Truth.multivariateGaussian 2 half)
    refused (fun () -> Truth.multivariateGaussian 1 (array2D [ [ 1.0; 1.0 ]; [ 1.0; 1.0 ] ]))
    refused (fun () -> Truth.studentT 0.0 1 half)
    refused (fun () -> Truth.awgn 1 0.0)
    refused (fun () -> Truth.binarySymmetric 1.5)
    refused (fun () -> Truth.additiveUniformNoise 0.0)
    refused (fun () -> Truth.discreteToContinuous 0)
    refused (fun () -> Truth.zeroInflatedPoisson 1.0)
    refused (fun () -> Truth.logGammaExponential 0.0<nat>)
    refused (fun () -> Truth.logGammaExponentialOfShape 0.0)
    refused (fun () -> Truth.binarySymmetric 0.1 |> Truth.spiral 1.0 0.0)
    refused (fun () -> Truth.correlated 2 0.1 |> Truth.spiralIn (0, 1.0) (1, 1.0))
    refused (fun () -> Truth.correlated 2 0.1 |> Truth.swissRoll)
    refused (fun () -> Truth.blocks [])
    Assert.Throws<ShapeException>(fun () -> Truth.multivariateGaussian 1 (Array2D.zeroCreate 2 3) |> ignore)
