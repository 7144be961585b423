namespace Vib.Laws

open Vib

/// The exact expectation of a bound over all batches of pairs of a few values: nothing is left to chance.
[<RequireQualifiedAccess>]
module internal Expectation =
    let private most = 1300 // batches

    /// The largest batch, up to the one that is wished for, of which there are not too many.
    let batch wished (table: SmallTable) =
        let states = float table.Probability.Length
        [ wished .. -1 .. 2 ] |> List.tryFind (fun b -> states ** float b <= float most) |> Option.defaultValue 2

    /// The mean over every batch of B pairs, weighed; the largest number on the way; how many batches.
    let over (reading: ScoreReading) (table: SmallTable) (pairs: PairScores) b =
        let columns = table.OfY.Length
        let states = table.Probability.Length
        let probability = table.Probability |> Seq.cast<float> |> Seq.toArray
        let count = pown states b
        let entropy = float (SmallTable.entropyOfY table)

        let batchOf number =
            let chosen = Array.init b (fun k -> number / pown states k % states)

            let batch = {
                Scores = Array2D.init b b (fun i j -> pairs.Score[chosen[i] / columns, chosen[j] % columns])
                Companion =
                    match pairs.Companion with
                    | Some companion -> chosen |> Array.map (fun s -> companion[s / columns, s % columns])
                    | None -> [||]
                Entropy = entropy
            }

            chosen |> Array.fold (fun p state -> p * probability[state]) 1.0, batch

        let weights, batches = Array.init count batchOf |> Array.unzip
        let values = reading.Value batches
        let largest = values |> Array.fold (fun most value -> max most (abs value)) (Matrix.largest pairs.Score)
        Array.fold2 (fun sum weight value -> sum + weight * value) 0.0 weights values, largest, count

    /// The expectation with a critic, what rounding may do to it, and how many batches.
    let read (options: LawOptions) reading table batch critic =
        let mean, largest, count = over reading table (Critic.scores reading table critic) batch
        mean, options.Rounding * (1.0 + largest), count
