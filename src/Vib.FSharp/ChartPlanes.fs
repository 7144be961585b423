namespace Vib

open System
open Vib.Core
open Vib.ChartNumbers
open Vib.ChartMarks

/// Charts of information planes.
[<RequireQualifiedAccess>]
module internal ChartPlanes =
    /// A plane's own ceiling: the same finite number for every point, or nothing.
    let private ceilingOf (coordinate: PlanePoint -> Estimate) (points: PlanePoint list) =
        points |> Seq.map (coordinate >> _.Ceiling >> known) |> sameOf

    /// Rings around the points where layers end to fit, and around those that break data processing.
    let private marks (curves: PlaneCurve list) (phases: PlanePhases list) (violations: PlaneViolation list) =
        let at (curve: PlaneCurve) step =
            match Seq.tryFindIndex ((=) step) curve.Steps with
            | Some look -> [ curve.Input[look], curve.Output[look] ]
            | None -> []

        let ring name (places: ((float * float) list * string) list) =
            let points = [
                for found, label in places do
                    for place in found -> place, label
            ]

            [
                if not points.IsEmpty then
                    Series.Points { pointsOf name (List.map fst points) with Labels = [| for _, label in points -> label |] }
            ]

        ring "fitting ends" [ for curve, phase in Seq.zip curves phases -> at curve phase.PeakStep, string phase ]
        @ ring "breaks data processing" [
            for violation in violations do
                for curve in curves do
                    if curve.Layer = violation.Layer then
                        at curve violation.Step, string violation
        ]

    let ofPlaneOn set (information: InformationPlane) =
        let violations = List.ofSeq (PlaneReading.Violations information)

        let panel (estimator: string) =
            let curves = [ for layer in information.Layers -> information.Curve(layer, estimator, set) ]

            let here = [
                for point in information.Points do
                    if point.Set = set && point.Estimator = estimator then
                        point
            ]

            let broken = violations |> List.filter (fun violation -> violation.Set = set && violation.Estimator = estimator)

            let path (curve: PlaneCurve) =
                curve.Layer,
                seq {
                    for look in 0 .. curve.Steps.Count - 1 ->
                        curve.Epochs[look], (curve.Input[look], curve.InputError[look]), (curve.Output[look], curve.OutputError[look])
                }

            let way = plane (List.map path curves)

            way
            |> map (fun panel -> {
                panel with
                    Series =
                        panel.Series
                        @ marks curves ((if information.Steps.Count = 0 then [] else List.ofSeq (information.Phases(estimator, set)))) broken
            })
            |> withRule "ceiling of I(X;T)" (ceilingOf _.Input here)
            |> level "ceiling of I(T;Y)" (ceilingOf _.Output here)
            |> title estimator

        let advice = [ for diagnosis in information.Diagnoses -> diagnosis.Sentence ]

        let chart =
            [ for estimator in information.Estimators -> panel estimator ] |> beside |> columns (min 2 information.Estimators.Count)

        chart |> caption (String.concat " " ($"{information}; on {set}." :: advice))

    let ofPlane (information: InformationPlane) = ofPlaneOn information.Sets[0] information
