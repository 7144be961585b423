// What can a bound read where nothing is left to learn?  With the exact critic of a Gaussian, whatever is off is the bound's own  (Poole et al. 2019, §4.1).
#load "../vib.fsx"

open Vib
open Vib.Core

let bounds = [
    Bound.infoNce
    Bound.interpolated 0.01
    Bound.nwj
    Bound.donskerVaradhan
    Bound.smile 5.0
    Bound.tnce
    Bound.l1Out
    Bound.club
]

// 20-dimensional Gaussians that share 2, 6 and 10 nats; 300 batches of 64 pairs of each, the same ones for every bound.
let truths = [ 2.0<nat>; 6.0<nat>; 10.0<nat> ] |> List.map (Truth.gaussian 20)
let readings = truths |> List.map (Laboratory.measure bounds) |> List.transpose

let sign bound =
    match Bound.side bound with
    | Side.Lower -> "≤ I"
    | Side.Upper -> "≥ I"
    | _ -> "   "

// The mean over batches, and how far one batch is from it.
printfn "the exact critic, B = 64, nat: mean and s.d. of a batch\n"
printfn $"""{"I", -24}        {truths |> List.map (fun truth -> $"{Truth.information truth, 8:F2}         ") |> String.concat ""}"""

for row in readings do
    let bound = row.Head.Bound
    let cells = row |> List.map (fun reading -> $"{reading.Value.Mean, 8:F2} ± {sqrt reading.Value.Variance, -6:F2}")
    printfn $"""{Bound.name bound, -24} {sign bound}    {String.concat "" cells}"""

// InfoNCE cannot pass ln 64; NWJ has no such limit, and pays in spread; the upper bounds are not tight.
let limit = Bound.infoNce |> Bound.ceiling 64 |> Option.get

printfn
    $"\nInfoNCE reads at most ln 64 = {limit:F2} nat. TNCE and L1Out, on the same scores, enclose the truth; Donsker–Varadhan and SMILE promise no side."

// A bound is also a function of any matrix of scores.
let scores = array2D [ [ 2.0; 0.0 ]; [ -1.0; 1.0 ] ]
printfn $"on a matrix of 2 by 2: InfoNCE {Bound.value Bound.infoNce scores:F3}, NWJ {Bound.value Bound.nwj scores:F3} nat"
