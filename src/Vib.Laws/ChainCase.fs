namespace Vib.Laws

open Vib
open Vib.Core

type ChainCase = { Dimension: int; First: float; Second: float; Seed: int }

[<RequireQualifiedAccess>]
module ChainCase =
    let private information dimension correlation = CorrelatedGaussian(dimension, correlation).Information * 1.0<nat>

    let informationXY case = information case.Dimension case.First
    let informationYZ case = information case.Dimension case.Second
    let informationXZ case = information case.Dimension (case.First * case.Second)

    let truth case : Truth =
        let d = case.Dimension

        // of variables a and b among x, y, z: what is between them multiplies
        let between a b =
            match min a b, max a b with
            | 0, 1 -> case.First
            | 1, 2 -> case.Second
            | 0, 2 -> case.First * case.Second
            | _ -> 1.0

        MultivariateGaussian(Array2D.init (3 * d) (3 * d) (fun i j -> if i % d = j % d then between (i / d) (j / d) else 0.0), d)

    let simpler case =
        seq {
            if case.Dimension > 1 then
                { case with Dimension = case.Dimension - 1 }

            for simple in [ 0.0; 0.5 ] do
                if case.First <> simple && case.First <> 0.0 then
                    { case with First = simple }

                if case.Second <> simple && case.Second <> 0.0 then
                    { case with Second = simple }

            if case.Seed > 9 then
                { case with Seed = case.Seed % 10 }
        }

    let describe case =
        let nats (information: float<nat>) = Text.number (float information)

        Text.invariant
            $"chain of {case.Dimension}-d Gaussians, correlations {Text.number case.First} and {Text.number case.Second}: I(X;Y) = {nats (informationXY case)}, I(Y;Z) = {nats (informationYZ case)}, I(X;Z) = {nats (informationXZ case)} nat (seed {case.Seed})"
