module Vib.Tests.ProgressTests

open System
open System.IO
open Vib
open Xunit

let private standing keep = { Done = 250L; Total = 1000L; Text = "InfoNCE 3.81 nat"; Keep = keep }

let private captured (action: unit -> 'a) =
    let before, writer = Console.Out, new StringWriter()
    Console.SetOut writer

    try
        action (), writer.ToString()
    finally
        Console.SetOut before

[<Fact>]
let ``The line has steps, percentage, rate, time left and text`` () =
    Assert.Equal("I(X;Y)  250/1000 · 25 % · 50 steps/s · 15 s left · InfoNCE 3.81 nat", Progress.line "I(X;Y)" 5.0 (standing None))

[<Fact>]
let ``Before the first step there is no rate`` () =
    Assert.Equal("run  0/1000 · 0 % · InfoNCE 3.81 nat", Progress.line "run" 0.0 { standing None with Done = 0L })

[<Theory>]
[<InlineData(8.4, "8 s")>]
[<InlineData(200.0, "3 min 20 s")>]
[<InlineData(7500.0, "2 h 05 min")>]
[<InlineData(-1.0, "0 s")>]
[<InlineData(Double.PositiveInfinity, "?")>]
let ``Durations are for people`` seconds text = Assert.Equal(text, Progress.duration seconds)

[<Fact>]
let ``Where the output is no terminal there is no live line`` () =
    Assert.True(Console.IsOutputRedirected, "this test wants its output redirected, as the suite has it")
    Assert.False(Progress.isLive ())

[<Theory>]
[<InlineData("plain")>]
[<InlineData("auto")>]
let ``Plain lines keep what is to be kept and leave out what comes too soon`` name =
    let mode = if name = "plain" then Progress.Plain else Progress.Auto

    let result, text =
        captured (fun () ->
            Progress.run "run" mode id (fun progress _ ->
                progress.Report(standing None)
                progress.Report(standing (Some "epoch 1"))
                7))

    Assert.Equal(7, result)
    Assert.Equal("epoch 1" + Environment.NewLine, text)

[<Fact>]
let ``Silence is silent`` () =
    let (), text =
        captured (fun () -> Progress.run "run" Progress.Silent id (fun progress _ -> progress.Report(standing (Some "epoch 1"))))

    Assert.Equal("", text)

[<Fact>]
let ``What the work throws comes through`` () =
    let fail () : unit = Progress.run "run" Progress.Plain (fun () -> standing None) (fun _ _ -> raise (DivideByZeroException()))

    Assert.Throws<DivideByZeroException> fail
