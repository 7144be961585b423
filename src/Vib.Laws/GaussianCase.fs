namespace Vib.Laws

open Vib
open Vib.Core

type CovarianceCase = { Dimension: int; Condition: float; Seed: int }

[<RequireQualifiedAccess>]
module CovarianceCase =
    /// Q √Λ, a square root of the covariance.
    let internal factor case =
        let stream, d = Stream(case.Seed, 2), case.Dimension
        let place k = if d = 1 then 0.0 else float k / float (d - 1) - 0.5

        if case.Condition = 1.0 then
            Array2D.init d d (fun i j -> if i = j then 1.0 else 0.0)
        else
            Matrix.rotation stream d |> Array2D.mapi (fun _ k q -> q * exp (0.5 * log case.Condition * place k))

    let matrix case =
        let root = factor case
        Matrix.product root (Matrix.transpose root) |> Matrix.symmetric

    let simpler case =
        seq {
            if case.Dimension > 1 then
                { case with Dimension = 1 }
                { case with Dimension = case.Dimension - 1 }

            if case.Condition <> 1.0 then
                { case with Condition = 1.0 }

            if case.Seed > 9 then
                { case with Seed = case.Seed % 10 }
        }

type BijectionCase = { OfX: Bijection; OfY: Bijection }

[<RequireQualifiedAccess>]
module BijectionCase =
    let identity = { OfX = Bijection.Identity; OfY = Bijection.Identity }

    let all = [
        Bijection.Identity
        Bijection.Asinh
        Bijection.NormalCdf
        Bijection.HalfCube
        Bijection.Cube
        Bijection.WigglyX
        Bijection.WigglyY
        Bijection.TwoBumps(0.5, -1.0, 3.0)
    ]

    let map case (truth: Truth) : Truth = if case = identity then truth else MappedTruth(truth, case.OfX, case.OfY)

    let simpler case =
        seq {
            if case <> identity then
                identity

            if case.OfX <> Bijection.Identity && case.OfY <> Bijection.Identity then
                { case with OfX = Bijection.Identity }
                { case with OfY = Bijection.Identity }
        }

type GaussianCase = { XDimension: int; YDimension: int; Information: float<nat>; Condition: float; Bijection: BijectionCase; Seed: int }

[<RequireQualifiedAccess>]
module GaussianCase =
    /// Correlations of canonical pairs that together share the information: ρ = √(1 − e^{−2I}) of each one's part.
    let private correlations case =
        let stream, pairs = Stream(case.Seed, 3), min case.XDimension case.YDimension
        let weights = Array.init pairs (fun _ -> stream.Between(0.5, 1.5))
        weights |> Array.map (fun w -> sqrt (1.0 - exp (-2.0 * float case.Information * w / Array.sum weights)))

    let truth case =
        let dx, dy, rho = case.XDimension, case.YDimension, correlations case
        let root dimension seed = CovarianceCase.factor { Dimension = dimension; Condition = case.Condition; Seed = seed }
        let ofX, ofY = root dx case.Seed, root dy (case.Seed + 1)

        // [x; y] = mixing · (canonical u; v): each variable's own invertible map leaves the information as it is
        let mixing =
            Array2D.init (dx + dy) (dx + dy) (fun i j ->
                if i < dx && j < dx then ofX[i, j]
                elif i >= dx && j >= dx then ofY[i - dx, j - dx]
                else 0.0)

        let canonical =
            Array2D.init (dx + dy) (dx + dy) (fun i j ->
                if i = j then 1.0
                elif abs (i - j) = dx && min i j < rho.Length then rho[min i j]
                else 0.0)

        let covariance = Matrix.product (Matrix.product mixing canonical) (Matrix.transpose mixing) |> Matrix.symmetric
        MultivariateGaussian(covariance, dx) |> BijectionCase.map case.Bijection

    let simpler case =
        seq {
            if case.XDimension > 1 then
                { case with XDimension = case.XDimension - 1 }

            if case.YDimension > 1 then
                { case with YDimension = case.YDimension - 1 }

            if case.Condition <> 1.0 then
                { case with Condition = 1.0 }

            for bijection in BijectionCase.simpler case.Bijection do
                { case with Bijection = bijection }

            if case.Information <> 0.0<nat> then
                { case with Information = 0.0<nat> }

            if case.Information > 0.5<nat> then
                { case with Information = 0.5<nat> }

            if case.Seed > 9 then
                { case with Seed = case.Seed % 10 }
        }

    let describe case =
        let mixed =
            if case.Condition = 1.0 then
                ""
            else
                Text.invariant $", mixed with condition {Text.number case.Condition}"

        let bent name (bijection: Bijection) = if bijection = Bijection.Identity then "" else $", {name} {bijection}"
        let map = bent "x" case.Bijection.OfX + bent "y" case.Bijection.OfY

        Text.invariant
            $"Gaussian, x {case.XDimension}-d, y {case.YDimension}-d{mixed}{map}, I = {Text.number (float case.Information)} nat (seed {case.Seed})"
