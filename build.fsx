// The one entry point of the repository: `dotnet fsi build.fsx VERB`.  Without a verb it prints what there is.
#load "build/steps.fsx"
#load "build/native.fsx"
#load "build/pages.fsx"
#load "build/setup.fsx"
#load "build/bundle.fsx"

open System
open System.Diagnostics
open System.IO
open System.Text.RegularExpressions
open System.Xml.Linq
open Steps
open Native
open Setup

let usage =
    """usage: dotnet fsi build.fsx VERB

  setup [--browser]     tools, packages, TorchSharp or its stand-in; quick when there is nothing to do;
                        with --browser also what the tests look at pages with
  build                 setup, then the solution (Release)
  demo [--data DIR] [--epochs N]
                        the main job: information against a known truth, and a deep bottleneck on images
  test [--filter TEXT]  every suite; TEXT is a part of a test's full name
  bench [NAME ...]      a benchmark; without a name, those there are
  repro [NAME ...]      a paper's result; without a name, those there are
  parity [--device D] [--cases REGEX]
                        the same steps and trainings on the CPU by hand and on a device; without one by a device's
                        operators on the CPU
  docs                  the documentation, into artifacts/docs
  examples              every script of examples/ and every example in C#, each within 60 s
  gpu-bundle [--check]  what a machine with a GPU needs that has no .NET, packed into artifacts/gpu-bundle; with --check
                        unpacked and run here, on the CPU
  format [--check]      formats F# and C#; with --check only says what it would change
  packages              writes paket.lock anew, after a change of paket.dependencies

environment: VIB_TORCHSHARP=package|polyfill   LIBTORCH=FOLDER (with include/ and lib/)   NUGET_FEED=URL"""

/// What a log says of a failure: its errors if it names any, else its last lines.
let excerpt path =
    let all = File.ReadAllLines path |> Array.map _.Trim().Replace(root + "/", "") |> Array.filter (fun line -> line <> "")
    let errors = all |> Array.filter (fun line -> Regex.IsMatch(line, @"\berror\b.*:|: undefined reference")) |> Array.distinct
    let shown = if errors.Length > 0 then Array.truncate 20 errors else Array.skip (max 0 (all.Length - 15)) all
    shown |> Array.map (fun line -> "  " + line) |> String.concat "\n"

// ---- build, run, test ----

/// Every file that the build reads, as paths, sizes and times.
let sources () =
    let isSource (path: string) = not (path.Contains "/bin/" || path.Contains "/obj/")

    let tree =
        [ "src"; "tests"; "bench"; "examples/csharp" ] |> Seq.collect (fun room -> filesUnder room "*") |> Seq.filter isSource

    let single =
        [ "Vib.sln"; "Directory.Build.props"; "Vib.local.props"; "global.json"; ".editorconfig"; "paket.lock" ] |> Seq.map at

    Seq.concat [ tree; single; [ native; Pages.plotly; at "build/npm/package.json" ] ]
    |> Seq.filter File.Exists
    |> Seq.map stamped

let build () =
    setup ()
    let outputs = projects.Value |> Seq.map (fun project -> Path.Combine(Path.GetDirectoryName project, "bin/Release/net10.0"))

    unlessDone "build" (sources ()) outputs (fun () ->
        must "build" (withFeed ()) "The build failed" "Its errors are above." (words "dotnet build Vib.sln -c Release -v q --nologo"))

let program arguments =
    build ()
    inherited (at "bench/bin/Release/net10.0/vib-bench" :: arguments)

let attribute name (element: XElement) =
    match element.Attribute(XName.Get name) with
    | null -> ""
    | found -> found.Value

let explain (test: XElement) =
    let message = test.Descendants(XName.Get "message") |> Seq.tryHead |> Option.map _.Value |> Option.defaultValue ""
    printfn $"""  FAILED {attribute "name" test}{"\n"}    {message.Trim().Replace("\n", "\n    ")}"""

/// libtorch's threads wait without spinning where they share the cores: with other tests, with fsdocs, with whatever else the machine does. Benchmarks are left alone.
let shared = [ ("OMP_WAIT_POLICY", "passive") ]

