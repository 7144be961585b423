namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Observations =
    let ofImages (images: LabelledImages) = Observations.Of images
    let ofPairs (pairs: Pairs) = Observations.Of pairs
    let ofTruth (truth: Truth) = Observations.Of truth
    let ofRows (x: float[,]) (labels: int[]) = Observations.Of(Array2D.map float32 x, labels)
    let tryOfRows x labels = Attempt.message (fun () -> ofRows x labels)

    let ofTable (x: string list) (y: string list) (table: Table) = Observations.Of(table, List.toArray x, List.toArray y)
    let tryOfTable x y table = Attempt.message (fun () -> ofTable x y table)
    let ofNumbers (x: float[,]) = Observations.Of(Array2D.map float32 x)
    let standardised (data: Observations) = data.Standardised()
    let unscaled (data: Observations) = data.Standardised false

    let ofNpz path x labels =
        let x, labels = Vib.Core.Npz.Read(path, x), Vib.Core.Npz.Read(path, labels)
        Observations.Of(x.ToMatrix<float32>(), labels.To<int>())

    let tryOfNpz path x labels = Attempt.message (fun () -> ofNpz path x labels)

    let withNumbers (variable: Var<'v>) (rows: float[,]) (data: Observations) : Observations when 'v :> Observed =
        data.With(variable.Core, Array2D.map float32 rows)

    let withClasses (variable: Var<'v>) (labels: int[]) (data: Observations) : Observations when 'v :> Observed = data.With(variable.Core, labels)
