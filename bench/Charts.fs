/// Charts of a run, of the names and values in its file alone: what is kept in docs/results can be drawn again without running anything.
module Vib.Bench.Charts

open System
open System.Globalization
open System.Text.RegularExpressions
open Vib

/// What a run measured, by name.
type Numbers = (string * float) list

/// The names that have a pattern's form: its groups, and the value.
let private found pattern (numbers: Numbers) = [
    for name, value in numbers do
        let fit = Regex.Match(name, $"^(?:{pattern})$")

        if fit.Success && Double.IsFinite value then
            [ for group in Seq.skip 1 fit.Groups -> group.Value ], value
]

let private number (text: string) = Double.Parse(text, CultureInfo.InvariantCulture)
let private amount = @"(\d+(?:\.\d+)?)"
let private value (numbers: Numbers) name = numbers |> List.tryFind (fst >> (=) name) |> Option.map snd

/// One chart for each first group, of the rest.
let private panels columns (make: string -> (string list * float) list -> Chart) groups =
    match groups |> List.groupBy (fst >> List.head) with
    | [] -> []
    | panels -> [
        panels
        |> List.map (fun (name, rows) -> make name [ for groups, value in rows -> List.tail groups, value ] |> Chart.title name)
        |> Chart.beside
        |> Chart.columns columns
      ]

/// One series for each first group, over the second.
let private series draw rows = [
    for name, points in rows |> List.groupBy (fst >> List.head) ->
        draw name (points |> List.map (fun (groups, value) -> number (List.item 1 groups), value) |> List.sort)
]

let private joined name points = Chart.points name points |> Chart.joined

/// Values in named rows, a colour for each of the kinds that a name can end in.
let rows label unit (kinds: (string * string) list) (cells: (string * string * float * float) list) =
    let names = cells |> List.map (fun (row, _, _, _) -> row) |> List.distinct |> List.rev // the first on top
    let place row = List.findIndex ((=) row) names |> float

    Chart.over [
        for kind, shown in kinds do
            match cells |> List.filter (fun (_, other, _, _) -> other = kind) with
            | [] -> ()
            | cells -> Chart.crosses shown [ for row, _, value, error in cells -> (value, error), (place row, nan) ]
    ]
    |> Chart.x label unit
    |> Chart.ticksY [ for row in names -> place row, row ]
    |> Chart.rangeY -0.6 (max 0.6 (float names.Length - 0.4))

/// The same of names that end in one of the kinds; a row without a name of its own gets one.
let private endings label unit otherwise kinds numbers =
    let all = kinds |> List.map fst |> String.concat "|"

    match found $@"(?:(.+)\.)?({all})" numbers with
    | [] -> []
    | cells -> [
        cells
        |> List.map (fun (groups, value) -> (if groups[0] = "" then otherwise else groups[0]), groups[1], value, nan)
        |> rows label unit kinds
      ]

let private steps numbers =
    (endings "a step" "ms" "two threads" [ "ms", "Vib"; "peer_ms", "PyTorch"; "tuned_ms", "PyTorch, tuned" ] numbers
     |> List.map (Chart.logX >> Chart.title "Milliseconds a step"))
    @ (endings "PyTorch's time over Vib's" "" "two threads" [ "speedup", "PyTorch"; "tuned_speedup", "PyTorch, tuned" ] numbers
       |> List.map (Chart.vertical "as fast" 1.0 >> Chart.logX >> Chart.title "How many times faster"))

let private objectives numbers =
    endings "the bottleneck's own step" "times" "" [ "ratio", "objective" ] numbers
    |> List.map (Chart.vertical "as fast" 1.0 >> Chart.title "A step of each objective")

let private neighbours numbers =
    endings "an estimate" "s" "" [ "seconds", "Vib"; "processor_seconds", "Vib, of all cores"; "peer_seconds", "scikit-learn's trees" ] numbers
    |> List.map (Chart.logX >> Chart.title "Seconds an estimate")

let private knnTable numbers =
    found $@"([^.]+)\.([^.]+)\.mi{amount}\.(mae|published-mae)" numbers
    |> panels 2 (fun _ rows ->
        let isOwn (groups: string list, _) = groups[2] = "mae"
        let own, published = List.partition isOwn rows

        Chart.over (series joined own @ series Chart.dashed published)
        |> Chart.x "I(X;Y)" "nat"
        |> Chart.y "mean absolute error" "nat")
    |> List.map (Chart.caption "By distribution. Dashes are published errors.")

