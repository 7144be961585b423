/// The native part of the TorchSharp stand-in: finds libtorch, installs it where that is allowed, and compiles against it.
module Native

#load "steps.fsx"

open System
open System.IO
open System.Text.RegularExpressions
open Steps

type Libtorch = { Include: string; Lib: string; Version: Version; Blas: string; HasCuda: bool }

let isRoot = Environment.IsPrivilegedProcess

/// Installs Debian packages where that is allowed, else says what to type, or what else to do.
let installOr otherwise reason (names: string list) =
    let command = "apt-get install -y --no-install-recommends " + String.concat " " names

    if not isRoot || not (File.Exists "/usr/bin/apt-get") then
        let here =
            if File.Exists "/usr/bin/apt-get" then
                $"Run `sudo apt-get update && sudo {command}`"
            else
                $"""Install what Debian calls {String.concat ", " names}"""

        fail reason $"{here}, {otherwise}"

    printfn "%s: installing %s" reason (String.concat " " names)

    let script = "apt-get update && " + command

    must "apt" [ ("DEBIAN_FRONTEND", "noninteractive") ] $"`{command}` failed" "Are Debian's packages reachable?" [ "/bin/sh"; "-c"; script ]

let install =
    installOr "or set LIBTORCH to a folder with include/ and lib/ (an unpacked libtorch, or the torch folder of a PyTorch installation)."

let compiler () = ask [ "/bin/sh"; "-c"; "command -v g++" ] |> Option.map _.Trim()
let debianLib () = ask [ "g++"; "-print-multiarch" ] |> Option.map (fun triple -> "/usr/lib/" + triple.Trim())
let versionHeader includes = Path.Combine(includes, "torch/csrc/api/include/torch/version.h")
let isWhole (includes, lib) = File.Exists(versionHeader includes) && File.Exists(Path.Combine(lib, "libtorch_cpu.so"))

let locate () =
    if (compiler ()).IsNone then
        install "g++ is missing" ("g++" :: if (env "LIBTORCH").IsSome then [] else [ "libtorch-dev"; "libopenblas0-openmp" ])

    match env "LIBTORCH" with
    | Some home ->
        let includes, lib = Path.Combine(home, "include"), Path.Combine(home, "lib")

        if isWhole (includes, lib) then
            includes, lib
        else
            fail $"LIBTORCH={home} holds no libtorch" $"Looked for {versionHeader includes} and {lib}/libtorch_cpu.so; name a folder that has both."
    | None ->
        let debian () = "/usr/include", debianLib () |> Option.defaultValue "/usr/lib"

        if not (isWhole (debian ())) then
            install "libtorch is missing" [ "libtorch-dev"; "libopenblas0-openmp" ]

        if isWhole (debian ()) then
            debian ()
        else
            fail "libtorch-dev is installed, yet its header or library is not where it should be" "Set LIBTORCH."

let blasOf lib =
    let found =
        ask [ "ldd"; $"{lib}/libtorch_cpu.so" ]
        |> Option.map (fun text -> Regex.Match(text, @"lib(?:open)?blas[^ ]* => (\S+)").Groups[1].Value)

    match found with
    | Some path when path <> "" ->
        (match File.ResolveLinkTarget(path, true) with
         | null -> path
         | target -> target.FullName)
    | _ -> "libtorch's own"

let isReference (blas: string) = blas.Contains "/blas/libblas.so"

/// The version in the header, or in the one that it includes since libtorch 2.10.
let versionOf includes =
    let headers = content [ versionHeader includes; Path.Combine(includes, "torch/headeronly/version.h") ] |> String.concat "\n"
    let part name = Regex.Match(headers, $@"TORCH_VERSION_{name} (\d+)").Groups[1].Value

    match Version.TryParse $"""{part "MAJOR"}.{part "MINOR"}.{part "PATCH"}""" with
    | true, version -> version
    | _ -> fail $"{versionHeader includes} names no version" "Is this libtorch whole? Set LIBTORCH to another."

let rec describe mayInstall (includes, lib) =
    let version = versionOf includes

    if version < Version "1.13.0" then
        fail $"libtorch {version} in {lib} is too old" "Vib needs 1.13 or later: install one, or name another with LIBTORCH."

    let blas = blasOf lib

    if isReference blas && mayInstall then
        install "libtorch would run on the reference BLAS, some 30 times slower than OpenBLAS" [ "libopenblas0-openmp" ]
        describe false (includes, lib)
    elif isReference blas then
        fail
            $"libtorch still runs on the reference BLAS, {blas}"
            "Choose OpenBLAS: `sudo update-alternatives --config libblas.so.3-$(gcc -print-multiarch)`."
    else
        let hasCuda = File.Exists $"{lib}/libtorch_cuda.so"

        { Include = includes; Lib = lib; Version = version; Blas = blas; HasCuda = hasCuda }

