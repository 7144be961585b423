namespace Vib

open Vib.Core

[<RequireQualifiedAccess>]
module Runs =
    let defaults = RunOptions()
    let inFolder root = RunOptions(Root = root)
    let startWith (options: RunOptions) name (config: 'config) = RunFolder.Start(name, box config, options)
    let start name (config: 'config) = startWith defaults name config
    let resume folder = RunFolder.Resume folder
    let tryResume folder = Attempt.message (fun () -> resume folder)
    let progress (run: RunFolder) = Progress.Recorded(run.Recorder, Progress.Auto)
    let tryCheckpoint (run: RunFolder) = if run.HasCheckpoint then Some run.Checkpoint else None
    let saveEstimate name (run: RunFolder) (estimate: Estimate) = run.Save(name, estimate)
    let saveEstimates name (run: RunFolder) (estimates: Estimate list) = run.Save(name, List.toArray estimates)
    let saveCurve name (run: RunFolder) (curve: MeasuredCurve) = run.Save(name, curve)
    let saveEvaluation name (run: RunFolder) (evaluation: ObjectiveEvaluation) = run.Save(name, evaluation)
    let saveBottleneck name (run: RunFolder) (evaluation: BottleneckEvaluation) = run.Save(name, evaluation)
    let finish (run: RunFolder) = run.Finish()
    let fail why (run: RunFolder) = run.Fail why
    let list root = List.ofSeq (Vib.Core.Runs.List root)
    let compare left right = Vib.Core.Runs.Compare(left, right)
