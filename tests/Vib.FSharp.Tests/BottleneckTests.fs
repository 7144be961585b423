module Vib.Tests.BottleneckTests

open System.IO
open Vib
open Vib.Core
open Xunit

let private images = Images.drawn 400 100

let private tiny = {
    Bottleneck.defaults with
        Hidden = [ 32 ]
        Latent = 4
        Batch = 50
        Epochs = 2
        LearningRate = 1e-3
        AverageDecay = Some 0.9
        Threads = Some 1
        Progress = Progress.Silent
}

let private numbers (test: BottleneckEvaluation) = [
    test.OneShotError
    test.AveragedError
    test.Rate.Value
    test.Information.Value
    test.CrossEntropy
    test.AveragedNll
]

let private inFolder (action: string -> unit) =
    let folder = Directory.CreateTempSubdirectory "vib-bottleneck-"

    try
        action folder.FullName
    finally
        folder.Delete true

[<Fact>]
let ``Training lowers the loss and reports every epoch`` () =
    use model = images |> Bottleneck.train { tiny with Epochs = 4 }
    Assert.Equal<int>([ 1; 2; 3; 4 ], model.Epochs |> Seq.map _.Epoch)
    Assert.True(model.Epochs[3].Loss < model.Epochs[0].Loss)

[<Fact>]
let ``A saved model comes back to the same numbers`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "model.safetensors")
        use model = images |> Bottleneck.train tiny
        model |> Bottleneck.save path
        use again = Bottleneck.load path
        let same measure = Assert.Equal<float>(numbers (measure model), numbers (measure again))
        same (Bottleneck.evaluate images.Test)
        same (Bottleneck.evaluateLastWeights images.Test))

[<Fact>]
let ``The last weights are not their average`` () =
    use model = images |> Bottleneck.train tiny
    let averaged, last = model |> Bottleneck.evaluate images.Test, model |> Bottleneck.evaluateLastWeights images.Test
    Assert.NotEqual(averaged.Rate.Value, last.Rate.Value)

[<Fact>]
let ``Calibration, rates and active units are those of the evaluation`` () =
    use model = images |> Bottleneck.train tiny
    let test = model |> Bottleneck.evaluate images.Test
    Expect.close 1e-12 test.CalibrationError (model |> Bottleneck.calibration images.Test).Error
    Expect.close 1e-12 test.BrierScore (model |> Bottleneck.predictions images.Test |> Calibration.brier).Total
    Expect.close 1e-12 test.Rate.Value (model |> Bottleneck.rates images.Test |> Array.averageBy float)
    Assert.Equal(test.ActiveUnits, float (model |> Bottleneck.activeUnits images.Test).Count)
    Expect.close 1e-12 0.5 (model |> Bottleneck.outOfDistribution images.Test images.Test).Value
    let one = model |> Bottleneck.probabilitiesWith (ReadingOptions(Samples = 1)) images.Test
    Assert.NotEqual<float[,]>(one, model |> Bottleneck.probabilities images.Test)

[<Fact>]
let ``A run goes on from its checkpoint to the same numbers`` () =
    inFolder (fun folder ->
        let path = Path.Combine(folder, "run.checkpoint")
        use whole = images |> Bottleneck.train tiny
        use _half = images |> Bottleneck.train { tiny with Epochs = 1; Checkpoint = Some path }
        use resumed = images |> Bottleneck.resume path tiny
        Assert.Equal<float>(numbers (whole |> Bottleneck.evaluate images.Test), numbers (resumed |> Bottleneck.evaluate images.Test)))

[<Fact>]
let ``An epoch is one line with rate in nats and bits`` () =
    use model = images |> Bottleneck.train { tiny with Epochs = 1 }
    let line = Bottleneck.describe model.Epochs[0]
    Expect.oneLine line

    for part in [ "epoch   1"; "loss"; " nat = "; " bit"; "I(Z;Y) ≥"; "test error"; "one sample"; "(12)" ] do
        Expect.contains part line

[<Fact>]
let ``Without a bottleneck the rate is higher`` () =
    let rate beta =
        use model = images |> Bottleneck.train { tiny with Beta = beta }
        (model |> Bottleneck.evaluate images.Test).Rate.Value

    Assert.True(rate 0.0 > rate 1.0)

[<Fact>]
let ``Options that make no sense are a message`` () =
    let refuse part options = images |> Bottleneck.tryTrain options |> Result.map string |> Expect.error part
    refuse "β is -1" { tiny with Beta = -1.0 }
    refuse "K, the dimension of Z, is 0" { tiny with Latent = 0 }
    refuse "number of epochs is 0" { tiny with Epochs = 0 }
    refuse "learning rate" { tiny with LearningRate = nan }
    refuse "Hidden layers" { tiny with Hidden = [] }
    refuse "batch of 500" { tiny with Batch = 500 }
    Assert.Equal(Precision.Full, Bottleneck.defaults.Precision)
    refuse "Precision 7" { tiny with Precision = enum 7 }

[<Fact>]
let ``A file that is missing is a message`` () =
    Bottleneck.tryLoad "/nowhere/model.safetensors" |> Result.map string |> Expect.error "/nowhere/model.safetensors"

[<Fact>]
let ``A disposed model leaves no tensor behind`` () =
    Expect.noTensorStays (fun () ->
        use model = images |> Bottleneck.train { tiny with Epochs = 1 }
        model |> Bottleneck.evaluate images.Test |> ignore)
