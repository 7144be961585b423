namespace Vib

open System
open Vib.Core

/// What a method computes, told of variables that stand for those of its type.
module internal Described =
    let private isLatent (variable: Type) = typeof<Latent>.IsAssignableFrom variable
    let variable kind = if isLatent kind then Variable.Z else Variable.X

    /// The second of two, at least one of which is a code.
    let second (first: Variable) kind = if isLatent kind || not first.IsLatent then Variable.Z else Variable.Y

    let text (term: Term) = $"{signOf term.Side} {term.Method}: {term.Formula}; {term.Citation}"

[<Sealed>]
type Method<'a, 'b, 'side, 'opposite> internal (make: Variable -> Variable -> Term) =
    member internal _.Bound (a: Var<'a>) (b: Var<'b>) : Bound<'side, 'opposite> = sided (Formula.Of(make a.Core b.Core))

    override _.ToString() =
        let first = Described.variable typeof<'a>
        Described.text (make first (Described.second first typeof<'b>))

[<Sealed>]
type ConditionalMethod<'a, 'b, 'given> internal (make: Variable -> Variable -> Variable -> Term) =
    member internal _.Bound (a: Var<'a>) (b: Var<'b>) (given: Var<'given>) : UpperBound = sided (Formula.Of(make a.Core b.Core given.Core))
    override _.ToString() = Described.text (make Variable.X Variable.Z Variable.Y)

[<RequireQualifiedAccess>]
module Info =
    let lower (a: Var<'a>, b: Var<'b>) (method: Method<'a, 'b, Below, Above>) : LowerBound = method.Bound a b
    let upper (a: Var<'a>, b: Var<'b>) (method: Method<'a, 'b, Above, Below>) : UpperBound = method.Bound a b
    let upperGiven (a: Var<'a>, b: Var<'b>, given: Var<'given>) (method: ConditionalMethod<'a, 'b, 'given>) : UpperBound = method.Bound a b given
    let estimate (a: Var<'a>, b: Var<'b>) (method: Method<'a, 'b, Neither, Neither>) : EstimateBound = method.Bound a b

[<RequireQualifiedAccess>]
module Decoder =
    let categoricalWith hidden classes : Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed =
        Method(fun z y -> CategoricalDecoderTerm(classes, y, z, Hidden = List.toArray hidden))

    let categorical classes = categoricalWith [] classes

    let smoothedWith hidden epsilon classes : Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed =
        Method(fun z y -> CategoricalDecoderTerm(classes, y, z, Hidden = List.toArray hidden, Smoothing = epsilon))

    let smoothed epsilon classes = smoothedWith [] epsilon classes

    let penalisedWith hidden gamma classes : Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed =
        Method(fun z y -> CategoricalDecoderTerm(classes, y, z, Hidden = List.toArray hidden, ConfidencePenalty = gamma))

    let penalised gamma classes = penalisedWith [] gamma classes

    let gaussianWith hidden : Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed =
        Method(fun z y -> GaussianDecoderTerm(y, z, Hidden = List.toArray hidden))

    [<GeneralizableValue>]
    let gaussian<'z, 'y when 'z :> Latent and 'y :> Observed> : Method<'z, 'y, Below, Above> = gaussianWith []

    let gaussianHeteroscedasticWith hidden : Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed =
        Method(fun z y -> HeteroscedasticDecoderTerm(y, z, Hidden = List.toArray hidden))

    [<GeneralizableValue>]
    let gaussianHeteroscedastic<'z, 'y when 'z :> Latent and 'y :> Observed> : Method<'z, 'y, Below, Above> =
        gaussianHeteroscedasticWith []

    let bernoulliWith hidden : Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed =
        Method(fun z y -> BernoulliDecoderTerm(y, z, Hidden = List.toArray hidden))

    [<GeneralizableValue>]
    let bernoulli<'z, 'y when 'z :> Latent and 'y :> Observed> : Method<'z, 'y, Below, Above> = bernoulliWith []

    [<GeneralizableValue>]
    let consistent<'z, 'y when 'z :> Latent and 'y :> Observed> : Method<'z, 'y, Below, Above> =
        Method(fun z y -> ConsistentClassifierTerm(y, z))

    [<GeneralizableValue>]
    let catGen<'z, 'y when 'z :> Latent and 'y :> Observed> : Method<'z, 'y, Below, Above> = Method(fun z y -> CatGenTerm(y, z))

[<RequireQualifiedAccess>]
module Rate =
    [<GeneralizableValue>]
    let standardNormal<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below> =
        Method(fun x z -> RateTerm.StandardNormal(z, x))

    [<GeneralizableValue>]
    let learned<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below> =
        Method(fun x z -> RateTerm.Learned(z, x))

    [<GeneralizableValue>]
    let leaveOneOut<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below> =
        Method(fun x z -> PairwiseRateTerm(z, x, true))

    [<GeneralizableValue>]
    let pairwise<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Neither, Neither> =
        Method(fun x z -> PairwiseRateTerm(z, x, false))

    [<GeneralizableValue>]
    let bhattacharyya<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Below, Above> =
        Method(fun x z -> BhattacharyyaRateTerm(z, x))

    let mixture components : Method<'x, 'z, Above, Below> when 'x :> Observed and 'z :> Latent =
        Method(fun x z -> MixtureRateTerm.Learned(z, x, components))

    let vamp components : Method<'x, 'z, Above, Below> when 'x :> Observed and 'z :> Latent =
        Method(fun x z -> MixtureRateTerm.OfPseudoInputs(z, x, components))

    [<GeneralizableValue>]
    let uniform<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below> =
        Method(fun x z -> CategoricalRateTerm.Uniform(z, x))

    [<GeneralizableValue>]
    let categorical<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below> =
        Method(fun x z -> CategoricalRateTerm.Learned(z, x))

    [<GeneralizableValue>]
    let entropy<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below> =
        Method(fun x z -> CodeEntropyTerm.Bounded(z, x))

    [<GeneralizableValue>]
    let batchEntropy<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Neither, Neither> =
        Method(fun x z -> CodeEntropyTerm.OfBatch(z, x))

    [<GeneralizableValue>]
    let categoricalBackwardEncoder<'x, 'z, 'y when 'x :> Observed and 'z :> Latent and 'y :> Observed> : ConditionalMethod<'x, 'z, 'y> =
        ConditionalMethod(fun x z y -> CategoricalRateTerm.BackwardEncoder(z, x, y))

    [<GeneralizableValue>]
    let backwardEncoder<'x, 'z, 'y when 'x :> Observed and 'z :> Latent and 'y :> Observed> : ConditionalMethod<'x, 'z, 'y> =
        ConditionalMethod(fun x z y -> RateTerm.BackwardEncoder(z, x, y))

    [<GeneralizableValue>]
    let unitBackwardEncoder<'x, 'z, 'y when 'x :> Observed and 'z :> Latent and 'y :> Observed> : ConditionalMethod<'x, 'z, 'y> =
        ConditionalMethod(fun x z y -> RateTerm.BackwardEncoder(z, x, y, true))

[<RequireQualifiedAccess>]
module Contrast =
    let private by bound (critic: CriticOptions) = Method(fun a b -> ContrastiveTerm(a, b, bound, critic))
    let infoNce critic : Method<'a, 'b, Below, Above> = by Bound.infoNce critic
    let nwj critic : Method<'a, 'b, Below, Above> = by Bound.nwj critic
    let jensenShannon critic : Method<'a, 'b, Below, Above> = by Bound.jensenShannon critic
    let tuba logBaseline critic : Method<'a, 'b, Below, Above> = by (Bound.tuba logBaseline) critic
    let interpolated alpha critic : Method<'a, 'b, Below, Above> = by (Bound.interpolated alpha) critic
    let donskerVaradhan critic : Method<'a, 'b, Neither, Neither> = by Bound.donskerVaradhan critic
    let mine critic : Method<'a, 'b, Neither, Neither> = by (Bound.mine 0.01) critic
    let smile clip critic : Method<'a, 'b, Neither, Neither> = by (Bound.smile clip) critic

[<RequireQualifiedAccess>]
module MinMax =
    let inner steps (bound: Bound<'side, 'opposite>) : EstimateBound when 'side :> Climbable = sided (bound.Core.Climbed steps)
