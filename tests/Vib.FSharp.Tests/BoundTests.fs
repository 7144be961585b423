module Vib.Tests.BoundTests

open System
open FsCheck
open FsCheck.FSharp
open Vib
open Vib.Core
open Xunit

let private scores = array2D [ [ 2.0; 0.0 ]; [ -1.0; 1.0 ] ]

[<Fact>]
let ``Two by two by hand`` () =
    let infoNce = log 2.0 + ((2.0 - log (exp 2.0 + 1.0)) + (1.0 - log (exp -1.0 + exp 1.0))) / 2.0
    Expect.close 1e-6 infoNce (float (Bound.value Bound.infoNce scores))
    Expect.close 1e-6 (1.5 - (exp -1.0 + exp -2.0) / 2.0) (float (Bound.value Bound.nwj scores))
    Expect.close 1e-6 (1.5 - log ((1.0 + exp -1.0) / 2.0)) (float (Bound.value Bound.donskerVaradhan scores))

/// Score matrices of 2 to 6 pairs with entries of a few nats.
let private matrices =
    gen {
        let! size = Gen.choose (2, 6)
        let! entries = Gen.array2DOfDim size size (Gen.choose (-8000, 8000))
        return entries |> Array2D.map (fun entry -> float entry / 1000.0)
    }

[<Fact>]
let ``NWJ is at most Donsker–Varadhan, InfoNCE at most its ceiling`` () =
    Check.QuickThrowOnFailure(
        Prop.forAll (Arb.fromGen matrices) (fun scores ->
            let value bound = float (Bound.value bound scores)
            let ceiling = Bound.infoNce |> Bound.ceiling (Array2D.length1 scores) |> Option.get |> float
            let rounding = 1e-5 * (1.0 + abs (value Bound.nwj))
            value Bound.nwj <= value Bound.donskerVaradhan + rounding && value Bound.infoNce <= ceiling + 1e-6)
    )

/// Every bound of the front beside the core's own, its name, its side and its ceiling at B = 128.
let private core: (Bound * Bound * string * Side * float option) list = [
    Bound.infoNce, InfoNce(), "InfoNCE", Side.Lower, Some(log 128.0)
    Bound.infoNceOverX, InfoNce(Contrast = Contrast.OverX), "InfoNCE over x", Side.Lower, Some(log 128.0)
    Bound.nwj, Nwj(), "NWJ", Side.Lower, None
    Bound.donskerVaradhan, DonskerVaradhan(), "Donsker–Varadhan", Side.Estimate, None
    Bound.tuba 0.7, Tuba(LogBaseline = 0.7), "TUBA", Side.Lower, None
    Bound.interpolated 0.25, Interpolated 0.25, "I_α with α = 0.25", Side.Lower, Some(1.0 + log (127.0 / 0.25))
    Bound.jensenShannon, JensenShannon(), "JS, read by NWJ", Side.Lower, None
    Bound.legacyJsNwj, LegacyJsNwj(), "JS, read by NWJ as published", Side.Lower, None
    Bound.smile 1.0, Smile 1.0, "SMILE with τ = 1", Side.Estimate, None
    Bound.smile infinity, Smile infinity, "SMILE with τ = ∞", Side.Estimate, None
    Bound.mine 0.1, Mine 0.1, "MINE", Side.Estimate, None
    Bound.tnce, Tnce(), "TNCE", Side.Lower, Some(log 128.0)
    Bound.l1Out, L1Out(), "L1Out", Side.Upper, None
    Bound.club, Club(), "CLUB", Side.Upper, None
    Bound.reverseJensen 5.0, ReverseJensen 5.0, "RJE with a = 5", Side.Estimate, None
    Bound.sharpReverseJensen, SharpReverseJensen(), "RJE*", Side.Estimate, None
    Bound.barberAgakov 1.5<nat>, BarberAgakov 1.5, "Barber–Agakov", Side.Lower, None
    Bound.barberAgakovUpper, BarberAgakovUpper(), "Barber–Agakov, upper", Side.Upper, None
    Bound.variationalClub, VariationalClub(), "vCLUB", Side.Estimate, None
    Bound.variationalL1Out, VariationalL1Out(), "vL1Out", Side.Estimate, None
    Bound.flo, Flo(), "FLO", Side.Lower, None
    Bound.differenceOfEntropies, DifferenceOfEntropies(), "DoE", Side.Estimate, None
    Bound.uba, Uba(), "UBA", Side.Lower, None
]

[<Fact>]
let ``Every bound is the core's, with its name, side and ceiling`` () =
    for bound, twin, name, side, ceiling in core do
        Assert.Equal(twin.GetType(), bound.GetType())
        Assert.Equal(name, Bound.name bound)
        Assert.Equal(side, Bound.side bound)

        match ceiling, Bound.ceiling 128 bound with
        | Some limit, Some given -> Expect.close 1e-12 limit (float given)
        | limit, given -> Assert.Equal(limit, Option.map float given)

        Assert.Equal(Bound.value twin scores, Bound.value bound scores)

[<Fact>]
let ``Parameters arrive`` () =
    Assert.Equal(0.7, (Bound.tuba 0.7 :?> Tuba).LogBaseline)
    Assert.Equal(0.25, (Bound.interpolated 0.25 :?> Interpolated).Alpha)
    Assert.Equal(3.0, (Bound.smile 3.0 :?> Smile).Clip)
    Assert.Equal(0.1, (Bound.mine 0.1 :?> Mine).NewWeight)
    Assert.Equal(5.0, (Bound.reverseJensen 5.0 :?> ReverseJensen).Slack)
    Assert.Equal(1.5, (Bound.barberAgakov 1.5<nat> :?> BarberAgakov).Entropy)

