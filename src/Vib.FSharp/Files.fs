namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Files =
    let saveEstimates path (estimates: Estimate list) = ResultFile.Write(path, List.toArray estimates)
    let saveEstimate path (estimate: Estimate) = ResultFile.Write(path, estimate)
    let estimates path = List.ofSeq (ResultFile.ReadEstimates path)
    let tryEstimates path = Attempt.message (fun () -> estimates path)
    let saveCurve path (curve: MeasuredCurve) = ResultFile.Write(path, curve)
    let curve path = ResultFile.ReadCurve path
    let saveEvaluation path (evaluation: ObjectiveEvaluation) = ResultFile.Write(path, evaluation)
    let evaluation path = ResultFile.ReadEvaluation path