/// passed, failed, skipped; a suite that crashed counts as one failure.
let suite filter (directory: string) =
    let name, clock = Path.GetFileName directory, Stopwatch.StartNew()

    let config =
        Path.Combine(directory, "bin/Release/net10.0") |> fun bin -> Directory.GetFiles(bin, "*.Tests.runtimeconfig.json")[0]

    let report = Path.ChangeExtension(log ("test-" + name), "xml")
    File.Delete report

    let chosen =
        match filter with
        | Some text -> [ "-method"; $"*{text}*" ]
        | None -> []

    let command = [ config.Replace(".runtimeconfig.json", ""); "-noLogo"; "-noColor"; "-xml"; report ] @ chosen
    let exit = logged ("test-" + name) shared (TimeSpan.FromMinutes 30.0) command

    let assemblies =
        if File.Exists report then
            XDocument.Load(report).Descendants(XName.Get "assembly") |> List.ofSeq
        else
            []

    let count name = assemblies |> List.sumBy (attribute name >> fun text -> if text = "" then 0 else int text)
    let failures, total = count "failed" + count "errors", count "total"
    let crashed, idle = exit <> 0 && failures = 0, total = 0 && filter.IsNone
    let failed = if crashed || idle then failures + 1 else failures
    printfn $"""{name, -28} {count "passed"} passed, {failed} failed, {count "skipped"} skipped in {clock.Elapsed.TotalSeconds:F1} s"""

    for assembly in assemblies do
        assembly.Descendants(XName.Get "test") |> Seq.filter (fun test -> attribute "result" test = "Fail") |> Seq.iter explain
        assembly.Descendants(XName.Get "error") |> Seq.iter explain

    if crashed then
        printfn $"""  CRASHED with exit code {exit}; see {log ("test-" + name)}"""
    elif idle then
        printfn "  RAN NO TEST"

    count "passed", failed, count "skipped"

let test filter =
    build ()
    let isRun (directory: string) = fst (provider ()) = "polyfill" || not (directory.EndsWith "TorchSharp.Polyfill.Tests")

    let results =
        projects.Value
        |> Array.map Path.GetDirectoryName
        |> Array.filter (fun path -> path.StartsWith(at "tests/") && isRun path)
        |> Array.map (suite filter)

    let sum part = results |> Array.sumBy part
    let passed, failed, skipped = sum (fun (p, _, _) -> p), sum (fun (_, f, _) -> f), sum (fun (_, _, s) -> s)

    if passed + failed + skipped = 0 then
        printfn "no test has that in its name"

    printfn $"{passed} passed, {failed} failed, {skipped} skipped"
    if failed > 0 || passed = 0 then 1 else 0

// ---- documentation, examples, format, packages ----

/// fsdocs writes every link as ./PAGE, which leads astray in a page of a subfolder; and it keeps the backslash of a bar in the cell of a table.
let mend (page: string) =
    let depth = Path.GetRelativePath(at "artifacts/docs", page).Split('/').Length - 1
    let up = if depth = 0 then "./" else String.replicate depth "../"
    let linked = Regex.Replace(File.ReadAllText page, "(href|src|content)=\"\\./", "$1=\"" + up)
    let cell (found: Match) = found.Value.Replace(@"\|", "|")
    File.WriteAllText(page, Regex.Replace(linked, "<td[^>]*><p>.*?</td>", cell))

/// What fsdocs writes in the place of an output that did not come. Code that does not compile ends it; code that throws it passes over.
let missing = [ "No value returned by any evaluator"; "No output has been produced." ]

/// Every output that a page which is a script asks for must have come.
let checkOutputs (script: string) =
    let name = Path.GetRelativePath(root, script)
    let page = Path.ChangeExtension(at ("artifacts/" + name), "html")

    if not (File.Exists page) || missing |> List.exists (File.ReadAllText page).Contains then
        fail $"{name} did not run to its end" $"`dotnet fsi {name}` says where it stopped."

let docs () =
    build ()

    let documented =
        [ "src/Vib.FSharp/Vib.FSharp.fsproj"; "src/Vib.Laws/Vib.Laws.fsproj"; "src/Vib.Core.CSharp/Vib.Core.CSharp.csproj" ]
        |> List.map at

    let options =
        words "--input docs --output artifacts/docs --clean --strict --eval --properties Configuration=Release FsDocsGenerateLlmsTxt=false" // else pages are run twice

    let links =
        words "fsdocs-license-link ./index.html fsdocs-release-notes-link ./index.html fsdocs-repository-link ./index.html"

    let parameters = words "--parameters root ./ fsdocs-collection-name Vib" @ links

    must
        "docs"
        shared
        "Building the documentation failed"
        "Read the log."
        (words "dotnet fsdocs build --projects" @ documented @ options @ parameters)

    filesUnder "docs" "*.fsx" |> Array.iter checkOutputs
    filesUnder "artifacts/docs" "*.html" |> Array.iter mend
    printfn "docs       artifacts/docs/index.html"

