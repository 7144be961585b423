namespace Vib

open System
open Vib.ChartNumbers

/// Lines across charts at numbers that are known: truths, ceilings.
module internal ChartMarks =
    let known (number: float) = if Double.IsFinite number then Some number else None

    let sameOf (values: float option seq) =
        match values |> Seq.distinct |> List.ofSeq with
        | [ Some value ] -> Some value
        | _ -> None

    let withRule name value chart =
        match value with
        | Some value -> vertical name value chart
        | None -> chart

    let level name value chart =
        match value with
        | Some value -> horizontal name value chart
        | None -> chart
