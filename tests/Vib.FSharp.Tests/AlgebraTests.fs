/// What the types of bounds allow, and what they refuse in words that a user understands.
module Vib.Tests.AlgebraTests

open System
open System.Text.RegularExpressions
open Vib
open Vib.Core
open Vib.Bench.Results
open Vib.Tests
open Xunit

let private decoder = Info.lower (Z, Y) (Decoder.categorical 10)
let private rate = Info.upper (X, Z) Rate.standardNormal
let private infoNce = Info.lower (X, Z) (Contrast.infoNce Critic.separable)

/// What must not compile, what the compiler says of it, and the sound thing beside it, which compiles: the refusal is for that reason and no other.
let refused = [
    "maximize (rate - 1e-3 * decoder)", "Expecting a 'LowerBound' but given a 'Bound<Above,Below>'", "maximize (decoder - 1e-3 * rate)"
    "minimize (decoder - 1e-3 * rate)", "Expecting a 'UpperBound' but given a 'Bound<Below,Above>'", "minimize (rate - 1e-3 * decoder)"
    "maximize (decoder + rate)", "'UpperBound' is not compatible with type 'Bound<Below,Above>'", "maximize (decoder + infoNce)"
    "maximize (decoder - 1e-3 * decoder)",
    "'Bound<Below,Above>' is not compatible with type 'Bound<Above,Below>'",
    "maximize (decoder + 1e-3 * decoder)"
    "maximize (Bound.negate decoder)", "Expecting a 'Bound<Above,Below>' but given a 'LowerBound'", "minimize (Bound.negate decoder)"
    "maximize (decoder - 1e-3 * infoNce)", // a lower bound that is minimised
    "'Bound<Below,Above>' is not compatible with type 'Bound<Above,Below>'",
    "maximize (decoder - 1e-3 * (infoNce |> MinMax.inner 1 |> Bound.trust \"the critic is near its best\"))"
    "maximize (decoder - 1e-3 * (infoNce |> MinMax.inner 1))", // an inner maximum without a word for it
    "'Bound<Neither,Neither>' is not compatible with type 'Bound<Above,Below>'",
    "maximize (Bound.forgetSide decoder - 1e-3 * (infoNce |> MinMax.inner 1) |> Bound.trust \"the critic is near its best\")"
    "maximize (decoder - 1e-3 * Info.estimate (X, Z) Rate.pairwise)",
    "'Bound<Neither,Neither>' is not compatible with type 'Bound<Above,Below>'",
    "maximize (decoder - 1e-3 * Info.upper (X, Z) Rate.leaveOneOut)"
    "maximize (Bound.forgetSide decoder)", "Expecting a 'LowerBound' but given a 'EstimateBound'", "maximize decoder"
    "rate |> MinMax.inner 1", "The type 'Above' is not compatible with the type 'Climbable'", "infoNce |> MinMax.inner 1"
    "Info.lower (X, Z) (Decoder.categorical 10)",
    "The type 'X' is not compatible with the type 'Latent'",
    "Info.lower (Z, X) (Decoder.categorical 10)"
    "Info.lower (Z, Y) Rate.standardNormal", "The type 'Z' is not compatible with the type 'Observed'", "Info.upper (Y, Z) Rate.standardNormal"
    "Info.lower (X, Z) Rate.standardNormal",
    "Expecting a 'Method<X,Z,Below,Above>' but given a 'Method<X,Z,Above,Below>'",
    "Info.upper (X, Z) Rate.standardNormal"
    "Info.lower (X, Z) (Contrast.donskerVaradhan Critic.separable)",
    "Expecting a 'Method<X,Z,Below,Above>' but given a 'Method<X,Z,Neither,Neither>'",
    "Info.estimate (X, Z) (Contrast.donskerVaradhan Critic.separable)"
    "Info.upperGiven (X, Z, Y) Rate.standardNormal",
    "expected to have type 'ConditionalMethod<X,Z,Y>'",
    "Info.upperGiven (X, Z, Y) Rate.backwardEncoder"
    "maximize decoder |> Objective.atMost 5.0<nat> decoder",
    "Expecting a 'UpperBound' but given a 'LowerBound'",
    "maximize decoder |> Objective.atMost 5.0<nat> rate"
    "maximize decoder |> Objective.atMost 5.0 rate",
    "expected to have type 'float<nat>' but here has type 'float'",
    "maximize decoder |> Objective.atMost 5.0<nat> rate"
    "maximize (decoder - 1e-3<nat> * rate)", "'float<nat>' is not compatible with type 'float'", "maximize (decoder - 1e-3 * rate)"
    "decoder + 1.0", "'float' is not compatible with type 'Bound<Below,Above>'", "decoder + decoder"
    "rate |> Bound.reweighted Z", "The type 'Z' is not compatible with the type 'Observed'", "rate |> Bound.reweighted Y"
    "minimize (rate - Bound.times (Beta.warmUp 100L 1.0) rate)",
    "'Bound<Below,Above>' but given a 'UpperBound'",
    "minimize (rate - Bound.times (Beta.warmUp 100L 1.0) decoder)"
]

