(**
---
title: Tutorial
---

# Ten minutes, from one line to an information curve

Everything below an F# block is what that block printed when this page was built, on the machine that built it. The page is a script: `dotnet fsi docs/tutorial.fsx` runs it, and in an editor
you can send it to F# Interactive line by line. You need the .NET SDK and one `dotnet fsi build.fsx build`.

One line makes a script a Vib script. It loads the assemblies, the native library and the printers:
*)
#load "../vib.fsx"

open Vib

(**
## How much does X tell about Y?

Start where the answer is known. Five pairs of normal variables that together share exactly 2 nats:
*)
let truth = Truth.gaussian 5 2.0<nat>
truth
(*** include-it ***)

(**
Draw 5 000 pairs and ask. A critic, a network that scores pairs, is trained on one part of them; the bound is read on a part that nothing was decided on.
*)
let quick = { Mi.defaults with Steps = 600; Progress = Progress.Silent }
let pairs = truth |> Truth.sample 5_000

pairs |> Mi.estimateWith quick Bound.infoNce Critic.separable
(*** include-it ***)

(**
Read the line from the left. `≥` is the side: the expectation of this number is at most I(X;Y), whatever the critic learned. `±` is the error of the reading, not of the critic. *Ceiling* is the most that this bound
can say with batches of 128. *Truth* stands there because the pairs remember where they came from; your own data, `Pairs.ofArrays x y`, have none.

A lower bound alone leaves you guessing. A source that knows its density has an upper bound too:
*)
Mi.sandwichWith { quick with Batch = 512 } truth
(*** include-it ***)

(**
Which bound? Train several side by side:
*)
pairs
|> Mi.compareWith quick [ Bound.infoNce; Bound.interpolated 0.01; Bound.nwj; Bound.smile 5.0 ] [ Critic.separable ]
|> Mi.table
|> printfn "%s"
(*** include-output ***)

(**
The first column of numbers carries the side of each. `≈` promises nothing: SMILE may be above the truth as well as below. [Choosing an estimator](choosing-an-estimator.html) has the questions to ask.

## A loss that is an information quantity

Now something to optimise. X is an image, Y its label, Z a code of X that a network emits. The deep variational information bottleneck (Alemi et al. 2017) keeps what Z tells about Y and puts a price on what it
tells about X:
*)
let decoder = Info.lower (Z, Y) (Decoder.categorical 10)
let rate = Info.upper (X, Z) Rate.standardNormal
let vib = maximize (decoder - 1e-2 * rate)

vib |> Objective.show |> printfn "%s"
(*** include-output ***)

(**
The first line is what is meant, the second what is computed; `≥` says that the one is at least the other, so that making the computed thing large makes the meant thing large. Below are the terms, the side of each, the
networks that it trains, and where it is from.

The types keep that order. A lower bound less an upper bound is a lower bound, and `maximize` takes nothing else:

```
maximize (rate - 1e-3 * decoder)

error FS0001: Type mismatch. Expecting a
    'LowerBound'
but given a
    'Bound<Above,Below>'
```

[The page on objectives](objectives.html) has all the terms, what each error means, and the objectives of more papers.

## Train it

Digits that the library draws itself; for MNIST, `Images.mnist "/folder/of/the/four/files"`.
*)
let digits = Images.drawn 4000 1000
let training, test = Observations.ofImages digits.Training, Observations.ofImages digits.Test

let options = {
    Objective.defaults with
        Encoder = Encoder.mlp [ 128 ] 16
        Steps = 1000
        LearningRate = 1e-3
        Progress = Progress.Silent
}

let model = training |> Objective.train options vib
let found = model |> Objective.evaluate test
printfn $"{found}"
(*** include-output ***)

(**
Every term is read on images that training never saw. The label holds H(Y) = ln 10 = 2.30 nat; the code has this much of it, for so many nats of the image.

## The curve

What does each nat of memory buy? Train at many prices β. A sweep is one run: each β has its own copy of the networks, and all copies take their steps together.
*)
let betas = [ 1e-3; 1e-2; 3e-2; 1e-1; 3e-1; 0.6; 1.5 ]
let swept = maximize (decoder - Bound.times (Beta.sweep betas) rate)
let ofInputNoise = { options with Encoder = options.Encoder |> Encoder.withOffset 0.0 }
let curve = training |> Objective.train ofInputNoise swept |> Objective.evaluate test

