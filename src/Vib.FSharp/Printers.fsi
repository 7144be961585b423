namespace Vib

open Vib.Core
open TorchSharp

/// <summary>One line for each thing that F# Interactive shows, a table for several estimates; <c>vib.fsx</c> registers them.</summary>
[<RequireQualifiedAccess>]
module Printers =
    /// <summary>The longest line, in characters.</summary>
    val width: int

    /// <summary>One line, at most <see cref="P:Vib.Printers.width"/> characters, with an ellipsis where something was left out.</summary>
    /// <param name="text">Any text.</param>
    /// <example><code>String.replicate 500 "x" |> Printers.capped</code></example>
    val capped: text: string -> string

    /// <summary>Type, shape, device and the first few values.</summary>
    /// <param name="tensor">A tensor, alive or disposed.</param>
    /// <example><code>TorchSharp.torch.ones [| 2L; 2L |] |> Printers.tensor    // Float32 [2,2] on cpu [1, 1, 1, 1]</code></example>
    val tensor: tensor: torch.Tensor -> string

    /// <summary>Name, size, and how many images there are of each class.</summary>
    /// <param name="images">A set of labelled images.</param>
    /// <example><code>(Images.drawn 1_000 200).Training |> Printers.images</code></example>
    val images: images: LabelledImages -> string

    /// <summary>What came of an attack, with the caveat, in one line; longer than others, since the caveat is never cut.</summary>
    /// <param name="result">The result of an attack.</param>
    /// <example><code>Bottleneck.load "vib.safetensors" |> Robustness.attack (Robustness.fgsm 0.1) images |> Printers.robustness</code></example>
    val robustness: result: AttackResult -> string

    /// <summary>The architecture, and the last epoch where there is one.</summary>
    /// <param name="model">A trained bottleneck.</param>
    /// <example><code>Bottleneck.load "vib.safetensors" |> Printers.bottleneck</code></example>
    val bottleneck: model: TrainedBottleneck -> string

    /// <summary>Each term of an objective with its side and standard error, or its value of each replicate; the error of the first classifier; how many rows.</summary>
    /// <param name="evaluation">What <c>Objective.evaluate</c> gave.</param>
    /// <example><code>model |> Objective.evaluate test |> Printers.evaluation |> printfn "%s"</code></example>
    val evaluation: evaluation: ObjectiveEvaluation -> string

    /// <summary>The line of anything that this library has a line for: tensors, estimates, pairs, truths, images, models, variables, bounds, objectives, reports, evaluations.</summary>
    /// <param name="value">Anything.</param>
    /// <example><code>fsi.AddPrinter&lt;obj&gt;(Printers.tryLine >> Option.toObj)    // as vib.fsx does</code></example>
    val tryLine: value: objnull -> string option

    /// <summary>What F# Interactive shows: a table of several estimates, from the next line on; of anything else its line.</summary>
    /// <param name="value">Anything.</param>
    /// <example><code>Printers.tryShow 1 = None    // not ours: shown as ever</code></example>
    val tryShow: value: objnull -> string option
