module Vib.Tests.RobustnessTests

open Vib
open Vib.Core
open Xunit

let private images = Images.drawn 400 20

let private train seed =
    images
    |> Bottleneck.train {
        Bottleneck.defaults with
            Hidden = [ 32 ]
            Latent = 4
            Batch = 50
            Epochs = 20
            LearningRate = 3e-3
            AverageDecay = None
            EvaluationSamples = 3
            Seed = seed
            Threads = Some 1
            Progress = Progress.Silent
    }

[<Fact>]
let ``Attacks arrive with their settings and results with their caveat`` () =
    use model = train 1L

    for attack, name in
        [
            Robustness.fgsm 0.03, "FGSM, L∞ ε = 0.03, untargeted, S = 3, fresh noise (EOT)"
            Robustness.pgdWith (ProjectedGradient(Norm = PerturbationNorm.L2, Epsilon = 0.5, Steps = 3, Starts = 2)),
            "PGD, L2 ε = 0.5, 3 steps, 2 starts, untargeted"
            Robustness.spsaWith (Spsa(Epsilon = 0.03, Steps = 1, Directions = 2)), "SPSA (black box), L∞ ε = 0.03, 1 × 4 queries"
            Robustness.carliniWagnerWith (CarliniWagner(Steps = 5, SearchSteps = 2)), "Carlini–Wagner L2, 2 × 5 steps"
            Robustness.squareWith (SquareAttack(Norm = PerturbationNorm.L2, Epsilon = 0.5, Steps = 3)),
            "Square (black box), L2 ε = 0.5, 3 steps, untargeted"
            Robustness.fgsm 0.03 |> Robustness.frozen |> Robustness.samples 1, "FGSM, L∞ ε = 0.03, untargeted, S = 1, one frozen noise"
            Robustness.fgsm 0.03 |> Robustness.towards 1, "FGSM, L∞ ε = 0.03, towards class 1"
            Robustness.fgsm 0.03 |> Robustness.towardsRandom, "FGSM, L∞ ε = 0.03, towards a random other class"
        ] do
        let result = model |> Robustness.attack attack images.Test
        Assert.StartsWith(name, string result)
        let line = Printers.tryLine result |> Option.get
        Assert.DoesNotContain("\n", line)
        Assert.EndsWith(AttackResult.Caveat, line)

[<Fact>]
let ``Defaults are the core's`` () =
    Assert.Equal(ProjectedGradient(Epsilon = 0.2), Robustness.pgd 0.2 :?> ProjectedGradient)
    Assert.Equal(Spsa(Epsilon = 0.2), Robustness.spsa 0.2 :?> Spsa)
    Assert.Equal(SquareAttack(Epsilon = 0.2), Robustness.square 0.2 :?> SquareAttack)
    Assert.Equal(CarliniWagner(), Robustness.carliniWagner :?> CarliniWagner)
    Assert.Equal(Some "FGSM, L∞ ε = 0.2", Printers.tryLine (Robustness.fgsm 0.2))

[<Fact>]
let ``A transfer is judged by the victim`` () =
    use source = train 1L
    use victim = train 2L
    let attack = Robustness.fgsm 0.05
    let own, other = source |> Robustness.attack attack images.Test, victim |> Robustness.transfer attack images.Test source
    Assert.StartsWith("transfer of FGSM", other.Attack)
    Assert.True(own.Accuracy < own.CleanAccuracy)
    Assert.NotEqual(own.CleanAccuracy, other.CleanAccuracy)

[<Fact>]
let ``Settings that make no sense are a message`` () =
    use model = train 1L
    let refuse part attack = model |> Robustness.tryAttack attack images.Test |> Result.map string |> Expect.error part
    refuse "ε" (Robustness.fgsm -0.1)
    refuse "Class 10" (Robustness.pgd 0.1 |> Robustness.towards 10)
    refuse "samples" (Robustness.pgd 0.1 |> Robustness.samples 0)
    model |> Robustness.tryTransfer (Robustness.spsa nan) images.Test model |> Result.map string |> Expect.error "ε"
