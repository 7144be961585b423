namespace Vib

open System
open System.Globalization
open TorchSharp
open Vib.Core

[<RequireQualifiedAccess>]
module Printers =
    let width = 200
    let private first = 6 // values shown of a tensor

    let capped (text: string) =
        let line = text.ReplaceLineEndings(" ")
        if line.Length <= width then line else line.Substring(0, width - 1) + "…"

    let private number (value: float) = value.ToString("G4", CultureInfo.InvariantCulture)

    let private values (tensor: torch.Tensor) =
        use _scope = torch.NewDisposeScope()
        let count = min (int64 first) (tensor.numel ())
        let shown = tensor.detach().flatten().narrow(0, 0, count).cpu().to_type(torch.ScalarType.Float64).contiguous()
        let texts = shown.data<float>().ToArray() |> Array.map number |> String.concat ", "
        if tensor.numel () > count then $"[{texts}, …]" else $"[{texts}]"

    let private hasNumbers (tensor: torch.Tensor) =
        tensor.device_type <> DeviceType.META
        && tensor.dtype <> torch.ScalarType.ComplexFloat32
        && tensor.dtype <> torch.ScalarType.ComplexFloat64

    let tensor (tensor: torch.Tensor) =
        if tensor.IsInvalid then
            "tensor (disposed)"
        else
            let shape = tensor.shape |> Array.map string |> String.concat ","
            let numbers = if hasNumbers tensor then " " + values tensor else ""
            capped $"{tensor.dtype} [{shape}] on {tensor.device}{numbers}"

    let images (images: LabelledImages) =
        let counts = images.Labels |> Array.countBy id |> Array.sort |> Array.map (fun (_, count) -> string count)
        capped $"""{images} ({String.concat ", " counts})"""

    let bottleneck (model: TrainedBottleneck) =
        match Seq.tryLast model.Epochs with
        | Some epoch -> capped $"{model}; {Bottleneck.describe epoch}"
        | None -> capped $"{model}"

    /// Each term with its side and error; of replicates, which may be those of a sweep, each value.
    let evaluation (evaluation: ObjectiveEvaluation) =
        let fixedTo (digits: int) (value: float) = value.ToString($"F{digits}", CultureInfo.InvariantCulture)

        let numbers digits (values: float seq) = values |> Seq.map (fixedTo digits) |> String.concat ", "

        let term (estimate: Estimate) =
            if estimate.ReplicateValues.Count > 1 then
                $"{estimate.Quantity} {signOf estimate.Side} {numbers 2 estimate.ReplicateValues}"
            else
                $"{estimate.Quantity} {signOf estimate.Side} {fixedTo 2 estimate.Value} ± {fixedTo 2 estimate.StandardError}"

        let terms = evaluation.Terms |> Seq.map term |> String.concat "; "

        let error =
            if evaluation.ReplicateErrors.Count = 0 then
                ""
            else
                $"; error {evaluation.ReplicateErrors |> Seq.map (fun error -> 100.0 * error) |> numbers 1} %%"

        capped $"""{terms} nat{error}; {counted evaluation.Count "row"}"""

    /// Generic types have no common one to ask for.
    let private ownGenerics = [ typedefof<Bound<_, _>>; typedefof<Var<_>>; typedefof<Method<_, _, _, _>>; typedefof<ConditionalMethod<_, _, _>> ]

    let private isOwnGeneric (value: obj) =
        let kind = value.GetType()
        kind.IsGenericType && List.contains (kind.GetGenericTypeDefinition()) ownGenerics

    let robustness (result: AttackResult) = (string result).ReplaceLineEndings " " // whole: the caveat is never cut

    let tryLine (value: objnull) =
        match value with
        | :? torch.Tensor as value -> Some(tensor value)
        | :? LabelledImages as value -> Some(images value)
        | :? ImageSets as value -> Some(capped $"training: {value.Training}; test: {value.Test}")
        | :? TrainedBottleneck as value -> Some(bottleneck value)
        | :? ObjectiveEvaluation as value -> Some(evaluation value)
        | :? AttackResult as value -> Some(robustness value)
        | :? Attack
        | :? AttackGoal -> Some(capped $"{value}")
        | :? EpochReport as value -> Some(capped (Bottleneck.describe value))
        | :? Estimate
        | :? EstimateInBits
        | :? PairSource
        | :? Bound
        | :? BottleneckEvaluation
        | :? OptimalCriticReading
        | :? Sandwich
        | :? PermutationNull
        | :? CanonicalAnalysis
        | :? Subsampled
        | :? Bins
        | :? PointwiseProfile
        | :? Triples
        | :? GaussianEncoding
        | :? Staircase
        | :? StaircaseTrace
        | :? InformationCurve
        | :? GaussianOptimum
        | :? LinearEncoder
        | :? CurvePoint
        | :? RateCost
        | :? JointTable
        | :? DiscreteSolution
        | :? Predictions
        | :? Vib.Core.Calibration
        | :? BrierScore
        | :? SelectiveRisk
        | :? RocArea
        | :? ActiveUnits
        | :? Chart
        | :? Report
        | :? TrainedObjective
        | :? Objective
        | :? Constraint
        | :? Formula
        | :? Term
        | :? Variable
        | :? Weight
        | :? Encoder
        | :? GumbelSoftmax
        | :? Observations
        | :? Codes
        | :? Table
        | :? TableColumn
        | :? PredictedNumbers
        | :? PredictedClasses
        | :? PredictionIntervals
        | :? RegressionScores
        | :? ConformalIntervals
        | :? NpyArray
        | :? NpyMap
        | :? CompressedPairs
        | :? CompressionReport
        | :? RunOptions
        | :? RunFolder
        | :? RunSummary
        | :? ClassifiedRows
        | :? Classifier
        | :? LayerNoise
        | :? PlaneSchedule
        | :? PlaneEstimator
        | :? InformationPlane
        | :? PlanePoint
        | :? PlanePhases
        | :? PlaneViolation
        | :? Pca
        | :? PcaCertificate
        | :? CompressedPairs
        | :? CompressionReport
        | :? Autoencoder
        | :? Diagnosis -> Some(capped $"{value}")
        | :? LayeredCriticOptions as value -> Some(capped $"""{value.Name} critic, hidden {String.Join("-", value.Hidden)}""")
        | :? CriticOptions as value -> Some(capped $"{value.Name} critic")
        | null -> None
        | value when isOwnGeneric value -> Some(capped $"{value}")
        | _ -> None

    let tryShow (value: objnull) =
        match value with
        | :? RunComparison as comparison -> Some($"\n{comparison}")
        | :? (Estimate list) as estimates when estimates.Length > 1 -> Some("\n" + Mi.table estimates)
        | _ -> tryLine value
