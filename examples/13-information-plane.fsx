// What do a network's layers know of their input and of the class, while it learns?  The information plane of the 12-bit task, with errors, phases and what breaks data processing.
// Run it with `dotnet fsi examples/13-information-plane.fsx`, or line by line in an editor.
#load "../vib.fsx"

open TorchSharp
open Vib
open Vib.Core

// All 4096 words of 12 bits, each with its label: I(X;Y) = 0.9991571 bits, and every average over them is exact.
let task = Plane.twelveBits ()

// The network of the first information planes, five copies side by side; Adam at ten times its rate, so that few epochs will do.
let network = task |> Plane.classifier { Plane.twelveBitNetwork with LearningRate = 4e-3; Replicates = 5 }

let sets = [ ("all", task) ]

let options = {
    Plane.defaults with
        Steps = 200L * int64 network.StepsPerEpoch
        Schedule = PlaneSchedule.LogSpaced 10
        Estimators = [ Plane.binned ]
        Threads = Some 1
        Progress = Progress.Silent
}

let plane = network |> Plane.follow options sets
printfn $"{plane}"
plane |> Plane.phases |> List.iter (fun phase -> printfn $"{phase}")

for layer in plane.Layers do
    let curve = plane |> Plane.curve layer

    printfn
        $"{layer}: I(X;T) {Seq.last curve.Input:F2} ± {Seq.last curve.InputError:F2} nat, I(T;Y) {Seq.last curve.Output:F2} of {TwelveBitTask.Information:F2}"

// Bins are no part of the network, so that a later layer can be said to know more than an earlier one. It is told of.
for violation in plane |> Plane.violations |> List.truncate 3 do
    printfn $"{violation}"

(network: Classifier).Dispose()

// A network whose noise is its own: now I(X;T) is a property of the network, and passes through it estimate it.
let noisy = task |> Plane.classifier { Plane.twelveBitNetwork with LearningRate = 4e-3; Noise = Some(Plane.additive 0.1) }

let few = {
    options with
        Steps = 1_000L
        Schedule = PlaneSchedule.LogSpaced 4
        Estimators = [ Plane.propagated ]
        Rows = Some 600
}

let stochastic = noisy |> Plane.follow few sets

for point in stochastic.Points |> Seq.filter (fun point -> point.Step = 1_000L) do
    printfn $"{point}"

noisy.Dispose()

// A network of your own: name its layers on the way; whatever trains it is the step.
let weight = torch.randn [| 12L; 3L |]

let mine =
    Plane.network [ "projection"; "squashed" ] (fun x watch -> watch.At("squashed", watch.At("projection", x.matmul weight).tanh())) ignore

printfn $"{mine |> Plane.follow { few with Steps = 0L; Estimators = Plane.pairwise 0.1 } sets}"

// For other programs: a row for each point.
printfn $"{(Plane.csv plane).Split('\n').Length - 2} points; the first columns are {(Plane.csv plane).Substring(0, 44)}…"
