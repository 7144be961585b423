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

    let private provider () =
        let name = torchAssembly.GetName()
        let kind = if name.Name = "TorchSharp" then "the TorchSharp package" else "Vib's stand-in for TorchSharp"
        $"{kind} ({name.Name} {name.Version})"

    /// The stand-in's native part sits beside its assembly; TorchSharp's package has none.
    let private products () =
        let folder = Path.GetDirectoryName torchAssembly.Location |> Option.ofObj |> Option.defaultValue ""
        let path = Path.Combine(folder, "libvibtorch.so")
        let mutable library, entry = 0n, 0n

        if
            File.Exists path
            && NativeLibrary.TryLoad(path, &library)
            && NativeLibrary.TryGetExport(library, "vib_sgemm_route", &entry)
        then
            let route = Marshal.GetDelegateForFunctionPointer<NativeText> entry
            Marshal.PtrToStringUTF8(route.Invoke()) |> Option.ofObj |> Option.defaultValue "?"
        else
            "libtorch's own"

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
        finding "libtorch" (fun () -> torch.__version__)
        finding "products" products
        finding "threads" (fun () -> $"{torch.get_num_threads ()} of libtorch, {Environment.ProcessorCount} processors")
        finding "devices" devices
        finding "memory" memory
        finding "runtime" (fun () -> $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}")
        finding "vib" (fun () -> $"{typeof<Vib.Core.Estimate>.Assembly.GetName().Version}")
    ]

    let lines () = [ for name, text in findings () -> $"{name, -10} {text}" ]

[<AutoOpen>]
module Front =
    let doctor () = Doctor.lines () |> List.iter (printfn "%s")
