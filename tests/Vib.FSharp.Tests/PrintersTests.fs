module Vib.Tests.PrintersTests

open TorchSharp
open Vib
open Vib.Core
open Xunit

let private line value =
    match Printers.tryLine value with
    | Some text ->
        Expect.oneLine text
        text
    | None -> failwith $"{value} has no line"

[<Fact>]
let ``A small tensor shows all its values`` () =
    use tensor = torch.tensor [| 1.0f; 2.5f |]
    Assert.Equal("Float32 [2] on cpu [1, 2.5]", line tensor)

[<Fact>]
let ``A large tensor shows its first six values`` () =
    use tensor = torch.zeros [| 100L; 1000L |]
    Assert.Equal("Float32 [100,1000] on cpu [0, 0, 0, 0, 0, 0, …]", line tensor)

[<Fact>]
let ``Tensors of other kinds are shown, and none stays`` () =
    Expect.noTensorStays (fun () ->
        use _scope = torch.NewDisposeScope()
        use empty = torch.zeros [| 0L; 3L |]
        use scalar = torch.tensor([| 3L |]).reshape [||]
        use flags = torch.ones ([| 2L |], torch.ScalarType.Bool)
        use transposed = torch.zeros([| 2L; 3L |]).t()
        Assert.Equal("Float32 [0,3] on cpu []", line empty)
        Assert.Equal("Int64 [] on cpu [3]", line scalar)
        Assert.Equal("Bool [2] on cpu [1, 1]", line flags)
        Expect.contains "[3,2]" (line transposed))

[<Fact>]
let ``A disposed tensor says so`` () =
    let tensor = torch.zeros [| 1L |]
    tensor.Dispose()
    Assert.Equal("tensor (disposed)", line tensor)

[<Fact>]
let ``Sources, bounds and critics have a line`` () =
    let truth = Truth.gaussian 20 4.0<nat>
    Expect.contains "I(X;Y) = 4 nat" (line truth)
    Expect.contains "10 pairs" (truth |> Truth.sample 10 |> line)
    Assert.Equal("NWJ", line Bound.nwj)
    Assert.Equal("separable critic, hidden 256-256", line Critic.separable)
    Assert.Equal("bilinear critic", line Critic.bilinear)

[<Fact>]
let ``Exact bottlenecks, their optima and their tables have a line`` () =
    let gaussian = ExactBottleneck.gaussian [ 0.9; 0.5 ]
    Assert.Equal("Gaussian bottleneck, ρ = 0.9, 0.5, I(X;Y) = 0.9742 nat", line gaussian)
    Expect.contains "2 of 2 components active" (gaussian |> ExactBottleneck.optimum 0.1 |> line)
    Expect.contains "linear encoder, 2-d to 1-d" (gaussian |> ExactBottleneck.encoder 0.5 |> line)
    Expect.contains "slope 0.81" (gaussian |> ExactBottleneck.points 1.0<nat> 2 |> List.head |> line)
    Expect.contains "min(I(X;Z), 2 nat)" (ExactBottleneck.labels 2.0<nat> |> line)
    Assert.Equal("u(r) = r²", line ExactBottleneck.squared)
    let table = array2D [ [ 0.4; 0.1 ]; [ 0.1; 0.4 ] ] |> ExactBottleneck.table
    Assert.Equal("p(x,y) of 2 by 2, I(X;Y) = 0.1927 nat", line table)
    Expect.contains "2 clusters" (table |> ExactBottleneck.solve 0.1 |> line)

[<Fact>]
let ``Predictions and what they are worth have a line`` () =
    let predictions = Calibration.predictions (array2D [ [ 0.9; 0.1 ]; [ 0.4; 0.6 ] ]) [| 0; 1 |]
    Assert.Equal("predictions of 2 examples, 2 classes, accuracy 1", line predictions)
    Assert.Equal("ECE 0.25, largest 0.4, 2 bins", predictions |> Calibration.measure |> line)
    Expect.contains "Brier 0.17" (predictions |> Calibration.brier |> line)
    Expect.contains "AURC 0" (predictions |> Calibration.selectiveRisk |> line)
    Assert.Equal("AUROC 1 ± 0", Calibration.auroc [| 1.0; 2.0 |] [| 3.0; 4.0 |] |> line)
    Expect.contains "1 of 2 units active" (array2D [ [ 0.0; 1.0 ] ] |> Calibration.activeUnits |> line)

[<Fact>]
let ``Estimates have a line`` () = Expect.contains "≥ 1.00 nat" (line (Vib.Core.Estimate(Value = 1.0, Side = Side.Lower, Bound = "NWJ")))

[<Fact>]
let ``Images are counted by class`` () =
    let images = Images.drawn 20 10
    Expect.contains "(2, 2, 2, 2, 2, 2, 2, 2, 2, 2)" (line images.Training)
    Expect.contains "20 images" (line images)

[<Fact>]
let ``Models, epochs and evaluations have a line`` () =
    let options = { Bottleneck.defaults with Hidden = [ 8 ]; Latent = 2; Epochs = 1; Progress = Progress.Silent }

    let images = Images.drawn 100 50
    use model = images |> Bottleneck.train options
    Expect.contains "784-8-2×2" (line model)
    Expect.contains "epoch   1" (line model.Epochs[0])
    Expect.contains "error" (model |> Bottleneck.evaluate images.Test |> line)

[<Fact>]
let ``Anything else is not ours`` () =
    for value in [ box 3; box "text"; box [ 1; 2 ]; null ] do
        Assert.Equal(None, Printers.tryLine value)

[<Fact>]
let ``A long text is cut and a broken one joined`` () =
    Expect.oneLine (Printers.capped (String.replicate 1000 "a\n"))
    Assert.EndsWith("…", Printers.capped (String.replicate 1000 "a"))
    Assert.Equal("a b", Printers.capped "a\nb")