let private prelude = [
    $"""#load @"{System.IO.Path.Combine(root, "vib.fsx")}" """
    "open Vib"
    "let decoder = Info.lower (Z, Y) (Decoder.categorical 10)"
    "let rate = Info.upper (X, Z) Rate.standardNormal"
    "let infoNce = Info.lower (X, Z) (Contrast.infoNce Critic.separable)"
]

/// What the compiler said of each snippet; nothing of one that it took. One session: each snippet goes under a file name of its own.
let private compile (snippets: string list) =
    let lines = [
        yield! prelude
        for i, snippet in List.indexed snippets do
            $"# 1 \"snippet-{i}\"\nlet it{i} () = ignore ({snippet})" // compiled, not run
    ]

    let talk (running: Diagnostics.Process) = lines |> List.iter (fun line -> running.StandardInput.WriteLine(line + ";;"))
    let _, _, error = Expect.child (TimeSpan.FromMinutes 2.0) [ "dotnet"; "fsi"; "--nologo" ] talk
    let words (text: string) = Regex.Replace(text, @"\s+", " ")

    let said =
        Regex.Matches(error, @"snippet-(\d+)\(\d+,\d+\): error (FS\d+: .*?)(?=\S*snippet-\d+\(|\z)", RegexOptions.Singleline)
        |> Seq.map (fun found -> int found.Groups[1].Value, words found.Groups[2].Value)
        |> Map.ofSeq

    // an error outside the snippets would make every one of them fail
    Assert.DoesNotContain("stdin(", error)
    snippets |> List.mapi (fun i _ -> Map.tryFind i said)

[<Fact>]
let ``Unsound objectives do not compile, and the compiler says why; the sound ones beside them do`` () =
    let wrong, right = [ for wrong, _, _ in refused -> wrong ], [ for _, _, right in refused -> right ]
    let verdicts = compile (wrong @ right)

    for (snippet, message, _), verdict in List.zip refused (List.take wrong.Length verdicts) do
        match verdict with
        | None -> Assert.Fail $"{snippet} compiled"
        | Some said -> Assert.True(said.Contains message, $"{snippet}: the compiler said {said}")

    for snippet, verdict in List.zip right (List.skip wrong.Length verdicts) do
        Assert.True(verdict.IsNone, $"{snippet} did not compile: {verdict}")

[<Fact>]
let ``Sums keep their side at run time too`` () =
    let sideOf (bound: Bound<'side, 'opposite>) = bound.Core.Side
    Assert.Equal(Side.Lower, sideOf decoder)
    Assert.Equal(Side.Upper, sideOf rate)
    Assert.Equal(Side.Lower, sideOf (decoder - 0.5 * rate))
    Assert.Equal(Side.Upper, sideOf (0.5 * rate - decoder))
    Assert.Equal(Side.Upper, sideOf (Bound.negate decoder))
    Assert.Equal(Side.Lower, sideOf (Bound.negate (Bound.negate decoder)))
    Assert.Equal(Side.Lower, sideOf (decoder - Bound.squared rate))
    Assert.Equal(Side.Estimate, sideOf (Info.estimate (X, Z) Rate.pairwise))
    Assert.Equal(Side.Estimate, sideOf (MinMax.inner 2 infoNce))
    let trusted: UpperBound = MinMax.inner 2 infoNce |> Bound.trust "a test"
    Assert.Equal(Side.Upper, sideOf trusted)
    Assert.Equal(Side.Lower, sideOf (decoder - trusted))