let example (name: string, command: string list) =
    let clock = Stopwatch.StartNew()
    let exit = logged ("example-" + name) shared (TimeSpan.FromSeconds 60.0) ("dotnet" :: command)

    let verdict =
        match exit with
        | 0 -> "done"
        | 124 -> "STOPPED after 60 s"
        | _ -> $"FAILED ({exit})"

    printfn $"{name, -28} {verdict} in {clock.Elapsed.TotalSeconds:F1} s"

    if exit <> 0 then
        printfn $"""{excerpt (log ("example-" + name))}"""

    exit = 0

let examples () =
    build ()

    let scripts =
        filesUnder "examples" "*.fsx" |> Array.map (fun script -> Path.GetFileNameWithoutExtension script, [ "fsi"; script ])

    let program = at "examples/csharp/bin/Release/net10.0/Vib.Examples.CSharp.dll"

    let csharp =
        Directory.GetFiles(at "examples/csharp", "*.cs")
        |> Array.map Path.GetFileNameWithoutExtension
        |> Array.filter (fun name -> name <> "Program")
        |> Array.map (fun name -> "csharp-" + name, [ program; name ])

    let results = Array.append scripts csharp |> Array.map example

    if scripts.Length > 0 && Array.forall id results then
        0
    else
        fail "An example failed, or there is no script" "What it printed is above."

let restore () =
    let assets =
        projects.Value |> Seq.map (fun project -> Path.Combine(Path.GetDirectoryName project, "obj/project.assets.json"))

    let inputs = Seq.append projects.Value [ at "paket.lock"; at "Directory.Build.props" ]

    unlessDone "restore" (content inputs) assets (fun () ->
        must "restore" (withFeed ()) "Restoring the solution failed" "Is the NuGet source reachable?" (words "dotnet restore Vib.sln"))

let format check =
    packages ()

    let fsharp =
        [ "src"; "tests"; "bench"; "examples"; "docs"; "build"; "build.fsx"; "vib.fsx" ]
        |> List.filter (fun path -> File.Exists(at path) || (filesUnder path "*.fs*").Length > 0)

    let mode formatter = if check then [ formatter ] else []
    let what = if check then "Some files are not formatted" else "Formatting failed"
    let todo = if check then "Run `dotnet fsi build.fsx format`." else "Does the solution build?"
    must "format-fsharp" [] what todo (words "dotnet fantomas" @ mode "--check" @ fsharp)
    restore ()

    for kind in [ "whitespace"; "style" ] do
        must ("format-csharp-" + kind) [] what todo (words $"dotnet format {kind} Vib.sln --no-restore" @ mode "--verify-no-changes")

    printfn $"""format     {if check then "nothing to change" else "done"}"""

let resolve () =
    must "tools" [] "Restoring the tools failed" "Is the NuGet source reachable?" (words "dotnet tool restore")
    must "packages" (withFeed ()) "Resolving the packages failed" "Read the log." (words "dotnet paket install")
    File.WriteAllText(at "paket.lock", Regex.Replace(File.ReadAllText(at "paket.lock"), "remote: .*", "remote: %NUGET_FEED%")) // no feed's address is committed

// ---- the verbs ----

let verb (arguments: string list) =
    match arguments with
    | []
    | [ "help" | "--help" | "-h" ] ->
        printfn "%s" usage
        0
    | [ "setup" ] ->
        setup ()
        0
    | [ "setup"; "--browser" ] ->
        setup ()
        Pages.browser ()
        0
    | [ "build" ] ->
        build ()
        0
    | ("demo" | "parity") :: _ -> program arguments
    | [ "bench" | "repro" ] -> program [ "list" ]
    | ("bench" | "repro") :: _ -> program arguments
    | [ "test" ] -> test None
    | [ "test"; "--filter"; text ] -> test (Some text)
    | [ "docs" ] ->
        docs ()
        0
    | [ "examples" ] -> examples ()
    | [ "gpu-bundle" ] ->
        build ()
        Bundle.bundle false
    | [ "gpu-bundle"; "--check" ] ->
        build ()
        Bundle.bundle true
    | [ "format" ] ->
        format false
        0
    | [ "format"; "--check" ] ->
        format true
        0
    | [ "packages" ] ->
        resolve ()
        0
    | _ ->
        eprintfn $"""'{String.concat " " arguments}' is not something build.fsx does; `dotnet fsi build.fsx help` prints what is."""
        2

let exitCode =
    try
        verb (List.ofArray fsi.CommandLineArgs.[1..])
    with
    | Failed(what, advice, None) ->
        eprintfn $"{what}. {advice}"
        1
    | Failed(what, advice, Some log) ->
        eprintfn $"{excerpt log}\n{what}. {advice} The whole log: {log}"
        1
    | :? OperationCanceledException ->
        eprintfn "interrupted"
        130
    | error ->
        eprintfn $"build.fsx stopped on {error.GetType().Name}: {error.Message}"
        1

exit exitCode
