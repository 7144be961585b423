module Vib.Tests.PlaneTests

open System.Text.Json
open TorchSharp
open Vib
open Vib.Core
open Xunit

let private task = Plane.twelveBits ()
let private few = task.At [| 0..13..4095 |]

let private quick = { Plane.defaults with Steps = 8L; Schedule = PlaneSchedule.LogSpaced 3; Threads = Some 1; Progress = Progress.Silent }

[<Fact>]
let ``Defaults are the core's`` () =
    let core, network = Vib.Core.PlaneOptions(), Vib.Core.ClassifierOptions()
    Assert.Equal((core.Steps, core.Schedule, core.Seed), (Plane.defaults.Steps, Plane.defaults.Schedule, Plane.defaults.Seed))
    Assert.Equal<PlaneEstimator>(core.Estimators, Plane.defaults.Estimators)
    Assert.Equal<ClassifierLayer>(network.Hidden, Plane.twelveBitNetwork.Hidden)

    Assert.Equal(
        (network.Batch, network.LearningRate, network.Activation),
        (Plane.twelveBitNetwork.Batch, Plane.twelveBitNetwork.LearningRate, Plane.twelveBitNetwork.Activation)
    )

    Assert.Equal(
        (0.1, 1024, 1e-5),
        (Plane.lossyCompressionMnist.Dropout, Plane.lossyCompressionMnist.Batch, Plane.lossyCompressionMnist.LearningRate)
    )

[<Fact>]
let ``Options of a classifier arrive, every one`` () =
    let options = {
        Hidden = [ Plane.dense 3 ]
        Activation = Activation.Relu
        Noise = Some(Plane.additive 0.25)
        Dropout = 0.5
        Initial = InitialWeights.Glorot
        Rule = LearningRule.Sgd
        LearningRate = 0.125
        Batch = 7
        Replicates = 2
        Seed = 9L
        Device = "cpu"
    }

    use network = few |> Plane.classifier options
    let core = network.Options
    Assert.Equal<ClassifierLayer>(options.Hidden, core.Hidden)
    Assert.Equal((options.Activation, options.Dropout, options.Initial), (core.Activation, core.Dropout, core.Initial))
    Assert.Equal(options.Noise, Option.ofObj core.Noise)
    Assert.Equal((options.Rule, options.LearningRate, options.Batch, options.Replicates), (core.Rule, core.LearningRate, core.Batch, core.Replicates))
    Assert.Equal((options.Seed, options.Device), (core.Seed, core.Device))

[<Fact>]
let ``A classifier is followed through the plane, and reads as lines and tables`` () =
    use network = few |> Plane.classifier { Plane.twelveBitNetwork with Batch = 64; Replicates = 3 }

    let plane =
        network |> Plane.follow { quick with Estimators = Plane.binned :: Plane.pairwise 0.1; Rows = Some 200 } [ "few", few ]

    Assert.Equal(3 * 6 * 3 * plane.Steps.Count, plane.Points.Count)
    Assert.Equal(6, (plane |> Plane.phases).Length)
    Assert.Equal(plane.Steps.Count, (plane |> Plane.curve "layer 2").Input.Count)
    Assert.Equal<PlaneViolation>(PlaneReading.Violations plane, plane |> Plane.violations)
    Assert.Equal(plane.Points.Count + 1, (Plane.csv plane).TrimEnd('\n').Split('\n').Length)
    use document = JsonDocument.Parse(Plane.json plane)
    Assert.Equal(plane.Points.Count, document.RootElement.GetProperty("points").GetArrayLength())

    let chart = Chart.ofPlane plane
    Assert.Equal(plane.Points |> Seq.map _.Estimator |> Seq.distinct |> Seq.length, chart.Panels.Length)

    for value in
        [
            box chart
            box plane
            box plane.Points[0]
            box (Plane.phases plane).Head
            box network
            box few
            box quick.Schedule
            box Plane.propagated
            box (Plane.additive 0.1)
        ] do
        Expect.oneLine (Printers.tryLine value).Value

[<Fact>]
let ``A network of one's own is followed by its stages or by its forward function`` () =
    let steps = ResizeArray()
    let half (x: torch.Tensor) = x.narrow (1, 0L, 6L)
    let stages = Plane.stages [ "all", (fun x -> x.mul 1.0); "half", half ] steps.Add
    let forward = Plane.network [ "all"; "half" ] (fun x watch -> watch.At("half", half (watch.At("all", x)))) ignore
    let one, other = stages |> Plane.follow quick [ "few", few ], forward |> Plane.follow quick [ "few", few ]
    let values (plane: InformationPlane) = [ for point in plane.Points -> point.Layer, point.Input.Value, point.Output.Value ]
    Assert.Equal<(string * float * float) list>(values one, values other)
    Assert.Equal<int64>([ 0L .. 7L ], steps)

[<Fact>]
let ``What is wrong comes as an error, or as a message`` () =
    let silent = Plane.network [ "fc1"; "fc2" ] (fun x watch -> watch.At("fc1", x)) ignore

    match silent |> Plane.tryFollow quick [ "few", few ] with
    | Error message -> Expect.contains "Layer 'fc2' did not fire" message
    | Ok plane -> failwith $"{plane}"

    Assert.Throws<DomainException>(fun () -> Plane.dense 0 |> ignore) |> ignore
    Assert.Throws<DomainException>(fun () -> Plane.convolution 0 |> ignore) |> ignore
    Assert.Throws<DomainException>(fun () -> Plane.additive -1.0 |> ignore) |> ignore
    Assert.Throws<DomainException>(fun () -> Plane.binnedBy 0.0 |> ignore) |> ignore
    Assert.Throws<ShapeException>(fun () -> Plane.ofRows (Array2D.zeroCreate 3 2) [| 0; 1 |] |> ignore) |> ignore

[<Fact>]
let ``Rows and images are what they were`` () =
    let rows = Plane.ofRows (array2D [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ] ]) [| 1; 0 |]
    Assert.Equal<float32>([ 1f; 2f; 3f; 4f ], rows.Inputs)
    let images = (Images.drawn 10 0).Training
    Assert.Equal((float32 images.Pixels[400] / 255f - 0.5f) / 0.25f, (images |> Plane.ofImages 0.5 0.25).Inputs[400], 1e-5f)
    Assert.Equal(4096, task.Count)
    Assert.Contains("4 axes, k = 20", (Plane.compressed 4 20).Name)
    Assert.Equal<PlaneEstimator>(DensityEstimator(Axes = 3), Plane.density 3)
