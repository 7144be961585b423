namespace Vib

open Vib.Core

/// <summary>Folders that keep long runs: configuration, log, checkpoint, results; resumed, listed and compared.</summary>
[<RequireQualifiedAccess>]
module Runs =
    /// <summary>In the folder <c>runs</c>, without TensorBoard's files.</summary>
    val defaults: RunOptions

    /// <summary>The same in another folder.</summary>
    /// <param name="root">The folder that run folders are in.</param>
    /// <example><code>Runs.startWith (Runs.inFolder "/data/runs") "vib" options</code></example>
    val inFolder: root: string -> RunOptions

    /// <summary>Begins a run in a new folder, named after it and the time.</summary>
    /// <param name="name">Letters, digits, points, hyphens and underscores.</param>
    /// <param name="config">What the run is made with: the options, a record of your own; kept as config.json.</param>
    /// <returns>The run; <c>use</c> it, and <c>Runs.finish</c> it at its end. One that is let go without that is interrupted.</returns>
    /// <exception cref="T:Vib.Core.DomainException">The name is no name of a folder.</exception>
    /// <exception cref="T:Vib.Core.DataException">The folder cannot be made.</exception>
    /// <example><code>use run = Runs.start "vib" options
    /// use model = images |> Bottleneck.train { options with Checkpoint = Some run.Checkpoint; Progress = Runs.progress run }
    /// model |> Bottleneck.evaluate images.Test |> Runs.saveBottleneck "test" run
    /// Runs.finish run</code></example>
    val start: name: string -> config: 'config -> RunFolder

    /// <summary><see cref="M:Vib.Runs.start"/> with options.</summary>
    /// <param name="options">The folder of the folders, TensorBoard, more sinks.</param>
    /// <param name="name">Letters, digits, points, hyphens and underscores.</param>
    /// <param name="config">What the run is made with.</param>
    /// <exception cref="T:Vib.Core.DomainException">The name is no name of a folder.</exception>
    /// <exception cref="T:Vib.Core.DataException">The folder cannot be made.</exception>
    /// <example><code>use run = Runs.startWith (RunOptions(Root = "/data/runs", TensorBoard = true)) "vib" options    // open Vib.Core</code></example>
    val startWith: options: RunOptions -> name: string -> config: 'config -> RunFolder

    /// <summary>Goes on with a run; its log goes on too.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="T:Vib.Core.DataException">There is no such folder, it is no run's or of another version, or a live process has it.</exception>
    /// <example><code>use run = Runs.resume "runs/vib-20260101-120000"
    ///
    /// use model =
    ///     match Runs.tryCheckpoint run with
    ///     | Some checkpoint -> images |> Bottleneck.resume checkpoint options
    ///     | None -> images |> Bottleneck.train options</code></example>
    val resume: folder: string -> RunFolder

    /// <summary><see cref="M:Vib.Runs.resume"/>, with what is wrong as a message.</summary>
    /// <param name="folder">The run's folder.</param>
    val tryResume: folder: string -> Result<RunFolder, string>

    /// <summary>The progress of trainings, into the run's log and as a line besides.</summary>
    /// <param name="run">The run.</param>
    /// <example><code>{ Mi.defaults with Progress = Runs.progress run }</code></example>
    val progress: run: RunFolder -> Progress

    /// <summary>The checkpoint, where there is one to go on from.</summary>
    /// <param name="run">The run.</param>
    /// <example><code>Runs.tryCheckpoint run |> Option.map (fun checkpoint -> images |> Bottleneck.resume checkpoint options)</code></example>
    val tryCheckpoint: run: RunFolder -> string option

    /// <summary>Keeps an estimate.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="run">The run.</param>
    /// <param name="estimate">The estimate.</param>
    /// <exception cref="T:Vib.Core.DomainException">The name is no name of a file.</exception>
    /// <exception cref="T:Vib.Core.DataException">The file cannot be written.</exception>
    /// <example><code>truth |> Mi.estimate Bound.infoNce Critic.separable |> Runs.saveEstimate "information" run</code></example>
    val saveEstimate: name: string -> run: RunFolder -> estimate: Estimate -> unit

    /// <summary>Keeps estimates.</summary>
    /// <param name="name">What to call them.</param>
    /// <param name="run">The run.</param>
    /// <param name="estimates">The estimates.</param>
    /// <exception cref="T:Vib.Core.DomainException">The name is no name of a file.</exception>
    /// <exception cref="T:Vib.Core.DataException">The file cannot be written.</exception>
    /// <example><code>truth |> Mi.compare bounds critics |> Runs.saveEstimates "table" run</code></example>
    val saveEstimates: name: string -> run: RunFolder -> estimates: Estimate list -> unit

    /// <summary>Keeps an information curve.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="run">The run.</param>
    /// <param name="curve">The curve.</param>
    /// <exception cref="T:Vib.Core.DomainException">The name is no name of a file.</exception>
    /// <exception cref="T:Vib.Core.DataException">The file cannot be written.</exception>
    /// <example><code>curve |> Runs.saveCurve "curve" run</code></example>
    val saveCurve: name: string -> run: RunFolder -> curve: MeasuredCurve -> unit

    /// <summary>Keeps what the terms of an objective are on data.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="run">The run.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <exception cref="T:Vib.Core.DomainException">The name is no name of a file.</exception>
    /// <exception cref="T:Vib.Core.DataException">The file cannot be written.</exception>
    /// <example><code>model |> Objective.evaluate test |> Runs.saveEvaluation "test" run</code></example>
    val saveEvaluation: name: string -> run: RunFolder -> evaluation: ObjectiveEvaluation -> unit

    /// <summary>Keeps what a bottleneck does on images.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="run">The run.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <exception cref="T:Vib.Core.DomainException">The name is no name of a file.</exception>
    /// <exception cref="T:Vib.Core.DataException">The file cannot be written.</exception>
    /// <example><code>model |> Bottleneck.evaluate images.Test |> Runs.saveBottleneck "test" run</code></example>
    val saveBottleneck: name: string -> run: RunFolder -> evaluation: BottleneckEvaluation -> unit

    /// <summary>Marks a run as finished and lets go of it.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="T:Vib.Core.DataException">The folder can no longer be written to.</exception>
    /// <example><code>Runs.finish run</code></example>
    val finish: run: RunFolder -> unit

    /// <summary>Marks a run as failed and lets go of it.</summary>
    /// <param name="why">What happened, for whoever lists runs.</param>
    /// <param name="run">The run.</param>
    /// <exception cref="T:Vib.Core.DataException">The folder can no longer be written to.</exception>
    /// <example><code>run |> Runs.fail "the data was empty"</code></example>
    val fail: why: string -> run: RunFolder -> unit

    /// <summary>The runs of a folder, oldest first; those that cannot be read come last and say why.</summary>
    /// <param name="root">The folder that run folders are in.</param>
    /// <exception cref="T:Vib.Core.DataException">There is no such folder.</exception>
    /// <example><code>for run in Runs.list "runs" do printfn $"{run}"</code></example>
    val list: root: string -> RunSummary list

    /// <summary>Two runs side by side: settings and results. Its text is a table of what differs, its rows are all there is.</summary>
    /// <param name="left">The folder of a run.</param>
    /// <param name="right">The folder of another.</param>
    /// <exception cref="T:Vib.Core.DataException">A folder is no run's, or a file in it is cut off.</exception>
    /// <example><code>printfn $"""{Runs.compare "runs/vib-20260101-120000" "runs/vib-20260102-120000"}"""</code></example>
    val compare: left: string -> right: string -> RunComparison
