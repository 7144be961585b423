module Vib.Tests.Bench.VibRobustnessTests

open Vib
open Vib.Core
open Vib.Bench
open Xunit

let private tiny = {
    VibRobustness.reduced with
        Training = Some 300
        Betas = [ 0.0; 1e-2 ]
        Zeros = 2
        Images = 10
        Model = {
            VibRobustness.reduced.Model with
                Hidden = [ 16 ]
                Latent = 4
                Batch = 50
                EvaluationSamples = 2
                Threads = Some 1
                Progress = Progress.Silent
        }
        CarliniWagner = CarliniWagner(Steps = 3, SearchSteps = 2, InitialConstant = 10.0)
        Margin = CarliniWagner(Steps = 3, SearchSteps = 2, InitialConstant = 10.0, Confidence = 1.0)
        Gradient = ProjectedGradient(Epsilon = 0.1, Steps = 2, Starts = 2)
        BlackBox = Spsa(Epsilon = 0.1, Steps = 1, Directions = 2)
        Search = SquareAttack(Epsilon = 0.1, Steps = 2)
}

[<Fact>]
let ``Every model meets every attack, with fresh noise and without, and each result is told as it comes`` () =
    let told = ResizeArray<Results.Entry list>()
    let all = VibRobustness.measure told.Add tiny (Images.drawn 400 60)
    let values = Map.ofList [ for entry in all -> entry.Name, entry.Value ]

    for beta in [ "0"; "1e-2" ] do
        for attack in [ "zeros"; "targeted"; "untargeted"; "pgd" ] do
            for noise in [ "eot"; "frozen" ] do
                Assert.InRange(values[$"beta-{beta}.{attack}.{noise}.accuracy"], 0.0, 1.0)

        Assert.InRange(values[$"beta-{beta}.clean.accuracy"], 0.0, 1.0)

    Assert.Contains("beta-1e-2.transfer.accuracy", values.Keys)
    Assert.Contains("beta-1e-2.square.accuracy", values.Keys)
    Assert.DoesNotContain("beta-0.transfer.accuracy", values.Keys)
    Assert.Equal<Results.Entry list>(all, told[told.Count - 1])
    Assert.Equal(all.Length, values.Count)
    Assert.Equal(1, told[0].Length)

[<Fact>]
let ``The zeros are zeros, and the full size is the paper's`` () =
    let test = (Images.drawn 10 100).Test

    let zeros =
        VibRobustness.attacks tiny test |> List.pick (fun (name, _, images) -> if name = "zeros.eot" then Some images else None)

    Assert.Equal<byte>([| 0uy; 0uy |], zeros.Labels)
    let full = VibRobustness.full
    Assert.Equal((10, 1000, 7, 256, 12), (full.Zeros, full.Images, full.Betas.Length, full.Model.Latent, full.Model.EvaluationSamples))
    Assert.Equal((1000, 9), (full.CarliniWagner.Steps, full.CarliniWagner.SearchSteps))

[<Fact>]
let ``The two black boxes have as many queries`` () =
    for plan in [ VibRobustness.reduced; VibRobustness.full ] do
        Assert.Equal(2 * plan.BlackBox.Steps * plan.BlackBox.Directions, 2 * plan.Search.Steps) // fresh noise asks twice a step
