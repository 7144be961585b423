namespace Vib.Laws

open FsCheck.FSharp
open Vib
open Vib.Core

/// A critic of a table's pairs.
type internal Critic =
    | Best
    | Scaled of factor: float
    | Drawn of scale: float * seed: int

/// Scores, and companions, of every pair of values.
[<NoComparison; NoEquality>]
type internal PairScores = { Score: float[,]; Companion: float[,] option }

/// Critics of every kind, and what a bound is fed that is held to one.
[<RequireQualifiedAccess>]
module internal Critic =
    let any =
        gen {
            let! seed = Generate.seed

            return!
                Gen.frequency [
                    3, Gen.constant Best
                    3, Gen.elements [ -1.0; 0.0; 0.5; 1.5 ] |> Gen.map Scaled
                    3, Gen.elements [ 0.3; 1.0; 3.0 ] |> Gen.map (fun scale -> Drawn(scale, seed))
                ]
        }

    let simpler critic =
        seq {
            if critic <> Best then
                Best

            match critic with
            | Drawn(scale, seed) when seed > 9 -> Drawn(scale, seed % 10)
            | Drawn(scale, seed) when scale <> 1.0 -> Drawn(1.0, seed)
            | _ -> ()
        }

    /// Rows that sum to 1, in logarithms.
    let private normalised (logs: float[,]) = logs |> Array2D.mapi (fun i _ value -> value - log (Array.sumBy exp logs[i, *]))

    /// What a bound may be fed: the critic as its needs allow, and the companion as its kind says.
    let scores (reading: ScoreReading) (table: SmallTable) critic =
        let ratio, rows, columns = SmallTable.logRatio table, table.OfX.Length, table.OfY.Length
        let conditional = ratio |> Array2D.mapi (fun _ j r -> r + log table.OfY[j])

        let drawn item scale =
            match critic with
            | Drawn(_, seed) ->
                let stream = Stream(seed, item)
                Array2D.init rows columns (fun _ _ -> scale * stream.Normal())
            | Best
            | Scaled _ -> Array2D.zeroCreate rows columns

        let ofY item scale = (drawn item scale)[0, *]

        let free () =
            match critic with
            | Best -> ratio
            | Scaled factor -> ratio |> Array2D.map (fun r -> factor * r)
            | Drawn(scale, _) -> drawn 6 scale

        let score =
            match reading.Needs with
            | AnyCritic -> free () |> Array2D.map (fun s -> s + reading.Offset)
            | Conditional ->
                let added = ofY 7 1.0
                conditional |> Array2D.mapi (fun _ j s -> s + added[j])
            | ExactDensity -> conditional
            | Density ->
                match critic with
                | Best -> conditional
                | Scaled factor -> conditional |> Array2D.map (fun s -> factor * s) |> normalised
                | Drawn(scale, _) -> drawn 6 scale |> normalised

        let each (values: float[]) = Array2D.init rows columns (fun _ j -> values[j])

        match reading.Companion with
        | None -> { Score = score; Companion = None }
        | Some CompanionKind.OfY ->
            let baseline = ofY 8 1.0
            { Score = score |> Array2D.mapi (fun _ j s -> s + baseline[j]); Companion = Some(each baseline) }
        | Some CompanionKind.DensityOfY ->
            let added = ofY 9 0.5
            let density = Array.map2 (fun p a -> log p + a) table.OfY added
            let whole = log (Array.sumBy exp density)
            { Score = score; Companion = Some(each (density |> Array.map (fun q -> q - whole))) }
        | Some CompanionKind.OfPairs ->
            let companion =
                match critic with
                | Drawn _ -> drawn 10 1.0
                | _ -> ratio |> Array2D.map (fun r -> -r)

            { Score = score; Companion = Some companion }
        | Some _ -> // the exact log-partition
            let partition j = log (Seq.sum (seq { for i in 0 .. rows - 1 -> table.OfX[i] * exp score[i, j] }))
            { Score = score; Companion = Some(each (Array.init columns partition)) }

    /// In words, as the bound's needs make of it.
    let describe (reading: ScoreReading) critic =
        let offset = if reading.Offset = 0.0 then "" else $" + {Text.number reading.Offset}"

        match reading.Needs, critic with
        | AnyCritic, Best -> $"critic log r{offset}"
        | AnyCritic, Scaled -1.0 -> $"critic -log r{offset}"
        | AnyCritic, Scaled factor -> $"critic {Text.number factor} log r{offset}"
        | AnyCritic, Drawn(scale, seed) -> $"critic drawn with spread {Text.number scale}{offset} (seed {seed})"
        | Density, Scaled factor -> $"density ∝ p(y|x)^{Text.number factor}"
        | Density, Drawn(scale, seed) -> $"density drawn with spread {Text.number scale} (seed {seed})"
        | Conditional, Drawn(_, seed) -> $"critic log p(y|x) + c(y) (seed {seed})"
        | _ -> "critic log p(y|x)"
