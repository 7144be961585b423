/// Sides of a comparison take turns, so that whatever else the machine does meets them all.
module Vib.Bench.Turns

/// Does so many steps, and says how many milliseconds one took.
type Side = int -> float

/// The middle one, or the mean of the two in the middle.
let median numbers =
    let sorted = numbers |> List.sort |> Array.ofList

    match sorted.Length with
    | 0 -> nan
    | count -> (sorted[(count - 1) / 2] + sorted[count / 2]) / 2.0

/// How many times as fast the first side is: the other's time over its own.
let speedup (ms: float) (otherMs: float) = otherMs / ms

/// Milliseconds of one piece of work of so many on a device, or on cores.
let timedOn place (work: unit -> unit) (count: int) =
    let all () =
        for _ in 1..count do
            work ()

    Place.milliseconds place all / float count

let timed work count = timedOn Place.cores work count

/// Steps of so many milliseconds that fill so many seconds; at least one.
let stepsIn seconds ms = max 1 (int (1000.0 * seconds / ms))

/// Steps that fill a turn, found on the way to a warm start.
let private warm seconds (side: Side) =
    let first = side 1 // what is compiled or allocated once
    stepsIn seconds (side (min 500 (stepsIn seconds first)))

/// The median over rounds of each side's milliseconds per step, by its name.
let medians rounds seconds (sides: (string * Side) list) =
    let counted = sides |> List.map (fun (name, side) -> name, side, warm seconds side)
    let turns = [ for _ in 1..rounds -> counted |> List.map (fun (_, side, count) -> side count) ]
    List.map2 (fun (name, _) turns -> name, median turns) sides (List.transpose turns) |> Map.ofList
