/// What `parity` compares: every bound, every kind of critic, every term of an objective and every kind of code, in sizes that take a moment.
module Vib.Bench.ParityCases

open System
open TorchSharp
open Vib
open Vib.Core

let bounds: Bound list = Vib.Bound.all

/// Four dimensions that share a nat, the x of which can be seen as images of 2×2.
let pairs = CorrelatedGaussian.WithInformation(4, 1.0).Sample 400

/// The same x with the sign of its first number, as two columns.
let classes =
    let columns = Array.init pairs.Count (fun i -> if pairs.X[4 * i] > 0.0f then [| 1.0f; 0.0f |] else [| 0.0f; 1.0f |])
    Pairs(pairs.X, 4, Array.concat columns, 2)

/// With the pairs that each is made for.
let critics: (CriticOptions * Pairs) list = [
    SeparableCritic(Hidden = [| 32; 32 |], Embedding = 8), pairs
    ConcatenatedCritic(Hidden = [| 16; 16 |]), pairs
    InnerProductCritic(), pairs
    BilinearCritic(), pairs
    CosineCritic(Hidden = [| 16; 16 |], Embedding = 8), pairs
    ConvolutionalCritic(ImageShape(1, 2, 2), Channels = [| 5 |], Hidden = [| 8 |], Embedding = 4), pairs
    GaussianConditional(Hidden = [| 16 |]), pairs
    LogisticConditional(Hidden = [| 16 |]), pairs
    CategoricalConditional(Hidden = [| 16 |]), classes
]

/// The critic as the bound takes it; none where their joint value would mean nothing.
let suited (bound: Bound) critic =
    try
        Some(Suit.Check(bound, critic))
    with :? DomainException ->
        None

/// A random matrix of scores for each of two replicates.
let scores =
    use generator = new torch.Generator 5uL
    torch.randn([| 2L; 24L; 24L |], generator = generator).DetachFromDisposeScope()

/// And numbers beside its columns, for bounds that take them.
let beside =
    use generator = new torch.Generator 6uL
    torch.randn([| 2L; 24L |], generator = generator).DetachFromDisposeScope()

// ---- objectives ----

type Objective = { Name: string; Objective: Core.Objective; Encoder: Core.Encoder; Samples: int }

let private weights, private bits = Variable.Observed "W", Variable.Observed "B"
let private rows, private states = 48, 3

/// Four numbers, one of three classes, a weight, and a bit beside an intensity.
let observations =
    let random = Random 5
    let x = Array2D.init rows 4 (fun _ _ -> float32 (2.0 * random.NextDouble() - 1.0))
    let weight = Array2D.init rows 1 (fun i _ -> if i % 2 = 0 then 0.5f else 1.5f)

    let pixels =
        Array2D.init rows 2 (fun i j ->
            if j = 1 then float32 i / float32 rows
            elif i % 3 = 0 then 1.0f
            else 0.0f)

    Observations.Of(x, Array.init rows (fun i -> i % states)).With(weights, weight).With(bits, pixels)

let batch = rows / 2

let private one (term: Term) = Formula.Of term
let private trusted side (formula: Formula) = formula.Trusted(side, "a comparison of devices")
let private z, private x, private y = Variable.Z, Variable.X, Variable.Y
let private decoder = one (CategoricalDecoderTerm(states, y, z))
let private numbers = one (GaussianDecoderTerm(x, z))
let private rate = one (RateTerm.StandardNormal(z, x))
let private backward = one (RateTerm.BackwardEncoder(z, x, y))
let private separable = SeparableCritic(Hidden = [| 8 |], Embedding = 4)
let private sweep = Weight.Sweep [| 0.1; 0.7 |]

