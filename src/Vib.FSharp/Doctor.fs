namespace Vib

open System
open System.IO
open System.Runtime.InteropServices
open TorchSharp

/// A C string without arguments.
type internal NativeText = delegate of unit -> nativeint

[<RequireQualifiedAccess>]
module Doctor =
    let private torchAssembly = typeof<torch.Tensor>.Assembly

    /// A finding that fails is a finding too.
    let private finding name (look: unit -> string) =
        try
            name, look ()
        with error ->
            name, $"not available: {error.Message.Split('\n')[0]}"

    let private isPackage = torchAssembly.GetName().Name = "TorchSharp"

    let private provider () =
        let name = torchAssembly.GetName()
        let kind = if isPackage then "the TorchSharp package" else "Vib's stand-in for TorchSharp"
        $"{kind} ({name.Name} {name.Version})"

    /// The shared libraries that this process has mapped, which Linux tells.
    let private loaded (part: string) =
        File.ReadLines "/proc/self/maps"
        |> Seq.map (fun line -> line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries))
        |> Seq.choose (fun columns -> Array.tryItem 5 columns)
        |> Seq.filter (fun path -> path.Substring(path.LastIndexOf '/' + 1).Contains part)
        |> Seq.distinct
        |> List.ofSeq

    let private libtorch () =
        let version = torch.__version__ // loads it

        match loaded "libtorch_cpu." |> List.tryHead |> Option.map Path.GetDirectoryName with
        | Some folder -> $"{version} in {folder}"
        | None -> version

    let private blas () =
        match [ "blas"; "mkl_rt"; "mkl_core"; "dnnl" ] |> List.collect loaded with
        | [] -> "inside libtorch"
        | libraries -> String.concat ", " libraries

    /// Where the stand-in looks for its native part, in that order; TorchSharp's package has none.
    let private probed =
        [
            Path.GetDirectoryName torchAssembly.Location |> Option.ofObj |> Option.defaultValue ""
            AppContext.BaseDirectory.TrimEnd '/'
        ]
        |> List.distinct
        |> List.map (fun folder -> Path.Combine(folder, "libvibtorch.so"))

    let private paths () =
        let there = loaded "libvibtorch."

        let state path =
            if List.contains path there then "loaded"
            elif File.Exists path then "there"
            else "not there"

        if isPackage then
            "by TorchSharp itself"
        else
            probed |> List.map (fun path -> $"{path} ({state path})") |> String.concat ", "

    let private products () =
        let mutable library, entry = 0n, 0n

        match List.tryFind File.Exists probed with
        | Some path when NativeLibrary.TryLoad(path, &library) && NativeLibrary.TryGetExport(library, "vib_sgemm_route", &entry) ->
            let route = Marshal.GetDelegateForFunctionPointer<NativeText> entry
            Marshal.PtrToStringUTF8(route.Invoke()) |> Option.ofObj |> Option.defaultValue "?"
        | _ -> "libtorch's own"

    let private devices () =
        if torch.cuda.is_available () then
            $"CPU and {torch.cuda.device_count ()} CUDA device(s)"
        else
            "CPU (this libtorch sees no CUDA device)"

    let private memory () =
        let gibibytes (bytes: int64) = Math.Round(float bytes / float (1L <<< 30), 1)
        let all, here = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Environment.WorkingSet
        FormattableString.Invariant $"{gibibytes all} GiB, of which this process holds {gibibytes here}"

    let findings () = [
        finding "provider" provider
        finding "libtorch" libtorch
        finding "blas" blas
        finding "products" products
        finding "bfloat16" (fun () -> Vib.Core.RoundedProducts.Route)
        finding "threads" (fun () -> $"{torch.get_num_threads ()} of libtorch, {Environment.ProcessorCount} processors")
        finding "devices" devices
        finding "memory" memory
        finding "runtime" (fun () -> $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}")
        finding "vib" (fun () ->
            let assembly = typeof<Vib.Core.Estimate>.Assembly
            $"{assembly.GetName().Version} in {Path.GetDirectoryName assembly.Location}")
        finding "probed" paths
    ]

    let lines () = [ for name, text in findings () -> $"{name, -10} {text}" ]

[<AutoOpen>]
module Front =
    let doctor () = Doctor.lines () |> List.iter (printfn "%s")
