/// `setup`: tools, packages, and TorchSharp or its stand-in over the libtorch that is here.
module Setup

#load "steps.fsx"
#load "native.fsx"
#load "pages.fsx"

open System
open System.IO
open System.Text.RegularExpressions
open Steps
open Native

// ---- tools and packages ----

let feed =
    lazy
        env "NUGET_FEED"
        |> Option.orElseWith (fun () ->
            ask (words "dotnet nuget list source --format Short")
            |> Option.bind (lines >> Array.tryFind _.StartsWith("E"))
            |> Option.map (fun line -> line.Substring(line.IndexOf ' ' + 1)))
        |> Option.defaultWith (fun () -> fail "NuGet has no enabled source" "Add one with `dotnet nuget add source URL`, or set NUGET_FEED.")

let withFeed () = [ ("NUGET_FEED", feed.Value) ]

let projects =
    lazy
        (Array.concat [
            filesUnder "src" "*.*proj"
            filesUnder "tests" "*.*proj"
            filesUnder "bench" "*.*proj"
            filesUnder "examples" "*.*proj"
        ])

let packages () =
    let references =
        projects.Value |> Array.map (fun project -> Path.Combine(Path.GetDirectoryName project, "paket.references"))

    let cache =
        env "NUGET_PACKAGES"
        |> Option.defaultValue (Environment.GetFolderPath Environment.SpecialFolder.UserProfile + "/.nuget/packages")

    let inputs =
        content (Array.append references [| at ".config/dotnet-tools.json"; at "paket.dependencies"; at "paket.lock" |])

    unlessDone "packages" inputs [ at ".paket/Paket.Restore.targets"; $"{cache}/paket"; $"{cache}/fsharp.core" ] (fun () ->
        must "tools" [] "Restoring the tools failed" "Is the NuGet source reachable?" (words "dotnet tool restore")
        must "packages" (withFeed ()) "Restoring the packages failed" "Is the NuGet source reachable?" (words "dotnet paket restore"))

// ---- TorchSharp, or its stand-in ----

let torchSharpVersion = "0.106.0"
let localProps = at "Vib.local.props"

let remember provider why =
    File.WriteAllText(
        localProps,
        $"<!-- Written by build.fsx setup, which asks again when this file is deleted. -->\n<Project>\n  <!-- {why} -->\n  <PropertyGroup>\n    <TorchSharp>{provider}</TorchSharp>\n  </PropertyGroup>\n</Project>\n"
    )

    provider, why

let probe () =
    let project = Path.Combine(folder "artifacts/probe", "probe.csproj")
    let reference = $"<ItemGroup><PackageReference Include=\"TorchSharp\" Version=\"[{torchSharpVersion}]\" /></ItemGroup>"
    File.WriteAllText(Path.Combine(folder "artifacts/probe", "Directory.Build.props"), "<Project />")

    File.WriteAllText(
        project,
        $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{reference}</Project>"
    )

    if logged "torchsharp" [] forever [ "dotnet"; "restore"; project ] = 0 then
        remember "package" $"the feed has TorchSharp {torchSharpVersion}"
    else
        let code = Regex.Match(File.ReadAllText(log "torchsharp"), @"NU\d+").Value
        remember "polyfill" $"""restoring TorchSharp {torchSharpVersion} answered {if code = "" then "an error" else code}"""

let provider () =
    let known =
        if File.Exists localProps then
            Regex.Match(File.ReadAllText localProps, "<!-- (.*) -->[^<]*<PropertyGroup>[^<]*<TorchSharp>(.*)</TorchSharp>")
        else
            Match.Empty

    let why, name = known.Groups[1].Value, known.Groups[2].Value

    match env "VIB_TORCHSHARP" with
    | Some("package" | "polyfill" as wish) -> if name = wish then name, why else remember wish "VIB_TORCHSHARP asked for it"
    | Some other -> fail $"VIB_TORCHSHARP is '{other}'" "It is 'package' or 'polyfill', or unset."
    | None -> if known.Success && not (why.StartsWith "VIB_TORCHSHARP") then name, why else probe ()

let setup () =
    packages ()
    Pages.embed ()
    let name, why = provider ()
    printfn $"provider   TorchSharp {name} ({why})"

    if name = "polyfill" then
        polyfill ()
