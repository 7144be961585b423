/// `repro szt-plane`: the first information planes, on all 4096 words of the 12-bit task: 12-10-7-5-4-3-2 with tanh  (Shwartz-Ziv and Tishby 2017), and with ReLU, where Saxe et al. 2018 find no compression.
/// Of the publications: layers, weights of deviation 1/√out, batches of 256, Adam at 4e-4, four fifths of the words to learn from, all of them looked at; 10 000 epochs there.
module Vib.Bench.SztPlane

open System.Globalization
open System.IO
open Vib
open Vib.Core
open Vib.Bench.Results

let private looks = 40

/// The same bins for both networks, and for tanh the first paper's.
let private networks = [ "tanh", Activation.Tanh, [ Plane.binnedBy 0.07; Plane.binned ]; "relu", Activation.Relu, [ Plane.binnedBy 0.07 ] ]

let private bits nats = Nats.ToBits nats
let private number (value: float) = value.ToString("F4", CultureInfo.InvariantCulture)

let private followed epochs seeds (name, activation, estimators) =
    let words = Plane.twelveBits ()
    let struct (training, test) = words.Split(0.8, 1L)
    use network = training |> Plane.classifier { Plane.twelveBitNetwork with Activation = activation; Replicates = seeds }
    printfn $"\n{name}: {network}, {epochs} epochs of {network.StepsPerEpoch} steps"

    let options = {
        Plane.defaults with
            Steps = int64 epochs * int64 network.StepsPerEpoch
            Schedule = PlaneSchedule.LogSpaced looks
            Estimators = estimators
    }

    let plane = network |> Plane.follow options [ "all", words; "training", training; "test", test ]
    printfn $"{plane}"
    plane

/// The mean over seeds of every layer on all words, in bits: what the figures draw.
let private picture path (planes: (string * InformationPlane) list) =
    let rows = [
        "network,estimator,layer,step,epoch,ixt_bits,ixt_error,ity_bits,ity_error"
        for name, plane in planes do
            for estimator in plane.Estimators do
                for layer in plane.Layers do
                    let curve = plane.Curve(layer, estimator, "all")

                    for i in 0 .. curve.Steps.Count - 1 do
                        let values = [
                            curve.Epochs[i]
                            bits curve.Input[i]
                            bits curve.InputError[i]
                            bits curve.Output[i]
                            bits curve.OutputError[i]
                        ]

                        $"""{name},"{estimator}",{layer},{curve.Steps[i]},{values |> List.map number |> String.concat ","}"""
    ]

    File.WriteAllLines(path, rows)
    printfn $"the curves are in {shown path}"

let private found name (plane: InformationPlane) = [
    for i, estimator in List.indexed (List.ofSeq plane.Estimators) do
        let prefix = if i = 0 then name else $"{name}.edges"
        let phases = plane.Phases(estimator, "all") |> List.ofSeq |> List.filter (fun phase -> phase.Layer <> "output")
        printfn $"\n{name}, {estimator}, bits"

        for phase in phases do
            let curve = plane.Curve(phase.Layer, estimator, "all")
            let layer = $"""{prefix}.{phase.Layer.Replace(" ", "")}"""
            let last values = Seq.last values

            printfn
                $"  {phase.Layer}: I(X;T) at most %.2f{bits (Seq.max curve.Input)}, at the end %.2f{bits (last curve.Input)}; fall %.3f{bits phase.Compression} ± %.3f{bits phase.CompressionError} after epoch %.0f{phase.PeakEpoch}, p = %.2g{phase.PValue}; I(T;Y) at the end %.3f{bits (last curve.Output)}"

            entry $"{layer}.ixt.max.bits" "bit" (bits (Seq.max curve.Input))
            entry $"{layer}.ixt.end.bits" "bit" (bits (last curve.Input))
            entry $"{layer}.ity.max.bits" "bit" (bits (Seq.max curve.Output))
            entry $"{layer}.ity.end.bits" "bit" (bits (last curve.Output))
            entry $"{layer}.compression.bits" "bit" (bits phase.Compression)
            entry $"{layer}.compression.error.bits" "bit" (bits phase.CompressionError)
            entry $"{layer}.compression.p" "probability" phase.PValue
            entry $"{layer}.peak.epoch" "epoch" phase.PeakEpoch

        entry $"{prefix}.compression.bits" "bit" (phases |> List.averageBy (fun phase -> bits phase.Compression))
        entry $"{prefix}.compressing.layers" "layer" (phases |> List.filter _.Compresses |> List.length |> float)
]

let private standings name (plane: InformationPlane) = [
    for set in [ "training"; "test" ] do
        let last = plane.Standings |> Seq.filter (fun one -> one.Set = set && one.Step = plane.Steps[plane.Steps.Count - 1])
        entry $"{name}.{set}.accuracy" "fraction" (last |> Seq.averageBy _.Accuracy)
        entry $"{name}.{set}.loss.nats" "nat" (last |> Seq.averageBy _.Loss)
]

/// Both networks on all words, and what became of their layers.
let page planes report =
    (report, planes)
    ||> List.fold (fun report (name, plane: InformationPlane) ->
        report
        |> Report.section name
        |> Report.chart (Chart.ofPlaneOn "all" plane)
        |> Report.text (plane.Phases() |> Seq.map string |> String.concat "\n\n"))

let run epochs seeds =
    let planes = [ for name, activation, estimators in networks -> name, followed epochs seeds (name, activation, estimators) ]

    // every word is looked at, and the bins are a function of the word: no estimate can be above the truth
    let most =
        planes
        |> List.map (fun (_, plane) -> plane.Points |> Seq.filter (fun point -> point.Set = "all") |> Seq.map _.Output.Value |> Seq.max)
        |> List.max

    let over = planes |> List.sumBy (fun (_, plane) -> PlaneReading.Violations plane |> Seq.length)
    picture (Path.Combine(folder "repro", "szt-plane.csv")) planes

    writeWith
        (page planes)
        "repro"
        "szt-plane"
        ([
            for name, plane in planes do
                yield! found name plane
                yield! standings name plane
                entry $"{name}.seconds" "s" plane.Seconds
                entry $"{name}.look.seconds" "s" plane.LookSeconds
         ]
         @ [
             entry "ity.max.bits" "bit" (bits most)
             entry "truth.bits" "bit" (bits TwelveBitTask.Information)
             entry "violations" "pair" (float over)
             entry "epochs" "epoch" (float epochs)
             entry "seeds" "network" (float seeds)
         ])

    0
