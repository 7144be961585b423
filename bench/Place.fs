/// Where a benchmark computes: on CPU cores, as ever, or on a device that is named.
module Vib.Bench.Place

open System
open TorchSharp
open Vib.Core

/// The option that names a device.
let option = "--device"

/// A named device, by the operators of a device: `cpu` too, where all that a GPU would be asked is asked of the CPU.
type Place = { Name: string; Device: torch.Device; Named: bool }

/// Cores of the CPU, by hand where that is faster.
let cores = { Name = "cpu"; Device = torch.CPU; Named = false }

let named name = { Name = name; Device = Devices.Resolve name; Named = true }

/// What the options say; cores where they name no device.
let ofOptions (options: Map<string, string>) =
    match Map.tryFind option options with
    | None -> cores
    | Some name -> named name

let isCuda place = place.Device.``type`` = DeviceType.CUDA

/// The end of a name in a file: of a device its kind, of cores how many threads.
let suffix place threads =
    if not place.Named then $"t{threads}"
    elif isCuda place then "cuda"
    else "cpu"

/// Says why a device did not record steps, where it did not: they were asked for one operator after the other.
let sayRefusal (reason: string | null) =
    match reason with
    | null -> ()
    | reason -> printfn $"  steps NOT RECORDED: {reason}"

type private Nothing() =
    interface IDisposable with
        member _.Dispose() = ()

/// Until it is disposed of, what is made on this thread takes a device's way.
let entered place : IDisposable = if place.Named then Kernels.ByLibrary() else new Nothing()

/// Milliseconds that work took, by the device's own clock, idle before it and after it.
let milliseconds place (work: unit -> unit) =
    let clock = DeviceClock.Start place.Device
    work ()
    clock.Milliseconds()