[<Fact>]
let ``The list holds each kind of bound once`` () =
    Assert.Equal(List.length Bound.all, Bound.all |> List.distinctBy Bound.name |> List.length)
    let kinds bounds = bounds |> List.map (fun (bound: Bound) -> bound.GetType().Name) |> List.distinct |> List.sort
    Assert.Equal<string list>(kinds [ for _, twin, _, _, _ in core -> twin ], kinds Bound.all)

    let inCore =
        typeof<Bound>.Assembly.GetExportedTypes()
        |> Array.filter (fun kind -> kind.IsSubclassOf typeof<Bound> && not kind.IsAbstract)

    Assert.Equal<string list>(inCore |> Array.map _.Name |> List.ofArray |> List.sort, kinds Bound.all)

[<Fact>]
let ``Bounds of one family agree where their papers say so`` () =
    Check.QuickThrowOnFailure(
        Prop.forAll (Arb.fromGen matrices) (fun scores ->
            let value bound = float (Bound.value bound scores)
            let shifted bound = float (Bound.value bound (scores |> Array2D.map (fun score -> score + 1.0)))
            let transposed = Array2D.init (Array2D.length1 scores) (Array2D.length1 scores) (fun i j -> scores[j, i])
            let agree left right = abs (left - right) <= 1e-9 * (1.0 + abs left)

            agree (value (Bound.tuba 1.0)) (value Bound.nwj)
            && agree (value (Bound.tuba 0.0)) (value Bound.jensenShannon)
            && agree (value Bound.jensenShannon) (shifted Bound.nwj)
            && agree (value Bound.legacyJsNwj) (value Bound.nwj)
            && agree (value (Bound.smile infinity)) (value Bound.donskerVaradhan)
            && agree (value (Bound.mine 0.5)) (value Bound.donskerVaradhan)
            && agree (value Bound.infoNceOverX) (float (Bound.value Bound.infoNce transposed))
            && agree (value Bound.tnce) (value Bound.infoNceOverX)
            && agree (value Bound.variationalClub) (value Bound.club)
            && agree (value Bound.variationalL1Out) (value Bound.l1Out)
            && agree (value (Bound.barberAgakov 1.5<nat>)) (value Bound.uba + 1.5))
    )

[<Fact>]
let ``A companion is one number more for each pair`` () =
    let beside companion bound = float (Bound.valueBeside companion bound scores)
    let numbers = [| 0.5; -1.0 |]

    for bound in [ Bound.barberAgakovUpper; Bound.differenceOfEntropies; Bound.uba ] do
        Expect.close 1e-12 1.75 (beside numbers bound)

    Expect.close 1e-12 (1.0 - (0.5 + exp (-0.5 - 2.0) - 1.0 + exp (1.0 - 2.0)) / 2.0) (beside numbers Bound.flo)
    Expect.close 1e-12 (1.0 + 1.75 - (exp (0.0 + 1.0) + exp (-1.0 - 0.5)) / 2.0) (beside numbers (Bound.tuba 0.0))
    Expect.close 1e-12 (float (Bound.value (Bound.tuba 0.7) scores)) (beside [| 0.7; 0.7 |] (Bound.tuba 0.0))

[<Fact>]
let ``A companion where there is none, and one of another length, are refused`` () =
    Bound.tryValueBeside [| 0.0; 0.0 |] Bound.nwj scores |> Expect.error "A companion beside NWJ"
    Bound.tryValueBeside [| 0.0 |] Bound.flo scores |> Expect.error "A companion of shape [1]"

[<Fact>]
let ``Parameters that make no sense are refused`` () =
    let refused (make: unit -> Bound) = Assert.Throws<DomainException>(make >> ignore) |> ignore
    refused (fun () -> Bound.interpolated 0.0)
    refused (fun () -> Bound.interpolated 1.0)
    refused (fun () -> Bound.smile 0.0)
    refused (fun () -> Bound.mine 0.0)
    refused (fun () -> Bound.reverseJensen 1.0)
    refused (fun () -> Bound.barberAgakov (infinity * 1.0<nat>))

[<Fact>]
let ``A bound that needs the conditional is not trained`` () =
    for bound in [ Bound.tnce; Bound.l1Out; Bound.club; Bound.barberAgakovUpper ] do
        Truth.gaussian 1 1.0<nat>
        |> Mi.tryEstimateWith { Mi.defaults with Progress = Progress.Silent } bound Critic.separable
        |> Expect.error $"{Bound.name bound} with the separable critic, which is trained"

[<Fact>]
let ``A bound that needs a density, a second critic or a partition is not trained on a critic that has none or cannot have one`` () =
    let refused words bound =
        Truth.gaussian 1 1.0<nat>
        |> Mi.tryEstimateWith { Mi.defaults with Progress = Progress.Silent } bound Critic.separable
        |> Expect.error words

    for bound in [ Bound.barberAgakov 0.0<nat>; Bound.variationalClub; Bound.variationalL1Out; Bound.differenceOfEntropies ] do
        bound |> refused "log q(y|x) of a normalised density"

    Bound.uba |> refused "which no network learns"

[<Fact>]
let ``Scores that are not square, and a single pair, are refused`` () =
    Bound.tryValue Bound.nwj (Array2D.zeroCreate 2 3) |> Expect.error "[2,3]"
    Bound.tryValue Bound.nwj (Array2D.zeroCreate 1 1) |> Expect.error "at least two pairs"
    Assert.Throws<ShapeException>(fun () -> Bound.value Bound.nwj (Array2D.zeroCreate 2 3) |> ignore)

[<Fact>]
let ``A value leaves no tensor behind`` () =
    Expect.noTensorStays (fun () ->
        for bound in Bound.all do
            Bound.value bound scores |> ignore
            Bound.tryValueBeside [| 0.5; -1.0 |] bound scores |> ignore)
