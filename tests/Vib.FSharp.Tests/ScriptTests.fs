module Vib.Tests.ScriptTests

open System
open System.Diagnostics
open System.IO
open Vib.Bench.Results
open Vib.Tests
open Xunit

let private script = Path.Combine(root, "vib.fsx")

/// What F# Interactive shows, started in another folder.
let private interactive (lines: string list) =
    let talk (running: Process) = lines |> List.iter (fun line -> running.StandardInput.WriteLine(line + ";;"))
    let directory = Directory.GetCurrentDirectory()
    Directory.SetCurrentDirectory(Path.GetTempPath())

    try
        Expect.child (TimeSpan.FromMinutes 2.0) [ "dotnet"; "fsi"; "--nologo" ] talk
    finally
        Directory.SetCurrentDirectory directory

[<Fact>]
let ``One line makes a script, from any folder, also the second time`` () =
    let load = $"#load @\"{script}\""

    let _, out, error =
        interactive [
            "let spent () = System.Diagnostics.Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds"
            "let before = spent ()"
            load
            "printfn \"loaded in 5 s: %b\" (spent () - before < 5.0)" // of a processor, whatever else the machine does
            "open Vib"
            "Truth.gaussian 20 4.0<nat>"
            load
            "Bound.infoNce"
            "maximize (Info.lower (Z, Y) (Decoder.categorical 10) - 1e-3 * Info.upper (X, Z) Rate.standardNormal)"
            "[ for bound in [ \"NWJ\"; \"TUBA\" ] -> Vib.Core.Estimate(Value = 1.0, Side = Vib.Core.Side.Lower, Bound = bound) ]"
            "TorchSharp.torch.ones [| 2L; 2L |]"
            "[ 1; 2 ]"
        ]

    Assert.Equal("", error)
    Expect.contains "20-d Gaussian with ρ = 0.5742, I(X;Y) = 4 nat" out
    Expect.contains "loaded in 5 s: true" out
    Expect.contains "InfoNCE" out
    Expect.contains "maximise I(Z;Y) − 0.001 · I(X;Z)" out
    Expect.contains "\nNWJ            ≥ 1.00 ± NaN" out
    Expect.contains "Float32 [2,2] on cpu [1, 1, 1, 1]" out
    Expect.contains "val it: int list = [1; 2]" out

[<Fact>]
let ``Where nothing is built the error says what to run`` () =
    let folder = Directory.CreateTempSubdirectory "vib-script-"

    try
        let own = Path.Combine(folder.FullName, "own.fsx")
        File.Copy(script, Path.Combine(folder.FullName, "vib.fsx"))
        File.WriteAllText(own, "#load \"vib.fsx\"\n")
        let exit, _, error = Expect.child (TimeSpan.FromMinutes 1.0) [ "dotnet"; "fsi"; own ] ignore
        Assert.Equal(1, exit)
        Expect.contains "dotnet fsi build.fsx build" error
    finally
        folder.Delete true

[<Fact>]
let ``Every example begins with that one line`` () =
    let examples = Directory.GetFiles(Path.Combine(root, "examples"), "*.fsx")
    Assert.NotEmpty examples

    for example in examples do
        Assert.Contains("#load \"../vib.fsx\"", File.ReadAllLines example)
