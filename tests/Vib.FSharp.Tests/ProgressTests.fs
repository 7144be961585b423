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

[<Fact>]
let ``Drift is the newer looks less the older ones, from the fourth look on`` () =
    let shown = Progress.drift "InfoNCE" 2
    let texts = [ for step in 1L .. 12L -> shown (100L * step) (float step / 10.0) ]
    Assert.Equal("InfoNCE 0.30 nat", texts[2])
    Assert.Equal("InfoNCE 0.40 nat (+0.20 in 200 steps)", texts[3]) // 0.35 − 0.15
    Assert.Equal("InfoNCE 1.20 nat (+0.50 in 500 steps)", texts[11]) // of the last ten alone
    let falling = Progress.drift "loss" 1
    Assert.Equal("loss 0.0 nat (−2.0 in 2 steps)", [ for step in 0L .. 3L -> falling step (float (3L - step)) ] |> List.last)

[<Fact>]
let ``A training that nobody stops gets tokens that are not cancelled`` () =
    let stopped =
        Progress.train "run" Progress.Silent (fun () -> standing None) (fun _ stop cancel -> stop.IsCancellationRequested, cancel.CanBeCanceled)

    Assert.Equal((false, false), stopped)
