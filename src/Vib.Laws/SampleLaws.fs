namespace Vib.Laws

open FsCheck
open FsCheck.FSharp
open Vib
open Vib.Core

/// What holds of an estimator from samples, on average over samples or on every single one.
[<RequireQualifiedAccess>]
module internal SampleLaws =
    type private Value = float[,] -> float[,] -> float

    let private nats = [ 0.0<nat>; 0.1<nat>; 0.5<nat>; 1.0<nat>; 2.0<nat> ]
    let private sources (options: LawOptions) = Generate.gaussians options.Dimension nats
    let private unbent (case: GaussianCase) = { case with Bijection = BijectionCase.identity }

    let private trial (options: LawOptions) isTwoSided slack = {
        Share = options.FalseAlarm / float options.Sources
        Effect = float options.Effect
        Slack = slack
        IsTwoSided = isTwoSided
        First = 2
        Looks = 5
    }

    let private run claim (options: LawOptions) cases describe judge =
        let words case = $"{describe case}; {options.Pairs} pairs"
        Search.run claim options options.Sources cases words judge

    /// The mean of a quantity over samples of a truth, against what it should be.
    let private sampled options isTwoSided slack wanted target seed truth (quantity: float[,] * float[,] -> float) =
        use source = new Sampling(truth, seed)
        let finding = Evidence.judge (trial options isTwoSided slack) (source.Pairs options.Pairs >> Array.map quantity)
        Judgement.sampled wanted (fun mean -> target + mean) target finding

    let private within (options: LawOptions) = $"within {Text.number (float options.Slack)} nat of"

    let side isLower claim (value: Value) (options: LawOptions) =
        run claim options (sources options) GaussianCase.describe (fun case ->
            let truth = GaussianCase.truth case
            use source = new Sampling(truth, case.Seed)
            let sign = if isLower then 1.0 else -1.0
            let draw = source.Pairs options.Pairs >> Array.map (fun (x, y) -> sign * (value x y - truth.Information))
            let finding = Evidence.judge (trial options false 0.0) draw
            Judgement.sampled (if isLower then "at most" else "at least") (fun mean -> truth.Information + sign * mean) truth.Information finding)

    let tight claim (value: Value) (options: LawOptions) =
        run claim options (sources options) GaussianCase.describe (fun case ->
            let truth = GaussianCase.truth case

            sampled options true (float options.Slack) (within options) truth.Information case.Seed truth (fun (x, y) ->
                value x y - truth.Information))

    let independence claim (value: Value) (options: LawOptions) =
        run claim options (Generate.gaussians options.Dimension [ 0.0<nat> ]) GaussianCase.describe (fun case ->
            sampled options true (float options.Slack) (within options) 0.0 case.Seed (GaussianCase.truth case) (fun (x, y) -> value x y))

    let symmetry claim (value: Value) (options: LawOptions) =
        run claim options (sources options) (fun case -> $"{GaussianCase.describe case}; less what is read with x and y changed over") (fun case ->
            sampled options true (float options.Slack) (within options) 0.0 case.Seed (GaussianCase.truth case) (fun (x, y) -> value x y - value y x))

    let invariance claim (value: Value) (options: LawOptions) =
        let cases =
            Arb.fromGenShrink (
                gen {
                    let! case = (sources options).Generator
                    let! bijection = Generate.bijections.Generator
                    return { case with Bijection = bijection }
                },
                GaussianCase.simpler >> Seq.filter (fun case -> case.Bijection <> BijectionCase.identity)
            )

        run claim options cases (fun case -> $"{GaussianCase.describe case}; less what is read without the bijections") (fun case ->
            let plain = unbent case
            // the same seed draws the same pairs, bent and not
            use bent = new Sampling(GaussianCase.truth case, case.Seed)
            use unbent = new Sampling(GaussianCase.truth plain, case.Seed)
            let read (source: Sampling) = source.Pairs options.Pairs >> Array.map (fun (x, y) -> value x y)
            let draw count = Array.map2 (fun a b -> a - b) (read bent count) (read unbent count)
            Evidence.judge (trial options true (float options.Slack)) draw |> Judgement.sampled (within options) id 0.0)

    let private columns first count (rows: float[,]) = rows[*, first .. first + count - 1]

    let additivity claim (value: Value) (options: LawOptions) =
        let cases = Generate.blocks (max 1 (options.Dimension / 2)) nats

        run
            claim
            options
            cases
            (fun (a, b) -> $"blocks: {GaussianCase.describe a}; and {GaussianCase.describe b}; both together less the sum")
            (fun (a, b) ->
                let first, second = GaussianCase.truth a, GaussianCase.truth b

                sampled options true (float options.Slack) (within options) 0.0 (a.Seed + b.Seed) (Blocks(first, second)) (fun (x, y) ->
                    let ofFirst = value (columns 0 first.XDimension x) (columns 0 first.YDimension y)
                    let ofSecond = value (columns first.XDimension second.XDimension x) (columns first.YDimension second.YDimension y)
                    value x y - ofFirst - ofSecond))

    let dataProcessing claim (value: Value) (options: LawOptions) =
        let cases =
            let chains = Generate.chains options.Dimension

            Arb.fromGenShrink (
                Gen.zip chains.Generator (Gen.elements [ true; false ]),
                fun (chain, isFirst) -> chains.Shrinker chain |> Seq.map (fun chain -> chain, isFirst)
            )

        let words (case, isFirst) = ChainCase.describe case + (if isFirst then "; of x and z less of x and y" else "; of x and z less of y and z")

        run claim options cases words (fun (case, isFirst) ->
            let d = case.Dimension

            sampled
                options
                false
                (float options.Slack)
                $"at most {Text.number (float options.Slack)} nat above"
                0.0
                case.Seed
                (ChainCase.truth case)
                (fun (x, yz) ->
                    let y, z = columns 0 d yz, columns d d yz
                    value x z - (if isFirst then value x y else value y z)))

    /// One sample of each source, and what is said of it.
    let private onEach claim (options: LawOptions) describe judge =
        run claim options (sources options) describe (fun case ->
            use source = new Sampling(GaussianCase.truth case, case.Seed)
            source.Pairs options.Pairs 1 |> Array.exactlyOne |> judge case)

    let private rounding (options: LawOptions) value = options.Rounding * (1.0 + abs value)

    let permutation claim (value: Value) (options: LawOptions) =
        let describe (case: GaussianCase) = $"{GaussianCase.describe case}; pairs in another order"

        onEach claim options describe (fun case (x, y) ->
            let order = PermutationCase.order { PermutationCase.Count = options.Pairs; Seed = case.Seed }
            let wanted = value x y
            Judgement.equal (rounding options wanted) (value (Matrix.rows order x) (Matrix.rows order y)) wanted 2)

    let ordering claim (low: Value) (high: Value) (options: LawOptions) =
        onEach claim options GaussianCase.describe (fun _ (x, y) ->
            let limit = high x y
            Judgement.atMost (rounding options limit) (low x y) limit 2)

    let ceiling (limit: int -> float) claim (value: Value) (options: LawOptions) =
        onEach claim options GaussianCase.describe (fun _ (x, y) ->
            let limit = limit options.Pairs
            Judgement.atMost (rounding options limit) (value x y) limit 1)
