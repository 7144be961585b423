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

let private decoder = Info.lower (Z, Y) (Decoder.categorical 10)
let private rate = Info.upper (X, Z) Rate.standardNormal

[<Fact>]
let ``Variables, bounds and objectives show their formulas`` () =
    Assert.Equal("Z", line Z)
    Assert.Equal("I(Z;Y)", line decoder)
    Assert.Equal("0.5 · I(X;Z) − I(Z;Y)", line (0.5 * rate - decoder))
    Assert.Equal("max I(Z;Y)", line (MinMax.inner 1 decoder))
    let trusted: UpperBound = Bound.trust "a test" decoder
    Assert.Equal("I(Z;Y)", line trusted)
    Assert.Equal("I(Z;Y)", line decoder.Core)
    let objective = maximize decoder |> Objective.atMost 5.0<nat> rate
    Assert.Equal("maximise I(Z;Y) subject to I(X;Z) ≤ 5 nat", line objective)
    Assert.Equal("I(X;Z) ≤ 5 nat", line objective.Constraints[0])
    Assert.Equal("I(Z;Y) by categorical decoder, 10 classes", line objective.Formula.Parts[0].Term)
    Assert.Equal("0.01 [warm-up 100]", line (Beta.warmUp 100L 0.01))

[<Fact>]
let ``Methods show side, formula and source`` () =
    let decoder: Method<Z, Y, Below, Above> = Decoder.categorical 10
    Assert.Equal("≥ categorical decoder, 10 classes: H(Y) − E[−log q(y|z)]; Barber and Agakov 2003; Alemi et al. 2017, §3", line decoder)
    let rate: Method<X, Z, Above, Below> = Rate.standardNormal
    Assert.Equal("≤ rate, prior N(0, I): KL[e(z|x) ‖ N(0, I)]; Alemi et al. 2017, eq. 14", line rate)
    let backward: ConditionalMethod<X, Z, Y> = Rate.backwardEncoder
    Expect.contains "≤ rate, backward encoder: KL[e(z|x) ‖ b(z|y)]" (line backward)
    let ofCodeAndLabel: Method<Z, Y, Below, Above> = Contrast.infoNce Critic.separable
    Expect.contains "≥ InfoNCE, separable critic: InfoNCE[f(z, y)]" (line ofCodeAndLabel)
    let ofAnything: Method<obj, obj, Neither, Neither> = Contrast.mine Critic.separable
    Expect.contains "≈ MINE, separable critic: MINE[f(x, z)]" (line ofAnything)

[<Fact>]
let ``A trained objective and its evaluation are a line each, with all terms`` () =
    let images = Images.drawn 100 50

    let options = {
        Objective.defaults with
            Encoder = Encoder.mlp [ 8 ] 2
            Batch = 50
            Steps = 2
            Threads = Some 1
            Progress = Progress.Silent
    }

    let shown objective =
        use model = Observations.ofImages images.Training |> Objective.train options objective
        let found = model |> Objective.evaluate (Observations.ofImages images.Test)
        line model, line found

    let model, one = shown (maximize (decoder - 1e-2 * rate))
    Assert.StartsWith("maximise I(Z;Y) − 0.01 · I(X;Z); 2 steps, 1 replicate", model)
    Assert.Matches(@"^I\(Z;Y\) ≥ -?\d+\.\d\d ± \d+\.\d\d; I\(X;Z\) ≤ \d+\.\d\d ± \d+\.\d\d nat; error \d+\.\d %; 50 rows$", one)
    let _, swept = shown (maximize (decoder - Bound.times (Beta.sweep [ 0.1; 0.2; 0.3 ]) rate))
    Assert.Matches(@"^I\(Z;Y\) ≥ (-?\d+\.\d\d(, )?){3}; I\(X;Z\) ≤ (\d+\.\d\d(, )?){3} nat; error (\d+\.\d(, )?){3} %; 50 rows$", swept)

[<Fact>]
let ``Several estimates are a table, one is a line`` () =
    let estimate bound = Estimate(Value = 1.0, Side = Side.Lower, Bound = bound)
    let table = Printers.tryShow [ estimate "NWJ"; estimate "InfoNCE" ] |> Option.get
    Assert.Equal("\n" + Mi.table [ estimate "NWJ"; estimate "InfoNCE" ], table)
    Assert.Equal(4, table.Split('\n').Length)
    Assert.Equal(None, Printers.tryShow [ estimate "NWJ" ])
    Assert.Equal(Printers.tryLine (estimate "NWJ"), Printers.tryShow (estimate "NWJ"))

[<Fact>]
let ``Anything else is not ours`` () =
    for value in [ box 3; box "text"; box [ 1; 2 ]; box (dict [ 1, 2 ]); null ] do
        Assert.Equal(None, Printers.tryLine value)
        Assert.Equal(None, Printers.tryShow value)

[<Fact>]
let ``A long text is cut and a broken one joined`` () =
    Expect.oneLine (Printers.capped (String.replicate 1000 "a\n"))
    Assert.EndsWith("…", Printers.capped (String.replicate 1000 "a"))
    Assert.Equal("a b", Printers.capped "a\nb")