let informations, rates = curve.Terms[0].ReplicateValues, curve.Terms[1].ReplicateValues

printfn "β         I(X;Z) ≤    I(Z;Y) ≥   at most    error"

for i, beta in List.indexed betas do
    let limit = min (log 10.0) rates[i]
    printfn $"{beta, -6:G2} {rates[i], 11:F2} {informations[i], 11:F2} {limit, 9:F2} {100.0 * curve.ReplicateErrors[i], 8:F1} %%"
(*** include-output ***)

(**
*At most* is what no code can pass: the smaller of ln 10, all that there is to know of the label, and the code's own rate, because Z is made from X alone and so I(Z;Y) ≤ I(X;Z), the data-processing inequality.
The dearer a nat, the fewer of them Z keeps, and what predicts the label goes last. At β ≥ 1 no nat is worth its price: by the same inequality the best code is empty.
Each row understates its code, which tells at most so much of the image and at least so much of the label; and a longer training may find a better code.

## When a number looks odd

**It sits at a ceiling.** InfoNCE with a batch of B cannot say more than ln B, and says so:
*)
let large = Truth.gaussian 10 6.0<nat>
let few = { quick with Batch = 64 }
let stuck = large |> Mi.estimateWith few Bound.infoNce Critic.separable
stuck
(*** include-it ***)

stuck |> Estimate.advice |> List.iter (printfn "%s")
(*** include-output ***)

(**
**A ceiling that says nothing.** Nonlinear IB's rate averages over the batch and ends at ln B as well: past that, the price it charges no longer rises. The same rate with each code left out of its own average is a true
upper bound. Here both are watched, `stopGradient`, while nothing holds the code back:
*)
let published = Bound.stopGradient (Info.estimate (X, Z) Rate.pairwise)
let guaranteed = Bound.stopGradient (Info.upper (X, Z) Rate.leaveOneOut)
let watched = maximize (decoder - 0.0 * guaranteed - 0.0 * (published |> Bound.trust "it is only watched"))
let watching = { options with Steps = 300; Encoder = options.Encoder |> Encoder.withFixedNoise 1.0 }

let free = training |> Objective.train watching watched |> Objective.evaluate test
printfn $"{free}\nln 100 = {log 100.0:F2}"
(*** include-output ***)

(**
**It is negative.** The last row of the curve may show it. A lower bound can be below zero: an empty code says nothing of the label, and a decoder that still leans one way or another says less than nothing. Nothing is clamped,
because the average of clamped numbers is too large.

**It is above the truth.** Look at its side. `≈` may be anywhere. `≥` is about the expectation: two or three standard errors above happen, ten do not, and if they do, the rows that the bound was read on were not independent
of those that it was trained on.

**It changes from run to run.** It does not, with the same seed, options, data and number of threads. Across seeds it does: `{ options with Replicates = 4 }` trains four copies in one run and reports their spread.

**It is slow.** `doctor ()` prints what this machine computes with: libtorch, the BLAS and the route of matrix products, threads, memory, and the paths that were probed. Training finds out in its first steps how many threads are worth it; `Threads = Some 1` is for a machine that others use too.

## Where to go on

- [Choosing an estimator](choosing-an-estimator.html): what to take for what you have, with a critic or [without training](neighbours.html).
- [Estimating mutual information](estimation.html): folds, nulls, conditionals, readings of any batch size; [bounds](bounds/index.html) and [critics](critics.html).
- [Objectives](objectives.html): every term, min–max pairs, constraints, saving and resuming.
- [Information planes](planes.html): the layers of a network in training.
- [Charts and reports](charts.html), [files](files.html), [long runs](runs.html): to show and to keep what was found.
- `examples/`: short scripts, most of which run in seconds.
*)