/// Terms of Gaussian codes; the second is whether a code without noise and one of full covariance have them too.
let private gaussian: (string * Formula * bool) list = [
    "categorical decoder", decoder, true
    "gaussian decoder", numbers, true
    "heteroscedastic decoder", one (HeteroscedasticDecoderTerm(x, z)), true
    "bernoulli decoder", one (BernoulliDecoderTerm(bits, z)), true
    "deep VIB", decoder - 0.1 * rate, false
    "learned rate", decoder - 0.1 * one (RateTerm.Learned(z, x)), false
    "backward encoder", decoder - 0.1 * backward, false
    "unit backward encoder", decoder - 0.1 * one (RateTerm.BackwardEncoder(z, x, y, unitVariance = true)), false
    "leave-one-out rate", decoder - 0.1 * one (PairwiseRateTerm(z, x, leaveOneOut = true)), false
    "pairwise rate", decoder - 0.1 * (one (PairwiseRateTerm(z, x, leaveOneOut = false)) |> trusted Side.Upper), false
    "mixture rate", decoder - 0.1 * one (MixtureRateTerm.Learned(z, x, 3)), false
    "VampPrior", decoder - 0.1 * one (MixtureRateTerm.OfPseudoInputs(z, x, 3)), false
    "Bhattacharyya rate", one (BhattacharyyaRateTerm(z, x)) + decoder, false
    "consistent classifier", one (ConsistentClassifierTerm(y, z)) - 0.3 * backward, false
    "CatGen", one (CatGenTerm(y, z)) - 0.3 * backward, false
    "InfoNCE of codes", decoder + 0.3 * one (ContrastiveTerm(z, x, InfoNce(), separable)), true
    "NWJ of codes", decoder + 0.3 * one (ContrastiveTerm(z, x, Nwj(), separable)), true
    "concatenated critic of codes", decoder + 0.3 * one (ContrastiveTerm(x, z, InfoNce(), ConcatenatedCritic(Hidden = [| 8 |]))), true
    "cosine critic of codes", decoder + 0.3 * one (ContrastiveTerm(x, z, InfoNce(), CosineCritic(Hidden = [| 8 |], Embedding = 4))), true
    "squared rate", decoder - 0.1 * rate.Through Growth.Square, false
    "exponential of a rate", decoder - 0.01 * rate.Through(Growth.Exponential 0.2), false
    "capacity", decoder - (0.3 * rate.NearCapacity 0.1 |> trusted Side.Upper), false
    "weighed examples", decoder.WeighedBy weights - 0.2 * rate.WeighedBy weights, false
    "sweep", decoder - rate.Times sweep, false
    "warm-up", decoder - rate.Times(Weight.Of(0.5, Ramp.WarmUp 20)), false
    "adversary", decoder - (0.5 * one(ContrastiveTerm(x, z, InfoNce(), separable)).Climbed 2 |> trusted Side.Upper), true
    "adversarial decoder", numbers - (0.5 * decoder.Climbed 1 |> trusted Side.Upper), true
]

let private ofStates: (string * Formula) list = [
    "decoder of states", decoder
    "uniform rate", decoder - 0.3 * one (CategoricalRateTerm.Uniform(z, x))
    "learned categorical rate", decoder - 0.3 * one (CategoricalRateTerm.Learned(z, x))
    "categorical backward encoder", decoder - 0.3 * one (CategoricalRateTerm.BackwardEncoder(z, x, y))
    "deterministic bottleneck", decoder - 0.3 * one (CodeEntropyTerm.Bounded(z, x)) + 0.1 * numbers
    "entropy of the batch", decoder - 0.3 * (one (CodeEntropyTerm.OfBatch(z, x)) |> trusted Side.Upper)
    "heteroscedastic decoder of states", one (HeteroscedasticDecoderTerm(x, z))
    "bernoulli decoder of states", one (BernoulliDecoderTerm(bits, z))
]

let private coded noise = Core.Encoder(Hidden = [| 9; 8 |], Latent = 3, Noise = noise)

let private case name formula encoder samples = { Name = name; Objective = Core.Objective.Maximise formula; Encoder = encoder; Samples = samples }

let objectives =
    let ofInput, full = coded (EncoderNoise.OfInput 0.5), coded (EncoderNoise.FullCovariance 0.5)
    let learned, given = coded (EncoderNoise.Learned 0.7), coded (EncoderNoise.Fixed 0.8)
    let hard, soft = coded (EncoderNoise.Categorical()), coded (EncoderNoise.Categorical(GumbelSoftmax(Start = 0.7)))
    let vib = decoder - 0.1 * rate

    [
        for name, formula, alsoWithoutNoise in gaussian do
            case name formula ofInput 2

            if alsoWithoutNoise then
                case $"{name}, no noise" formula (coded EncoderNoise.None) 1
                case $"{name}, full covariance" formula full 1

        for name, formula in ofStates do
            case name formula hard 1
            case $"{name}, relaxed" formula soft 2

        case "deep VIB, full covariance" vib full 2
        case "deep VIB, learned noise" vib learned 1
        case "deep VIB, fixed noise" vib given 1
        case "deep VIB, dropout" vib (ofInput.WithDropout(0.4, 0.3)) 1
        case "deep VIB, residual blocks" vib (Core.Encoder(Hidden = [| 6 |], Blocks = 2, Latent = 3)) 1
        case "deep VIB, convolutions" vib (Core.Encoder(Images = ImageShape(1, 2, 2), Channels = [| 5 |], Hidden = [| 6 |], Latent = 3)) 1
        { case "constraint" decoder ofInput 1 with Objective = Core.Objective.Maximise(decoder).AtMost(rate, 0.5) }
    ]
