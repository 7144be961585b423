namespace Vib.Laws

type ScoreKind =
    | Uniform
    | Constant
    | LowRank
    | Towering
    | Levelled
    | Optimal

type ScoreCase = { Batch: int; Kind: ScoreKind; Scale: float; Seed: int }

[<RequireQualifiedAccess>]
module ScoreCase =
    /// log mean_{i≠j} e^{S_ij}.
    let private level (scores: float[,]) =
        let off = [
            for i in 0 .. scores.GetLength 0 - 1 do
                for j in 0 .. scores.GetLength 1 - 1 do
                    if i <> j then
                        scores[i, j]
        ]

        let most = List.max off
        most + log (off |> List.averageBy (fun s -> exp (s - most)))

    let private optimal (stream: Stream) b nats =
        let rho = sqrt (1.0 - exp -nats) // I = −ln(1 − ρ²) of two coordinates
        let x = Array2D.init b 2 (fun _ _ -> stream.Normal())
        let y = x |> Array2D.map (fun x -> rho * x + sqrt (1.0 - rho * rho) * stream.Normal())
        let one x y = rho * (2.0 * x * y - rho * (x * x + y * y)) / (2.0 * (1.0 - rho * rho))
        Array2D.init b b (fun i j -> nats + one x[i, 0] y[j, 0] + one x[i, 1] y[j, 1])

    let matrix case =
        let stream, b = Stream(case.Seed, 4), case.Batch
        let uniform scale = Array2D.init b b (fun _ _ -> stream.Between(-scale, scale))

        match case.Kind with
        | Uniform -> uniform case.Scale
        | Constant -> Array2D.create b b case.Scale
        | LowRank ->
            let u, v = Array.init b (fun _ -> stream.Between(-1.0, 1.0)), Array.init b (fun _ -> stream.Between(-1.0, 1.0))
            Array2D.init b b (fun i j -> case.Scale * u[i] * v[j])
        | Towering -> uniform 1.0 |> Array2D.mapi (fun i j s -> if i = j then s + case.Scale else s)
        | Levelled ->
            let scores = uniform case.Scale
            let level = level scores
            scores |> Array2D.map (fun s -> s - level)
        | Optimal -> optimal stream b case.Scale

    let numbers scale item case =
        let stream = Stream(case.Seed, 5 + item)
        Array.init case.Batch (fun _ -> stream.Between(-scale, scale))

    let simpler case =
        seq {
            if case.Kind <> Constant then
                { case with Kind = Constant }

            if case.Batch > 2 then
                { case with Batch = 2 }
                { case with Batch = case.Batch - 1 }

            if case.Scale <> 1.0 then
                { case with Scale = 1.0 }

            if case.Kind <> Constant && case.Kind <> Uniform then
                { case with Kind = Uniform }

            if case.Seed > 9 then
                { case with Seed = case.Seed % 10 }
        }

    let private kind case =
        let scale = Text.number case.Scale

        match case.Kind with
        | Uniform -> $"uniform scores in ±{scale}"
        | Constant -> $"all scores {scale}"
        | LowRank -> $"scores of rank one up to {scale}"
        | Towering -> $"scores in ±1, {scale} more on the diagonal"
        | Levelled -> $"uniform scores of width {scale} with e^S of mean 1 off the diagonal"
        | Optimal -> $"the exact log-ratios of 2-d normal pairs that share {scale} nat"

    let describe case =
        let numbers = if case.Batch <= 3 && case.Kind <> Constant then " " + Text.matrix (matrix case) else ""
        $"{kind case}, B = {case.Batch} (seed {case.Seed}){numbers}"

type PermutationCase = { Count: int; Seed: int }

[<RequireQualifiedAccess>]
module PermutationCase =
    let order (case: PermutationCase) =
        let stream, order = Stream(case.Seed, 1000), Array.init case.Count id

        if case.Seed <> 0 then
            for k in case.Count - 1 .. -1 .. 1 do
                let other = stream.Below(k + 1)
                let held = order[k]
                order[k] <- order[other]
                order[other] <- held

        order

    let simpler (case: PermutationCase) =
        seq {
            if case.Count > 1 then
                { case with Count = case.Count - 1 }

            if case.Seed > 9 then
                { case with Seed = case.Seed % 10 }
        }
