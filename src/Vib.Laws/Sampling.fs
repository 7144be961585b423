namespace Vib.Laws

open System
open TorchSharp
open Vib.Core

/// Pairs from a truth, draw after draw: in plain arrays, or as the exact critic scores them.
[<Sealed>]
type internal Sampling(truth: Truth, seed: int) =
    let generator = new torch.Generator(uint64 seed)

    let draw (rows: int) =
        let buffer (dimension: int) = torch.zeros ([| int64 rows; int64 dimension |], torch.ScalarType.Float64)
        let x, y = buffer truth.XDimension, buffer truth.YDimension
        truth.Draw(x, y, generator)
        x, y

    let numbers (tensor: torch.Tensor) = tensor.contiguous().data<float>().ToArray()

    /// `count` samples of n pairs.
    member _.Pairs (n: int) (count: int) =
        use _scope = torch.NewDisposeScope()
        let x, y = draw (n * count)
        Array.zip (Matrix.split n truth.XDimension (numbers x)) (Matrix.split n truth.YDimension (numbers y))

    /// `count` batches of B pairs under log p(x,y)/p(x)p(y) or, `asConditional`, under log p(y|x); each score through a function.
    member _.Scores asConditional (map: float -> float) (b: int) (count: int) =
        use _scope = torch.NewDisposeScope()
        let x, y = draw (b * count)
        let batched (rows: torch.Tensor) = rows.view [| int64 count; int64 b; rows.shape[1] |]
        let x, y = batched x, batched y
        let ratio = truth.LogRatio(x, y)
        let scores = if asConditional then ratio + truth.LogDensityOfY(y).unsqueeze -2L else ratio // [count,B,B]

        numbers scores
        |> Array.map map
        |> Matrix.split b b
        |> Array.map (fun scores -> { Scores = scores; Companion = [||]; Entropy = 0.0 })

    interface IDisposable with
        member _.Dispose() = generator.Dispose()