let private images numbers =
    let error groups = value numbers (String.concat "." groups) |> Option.defaultValue nan

    found $@"([^.]+)\.mi{amount}\.([^.]+)\.([^.]+)\.value" numbers
    |> List.map (fun (groups, value) ->
        match groups with
        | [ kind; nats; by; estimator ] -> [ $"{kind}, {by}"; estimator; nats ], (value, error [ kind; $"mi{nats}"; by; estimator; "se" ])
        | other -> failwith $"{other}")
    |> List.groupBy (fst >> List.head)
    |> List.map (fun (panel, rows) ->
        Chart.over [
            for estimator, points in rows |> List.groupBy (fst >> List.item 1) ->
                Chart.errors estimator [
                    for groups, (value, error) in points |> List.sortBy (fst >> List.item 2 >> number) -> number groups[2], value, error
                ]
                |> Chart.joined
        ]
        |> Chart.x "true I(X;Y)" "nat"
        |> Chart.y "estimate" "nat"
        |> Chart.diagonal "truth"
        |> Chart.title panel)
    |> function
        | [] -> []
        | panels -> [
            panels
            |> Chart.beside
            |> Chart.columns 2
            |> Chart.caption "By images and by what they are compressed with; pixels are not."
          ]

let private robustness numbers =
    found @"beta-([^.]+)\.(.+)\.accuracy" numbers
    |> panels 2 (fun _ cells -> Chart.dots "accuracy" "%" [ for groups, value in cells -> groups[0], 100.0 * value, nan ] |> Chart.rangeX 0.0 100.0)
    |> List.map (Chart.caption ("By β. " + Vib.Core.AttackResult.Caveat))

/// What an encoder may be trained with; the table has them all.
let private main = [ "infonce"; "nwj"; "js"; "dv"; "ialpha-0.01"; "smile-1"; "l1out" ]

let private slopes numbers =
    let exact nats = value numbers $"i{nats}.slope.exact" |> Option.defaultValue nan

    found @"([^.]+(?:\.\d+)?)\.i(\d+)\.b(\d+)\.slope\.mse" numbers
    |> List.filter (fun (groups, _) -> List.contains groups.Head main)
    |> List.map (fun (groups, mse) -> [ $"I(X;Y) = {groups[1]} nat"; groups[0]; groups[2] ], sqrt mse / exact groups[1])
    |> panels 3 (fun _ rows ->
        series joined rows
        |> Chart.over
        |> Chart.x "batch" "pairs"
        |> Chart.y "error of the slope, over the slope" ""
        |> Chart.logX
        |> Chart.logY)
    |> List.map (Chart.caption "Root mean square error of the slope of one batch. Above 1 a batch tells less than nothing.")

let private selfConsistency numbers =
    let over test title label wanted =
        match found $@"([^.]+(?:\.\d+)?)\.{test}\.t(\d+)" numbers |> List.filter (fun (groups, _) -> groups.Head <> "exact") with
        | [] -> []
        | rows -> [ series joined rows |> Chart.over |> Chart.x "rows of y" "" |> Chart.y label "" |> wanted |> Chart.title title ]

    let exact =
        found @"exact\.baseline\.t(\d+)" numbers |> List.map (fun (groups, value) -> number groups.Head, value) |> List.sort

    let withTruth chart = Chart.over [ chart; Chart.reference "truth" exact ]

    match
        over "baseline" "Baseline" "I(X;Y), nat" withTruth
        @ over "data-processing" "Data processing" "ratio" (Chart.horizontal "truth" 1.0)
        @ over "additivity" "Additivity" "ratio" (Chart.horizontal "truth" 2.0)
    with
    | [] -> []
    | charts -> [ charts |> Chart.beside |> Chart.columns 3 ]

let private doe numbers =
    match found @"([^.]+(?:\.\d+)?)\.([^.]+)\.value" numbers with
    | [] -> []
    | cells ->
        let error name = value numbers name |> Option.defaultValue nan

        let chart =
            Chart.dots "I(X;Y)" "nat" [ for groups, value in cells -> $"{groups[0]}, {groups[1]}", value, error $"{groups[0]}.{groups[1]}.se" ]

        [
            (match value numbers "truth" with
             | Some truth -> Chart.vertical "truth" truth chart
             | None -> chart)
        ]

/// The charts of a run by its name; none where there is nothing to draw but the numbers.
let ofRun name (numbers: Numbers) : Chart list =
    match name with
    | "step"
    | "vib" -> steps numbers
    | "objectives" -> objectives numbers
    | "neighbours" -> neighbours numbers
    | "knn-table" -> knnTable numbers
    | "blobs-and-rectangles"
    | "blobs-and-rectangles-full" -> images numbers
    | "vib-robustness" -> robustness numbers
    | "gradient-study" -> slopes numbers
    | "self-consistency" -> selfConsistency numbers
    | "doe-128" -> doe numbers
    | _ -> []
