namespace Vib

open System
open System.IO

/// Files that are there whole or not at all, as the core writes its own.
[<RequireQualifiedAccess>]
module internal WholeFile =
    let writeBytes (path: string) (bytes: byte[]) = Vib.Core.WholeFile.Write(path, fun file -> file.Write bytes)

    let write (path: string) (text: string) = Vib.Core.WholeFile.WriteText(path, text)

    /// The file's ending, small, with its full stop.
    let ending (path: string) = (Path.GetExtension path |> Option.ofObj |> Option.defaultValue "").ToLowerInvariant()
