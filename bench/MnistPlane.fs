/// `repro mnist-plane`: the network of the lossy-compression paper in the information plane  (Butakov et al. 2024, arXiv:2305.08013): convolutions to 8, 16 and 32 channels and a dense layer of 32, leaky ReLU, dropout 0.1,
/// noise of 1e-3 of each activation, Adam at 1e-5, batches of 1024, 300 epochs; each layer compressed to 4 principal components, weighted entropies, on the test set.
/// Different from the publication: the input is compressed by its principal components too, where there it is an autoencoder; k = 20 in place of 5, whose weights' squares sum to 262 in 8 dimensions; noise is on each
/// layer's output. Without `--full` Adam is at 1e-3, so that few epochs show a whole training. A run that was stopped goes on from its file.
module Vib.Bench.MnistPlane

open System.IO
open Vib
open Vib.Core
open Vib.Bench.Results

let private axes, private k = 4, 20

/// The rows of a plane after the first `from` steps, with their header where the file begins.
let private append (path: string) from (plane: InformationPlane) =
    let lines = (Plane.csv plane).TrimEnd('\n').Split '\n'
    let isNew (line: string) = int64 (line.Substring(0, line.IndexOf ',')) > from || from = 0L
    let rows = lines |> Array.skip 1 |> Array.filter isNew

    if from = 0L then
        File.WriteAllLines(path, Array.append lines[..0] rows)
    else
        File.AppendAllLines(path, rows)

/// Every layer's way so far, as the file has it.
let page path report =
    let table = Table.read path
    let layers, epochs = Table.categories "layer" table, Table.numbers "epoch" table
    let numbers name = Table.numbers name table
    let x, xError, y, yError = numbers "ixt", numbers "ixt_error", numbers "ity", numbers "ity_error"
    let point row = epochs[row], (x[row], xError[row]), (y[row], yError[row])

    report
    |> Report.chart (Chart.plane [ for layer, rows in Seq.indexed layers |> Seq.groupBy snd -> layer, rows |> Seq.map (fst >> point) ])

let run folderOfData epochs (most: int option) isFull =
    let images =
        let all = Data.images folderOfData

        match most with
        | Some count -> all |> Images.take (min count all.Training.Count) (min (count / 6) all.Test.Count)
        | None -> all

    let training, test = Plane.ofImages 0.1307 0.3081 images.Training, Plane.ofImages 0.1307 0.3081 images.Test
    let rate = if isFull then 1e-5 else 1e-3
    use network = training |> Plane.classifier { Plane.lossyCompressionMnist with LearningRate = rate }
    let folder = folder "repro"
    let name = if isFull then "mnist-plane-full" else "mnist-plane"
    let weights, picture = Path.Combine(folder, $"{name}.safetensors"), Path.Combine(folder, $"{name}.csv")

    if File.Exists weights && File.Exists picture then
        network.Resume weights
        printfn $"goes on from epoch {network.Steps / int64 network.StepsPerEpoch}, as {shown weights} says"

    let perEpoch = int64 network.StepsPerEpoch
    printfn $"\n{network}, Adam at {rate:G}, {epochs} epochs; the run is kept in {shown weights} after each"
    let mutable last = None

    for epoch in network.Steps / perEpoch .. int64 epochs - 1L do
        let from = network.Steps

        let plane =
            let options =
                Vib.Core.PlaneOptions(
                    From = from,
                    Steps = (epoch + 1L) * perEpoch,
                    Schedule = PlaneSchedule.At [||],
                    Estimators = [| Plane.compressed axes k |]
                )

            InformationPlanes.Follow(network, [| PlaneSet("test", test) |], options)

        append picture from plane
        network.Save weights
        last <- Some plane
        let standing = Seq.last plane.Standings
        let values = [ for layer in plane.Layers -> $"%.2f{Seq.last (Plane.curve layer plane).Input}" ] |> String.concat ", "
        printfn $"epoch {epoch + 1L}: accuracy %.4f{standing.Accuracy}, loss %.4f{standing.Loss}; I(X;T), nats: {values}; %.1f{plane.Seconds} s"

    match last with
    | None -> printfn $"nothing to do: {shown weights} has all {epochs} epochs"
    | Some plane ->
        let standing = Seq.last plane.Standings

        writeWith (page picture) "repro" name [
            for layer in plane.Layers do
                let curve = Plane.curve layer plane
                let prefix = layer.Replace(" ", "")
                entry $"{prefix}.ixt.nats" "nat" (Seq.last curve.Input)
                entry $"{prefix}.ixt.error.nats" "nat" (Seq.last curve.InputError)
                entry $"{prefix}.ity.nats" "nat" (Seq.last curve.Output)
                entry $"{prefix}.ity.error.nats" "nat" (Seq.last curve.OutputError)
            entry "test.accuracy" "fraction" standing.Accuracy
            entry "test.loss.nats" "nat" standing.Loss
            entry "epochs" "epoch" (float epochs)
            entry "last.epoch.seconds" "s" plane.Seconds
        ]

        printfn $"the points are in {shown picture}"

    0
