namespace Vib.Laws

open FsCheck
open FsCheck.FSharp
open Vib

/// A table, every batch of which is weighed, and a critic of its pairs.
type internal WeighedCase = { Table: TableCase; Batch: int; Critic: Critic }

[<RequireQualifiedAccess>]
module internal WeighedCase =
    let private generator (tables: Arbitrary<TableCase>) critics =
        gen {
            let! table = tables.Generator
            let! batch = Gen.choose (2, 5)
            let! critic = critics

            return { Table = table; Batch = Expectation.batch batch (TableCase.joint table); Critic = critic }
        }

    let private simpler (tables: Arbitrary<TableCase>) case =
        seq {
            if case.Batch > 2 then
                { case with Batch = 2 }
                { case with Batch = case.Batch - 1 }

            for table in tables.Shrinker case.Table do
                { case with Table = table }

            for critic in Critic.simpler case.Critic do
                { case with Critic = critic }
        }

    let arbitrary tables critics = Arb.fromGenShrink (generator tables critics, simpler tables)

    let describe reading case = $"{TableCase.describe case.Table}; {Critic.describe reading case.Critic}; B = {case.Batch}, every batch weighed"

    /// What `wanted` says of the expectation, what rounding may do to it, the exact information, and the number of batches.
    let judge wanted options reading case =
        let table = TableCase.joint case.Table
        let mean, tolerance, count = Expectation.read options reading table case.Batch case.Critic
        wanted tolerance mean (float table.Information) count

/// Equalities and inequalities of exact expectations at the best critic.
[<RequireQualifiedAccess>]
module internal TableLaws =
    let private equal tables claim (reading: ScoreReading) (options: LawOptions) =
        let cases = WeighedCase.arbitrary tables (Gen.constant Best)
        Search.run claim options options.Cases cases (WeighedCase.describe reading) (WeighedCase.judge Judgement.equal options reading)

    let tight claim reading options = equal Generate.tables claim reading options

    let private independentTables =
        Arb.fromGenShrink (
            Generate.tables.Generator |> Gen.map (fun table -> { table with Coupling = 0.0 }),
            Generate.tables.Shrinker >> Seq.filter (fun table -> table.Coupling = 0.0)
        )

    let independence claim reading options = equal independentTables claim reading options

    /// Of a chain X → Y → Z of tables at the best critic: what is read of (X, Z) is at most what is read of (X, Y).
    let dataProcessing claim (reading: ScoreReading) (options: LawOptions) =
        let cases =
            gen {
                let! table = Generate.tables.Generator
                let! values = Gen.choose (2, 3)
                let! coupling = Gen.elements [ 0.0; 1.0; 3.0 ]
                let! batch = Gen.choose (2, 3)
                return table, values, coupling, batch
            }

        let simpler (table, values, coupling, batch) =
            seq {
                if batch > 2 then
                    table, values, coupling, 2

                if values > 2 then
                    table, 2, coupling, batch

                if coupling <> 0.0 then
                    table, values, 0.0, batch

                for table in TableCase.simpler table do
                    table, values, coupling, batch
            }

        let judge (case, values, coupling, batch) =
            let table = TableCase.joint case
            let lost = table |> SmallTable.through (TableCase.channel values coupling case)
            let xz, roundingXz, a = Expectation.read options reading lost (Expectation.batch batch lost) Best
            let xy, roundingXy, b = Expectation.read options reading table (Expectation.batch batch table) Best
            Judgement.atMost (roundingXz + roundingXy) xz xy (a + b)

        let words (table, values, coupling, batch) =
            $"{TableCase.describe table}; z of {values} values, y through a channel (coupling {Text.number coupling}); {Critic.describe reading Best}; B = {batch}, every batch weighed"

        Search.run claim options options.Cases (Arb.fromGenShrink (cases, simpler)) words judge

    /// Of two independent tables at the best critic: what is read of both together is the sum.
    let additivity claim (reading: ScoreReading) (options: LawOptions) =
        let two case = { case with XValues = 2; YValues = 2 }

        let cases =
            gen {
                let! first = Generate.tables.Generator
                let! second = Generate.tables.Generator
                let! batch = Gen.frequency [ 3, Gen.constant 2; 1, Gen.constant 3 ] // of which there are 256 and 4 096
                return two first, two second, batch
            }

        let simpler (first, second, batch) =
            seq {
                if batch > 2 then
                    first, second, 2

                for first in TableCase.simpler first do
                    first, second, batch

                for second in TableCase.simpler second do
                    first, second, batch
            }

        let judge (first, second, batch) =
            let first, second = TableCase.joint first, TableCase.joint second
            let read table = Expectation.read options reading table batch Best
            let (a, roundingA, countA), (b, roundingB, countB) = read first, read second
            let both, rounding, count = SmallTable.product first second |> read
            Judgement.equal (roundingA + roundingB + rounding) both (a + b) (count + countA + countB)

        let words (first, second, batch) =
            $"blocks: {TableCase.describe first}; and {TableCase.describe second}; {Critic.describe reading Best}; B = {batch}, every batch weighed"

        Search.run claim options options.Cases (Arb.fromGenShrink (cases, simpler)) words judge
