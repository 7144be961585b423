/// `bench neighbours`: estimates by neighbours at the sizes that users have.
module Vib.Bench.BenchNeighbours

open System
open System.Diagnostics
open System.Globalization
open System.IO
open Vib.Core
open Vib.Bench.Results

let private cpu () =
    use self = Process.GetCurrentProcess()
    self.TotalProcessorTime.TotalSeconds

/// The least wall-clock and the least processor seconds of so many runs, which need not be the same run.
let private timed rounds work =
    let once () =
        let before, clock = cpu (), Stopwatch.StartNew()
        work () |> ignore
        clock.Elapsed.TotalSeconds, cpu () - before

    let runs = List.init rounds (fun _ -> once ())
    runs |> List.map fst |> List.min, runs |> List.map snd |> List.min

let private gaussian dimension count = CorrelatedGaussian(dimension, 0.5).Sample(count, 1L)

let private points count dimension =
    let pairs = gaussian dimension count
    Array2D.init count dimension (fun i j -> float pairs.X[i * dimension + j])

/// scikit-learn's trees on the same pairs, as its users write KSG; nothing where the interpreter has none.
let private peer rounds (pairs: Pairs) =
    let file = Path.Combine(Path.GetTempPath(), $"vib-neighbours-{Environment.ProcessId}.bin")

    try
        use stream = new BinaryWriter(File.Create file)

        for i in 0 .. pairs.Count - 1 do
            stream.Write(float pairs.X[i])
            stream.Write(float pairs.Y[i])

        stream.Dispose()
        let script = Path.Combine(AppContext.BaseDirectory, "peers", "ksg_sklearn.py")
        let python = Environment.GetEnvironmentVariable "VIB_PYTHON" |> Option.ofObj |> Option.defaultValue "/usr/bin/python3"

        let start =
            ProcessStartInfo(python, [ script; file; string rounds ], RedirectStandardOutput = true, RedirectStandardError = true)

        use running = Process.Start start |> Option.ofObj |> Option.defaultWith (fun () -> failwith $"{python} did not start")
        let out, complaint = running.StandardOutput.ReadToEndAsync(), running.StandardError.ReadToEndAsync()
        running.WaitForExit()

        if running.ExitCode = 0 then
            let parts = out.Result.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            let number (text: string) = Double.Parse(text, CultureInfo.InvariantCulture)
            Some(number parts[0], number parts[1])
        else
            printfn $"""no peer: {complaint.Result.Trim().Split('\n') |> Array.last}"""
            None
    finally
        File.Delete file

/// Tree and tiles by dimension: what the automatic choice rests on.
let private choice () =
    printfn "processor seconds for the third neighbours of Gaussian points, tree | tiles"

    for count in [ 5_000; 20_000; 100_000 ] do
        let one dimension =
            let points = points count dimension
            let seconds how = timed 2 (fun () -> NeighbourSearch(points, Norm.Maximum, how).KthDistances 3) |> snd
            $"{dimension}-d {seconds SearchMethod.Tree:F3} | {seconds SearchMethod.BruteForce:F3}"

        printfn $"""  N = {count}: {String.concat "   " [ for dimension in 1..6 -> one dimension ]}"""

let run rounds =
    let load = Machine.say ()
    let narrow, wide = gaussian 1 170_000, gaussian 10 100_000

    let measure name rounds pairs =
        let wall, processor = timed rounds (fun () -> Ksg.Estimate(pairs: Pairs))
        printfn $"{name}: {wall:F2} s, {processor:F2} s of processor"
        wall, processor

    let narrowWall, narrowProcessor = measure "KSG 1, 170 000 pairs, 1 + 1 dimensions" rounds narrow
    let other = peer rounds narrow

    other
    |> Option.iter (fun (seconds, value) ->
        printfn $"scikit-learn's trees on the same: {seconds:F2} s, {value:F4} nat (ours {(Ksg.Estimate narrow).Value:F4})")

    let wideWall, wideProcessor = measure "KSG 1, 100 000 pairs, 10 + 10 dimensions" 1 wide
    let cloud = points 50_000 10
    let densityWall, densityProcessor = timed rounds (fun () -> KernelDensity.Entropy cloud)
    printfn $"kernel density entropy with its bandwidth, 50 000 points, 10 dimensions: {densityWall:F2} s, {densityProcessor:F2} s of processor"
    printfn $"  {KernelDensity.Entropy cloud}, truth {10.0 * 0.5 * log (2.0 * Math.PI * Math.E):F2}"
    choice ()

    write "bench" "neighbours" [
        entry "ksg.n170k.d2.seconds" "s" narrowWall
        entry "ksg.n170k.d2.processor_seconds" "s" narrowProcessor
        match other with
        | Some(seconds, _) -> entry "ksg.n170k.d2.peer_seconds" "s" seconds
        | None -> ()
        entry "ksg.n100k.d20.seconds" "s" wideWall
        entry "ksg.n100k.d20.processor_seconds" "s" wideProcessor
        entry "kde.n50k.d10.seconds" "s" densityWall
        entry "kde.n50k.d10.processor_seconds" "s" densityProcessor
        entry "load" "processes" load
    ]

    0
