module Vib.Tests.PairsTests

open Vib
open Vib.Core
open Xunit

[<Fact>]
let ``Arrays become rows`` () =
    let pairs = Pairs.ofArrays (array2D [ [ 1.0; 2.0 ]; [ 3.0; 4.0 ]; [ 5.0; 6.0 ] ]) (array2D [ [ 7.0 ]; [ 8.0 ]; [ 9.0 ] ])
    Assert.Equal(3, Pairs.count pairs)
    Assert.Equal<float32>([| 1f; 2f; 3f; 4f; 5f; 6f |], pairs.X)
    Assert.Equal<float32>([| 7f; 8f; 9f |], pairs.Y)

[<Fact>]
let ``Scalars are a column`` () =
    let pairs = Pairs.ofScalars [ 1.0; 2.0 ] [ 3.0; 4.0 ]
    Assert.Equal((1, 1, 2), (pairs.XDimension, pairs.YDimension, pairs.Count))

[<Fact>]
let ``Rows that do not match are refused`` () =
    let x, y = Array2D.zeroCreate 3 1, Array2D.zeroCreate 2 1
    Assert.Throws<ShapeException>(fun () -> Pairs.ofArrays x y |> ignore) |> ignore
    Pairs.tryOfArrays x y |> Expect.error "3 rows of x and 2 rows of y"

[<Fact>]
let ``A NaN is named by row and column`` () =
    Pairs.tryOfArrays (array2D [ [ 1.0; 2.0 ]; [ 3.0; nan ] ]) (Array2D.zeroCreate 2 1) |> Expect.error "row 1, column 1"
