namespace Vib

open System
open TorchSharp
open Vib.Core

[<RequireQualifiedAccess>]
module Bound =
    let infoNce: Bound = InfoNce()
    let infoNceOverX: Bound = InfoNce(Contrast = Contrast.OverX)
    let nwj: Bound = Nwj()
    let donskerVaradhan: Bound = DonskerVaradhan()
    let tuba logBaseline : Bound = Tuba(LogBaseline = logBaseline)
    let interpolated (alpha: float) : Bound = Interpolated alpha
    let jensenShannon: Bound = JensenShannon()
    let legacyJsNwj: Bound = LegacyJsNwj()
    let smile clip : Bound = Smile clip
    let mine newWeight : Bound = Mine newWeight
    let tnce: Bound = Tnce()
    let l1Out: Bound = L1Out()
    let club: Bound = Club()
    let reverseJensen slack : Bound = ReverseJensen slack
    let sharpReverseJensen: Bound = SharpReverseJensen()
    let barberAgakov (entropy: float<nat>) : Bound = BarberAgakov(float entropy)
    let barberAgakovUpper: Bound = BarberAgakovUpper()
    let variationalClub: Bound = VariationalClub()
    let variationalL1Out: Bound = VariationalL1Out()
    let flo: Bound = Flo()
    let differenceOfEntropies: Bound = DifferenceOfEntropies()
    let uba: Bound = Uba()

    let all = [
        infoNce
        infoNceOverX
        nwj
        donskerVaradhan
        tuba 0.0
        interpolated 0.01
        jensenShannon
        legacyJsNwj
        smile 5.0
        mine 0.01
        tnce
        l1Out
        club
        reverseJensen 10.0
        sharpReverseJensen
        barberAgakov 0.0<nat>
        barberAgakovUpper
        variationalClub
        variationalL1Out
        flo
        differenceOfEntropies
        uba
    ]

    let name (bound: Bound) = bound.Name
    let side (bound: Bound) = bound.Side

    let private matrix (scores: float[,]) =
        let shape = [| scores.GetLongLength 0; scores.GetLongLength 1 |]
        torch.tensor (Seq.toArray (Seq.cast<float> scores), ReadOnlySpan shape)

    let value (bound: Bound) (scores: float[,]) =
        use _scope = torch.NewDisposeScope()
        bound.Value(matrix scores).item<float>() * 1.0<nat>

    let tryValue bound scores = Attempt.message (fun () -> value bound scores)

    let valueBeside (companion: float[]) (bound: Bound) (scores: float[,]) =
        match bound with
        | :? CompanionBound as bound ->
            use _scope = torch.NewDisposeScope()
            let beside = torch.tensor (companion, ReadOnlySpan [| companion.LongLength |])
            bound.Value(matrix scores, beside).item<float>() * 1.0<nat>
        | _ ->
            raise (
                DomainException(
                    $"A companion beside {bound.Name}",
                    "a bound that has one: TUBA, I_α, FLO, DoE, UBA, Barber–Agakov's upper one",
                    "Bound.value"
                )
            )

    let tryValueBeside companion bound scores = Attempt.message (fun () -> valueBeside companion bound scores)

    let ceiling batch (bound: Bound) =
        let limit = bound.Ceiling batch
        if Double.IsFinite limit then Some(limit * 1.0<nat>) else None

    let times (weight: Weight) (bound: Bound<'side, 'opposite>) : Bound<'side, 'opposite> = sided (bound.Core.Times weight)
    let squared (bound: Bound<'side, 'opposite>) : Bound<'side, 'opposite> = sided (bound.Core.Through Growth.Square)
    let exponential eta (bound: Bound<'side, 'opposite>) : Bound<'side, 'opposite> = sided (bound.Core.Through(Growth.Exponential eta))

    let nearCapacity (capacity: float<nat>) steps (bound: Bound<'side, 'opposite>) : EstimateBound =
        sided (bound.Core.NearCapacity(float capacity, (if steps = 0L then Ramp.Constant else Ramp.WarmUp steps)))

    let stopGradient (bound: Bound<'side, 'opposite>) : Bound<'side, 'opposite> = sided (bound.Core.StopAtEncoders())

    let reweighted (weights: Var<'weights>) (bound: Bound<'side, 'opposite>) : Bound<'side, 'opposite> when 'weights :> Observed =
        sided (bound.Core.WeighedBy weights.Core)

    let negate (bound: Bound<'side, 'opposite>) : Bound<'opposite, 'side> = sided -bound.Core
    let forgetSide (bound: Bound<'side, 'opposite>) : EstimateBound = sided bound.Core

    let trust reason (bound: Bound<'side, 'opposite>) : Bound<'trusted, 'other> =
        let side =
            if typeof<'trusted> = typeof<Below> then Side.Lower
            elif typeof<'trusted> = typeof<Above> then Side.Upper
            else Side.Estimate

        sided (bound.Core.Trusted(side, reason))

    let show (bound: Bound<'side, 'opposite>) = bound.Core.Computed
