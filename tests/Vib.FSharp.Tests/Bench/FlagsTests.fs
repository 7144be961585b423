/// native/flags.sh on folders that look like a libtorch's: how the native part would be compiled where nobody has tried it.
module Vib.Tests.Bench.FlagsTests

open System
open System.IO
open Vib.Bench
open Vib.Tests
open Xunit

let private script name = Path.Combine(Results.root, "src/TorchSharp.Polyfill/native", name)

let private succeeds command =
    let exit, out, error = Expect.child (TimeSpan.FromSeconds 60.0) command ignore
    Assert.True((exit = 0), error)
    out

let private write (folder: string) name (text: string) =
    let path = Path.Combine(folder, name)
    Directory.CreateDirectory(string (Path.GetDirectoryName path)) |> ignore
    File.WriteAllText(path, text)

let private library (folder: string) name (more: string list) =
    let path = Path.Combine(folder, name)
    Directory.CreateDirectory(string (Path.GetDirectoryName path)) |> ignore
    write folder "code.c" "int nothing(void) { return 0; }"
    let command = [ "g++"; "-shared"; "-fPIC"; "-Wl,--no-as-needed"; Path.Combine(folder, "code.c"); "-o"; path ]
    succeeds (command @ more) |> ignore

/// A site-packages, in whose name is a space, with a libtorch of this version and, if one is given, that CUDA's runtime.
let private withWheel (version: int * int) (cuda: int option) (action: string -> (string -> string list) -> unit) =
    let home = Directory.CreateTempSubdirectory "vib flags "

    try
        let site = home.FullName
        let major, minor = version

        let numbers = $"#define TORCH_VERSION_MAJOR {major}\n#define TORCH_VERSION_MINOR {minor}\n#define TORCH_VERSION_PATCH 0\n"

        let own = "torch/include/torch/csrc/api/include/torch/version.h"

        if minor >= 10 then // the numbers moved to another header
            write site own "#include <torch/headeronly/version.h>\n"
            write site "torch/include/torch/headeronly/version.h" numbers
        else
            write site own numbers

        for name in [ "libtorch.so"; "libtorch_cpu.so"; "libc10.so" ] do
            library site $"torch/lib/{name}" []

        match cuda with
        | None -> ()
        | Some number ->
            let runtime = $"libcudart.so.{number}"
            library site $"nvidia/cu{number}/lib/{runtime}" [ $"-Wl,-soname,{runtime}" ]
            library site "torch/lib/libtorch_cuda.so" []
            library site "torch/lib/libc10_cuda.so" [ Path.Combine(site, $"nvidia/cu{number}/lib", runtime) ]

        let flags (toolkit: string) =
            let command = [
                "env"
                $"CUDA_HOME={toolkit}"
                "sh"
                script "flags.sh"
                Path.Combine(site, "torch/include")
                Path.Combine(site, "torch/lib")
            ]

            (succeeds command).Split('\n', StringSplitOptions.RemoveEmptyEntries) |> List.ofArray

        action site flags
    finally
        home.Delete true

let private headers site folder version =
    write site $"{folder}/include/cuda.h" ""
    write site $"{folder}/include/cuda_runtime_api.h" $"#define CUDART_VERSION {version}\n"

[<Fact>]
let ``A libtorch without CUDA is compiled against as C++17, from 2.9 on as C++20`` () =
    for version, standard in [ (1, 13), "c++17"; (2, 4), "c++17"; (2, 9), "c++20"; (2, 11), "c++20" ] do
        withWheel version None (fun _ flags ->
            let flags = flags "/nowhere"
            Assert.Contains($"version {fst version}.{snd version}.0", flags)
            Assert.Contains($"compile -std={standard}", flags)
            Assert.Contains("compile -DVIB_CUDA=0", flags)
            Assert.DoesNotContain("link -ltorch_cuda", flags))

[<Fact>]
let ``A wheel's own CUDA headers are taken where they are whole, else a toolkit's of the same CUDA`` () =
    withWheel (2, 11) (Some 13) (fun site flags ->
        headers site "nvidia/cu13" 13000
        headers site "toolkit" 13010
        Assert.Contains($"""compile -I{Path.Combine(site, "nvidia/cu13/include")}""", flags "")
        // a wheel may lack the headers that these include
        write site "nvidia/cu13/include/cuda_runtime_api.h" "#include <crt/host_defines.h>\n"
        let flags = flags (Path.Combine(site, "toolkit"))
        Assert.Contains($"""cuda {Path.Combine(site, "toolkit/include")}""", flags)
        Assert.Contains("compile -DVIB_CUDA=1", flags)
        Assert.Contains("link -ltorch_cuda", flags))

[<Fact>]
let ``Headers of another CUDA than libtorch's are passed over, and libtorch's CUDA is linked all the same`` () =
    withWheel (2, 11) (Some 77) (fun site flags ->
        headers site "toolkit" 12040
        let flags = flags (Path.Combine(site, "toolkit"))
        Assert.Contains("compile -DVIB_CUDA=0", flags)
        Assert.Contains("link -ltorch_cuda", flags)
        Assert.DoesNotContain(flags, (fun (flag: string) -> flag.StartsWith "cuda ")))

[<Fact>]
let ``The bundle's scripts are shell`` () =
    for path in
        [
            script "flags.sh"
            Path.Combine(Results.root, "build/gpu/run.sh")
            Path.Combine(Results.root, "build/gpu/compile.sh")
        ] do
        Assert.Equal("", succeeds [ "sh"; "-n"; path ])
