namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Curve =
    let sweepFrom start options (lower: LowerBound) (upper: UpperBound) betas test training =
        Objective.ending options "information curve" (fun progress stop cancel ->
            MeasuredCurve.Sweep(
                lower.Core,
                upper.Core,
                List.toArray betas,
                training,
                test,
                Objective.coreOptionsUntil stop options,
                progress,
                cancel,
                start
            ))

    let sweep options lower upper betas test training = sweepFrom CurveStart.Fresh options lower upper betas test training

    let hull (curve: MeasuredCurve) = List.ofSeq curve.Hull
    let violations (curve: MeasuredCurve) = List.ofSeq curve.Violations

    let criticalBeta (curve: MeasuredCurve) =
        let struct (above, below) = curve.CriticalBeta()
        if System.Double.IsNaN above || System.Double.IsNaN below then None else Some(above, below)