/// The folder of CUDA's headers: the toolkit's, or those that came with PyTorch's wheel.
let cudaHeaders torch =
    let wheels = Path.GetFullPath(Path.Combine(torch.Lib, "../../nvidia"))
    let home = env "CUDA_HOME" |> Option.defaultValue "/usr/local/cuda"

    [ $"{home}/include"; $"{wheels}/cuda_runtime/include"; $"{wheels}/cu13/include"; $"{wheels}/cu12/include" ]
    |> List.tryFind (fun path -> torch.HasCuda && File.Exists $"{path}/cuda_runtime_api.h")

let native = at "artifacts/native/libvibtorch.so"

let symbols torch library = ask [ "nm"; "-D"; $"{torch.Lib}/{library}" ] |> Option.defaultValue ""

/// Whether libtorch calls an sgemm_ of some other library's, which is then ours to give (native/sgemm.cpp).
let giveSgemm torch = (symbols torch "libtorch_cpu.so").Contains " U sgemm_\n"

let openMp torch = if giveSgemm torch then [ "-fopenmp" ] else []

let compileFlags torch =
    let standard = if torch.Version >= Version "2.9.0" then "c++20" else "c++17"
    let define name yes = $"-D{name}={if yes then 1 else 0}"

    let cuda =
        match cudaHeaders torch with
        | Some path -> [ "-DVIB_CUDA=1"; "-I" + path ]
        | None -> [ "-DVIB_CUDA=0" ]

    [
        "-O2"
        $"-std={standard}"
        "-fPIC"
        define "_GLIBCXX_USE_CXX11_ABI" ((symbols torch "libc10.so").Contains "__cxx11")
        define "VIB_OWN_SGEMM" (giveSgemm torch)
        "-I" + torch.Include
        "-I" + torch.Include + "/torch/csrc/api/include"
    ]
    @ openMp torch
    @ cuda

let linkFlags torch =
    let cuda = if (cudaHeaders torch).IsSome then [ "-ltorch_cuda"; "-lc10_cuda" ] else []

    [ "-L" + torch.Lib; "-Wl,--no-as-needed"; "-ltorch"; "-ltorch_cpu"; "-lc10" ]
    @ cuda
    @ openMp torch
    @ [ "-ldl"; "-Wl,-rpath," + torch.Lib ]

let advice = "Read the log; `rm -r artifacts/native` makes the next setup start over."

/// Compiles what changed, several files at a time, and links under a temporary name so that a running program keeps its library.
let compile torch (sources: string array) headers =
    let flags, objects = compileFlags torch, folder "artifacts/native/objects"
    let part path = $"{path}.{Environment.ProcessId}.part"

    let one (source: string) =
        let key = digest (Seq.append flags (content (Seq.append [ source ] headers)))
        let target = Path.Combine(objects, $"{Path.GetFileNameWithoutExtension source}-{key.Substring(0, 16)}.o")
        let name = Path.GetFileName source

        if not (File.Exists target) then
            must ("native-" + name) [] $"Compiling {name} failed" advice ([ "g++"; "-c" ] @ flags @ [ source; "-o"; part target ])
            File.Move(part target, target, true)

        target

    let compiled =
        try
            Array.Parallel.map one sources
        with :? AggregateException as several ->
            raise (several.Flatten().InnerExceptions[0])

    let link = [ "g++"; "-shared" ] @ List.ofArray compiled @ linkFlags torch @ [ "-o"; part native ]
    must "native-link" [] "Linking libvibtorch.so failed" advice link
    File.Move(part native, native, true)
    Directory.GetFiles(objects, "*.o") |> Array.except compiled |> Array.iter File.Delete

let polyfill () =
    let torch = describe true (locate ())

    let sources, headers =
        filesUnder "src/TorchSharp.Polyfill/native" "*.cpp", filesUnder "src/TorchSharp.Polyfill/native" "*.h"

    let inputs =
        Seq.append (content (Seq.append sources headers)) [
            stamped $"{torch.Lib}/libtorch_cpu.so"
            $"{torch}"
            $"{cudaHeaders torch}"
            $"{compiler ()}"
        ]

    unlessDone "native" inputs [ native ] (fun () -> compile torch sources headers)
    let threads = env "OMP_NUM_THREADS" |> Option.defaultValue (string Environment.ProcessorCount)
    let device = if (cudaHeaders torch).IsSome && File.Exists "/dev/nvidia0" then "CUDA and CPU" else "CPU"
    printfn $"libtorch   {torch.Version} in {torch.Lib}\nBLAS       {torch.Blas}\nthreads    {threads}\ndevice     {device}"
