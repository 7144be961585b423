namespace Vib

/// <summary>What this machine computes with: the first thing to send along with a question.</summary>
[<RequireQualifiedAccess>]
module Doctor =
    /// <summary>Provider, libtorch and where it is, BLAS, matrix products, those of bfloat16, threads, devices, memory, versions, paths probed for the native library: a name and what was found, for each.</summary>
    /// <example><code>Doctor.findings () |> List.map fst    // what is looked at</code></example>
    val findings: unit -> (string * string) list

    /// <summary>The findings as lines.</summary>
    /// <example><code>System.IO.File.WriteAllLines("doctor.txt", Doctor.lines ())</code></example>
    val lines: unit -> string list

/// <summary>Functions that need no module's name.</summary>
[<AutoOpen>]
module Front =
    /// <summary>Prints what this machine computes with, line by line.</summary>
    /// <example><code>doctor ()</code></example>
    val doctor: unit -> unit
