namespace Vib.Laws

open FsCheck
open FsCheck.FSharp
open Vib
open Vib.Core

/// What holds of a function of scores on every single matrix.
[<RequireQualifiedAccess>]
module internal MatrixLaws =
    let private batch (reading: ScoreReading) (case: ScoreCase) = {
        Scores = ScoreCase.matrix case
        Companion = if reading.Companion.IsSome then ScoreCase.numbers 1.0 0 case else [||]
        Entropy = 1.0
    }

    let private valueOf (reading: ScoreReading) batch = (reading.Value [| batch |])[0]

    /// What rounding may do to a value of such scores.
    let private rounding (options: LawOptions) (scores: float[,]) value = options.Rounding * (1.0 + Matrix.largest scores + abs value)

    let private run claim (options: LawOptions) cases judge = Search.run claim options options.Cases cases ScoreCase.describe judge

    let ceiling (limit: int -> float) claim (reading: ScoreReading) (options: LawOptions) =
        run claim options Generate.scores (fun case ->
            let batch = batch reading case
            Judgement.atMost (rounding options batch.Scores 0.0) (valueOf reading batch) (limit case.Batch) 1)

    let symmetry claim (reading: ScoreReading) (options: LawOptions) =
        run claim options Generate.scores (fun case ->
            let batch = batch reading case
            let value = valueOf reading batch
            let turned = valueOf reading { batch with Scores = Matrix.transpose batch.Scores }
            Judgement.equal (rounding options batch.Scores value) turned value 2)

    let invariance claim ignored (reading: ScoreReading) (options: LawOptions) =
        run claim options Generate.scores (fun case ->
            let batch = batch reading case
            let added = ScoreCase.numbers 10.0 1 case

            let moved =
                batch.Scores
                |> Array2D.mapi (fun i j s ->
                    match ignored with
                    | Constants -> s + added[0]
                    | FunctionsOfX -> s + added[i]
                    | FunctionsOfY -> s + added[j])

            let value = valueOf reading batch
            Judgement.equal (rounding options moved value) (valueOf reading { batch with Scores = moved }) value 2)

    /// Of a and b: a is at most b.
    let ordering claim (low: ScoreReading) (high: ScoreReading) (options: LawOptions) =
        run claim options Generate.scores (fun case ->
            let below, above = batch low case, batch high case
            let limit = valueOf high above
            Judgement.atMost (rounding options below.Scores limit) (valueOf low below) limit 2)

    let private orderOf (case: ScoreCase) = PermutationCase.order { PermutationCase.Count = case.Batch; Seed = case.Seed }

    /// The element that differs most from what is wanted of it, where one does by more than is allowed.
    let private worst (came: float[,]) (wanted: float[,]) (allowed: float[,]) =
        let excess i j =
            if abs (came[i, j] - wanted[i, j]) <= allowed[i, j] then
                0.0
            else
                abs (came[i, j] - wanted[i, j]) - allowed[i, j]

        let elements = [
            for i in 0 .. wanted.GetLength 0 - 1 do
                for j in 0 .. wanted.GetLength 1 - 1 -> i, j
        ]

        let i, j = elements |> List.maxBy (fun (i, j) -> let e = excess i j in if System.Double.IsNaN e then infinity else e)

        { Judgement.equal allowed[i, j] came[i, j] wanted[i, j] elements.Length with Note = $"; ∂/∂S[{i},{j}]" }

    let permutation claim (reading: ScoreReading) (options: LawOptions) =
        run claim options Generate.scores (fun case ->
            let batch, order = batch reading case, orderOf case

            let shuffled = {
                batch with
                    Scores = Matrix.shuffled order batch.Scores
                    Companion = (if batch.Companion.Length = 0 then [||] else order |> Array.map (fun i -> batch.Companion[i]))
            }

            let value = valueOf reading batch
            let ofValue = Judgement.equal (rounding options batch.Scores value) (valueOf reading shuffled) value 2

            match reading.Gradient with
            | Some gradient when not ofValue.IsBroken ->
                let wanted = gradient batch |> Matrix.shuffled order
                worst (gradient shuffled) wanted (wanted |> Array2D.map (rounding options batch.Scores))
            | _ -> { ofValue with Note = $"; pairs in the order %A{order}" })

    /// (V(S + h) − V(S − h))/2h. A step of ∛ε balances what is cut off, h² times third derivatives, of which a step twice as large tells the size, and what is rounded off, ε/h. Where
    /// the function has a kink within a step, its derivative is that of one of the sides.
    let gradient claim (closed: ScoreBatch -> float[,]) (reading: ScoreReading) (options: LawOptions) =
        run claim options Generate.mildScores (fun case ->
            let batch, b, h = batch reading case, (case: ScoreCase).Batch, options.Rounding ** (1.0 / 3.0)

            let moved step k =
                let scores = Array2D.copy batch.Scores
                scores[k / b, k % b] <- scores[k / b, k % b] + step
                { batch with Scores = scores }

            let along step = Array.init (b * b) (moved step) |> reading.Objective
            let above, below, far, farBelow = along h, along -h, along (2.0 * h), along (-2.0 * h)
            let here = (reading.Objective [| batch |])[0]
            let came = closed batch

            let element i j =
                let k = i * b + j
                let forward, backward = (above[k] - here) / h, (here - below[k]) / h
                let central, wide = (above[k] - below[k]) / (2.0 * h), (far[k] - farBelow[k]) / (4.0 * h)
                let beyond = max (min came[i, j] (max forward backward)) (min forward backward) // the nearest slope that the function has there
                let allowed = abs (wide - central) + 2.0 * rounding options batch.Scores here / h
                // within the slopes of both sides all is well; outside them the central one is what is wanted
                (if beyond = came[i, j] then came[i, j] else central), allowed + abs (central - beyond)

            if came.GetLength 0 <> b || came.GetLength 1 <> b then
                raise (ShapeException($"a gradient of shape [{came.GetLength 0},{came.GetLength 1}]", $"[{b},{b}]", "∂value/∂S[i,j] at [i,j]"))

            let elements = Array2D.init b b element
            worst came (Array2D.map fst elements) (Array2D.map snd elements))
