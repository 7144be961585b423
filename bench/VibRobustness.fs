/// Alemi et al. 2017, the attacks of Carlini and Wagner: the first zeros of the test set towards class 1, and the first images towards a random class and towards any; with fresh noise in every pass
/// (EOT) and with one draw for all. Beside them what a claim of robustness has to pass: PGD with starts, two black boxes, a transfer from β = 0. Reduced unless `--full`.
module Vib.Bench.VibRobustness

open System.Globalization
open System.IO
open Vib
open Vib.Core
open Vib.Bench.Results

type Plan = {
    Training: int option // the first of the training set
    Model: Vib.BottleneckOptions
    Betas: float list // the first is 0: what is transferred is made against it
    Zeros: int
    Images: int
    CarliniWagner: CarliniWagner
    Margin: CarliniWagner // the same with a margin that outlasts the judge's noise: on the border a success is a coin's toss
    Epsilon: float
    Gradient: ProjectedGradient
    BlackBox: Spsa
    Search: SquareAttack // of as many queries as the other black box
}

let private quick = { Bottleneck.short 6 with Hidden = [ 256; 256 ]; Latent = 32; LearningRate = 1e-3 }

/// Minutes on two cores.
let reduced = {
    Training = Some 10_000
    Model = quick
    Betas = [ 0.0; 1e-6; 1e-3; 1e-2 ]
    Zeros = 10
    Images = 50
    CarliniWagner = CarliniWagner(Steps = 100, SearchSteps = 5, InitialConstant = 0.1, LearningRate = 0.03)
    Margin = CarliniWagner(Steps = 100, SearchSteps = 5, InitialConstant = 0.1, LearningRate = 0.03, Confidence = 1.0)
    Epsilon = 0.1
    Gradient = ProjectedGradient(Epsilon = 0.1, Steps = 20, Starts = 3)
    BlackBox = Spsa(Epsilon = 0.1, Steps = 20, Directions = 32)
    Search = SquareAttack(Epsilon = 0.1, Steps = 640)
}

/// The paper's sizes; the models are those of `repro vib-mnist`. For a GPU, or days of a core.
let full = {
    Training = None
    Model = { Bottleneck.defaults with Epochs = 25; LearningRate = 2e-4; Beta1 = 0.9; RateDecay = 0.95; TrainingSamples = 12 }
    Betas = [ 0.0; 1e-10; 1e-8; 1e-6; 1e-4; 1e-3; 1e-2 ]
    Zeros = 10
    Images = 1000
    CarliniWagner = CarliniWagner()
    Margin = CarliniWagner(Confidence = 1.0)
    Epsilon = 0.1
    Gradient = ProjectedGradient(Epsilon = 0.1)
    BlackBox = Spsa(Epsilon = 0.1)
    Search = SquareAttack(Epsilon = 0.1, Steps = 6_400)
}

/// The first images of one class.
let private ofClass label count (images: LabelledImages) =
    let chosen =
        images.Labels |> Seq.indexed |> Seq.filter (snd >> (=) label) |> Seq.truncate count |> Seq.map fst |> Array.ofSeq

    let pixels = chosen |> Array.collect (fun i -> images.ImageAt(i).ToArray())
    LabelledImages($"{images.Name}, class {label}", pixels, Array.replicate chosen.Length label, images.Height, images.Width, images.Classes)

let private both name attack = [ $"{name}.eot", attack; $"{name}.frozen", Robustness.frozen attack ]

/// Name, attack and images of each; the names are those of the file.
let attacks plan (test: LabelledImages) =
    let nearest = Robustness.carliniWagnerWith plan.CarliniWagner
    let some = test.Take(min plan.Images test.Count)
    let on images = List.map (fun (name, attack) -> name, attack, images)

    List.concat [
        both "zeros" (Robustness.towards 1 nearest) |> on (ofClass 0uy plan.Zeros test)
        both "targeted" (Robustness.towardsRandom nearest) |> on some
        both "untargeted" nearest |> on some
        [ "untargeted.margin", Robustness.carliniWagnerWith plan.Margin ] |> on some
        [ "fgsm", Robustness.fgsm plan.Epsilon ] |> on some
        both "pgd" (Robustness.pgdWith plan.Gradient) |> on some
        [ "spsa", Robustness.spsaWith plan.BlackBox; "square", Robustness.squareWith plan.Search ] |> on some
    ]

let private key beta = if beta = 0.0 then "0" else (beta: float).ToString("0e-0", CultureInfo.InvariantCulture)

let private entries beta name (result: AttackResult) =
    let key = key beta

    [
        entry $"beta-{key}.{name}.accuracy" "fraction" result.Accuracy
        entry $"beta-{key}.{name}.success" "fraction" result.SuccessRate
        entry $"beta-{key}.{name}.l0" "pixel" result.Median.L0
        entry $"beta-{key}.{name}.l2" "1" result.Median.L2
        entry $"beta-{key}.{name}.linf" "1" result.Median.LInfinity
    ]

/// Trains each model, attacks it, and tells of every result as it comes.
let measure (told: Entry list -> unit) plan (images: ImageSets) =
    let sets = {
        images with
            Training = plan.Training |> Option.fold (fun set count -> (set: LabelledImages).Take(min count set.Count)) images.Training
    }

    let train beta = sets |> Bottleneck.train { plan.Model with Beta = beta }
    use baseline = train plan.Betas.Head
    let mutable all = []

    let tell more =
        all <- all @ more
        told all

    let judge beta name (result: AttackResult) =
        printfn $"{name}: {result}"
        tell (entries beta name result)

    let meet beta own =
        printfn $"\nβ = {beta}"
        tell [ entry $"beta-{key beta}.clean.accuracy" "fraction" (1.0 - (own |> Bottleneck.evaluate sets.Test).AveragedError) ]

        for name, attack, some in attacks plan sets.Test do
            own |> Robustness.attack attack some |> judge beta name

    meet plan.Betas.Head baseline

    for beta in plan.Betas.Tail do
        use own = train beta
        meet beta own
        let some = sets.Test.Take(min plan.Images sets.Test.Count)
        own |> Robustness.transfer (Robustness.pgdWith plan.Gradient) some baseline |> judge beta "transfer"

    all

let run data isFull =
    let plan = if isFull then full else reduced
    printfn $"""Attacks on VIB (Alemi et al. 2017), {if isFull then "full" else "reduced"} size: {plan.Images} images"""

    measure (writeTo (Path.Combine(folder "repro", "vib-robustness.json")) >> ignore) plan (Data.images data)
    |> write "repro" "vib-robustness"

    0
