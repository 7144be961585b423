namespace Vib.Laws

open FsCheck
open FsCheck.FSharp
open Vib
open Vib.Core

/// A Gaussian, from which batches are drawn, and by how much its log-ratios are scaled.
type internal DrawnCase = { Gaussian: GaussianCase; Batch: int; Factor: float }

/// The expectation over drawn batches, against the exact information.
[<RequireQualifiedAccess>]
module internal DrawnCase =
    // scores are cut there, so that no mean of e^S hangs on a pair in a million; what holds for any critic holds for that one
    let private clip = 4.0

    let private looks = 6
    let private scoresAtOnce = 1 <<< 18

    /// Whether a bound is held to drawn batches too: those that want a density or a companion are weighed only.
    let suits (reading: ScoreReading) = reading.Companion.IsNone && (reading.Needs = AnyCritic || reading.Needs = Conditional)

    let private generator needs =
        gen {
            let few = [ 0.0<nat>; 0.25<nat>; 0.5<nat>; 1.0<nat> ]
            let! gaussian = (Generate.gaussians 3 (if needs = Conditional then few else 2.0<nat> :: few)).Generator
            let! batch = Gen.elements [ 4; 8; 16; 32 ]
            let! factor = Gen.elements [ 1.0; 1.0; 0.5 ]

            return {
                Gaussian = { gaussian with Bijection = BijectionCase.identity }
                Batch = batch
                Factor = (if needs = Conditional then 1.0 else factor)
            }
        }

    let private simpler case =
        seq {
            if case.Batch > 4 then
                { case with Batch = case.Batch / 2 }

            if case.Factor <> 1.0 then
                { case with Factor = 1.0 }

            for gaussian in GaussianCase.simpler case.Gaussian do
                { case with Gaussian = gaussian }
        }

    let arbitrary needs = Arb.fromGenShrink (generator needs, simpler)

    let describe (reading: ScoreReading) case =
        let scaled = if case.Factor = 1.0 then "" else $"{Text.number case.Factor} "
        let offset = if reading.Offset = 0.0 then "" else $", + {Text.number reading.Offset}"

        let critic =
            if reading.Needs = Conditional then
                "log p(y|x)"
            else
                $"{scaled}log r cut at ±{Text.number clip}{offset}"

        $"{GaussianCase.describe case.Gaussian}; critic {critic}; B = {case.Batch}"

    let judge isLower (options: LawOptions) (reading: ScoreReading) case =
        let { Gaussian = gaussian; Batch = batch; Factor = factor } = case
        let truth = GaussianCase.truth gaussian
        use source = new Sampling(truth, gaussian.Seed)
        let cut r = max -clip (min clip (factor * r)) + reading.Offset
        let map = if reading.Needs = Conditional then id else cut
        let violation value = if isLower then value - truth.Information else truth.Information - value

        let draw count =
            Seq.init count id
            |> Seq.chunkBySize (max 1 (scoresAtOnce / (batch * batch)))
            |> Seq.map (fun part -> source.Scores (reading.Needs = Conditional) map batch part.Length |> reading.Value |> Array.map violation)
            |> Array.concat

        let finding =
            draw
            |> Evidence.judge {
                Share = options.FalseAlarm / float options.Cases
                Effect = float options.Effect
                Slack = options.Rounding * (1.0 + clip + abs reading.Offset)
                IsTwoSided = false
                First = 8
                Looks = looks
            }

        let came mean = if isLower then truth.Information + mean else truth.Information - mean
        Judgement.sampled (if isLower then "at most" else "at least") came truth.Information finding

/// Expectations of bounds on scores, against the exact information.
[<RequireQualifiedAccess>]
module internal SideLaws =
    type private SideCase =
        | Weighed of WeighedCase
        | Drawn of DrawnCase

    /// One case in twelve is drawn, where the bound can be fed so.
    let side isLower claim (reading: ScoreReading) (options: LawOptions) =
        let weighed, drawn = WeighedCase.arbitrary Generate.tables Critic.any, DrawnCase.arbitrary reading.Needs

        let generator =
            Gen.frequency [
                11, Gen.map Weighed weighed.Generator
                if DrawnCase.suits reading then
                    1, Gen.map Drawn drawn.Generator
            ]

        let simpler case =
            match case with
            | Weighed case -> weighed.Shrinker case |> Seq.map Weighed
            | Drawn case -> drawn.Shrinker case |> Seq.map Drawn

        let describe case =
            match case with
            | Weighed case -> WeighedCase.describe reading case
            | Drawn case -> DrawnCase.describe reading case

        let judge case =
            match case with
            | Weighed case -> WeighedCase.judge (if isLower then Judgement.atMost else Judgement.atLeast) options reading case
            | Drawn case -> DrawnCase.judge isLower options reading case

        Search.run claim options options.Cases (Arb.fromGenShrink (generator, simpler)) describe judge
