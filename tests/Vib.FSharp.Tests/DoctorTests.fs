module Vib.Tests.DoctorTests

open System
open Vib
open Xunit

[<Fact>]
let ``Everything is found, each in a line`` () =
    let findings = Map.ofList (Doctor.findings ())

    for name in [ "provider"; "libtorch"; "blas"; "products"; "bfloat16"; "threads"; "devices"; "memory"; "runtime"; "vib"; "probed" ] do
        Assert.DoesNotContain("not available", findings[name])

    for line in Doctor.lines () do
        Assert.DoesNotContain("\n", line)

    Assert.Equal(findings.Count, (Doctor.lines ()).Length)

[<Fact>]
let ``Paths are those of what is loaded`` () =
    let findings = Map.ofList (Doctor.findings ())
    let libtorch = findings["libtorch"]
    Assert.True(IO.File.Exists(IO.Path.Combine(libtorch.Substring(libtorch.IndexOf " in " + 4), "libtorch_cpu.so")), libtorch)
    Assert.True(IO.File.Exists(findings["blas"].Split(", ")[0]) || findings["blas"] = "inside libtorch", findings["blas"])
    let vib = findings["vib"]
    Assert.True(IO.File.Exists(IO.Path.Combine(vib.Substring(vib.IndexOf " in " + 4), "Vib.Core.dll")), vib)

    if findings["provider"].StartsWith "Vib's stand-in" then
        let probed = findings["probed"].Split ", "
        Assert.Single(probed, (fun path -> path.EndsWith "libvibtorch.so (loaded)")) |> ignore
        Assert.True(IO.File.Exists(probed[0].Replace(" (loaded)", "")), probed[0])

[<Fact>]
let ``libtorch has a version and the processor is a device`` () =
    let findings = Map.ofList (Doctor.findings ())
    Assert.Matches(@"^\d+\.\d+", findings["libtorch"])
    Assert.StartsWith("CPU", findings["devices"])
    Expect.contains "TorchSharp" findings["provider"]
