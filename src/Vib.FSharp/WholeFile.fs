namespace Vib

open System
open System.IO

/// Files, whole or not at all.
[<RequireQualifiedAccess>]
module internal WholeFile =
    let writeBytes (path: string) (bytes: byte[]) =
        let whole = Path.GetFullPath path
        Path.GetDirectoryName whole |> Option.ofObj |> Option.iter (Directory.CreateDirectory >> ignore)
        let part = $"{whole}.{Environment.ProcessId}.part"
        File.WriteAllBytes(part, bytes)
        File.Move(part, whole, true)

    let write path (text: string) = writeBytes path (Text.Encoding.UTF8.GetBytes text)

    /// The file's ending, small, with its full stop.
    let ending (path: string) = (Path.GetExtension path |> Option.ofObj |> Option.defaultValue "").ToLowerInvariant()
