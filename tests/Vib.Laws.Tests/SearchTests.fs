module Vib.Laws.Tests.SearchTests

open System
open FsCheck.FSharp
open Vib.Laws
open Xunit

let private numbers =
    Arb.fromGenShrink (Gen.choose (0, 1000), (fun n -> [ n / 2; n - 100; n - 10; n - 1 ] |> Seq.filter (fun smaller -> smaller >= 0 && smaller < n)))

let private run (options: LawOptions) isBroken =
    Search.run "a claim" options options.Cases numbers string (fun n -> Judgement.exact "below" (float n) 900.0 (isBroken n) 1)

let private broken verdict =
    match verdict with
    | Broken counterExample -> counterExample
    | Holds _ -> failwith "nothing is broken"

[<Fact>]
let ``The first case that breaks the law is simplified as far as it still does`` () =
    let found = run Laws.defaults (fun n -> n >= 970) |> broken
    Assert.Equal("970", found.Case)
    Assert.Equal((970.0, 900.0), (found.Came, found.Limit))
    Assert.True(found.Before > 0 && found.Simplifications > 0)

[<Fact>]
let ``Its seed gives it again, as the first`` () =
    let found = run Laws.defaults (fun n -> n >= 970) |> broken
    let again = run { Laws.defaults with Seed = found.Seed } (fun n -> n >= 970) |> broken
    Assert.Equal({ found with Before = 0 }, again)

[<Fact>]
let ``A law that holds is tried on every case, and on others from another seed`` () =
    let cases seed =
        let seen = ResizeArray<int>()

        run { Laws.defaults with Seed = seed } (fun n ->
            seen.Add n
            false)
        |> ignore

        List.ofSeq seen

    Assert.Equal(100, (cases (1UL, 3UL)).Length)
    Assert.Equal<int list>(cases (1UL, 3UL), cases (1UL, 3UL))
    Assert.NotEqual<int list>(cases (1UL, 3UL), cases (2UL, 3UL))
    Assert.NotEqual<int list>(cases (1UL, 3UL), cases (1UL, 5UL))
    Assert.True((cases (1UL, 3UL) |> List.distinct).Length > 80)

[<Fact>]
let ``Simplifying stops, however many candidates there are`` () =
    let endless = Arb.fromGenShrink (Gen.choose (0, 1000), (fun n -> Seq.initInfinite (fun k -> n + k + 1)))
    let mutable tried = 0

    let judge n =
        tried <- tried + 1
        Judgement.exact "" (float n) 0.0 true 1

    Search.run "a claim" Laws.defaults 1 endless string judge |> ignore
    Assert.Equal(301, tried)

[<Fact>]
let ``What is thrown breaks the law, but a cancellation is passed on`` () =
    let found = run Laws.defaults (fun n -> if n > 500 then invalidOp $"not {n}" else false) |> broken
    Assert.Equal("501", found.Case)
    Assert.Equal(Some "InvalidOperationException: not 501", found.Threw)
    Assert.Throws<OperationCanceledException>(fun () -> run Laws.defaults (fun _ -> raise (OperationCanceledException())) |> ignore)

[<Fact>]
let ``A NaN is never right`` () =
    Assert.True((Judgement.atMost 1.0 nan 0.0 1).IsBroken)
    Assert.True((Judgement.atLeast 1.0 nan 0.0 1).IsBroken)
    Assert.True((Judgement.equal 1.0 nan 0.0 1).IsBroken)

[<Fact>]
let ``Rounding is allowed, and no more`` () =
    let verdicts judge = [ -0.3; -0.1; 0.1; 0.3 ] |> List.map (fun came -> (judge 0.2 came 0.0 1: Judgement).IsBroken)
    Assert.Equal<bool list>([ false; false; false; true ], verdicts Judgement.atMost)
    Assert.Equal<bool list>([ true; false; false; false ], verdicts Judgement.atLeast)
    Assert.Equal<bool list>([ true; false; false; true ], verdicts Judgement.equal)
