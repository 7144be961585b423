namespace Vib

open System
open Vib.Core

[<RequireQualifiedAccess>]
module Estimate =
    let private nats number = number * 1.0<nat>
    let private finite number = if Double.IsFinite number then Some(nats number) else None

    let value (estimate: Estimate) = nats estimate.Value
    let standardError (estimate: Estimate) = finite estimate.StandardError
    let ceiling (estimate: Estimate) = finite estimate.Ceiling
    let truth (estimate: Estimate) = estimate.Truth |> Option.ofNullable |> Option.map nats
    let bits estimate = Nats.toBits (value estimate)
    let advice (estimate: Estimate) = [ for diagnosis in estimate.Diagnoses -> diagnosis.Sentence ]
    let trace (estimate: Estimate) = [ for point in estimate.Trace -> point.Step, nats point.Value ]
    let pValue (estimate: Estimate) = estimate.Null |> Option.ofObj |> Option.map _.PValue

    let permuted (estimate: Estimate) = [
        match estimate.Null with
        | null -> ()
        | none ->
            for value in none.Values do
                nats value
    ]
