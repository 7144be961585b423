module Vib.Tests.Bench.ArgumentsTests

open Vib.Bench.Arguments
open Vib.Tests
open Xunit

let private known = [ "--data"; "--epochs" ]

let private refuse (part: string) (action: unit -> 'a) =
    match (Assert.Throws<Misuse>(fun () -> action () |> ignore) :> exn) with
    | Misuse message ->
        Expect.contains part message
        Expect.oneLine message
    | other -> raise other

[<Fact>]
let ``Options are found by name, in any order`` () =
    let options = parse known [ "--epochs"; "5"; "--data"; "." ]
    Assert.Equal(5, count "--epochs" 3 options)
    Assert.Equal(Some ".", folder "--data" options)

[<Fact>]
let ``What is left out takes its default`` () =
    let options = parse known []
    Assert.Equal(3, count "--epochs" 3 options)
    Assert.Equal(None, folder "--data" options)

[<Theory>]
[<InlineData("0")>]
[<InlineData("x")>]
[<InlineData("-1")>]
[<InlineData("1.5")>]
[<InlineData("")>]
[<InlineData("99999999999")>]
let ``A count that makes no sense is refused`` text = refuse $"--epochs {text}:" (fun () -> parse known [ "--epochs"; text ] |> count "--epochs" 3)

[<Fact>]
let ``Options that are unknown, doubled or lack a value are refused`` () =
    refuse "'--beta' is not an option" (fun () -> parse known [ "--beta"; "1" ])
    refuse "given twice" (fun () -> parse known [ "--epochs"; "1"; "--epochs"; "2" ])
    refuse "needs a value" (fun () -> parse known [ "--epochs" ])
    refuse "it takes none" (fun () -> parse [] [ "--epochs"; "1" ])

[<Fact>]
let ``A flag is taken out of the arguments, and is there once at most`` () =
    Assert.Equal((true, [ "--rounds"; "7"; "--cases"; "7" ]), flag "--full" [ "--rounds"; "7"; "--full"; "--cases"; "7" ])
    Assert.Equal((false, [ "--rounds"; "7" ]), flag "--full" [ "--rounds"; "7" ])
    refuse "given twice" (fun () -> flag "--full" [ "--full"; "--full" ])

[<Fact>]
let ``A folder that is not there is refused`` () = refuse "/nowhere" (fun () -> parse known [ "--data"; "/nowhere" ] |> folder "--data")
