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
    ]

    let name (bound: Bound) = bound.Name
    let side (bound: Bound) = bound.Side

    let value (bound: Bound) (scores: float[,]) =
        use _scope = torch.NewDisposeScope()
        let shape = [| scores.GetLongLength 0; scores.GetLongLength 1 |]
        let matrix = torch.tensor (Seq.toArray (Seq.cast<float> scores), ReadOnlySpan shape)
        bound.Value(matrix).item<float>() * 1.0<nat>

    let tryValue bound scores = Attempt.message (fun () -> value bound scores)

    let ceiling batch (bound: Bound) =
        let limit = bound.Ceiling batch
        if Double.IsFinite limit then Some(limit * 1.0<nat>) else None
