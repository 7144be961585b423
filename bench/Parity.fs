/// `parity`: the same work on the CPU by hand and on a device, from the same weights and batches. Where no GPU is named, the device is the CPU by the operators that a GPU would
/// run, its steps recorded and replayed.
module Vib.Bench.Parity

open System
open TorchSharp
open Vib.Core
open Vib.Bench.Arguments
open Vib.Bench.ParityCases
open Vib.Bench.Results

/// What was compared, how far apart the sides are, and how far they may be.
type Finding = { Name: string; What: string; Apart: float; Allowed: float; Unit: string }

let agrees finding = finding.Apart <= finding.Allowed // false of nan

// Gradients of one batch. Every number is the end of a chain of a dozen sums of at most a thousand products in float32, ε = 6e-8: each is off by at most n ε of its terms' sizes, 12 · 1000 · ε
// together, and by some √n ε as they round at random. A transposed factor, a lost term or another batch moves a gradient by 0.1 of its norm and more.
let private gradientAllowed = 7e-4

// Adam sees but the sign of a gradient that is nearly nothing, and rounding decides signs: with its usual ε = 1e-8 one training in ten grew such a difference to 10⁻³ nat in thirty steps. With
// ε = 1e-3 the largest of 144 trainings of FLO and InfoNCE was 2·10⁻⁶, where a ReLU on its kink can add 10⁻⁵. A lost term moves values by 0.01 nat.
let private steps, private traceAllowed, private calm = 30, 1e-3, 1e-3

// Means over replicates whose noise is each device's own: five standard errors, of sixteen replicates a side, one false alarm in twenty thousand comparisons.
let private replicates, private deviations = 16, 5.0

let private still = AdamOptions(LearningRate = 1e-30) // weights stay where they are

type private Side = { Place: Place.Place; Enter: unit -> IDisposable }

let private byHand = { Place = Place.cores; Enter = fun () -> Place.entered Place.cores }

/// A GPU, or the CPU as if it were one, with recorded steps.
let private device (place: Place.Place) =
    if Place.isCuda place then
        { Place = place; Enter = fun () -> Place.entered Place.cores }
    else
        { Place = place; Enter = StepGraph.OnTape }

// Why steps were not recorded, of the case that is looked at. Numbers are the same then, so that nothing else would tell.
let private refusals = ResizeArray<string>()

let private note (reason: string | null) =
    match reason with
    | null -> ()
    | reason -> refusals.Add reason

let private host (tensor: torch.Tensor) =
    use single = tensor.to_type torch.ScalarType.Float64
    use here = single.cpu ()
    use whole = here.contiguous ()
    whole.data<double>().ToArray()

/// ‖a − b‖/‖a‖, of numbers that are finite; 0 where both are nothing.
let relative (a: float[]) (b: float[]) =
    let norm numbers = sqrt (Array.sumBy (fun number -> number * number) numbers)

    if a.Length <> b.Length then nan
    elif norm a = 0.0 && norm b = 0.0 then 0.0
    else norm (Array.map2 (-) a b) / norm a

/// The largest |a − b|/(1 + |a|); numbers that are not finite must be so on both sides.
let furthest (a: float[]) (b: float[]) =
    let apart a b =
        if Double.IsFinite a then abs (a - b) / (1.0 + abs a)
        elif Double.IsFinite b then infinity
        else 0.0

    if a.Length <> b.Length || a.Length = 0 then nan else Array.map2 apart a b |> Array.max

