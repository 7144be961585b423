// How small a change of an image makes a bottleneck take a digit for another, and how much of what looks like robustness is a hidden gradient.
#load "../vib.fsx"

open Vib
open Vib.Core

let images = Images.drawn 10_000 200

let train beta =
    images
    |> Bottleneck.train {
        Bottleneck.defaults with
            Hidden = [ 256 ]
            Latent = 16
            Beta = beta
            Epochs = 10
            LearningRate = 2e-3
            AverageDecay = Some 0.9
            Threads = Some 1 // so small a network is as quick on one
            Progress = Progress.Silent
    }

let baseline, bottleneck = train 0.0, train 1e-2
let epsilon = 0.03 // of pixels in [0, 1]
let pgd = Robustness.pgdWith (ProjectedGradient(Epsilon = epsilon, Steps = 10, Starts = 2))

// From the weakest adversary to the strongest: the lowest accuracy is the one to believe.
let attacks = [
    "none", Robustness.fgsm 0.0
    "FGSM, one noise", Robustness.fgsm epsilon |> Robustness.samples 1 |> Robustness.frozen
    "FGSM, EOT", Robustness.fgsm epsilon
    "PGD, one noise", pgd |> Robustness.samples 1 |> Robustness.frozen
    "PGD, EOT", pgd
    "black box, SPSA", Robustness.spsaWith (Spsa(Epsilon = epsilon, Steps = 8, Directions = 16, LearningRate = 0.02))
    "black box, square", Robustness.squareWith (SquareAttack(Epsilon = epsilon, Steps = 128)) // as many queries
]

printfn $"accuracy under attack, L∞ ε = {epsilon}, {images.Test.Count} images\n"
printfn "                      β = 0       β = 0.01"

for name, attack in attacks do
    let under model = (model |> Robustness.attack attack images.Test).Accuracy
    printfn $"{name, -18} {100.0 * under baseline, 6:F1} %%  {100.0 * under bottleneck, 11:F1} %%"

let made = bottleneck |> Robustness.transfer pgd images.Test baseline
printfn $"""{"transfer", -18} {"", 8}  {100.0 * made.Accuracy, 11:F1} %%   (images made against β = 0)"""

// The smallest perturbation that fools, towards class 1, with a margin of κ nats that outlasts the judge's noise. Its text has the caveat, as that of every result.
let nearest =
    Robustness.carliniWagnerWith (CarliniWagner(Steps = 100, SearchSteps = 4, InitialConstant = 0.1, LearningRate = 0.03, Confidence = 0.5))
    |> Robustness.towards 1

for model in [ baseline; bottleneck ] do
    printfn $"\n{model |> Robustness.attack nearest (images.Test.Take 50)}"
