module Vib.Tests.Bench.TurnsTests

open System
open Vib.Bench.Turns
open Xunit

[<Fact>]
let ``The median is the middle one, and of an even number the mean of two`` () =
    Assert.Equal(2.0, median [ 9.0; 1.0; 2.0 ])
    Assert.Equal(3.0, median [ 100.0; 4.0; 1.0; 2.0 ])
    Assert.Equal(7.0, median [ 7.0 ])
    Assert.True(Double.IsNaN(median []))

[<Fact>]
let ``A speedup is the other's time over one's own`` () = Assert.Equal(2.5, speedup 2.0 5.0)

[<Fact>]
let ``A turn holds the steps that fill it, and one at least`` () =
    Assert.Equal(200, stepsIn 0.5 2.5)
    Assert.Equal(1, stepsIn 0.5 4000.0)

[<Fact>]
let ``Sides take turns after a warm start, and each gets its own median and its own number of steps`` () =
    let said = Collections.Generic.List<string * int>()

    let side name (numbers: float list) : Side =
        let mutable left = numbers

        fun count ->
            said.Add((name, count))
            let next = List.head left
            left <- List.tail left
            next

    // compiling takes 1000 ms, a warm step 10 or 100; then three rounds, one of them in a busy spell
    let sides = [ "a", side "a" [ 1000.0; 10.0; 11.0; 90.0; 12.0 ]; "b", side "b" [ 1000.0; 100.0; 101.0; 103.0; 900.0 ] ]

    Assert.Equal<Map<string, float>>(Map [ "a", 12.0; "b", 103.0 ], medians 3 1.0 sides)
    let rounds = List.replicate 3 [ "a", 100; "b", 10 ] |> List.concat
    Assert.Equal<(string * int) list>([ "a", 1; "a", 1; "b", 1; "b", 1 ] @ rounds, List.ofSeq said)