[<Fact>]
let ``Every method has the side of its type`` () =
    let lower: Method<X, Z, Below, Above> list = [
        Contrast.infoNce Critic.separable
        Contrast.nwj Critic.separable
        Contrast.jensenShannon Critic.concatenated
        Contrast.tuba 0.0 Critic.cosine
        Contrast.interpolated 0.1 Critic.separable
        Rate.bhattacharyya
    ]

    let estimates: Method<X, Z, Neither, Neither> list = [
        Contrast.donskerVaradhan Critic.separable
        Contrast.mine Critic.separable
        Contrast.smile 5.0 Critic.separable
        Rate.pairwise
    ]

    let upper: Method<X, Z, Above, Below> list = [ Rate.standardNormal; Rate.learned; Rate.leaveOneOut; Rate.mixture 3; Rate.vamp 3 ]

    for method in lower do
        Assert.Equal(Side.Lower, (Info.lower (X, Z) method).Core.Side)

    for method in upper do
        Assert.Equal(Side.Upper, (Info.upper (X, Z) method).Core.Side)

    for method in estimates do
        Assert.Equal(Side.Estimate, (Info.estimate (X, Z) method).Core.Side)

    for method in [ Decoder.gaussian; Decoder.gaussianHeteroscedastic; Decoder.bernoulli; Decoder.consistent; Decoder.catGen ] do
        Assert.Equal(Side.Lower, (Info.lower (Z, Y) method).Core.Side)

    Assert.Equal(Side.Upper, (Info.upperGiven (X, Z, Y) Rate.backwardEncoder).Core.Side)

[<Fact>]
let ``An objective reads as the paper writes it`` () =
    let vib = maximize (decoder - 1e-3 * rate)
    Assert.Equal("maximise I(Z;Y) − 0.001 · I(X;Z)", string vib)
    Expect.contains "≥  (H(Y) − E[−log q(y|z)]) − 0.001 · KL[e(z|x) ‖ N(0, I)]" (Objective.show vib)
    let ceb = minimize (Info.upperGiven (X, Z, Y) Rate.backwardEncoder - 2.0 * decoder)
    Assert.Equal("minimise I(X;Z|Y) − 2 · I(Z;Y)", string ceb)
    let limited = maximize decoder |> Objective.atMost 5.0<nat> rate
    Assert.Equal("maximise I(Z;Y) subject to I(X;Z) ≤ 5 nat", string limited)
    let squared = maximize (decoder - 0.5 * Bound.squared rate)
    Assert.Equal("maximise I(Z;Y) − 0.5 · (I(X;Z))²", string squared)
    let minMax = maximize (decoder - 0.5 * (MinMax.inner 1 infoNce |> Bound.trust "a test of words"))
    Assert.Equal("maximise I(Z;Y) − 0.5 · max I(X;Z)", string minMax)
    Expect.contains "trusted: a test of words" (Objective.show minMax)
    let swept = maximize (decoder - Bound.times (Beta.sweep [ 0.1; 0.2 ]) rate)
    Assert.Equal("maximise I(Z;Y) − (0.1, 0.2) · I(X;Z)", string swept)

[<Fact>]
let ``A term says what it trains, and a stopped one reaches no encoder`` () =
    let objective = maximize (decoder + Bound.stopGradient infoNce - 0.1 * rate)
    let reached = Objective.reaches objective |> List.map snd
    Assert.Equal<string list list>([ [ "encoder of Z"; "decoder" ]; [ "critic (climbs)" ]; [ "encoder of Z" ] ], reached)

[<Fact>]
let ``Weights that would turn a side around are refused with advice`` () =
    let message = Assert.Throws<DomainException>(fun () -> -1e-3 * rate |> ignore).Message
    Expect.contains "A weight of -0.001" message
    Expect.contains "a minus sign between the terms" message
    Assert.Throws<DomainException>(fun () -> nan * rate |> ignore) |> ignore
    Assert.Throws<DomainException>(fun () -> Bound.squared (decoder + decoder) |> ignore) |> ignore
    Assert.Throws<DomainException>(fun () -> Bound.squared (2.0 * decoder) |> ignore) |> ignore
    Assert.Throws<DomainException>(fun () -> MinMax.inner 0 infoNce |> ignore) |> ignore
    Assert.Throws<DomainException>(fun () -> Info.lower (X, Y) (Contrast.infoNce Critic.separable) |> ignore) |> ignore
    Assert.Throws<DomainException>(fun () -> Bound.reweighted Y infoNce |> ignore) |> ignore
    let blank: UpperBound -> LowerBound = Bound.trust " "
    Assert.Throws<DomainException>(fun () -> blank rate |> ignore) |> ignore
