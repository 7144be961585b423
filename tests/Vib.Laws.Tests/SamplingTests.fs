module Vib.Laws.Tests.SamplingTests

open TorchSharp
open Vib
open Vib.Core
open Vib.Laws
open Xunit

let private truth = Truth.gaussian 2 1.0<nat>

[<Fact>]
let ``Pairs are those of the truth, in doubles, sample after sample`` () =
    use source = new Sampling(truth, 3)
    let samples = source.Pairs 4 3
    use generator = new torch.Generator(3UL)
    use x = torch.zeros ([| 12L; 2L |], torch.ScalarType.Float64)
    use y = torch.zeros ([| 12L; 2L |], torch.ScalarType.Float64)
    truth.Draw(x, y, generator)
    Assert.Equal<float>(x.data<float>().ToArray(), samples |> Seq.collect (fst >> Seq.cast<float>))
    Assert.Equal<float>(y.data<float>().ToArray(), samples |> Seq.collect (snd >> Seq.cast<float>))
    Assert.NotEqual<float>(Seq.cast<float>(fst samples[0]), Seq.cast<float>(fst (source.Pairs 4 1).[0]))

[<Fact>]
let ``Scores are log-ratios or log-conditionals, through the map`` () =
    let scores asConditional map = (use source = new Sampling(truth, 3) in source.Scores asConditional map 3 2)
    use plain = new Sampling(truth, 3)
    let x, y = (plain.Pairs 6 1).[0]
    let rho = truth.Correlation

    let joint i j = // log r of a pair of rows
        let one k = rho * (2.0 * x[i, k] * y[j, k] - rho * (x[i, k] ** 2.0 + y[j, k] ** 2.0)) / (2.0 * (1.0 - rho * rho))
        1.0 + one 0 + one 1

    Expect.close 1e-12 (joint 3 5) (scores false id).[1].Scores[0, 2]
    Expect.close 1e-12 (2.0 * joint 0 1) (scores false (fun s -> 2.0 * s)).[0].Scores[0, 1]
    let density = -(y[1, 0] ** 2.0 + y[1, 1] ** 2.0) / 2.0 - log (2.0 * System.Math.PI)
    Expect.close 1e-12 (joint 0 1 + density) (scores true id).[0].Scores[0, 1]

[<Fact>]
let ``No tensor stays`` () =
    Expect.noTensorStays (fun () ->
        use source = new Sampling(truth, 3)
        source.Pairs 4 3 |> ignore
        source.Scores true id 3 2 |> ignore)
