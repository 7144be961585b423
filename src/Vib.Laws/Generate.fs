namespace Vib.Laws

open FsCheck
open FsCheck.FSharp
open Vib
open Vib.Core

[<RequireQualifiedAccess>]
module Generate =
    let internal seed = Gen.choose (1, 999_999)
    let private of' simpler generator = Arb.fromGenShrink (generator, simpler)

    let covariances =
        gen {
            let! dimension = Gen.choose (1, 5)
            let! tenths = Gen.choose (0, 40)
            let! seed = seed

            return { CovarianceCase.Dimension = dimension; Condition = 10.0 ** (float tenths / 10.0); Seed = seed }
        }
        |> of' CovarianceCase.simpler

    let private bijection = Gen.elements BijectionCase.all

    let bijections =
        gen {
            let! x = bijection
            let! y = bijection
            let isIdle = x = Bijection.Identity && y = Bijection.Identity
            return { OfX = (if isIdle then Bijection.Cube else x); OfY = y }
        }
        |> of' BijectionCase.simpler

    let private condition = Gen.frequency [ 1, Gen.constant 1.0; 1, Gen.elements [ 2.0; 5.0; 20.0 ] ]

    let gaussians dimension (information: float<nat> list) =
        gen {
            let! x = Gen.choose (1, dimension)
            let! y = Gen.choose (1, dimension)
            let! information = Gen.elements information
            let! condition = condition
            let! bijection = Gen.frequency [ 3, Gen.constant BijectionCase.identity; 1, Arb.toGen bijections ]
            let! seed = seed

            return { XDimension = x; YDimension = y; Information = information; Condition = condition; Bijection = bijection; Seed = seed }
        }
        |> of' GaussianCase.simpler

    let blocks dimension information = Arb.zip (gaussians dimension information, gaussians dimension information)

    let chains dimension =
        gen {
            let! dimension = Gen.choose (1, dimension)
            let correlation = Gen.elements [ 0.95; 0.9; 0.8; 0.7; 0.5; 0.3; 0.0 ]
            let! first = correlation
            let! second = correlation
            let! seed = seed

            return { ChainCase.Dimension = dimension; First = first; Second = second; Seed = seed }
        }
        |> of' ChainCase.simpler

    let private scoresOf batch kinds =
        gen {
            let! batch = Gen.choose (2, batch)
            let! kind, scale = Gen.frequency kinds
            let! seed = seed

            return { Batch = batch; Kind = kind; Scale = scale; Seed = seed }
        }
        |> of' ScoreCase.simpler

    let private kind kind scales = Gen.elements scales |> Gen.map (fun scale -> kind, scale)

    let private mild = [
        3, kind Uniform [ 0.1; 1.0; 3.0; 10.0 ]
        2, kind Optimal [ 0.5; 1.0; 3.0 ]
        2, kind Levelled [ 0.3; 1.0; 3.0 ]
        1, kind Constant [ 0.0; 1.0; -2.0 ]
        1, kind LowRank [ 1.0; 10.0 ]
        1, kind Towering [ 5.0 ]
    ]

    let scores =
        scoresOf 8 (mild @ [ 1, kind Uniform [ 100.0; 300.0 ]; 1, kind Towering [ 100.0; 300.0 ]; 1, kind Constant [ 300.0; -300.0 ] ])

    let mildScores = scoresOf 6 mild

    let tables =
        gen {
            let! x = Gen.choose (2, 3)
            let! y = Gen.choose (2, 3)
            let! coupling = Gen.elements [ 0.0; 0.5; 1.0; 2.0; 3.0 ]
            let! isUneven = Gen.elements [ false; true ]
            let! seed = seed

            return { XValues = x; YValues = y; Coupling = coupling; Uneven = isUneven; Seed = seed }
        }
        |> of' TableCase.simpler

    let permutations =
        gen {
            let! count = Gen.choose (1, 12)
            let! seed = seed
            return { Count = count; Seed = seed }
        }
        |> of' PermutationCase.simpler
