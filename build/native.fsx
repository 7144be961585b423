/// The native part of the TorchSharp stand-in: finds libtorch, installs it where that is allowed, and compiles against it.
module Native

#load "steps.fsx"

open System
open System.IO
open System.Text.RegularExpressions
open Steps

type Libtorch = {
    Include: string
    Lib: string
    Version: Version
    Blas: string
    HasCuda: bool
    CudaHeaders: string option
    CompileFlags: string list
    LinkFlags: string list
}

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

/// What native/flags.sh says of a libtorch, which whoever compiles elsewhere asks too.
let flagsOf (includes, lib) =
    let script = at "src/TorchSharp.Polyfill/native/flags.sh"

    let said =
        match ask [ "/bin/sh"; script; includes; lib ] with
        | Some text -> lines text |> List.ofArray
        | None -> fail $"{versionHeader includes} names no version" "Is this libtorch whole? Set LIBTORCH to another."

    fun (word: string) -> said |> List.filter _.StartsWith(word + " ") |> List.map _.Substring(word.Length + 1)

let rec describe mayInstall (includes, lib) =
    let flags = flagsOf (includes, lib)
    let version = Version(List.head (flags "version"))

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
        {
            Include = includes
            Lib = lib
            Version = version
            Blas = blas
            HasCuda = File.Exists $"{lib}/libtorch_cuda.so"
            CudaHeaders = List.tryHead (flags "cuda")
            CompileFlags = flags "compile"
            LinkFlags = flags "link"
        }

let native = at "artifacts/native/libvibtorch.so"

let advice = "Read the log; `rm -r artifacts/native` makes the next setup start over."

/// Compiles what changed, several files at a time, and links under a temporary name so that a running program keeps its library.
let compile torch (sources: string array) headers =
    let flags, objects = torch.CompileFlags, folder "artifacts/native/objects"
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

    let link = [ "g++"; "-shared" ] @ List.ofArray compiled @ torch.LinkFlags @ [ "-o"; part native ]
    must "native-link" [] "Linking libvibtorch.so failed" advice link
    File.Move(part native, native, true)
    Directory.GetFiles(objects, "*.o") |> Array.except compiled |> Array.iter File.Delete

let polyfill () =
    let torch = describe true (locate ())

    let sources, headers =
        filesUnder "src/TorchSharp.Polyfill/native" "*.cpp", filesUnder "src/TorchSharp.Polyfill/native" "*.h"

    let inputs =
        Seq.concat [ content (Seq.append sources headers); Seq.ofList torch.CompileFlags; Seq.ofList torch.LinkFlags ]
        |> Seq.append [
            stamped $"{torch.Lib}/libtorch_cpu.so"
            $"{torch.Include} {torch.Lib} {torch.Version} {torch.Blas}"
            $"{compiler ()}"
        ]

    unlessDone "native" inputs [ native ] (fun () -> compile torch sources headers)
    let threads = env "OMP_NUM_THREADS" |> Option.defaultValue (string Environment.ProcessorCount)
    let device = if torch.HasCuda && File.Exists "/dev/nvidia0" then "CUDA and CPU" else "CPU"

    if torch.HasCuda && torch.CudaHeaders.IsNone then
        printfn "no headers of libtorch's CUDA were found, so training steps are not captured; CUDA_HOME names a toolkit"

    printfn $"libtorch   {torch.Version} in {torch.Lib}\nBLAS       {torch.Blas}\nthreads    {threads}\ndevice     {device}"
