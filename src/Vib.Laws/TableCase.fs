namespace Vib.Laws

type TableCase = { XValues: int; YValues: int; Coupling: float; Uneven: bool; Seed: int }

[<RequireQualifiedAccess>]
module TableCase =
    let private normals (stream: Stream) count = Array.init count (fun _ -> stream.Normal())

    let joint case =
        let stream = Stream(case.Seed, 0)
        let g = Array2D.init case.XValues case.YValues (fun _ _ -> stream.Normal())
        let ofX, ofY = normals stream case.XValues, normals stream case.YValues
        let margin i j = if case.Uneven then ofX[i] + ofY[j] else 0.0
        g |> Array2D.mapi (fun i j g -> exp (case.Coupling * g + margin i j)) |> SmallTable.ofWeights

    let channel values coupling case =
        let stream = Stream(case.Seed, 1)
        let weights = Array2D.init case.YValues values (fun _ _ -> exp (coupling * stream.Normal()))
        weights |> Array2D.mapi (fun i _ w -> w / Array.sum weights[i, *])

    let simpler case =
        seq {
            if case.XValues > 2 then
                { case with XValues = case.XValues - 1 }

            if case.YValues > 2 then
                { case with YValues = case.YValues - 1 }

            if case.Uneven then
                { case with Uneven = false }

            if case.Coupling <> 0.0 then
                { case with Coupling = 0.0 }

            if case.Coupling > 1.0 then
                { case with Coupling = 1.0 }

            if case.Seed > 9 then
                { case with Seed = case.Seed % 10 }
        }

    let describe case =
        let table = joint case
        let margins = if case.Uneven then "uneven margins, " else ""
        let made = Text.invariant $"{margins}coupling {case.Coupling}, seed {case.Seed}"
        $"x and y with p = {Text.matrix table.Probability} ({made}), I = {Text.number (float table.Information)} nat"
