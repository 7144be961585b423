module Vib.Tests.DoctorTests

open Vib
open Xunit

[<Fact>]
let ``Everything is found, each in a line`` () =
    let findings = Map.ofList (Doctor.findings ())

    for name in [ "provider"; "libtorch"; "products"; "threads"; "devices"; "memory"; "runtime"; "vib" ] do
        Assert.DoesNotContain("not available", findings[name])

    Doctor.lines () |> List.iter Expect.oneLine
    Assert.Equal(findings.Count, (Doctor.lines ()).Length)

[<Fact>]
let ``libtorch has a version and the processor is a device`` () =
    let findings = Map.ofList (Doctor.findings ())
    Assert.Matches(@"^\d+\.\d+", findings["libtorch"])
    Assert.StartsWith("CPU", findings["devices"])
    Expect.contains "TorchSharp" findings["provider"]
