/// What tests of several modules ask.
module Vib.Laws.Tests.Expect

open System
open FsCheck
open FsCheck.FSharp
open TorchSharp
open Vib.Core
open Vib.Laws
open Xunit

let close (tolerance: float) (expected: float) (actual: float) =
    Assert.True(abs (expected - actual) <= tolerance, $"{actual} is not within {tolerance} of {expected}")

let contains (part: string) (text: string) = Assert.Contains(part, text)

let holds law =
    match Laws.check law with
    | Holds support -> support
    | Broken _ as verdict -> failwith verdict.Text

let broken law =
    match Laws.check law with
    | Broken counterExample -> counterExample
    | Holds _ as verdict -> failwith $"nothing is broken: {verdict.Text}"

/// What is wrong with a number that makes no sense.
let refused (part: string) (action: unit -> 'a) =
    let error = Assert.Throws<DomainException>(fun () -> action () |> ignore)
    Assert.Contains(part, error.Message)

/// A property of what is generated, with a fixed seed.
let forAll (arbitrary: Arbitrary<'a>) (law: 'a -> unit) =
    let replay = Some { Rnd = Rnd(20190516UL, 1905069221UL); Size = None }
    Check.One(Config.QuickThrowOnFailure.WithReplay(replay).WithQuietOnSuccess true, Prop.forAll arbitrary law)

/// Simplifying ends, and at the simplest of cases: each step is another case, and there are not many.
let simplifies<'a when 'a: equality> (arbitrary: Arbitrary<'a>) =
    forAll arbitrary (fun case ->
        let rec steps count case =
            match Seq.tryHead (arbitrary.Shrinker case) with
            | Some simpler ->
                Assert.False((case = simpler), $"{case} again")
                Assert.True(count < 100, $"no end to it: {simpler}")
                steps (count + 1) simpler
            | None -> ()

        steps 0 case)

/// The law of memory: what a call makes is gone when it returns.
let noTensorStays (action: unit -> unit) =
    GC.Collect()
    GC.WaitForPendingFinalizers()
    let before = torch.Tensor.TotalCount
    action ()
    Assert.Equal(before, torch.Tensor.TotalCount)
