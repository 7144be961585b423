/// `gpu-bundle`: what a machine with a GPU needs and has no .NET for: tests and benchmarks with their runtime, the native source, and a script that compiles it there and runs them.
module Bundle

#load "steps.fsx"
#load "setup.fsx"

open System
open System.Diagnostics
open System.IO
open Steps
open Setup

let name = "vib-gpu-bundle"
let archive = at $"artifacts/gpu-bundle/{name}.tar.gz"

/// More than this does not travel to where GPUs are lent.
let private largest = 60_000_000L

let private published = [ "bench"; "tests/Vib.Core.CSharp.Tests"; "tests/TorchSharp.Polyfill.Tests" ]

/// Of no use there: debugging symbols, documentation, and a native part that was compiled against the libtorch of here.
let private isLeftOut (path: string) =
    match Path.GetExtension path with
    | ".pdb"
    | ".xml" -> true
    | _ -> Path.GetFileName path = "libvibtorch.so"

/// One folder for all programs, so that the runtime is there once.
let private publish bin =
    for project in published do
        let step = "publish-" + Path.GetFileName project

        must
            step
            (withFeed ())
            $"Publishing {project} failed"
            "Is the runtime for linux-x64 on the NuGet source?"
            (words $"dotnet publish {project} -c Release -r linux-x64 --self-contained -v q --nologo -o" @ [ bin ])

    Directory.GetFiles(bin, "*", SearchOption.AllDirectories) |> Array.filter isLeftOut |> Array.iter File.Delete

let private copy target pattern (source: string) =
    Directory.CreateDirectory target |> ignore

    for file in Directory.GetFiles(at source, pattern) do
        File.Copy(file, Path.Combine(target, Path.GetFileName file))

let private pack () =
    let home = at "artifacts/gpu-bundle"
    let root = Path.Combine(home, name)

    if Directory.Exists home then
        Directory.Delete(home, true)

    publish (Directory.CreateDirectory(Path.Combine(root, "bin")).FullName)
    copy root "*" "build/gpu"

    for pattern in [ "*.cpp"; "*.h"; "*.sh" ] do
        copy (Path.Combine(root, "native")) pattern "src/TorchSharp.Polyfill/native"

    must "bundle" [] "Packing the bundle failed" "Is there room on the disk?" [ "tar"; "czf"; archive; "-C"; home; name ]
    let size = FileInfo(archive).Length

    if size >= largest then
        fail $"The bundle has {float size / 1e6:F1} MB, and may have {largest / 1_000_000L}" $"`du -a {root} | sort -n | tail` says what is large."

    printfn $"bundle     artifacts/gpu-bundle/{name}.tar.gz, {float size / 1e6:F1} MB"

/// Unpacks it in an empty folder and runs it there as if there were neither .NET nor this repository.
let private check () =
    let folder = Directory.CreateTempSubdirectory "vib-bundle-"

    try
        must "unpack" [] "Unpacking the bundle failed" "Is there room on the disk?" [ "tar"; "xzf"; archive; "-C"; folder.FullName ]
        let script, results = Path.Combine(folder.FullName, name, "run.sh"), folder.CreateSubdirectory("results").FullName
        let bare = words $"env -i PATH=/usr/bin:/bin HOME={folder.FullName} sh"
        inherited (bare @ [ script; "--quick"; results ])
    finally
        folder.Delete true

/// Packs the bundle; with `isChecked` runs it too.
let bundle isChecked =
    let clock = Stopwatch.StartNew()
    pack ()
    let exit = if isChecked then check () else 0
    printfn $"""gpu-bundle {if exit = 0 then "done" else "FAILED"} in {clock.Elapsed.TotalSeconds:F1} s"""
    exit