let private both (there: Side) (work: string -> torch.Device -> 'a) =
    let on side =
        use _ = side.Enter()
        use _ = new ThreadCount(1)
        work side.Place.Name side.Place.Device

    on byHand, on there

let private gradient name (here, found) = { Name = name; What = "gradient"; Apart = relative here found; Allowed = gradientAllowed; Unit = "ratio" }
let private trace name (here, found) = { Name = name; What = "trace"; Apart = furthest here found; Allowed = traceAllowed; Unit = "nat" }

// ---- bounds and critics ----

/// A bound's value and gradient on a matrix of scores.
let private ofScores there (bound: Bound) =
    let work _ (device: torch.Device) =
        use _ = torch.NewDisposeScope()
        use _ = torch.no_grad ()
        let scores = scores.``to`` (device, copy = true)

        match bound with
        | :? CompanionBound as companion ->
            let beside = beside.``to`` (device, copy = true)
            let value = companion.Value(scores, beside)
            host value, Array.append (host (companion.Gradient(scores, beside))) (host (companion.CompanionGradient(scores, beside)))
        | _ ->
            use ascent = bound.Ascend()
            let place = torch.zeros_like scores
            ascent.GradientInto(scores, place)
            host (bound.Value scores), host place

    let (value, slope), (value', slope') = both there work

    [
        { Name = bound.Name; What = "value"; Apart = furthest value value'; Allowed = gradientAllowed; Unit = "nat" }
        gradient bound.Name (slope, slope')
    ]

let private estimation device =
    EstimationOptions(
        Batch = 24,
        Steps = steps,
        LookEvery = 10,
        Replicates = 3,
        Threads = Nullable 1,
        Device = device,
        Optimiser = AdamOptions(LearningRate = 3e-3, Epsilon = calm)
    )

/// The gradient after five steps of no length, of which a device has recorded the fourth and replayed the fifth.
let private gradientOf (bound: Bound) (critic: CriticOptions) (pairs: Pairs) name device =
    use data = PairData.Open(pairs, estimation name, device, Scaling.None, Scaling.None)
    use critic = critic.Create(pairs.XDimension, pairs.YDimension, 3, device, 1L)
    use stream = data.Training()
    use training = new CriticTraining(critic, bound, still, 24, null)

    for _ in 1..5 do
        training.Step stream

    note training.Refusal
    host critic.Parameters.Gradients

let private estimateOf (bound: Bound) (critic: CriticOptions) (pairs: Pairs) name _ =
    let found = MutualInformation.Estimate(pairs, bound, critic, estimation name)
    let traced = [| for point in found.Trace -> point.Value |]
    Array.concat [ traced; Array.ofSeq found.ReplicateValues; [| found.Value |] ]

/// Every critic under every bound that takes it, with the companion that it needs there.
let private trained = [
    for bound in bounds do
        for critic, pairs in critics do
            match suited bound critic with
            | Some critic -> bound, critic, pairs
            | None -> ()
]

let private trainedName (bound: Bound, critic: CriticOptions, _: Pairs) = $"{bound.Name}, {critic.Name}"

let private ofCritic there (bound: Bound, critic: CriticOptions, pairs: Pairs) =
    let name = trainedName (bound, critic, pairs)
    let parts = [ trace name (both there (estimateOf bound critic pairs)) ]

    if critic :? InnerProductCritic && isNull critic.Companion then
        parts // nothing to train
    else
        gradient name (both there (gradientOf bound critic pairs)) :: parts

// ---- objectives ----

let private optionsOf (case: Objective) copies optimiser name =
    // a sweep has as many replicates as weights
    let copies = if case.Name = "sweep" then 1 else copies

    ObjectiveOptions(
        Encoder = case.Encoder,
        Batch = batch,
        Steps = steps,
        TrainingSamples = case.Samples,
        EvaluationSamples = 2,
        LookEvery = 10,
        Replicates = copies,
        Threads = Nullable 1,
        Device = name,
        Optimiser = optimiser,
        ClimbingOptimiser = optimiser
    )

let private moving = AdamOptions(LearningRate = 3e-3, Epsilon = calm, AverageDecay = Nullable 0.99)

let private opened (case: Objective) copies optimiser name device =
    let kind variable = observations[variable].Kind
    let model = new ObjectiveModel(case.Objective, optionsOf case copies optimiser name, kind, device)
    model.Initialise()
    model

let private objectiveGradient case name device =
    use _ = Seeds.ByHost()
    use _ = torch.no_grad ()
    use model = opened case 1 still name device
    use run = new ObjectiveRun(model, observations)

    for step in 0L .. 4L do
        run.Step step

    let own (node: ObjectiveModel.Node) =
        match node.Climbing with
        | null -> [||]
        | climbing -> host climbing.Gradients

    let apart = [| for node in model.Nodes -> own node |]
    Array.append (host model.Parameters.Gradients) (Array.concat apart)

/// The terms on the way and the readings at the end, all sides drawing the same noise.
let private objectiveTrace case name _ =
    use _ = Seeds.ByHost()
    use model = ObjectiveTraining.Train(case.Objective, observations, optionsOf case 1 moving name)
    let readings = model.Evaluate observations

    Array.append [|
        for point in model.Trace do
            yield! point.Terms
    |] [| for term in readings.Terms -> term.Value |]

/// What each replicate reads at the end, noise drawn as the device draws it: the only way in which its steps are recorded.
let private objectiveMeans case name _ =
    use model = ObjectiveTraining.Train(case.Objective, observations, optionsOf case replicates moving name)

    for diagnosis in model.Diagnoses do
        if diagnosis.Kind = DiagnosisKind.NotRecorded then
            note diagnosis.Sentence

    [| for term in (model.Evaluate observations).Terms -> Array.ofSeq term.ReplicateValues |]

let apart (here: float[][], found: float[][]) =
    let each (a: float[]) (b: float[]) =
        let error (numbers: float[]) = Moments.Mean(numbers :> Collections.Generic.IReadOnlyList<float>).ToTuple()
        let (mean, spread), (mean', spread') = error a, error b
        let noise = sqrt (spread * spread + spread' * spread')
        // rounding alone moves a code without noise
        max 0.0 (abs (mean - mean') - traceAllowed * (1.0 + abs mean)) / max noise 1e-30

    if here.Length <> found.Length then nan else Array.map2 each here found |> Array.max

let private ofObjective there (case: Objective) = [
    gradient case.Name (both there (objectiveGradient case))
    trace case.Name (both there (objectiveTrace case))
    if case.Name <> "sweep" then
        {
            Name = case.Name
            What = "replicates"
            Apart = apart (both there (objectiveMeans case))
            Allowed = deviations
            Unit = "standard errors"
        }
]

// ---- the table ----

/// What was looked at, in the order of a table; a case that fails is a finding too, and so is one whose steps the device would not record.
let private guarded name (look: unit -> Finding list) =
    refusals.Clear()

    try
        let found = look ()

        let refused = [
            for reason in refusals do
                printfn $"  {name} NOT RECORDED: {reason}"
                { Name = name; What = "recorded"; Apart = 1.0; Allowed = 0.0; Unit = "refusals" }
        ]

        found @ refused
    with error ->
        printfn $"  {name} FAILED: {error.Message.Split('\n')[0]}"
        [ { Name = name; What = "failed"; Apart = 1.0; Allowed = 0.0; Unit = "failures" } ]

let private say title (findings: Finding list) =
    for what, group in findings |> List.groupBy _.What do
        let worst = group |> List.maxBy (fun finding -> if agrees finding then finding.Apart else infinity)
        let wrong = group |> List.filter (agrees >> not)
        let unit = worst.Unit

        printfn
            "%-12s %-11s %4d compared, %d apart; furthest %9.2e of %9.2e %s: %s"
            title
            what
            group.Length
            wrong.Length
            worst.Apart
            worst.Allowed
            unit
            worst.Name

        for finding in wrong do
            printfn "  APART %s: %s %.2e, allowed %.2e %s" finding.Name finding.What finding.Apart finding.Allowed finding.Unit

let private entries (findings: Finding list) = [
    for finding in findings do
        entry $"{finding.Name}.{finding.What}" finding.Unit finding.Apart
    entry "compared" "comparisons" (float findings.Length)
    entry "apart" "comparisons" (findings |> List.filter (agrees >> not) |> List.length |> float)
]

/// All that a filter leaves, on the device that is named.
let compare (place: Place.Place) (isWanted: string -> bool) =
    let there = device place

    let part title cases name look =
        let findings =
            cases |> List.filter (name >> isWanted) |> List.collect (fun case -> guarded (name case) (fun () -> look case))

        say title findings
        findings

    let ofBounds = part "bounds" bounds _.Name (ofScores there)

    let ofCritics = part "critics" trained trainedName (ofCritic there)
    let ofObjectives = part "objectives" objectives _.Name (ofObjective there)
    ofBounds @ ofCritics @ ofObjectives

let plan arguments =
    let options = parse [ Place.option; "--cases" ] arguments

    let all =
        [ for bound in bounds -> bound.Name, () ]
        @ [ for pair in trained -> trainedName pair, () ]
        @ [ for case in objectives -> case.Name, () ]

    chosen "--cases" all options |> ignore // refuses what no name matches
    let pattern = options |> Map.tryFind "--cases" |> Option.defaultValue ""
    let isWanted (name: string) = Text.RegularExpressions.Regex.IsMatch(name, pattern, Text.RegularExpressions.RegexOptions.IgnoreCase)
    Place.named (options |> Map.tryFind Place.option |> Option.defaultValue "cpu"), isWanted

let run (place, isWanted) =
    Machine.name ()
    Machine.namePlace place
    let clock = Diagnostics.Stopwatch.StartNew()
    let findings = compare place isWanted
    let wrong = findings |> List.filter (agrees >> not) |> List.length
    printfn $"{findings.Length} comparisons of {place.Name} with the CPU by hand, {wrong} apart, in {clock.Elapsed.TotalSeconds:F1} s"
    write "bench" "parity" (entries findings)
    if wrong = 0 && not findings.IsEmpty then 0 else 1
