namespace Vib

open Vib.Core

/// <summary>A way to bound the information between two variables.</summary>
/// <typeparam name="a">The first variable.</typeparam>
/// <typeparam name="b">The second.</typeparam>
/// <typeparam name="side">The side that it bounds from.</typeparam>
/// <typeparam name="opposite">The other side.</typeparam>
[<Sealed>]
type Method<'a, 'b, 'side, 'opposite> = class end

/// <summary>A way to bound I(a;b|given) from above.</summary>
/// <typeparam name="a">The first variable.</typeparam>
/// <typeparam name="b">The second.</typeparam>
/// <typeparam name="given">What is known besides.</typeparam>
[<Sealed>]
type ConditionalMethod<'a, 'b, 'given> = class end

/// <summary>Information between variables, bounded: the terms of an objective.</summary>
[<RequireQualifiedAccess>]
module Info =
    /// <summary>A lower bound of I(a;b).</summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second.</param>
    /// <param name="method">A decoder, or a critic's bound.</param>
    /// <example><code>Info.lower (Z, Y) (Decoder.categorical 10)</code></example>
    val lower: a: Var<'a> * b: Var<'b> -> method: Method<'a, 'b, Below, Above> -> LowerBound

    /// <summary>An upper bound of I(a;b).</summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second.</param>
    /// <param name="method">A rate.</param>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal</code></example>
    val upper: a: Var<'a> * b: Var<'b> -> method: Method<'a, 'b, Above, Below> -> UpperBound

    /// <summary>An upper bound of I(a;b|given).</summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second.</param>
    /// <param name="given">What is known besides.</param>
    /// <param name="method">A rate against a backward encoder.</param>
    /// <example><code>Info.upperGiven (X, Z, Y) Rate.backwardEncoder    // CEB's residual information</code></example>
    val upperGiven: a: Var<'a> * b: Var<'b> * given: Var<'given> -> method: ConditionalMethod<'a, 'b, 'given> -> UpperBound

    /// <summary>An estimate of I(a;b), on no side of it.</summary>
    /// <param name="a">The first variable.</param>
    /// <param name="b">The second.</param>
    /// <param name="method">A method that guarantees nothing.</param>
    /// <example><code>Info.estimate (X, Z) Rate.pairwise</code></example>
    val estimate: a: Var<'a> * b: Var<'b> -> method: Method<'a, 'b, Neither, Neither> -> EstimateBound

/// <summary>Decoders q(y|z): H(Y) − CE is a lower bound of I(Z;Y)  (Barber and Agakov 2003).</summary>
[<RequireQualifiedAccess>]
module Decoder =
    /// <summary>A linear classifier, softmax(W z + b).</summary>
    /// <param name="classes">C, at least 2.</param>
    /// <exception cref="T:Vib.Core.DomainException">Fewer than two classes.</exception>
    /// <example><code>Info.lower (Z, Y) (Decoder.categorical 10)</code></example>
    val categorical: classes: int -> Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed

    /// <summary>A classifier with hidden layers.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <exception cref="T:Vib.Core.DomainException">Fewer than two classes.</exception>
    val categoricalWith: hidden: int list -> classes: int -> Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed

    /// <summary>A linear classifier trained on smoothed labels, (1 − ε) y + ε/C  (Szegedy et al. 2016). What it reports is H(Y) − CE with the true labels, a lower bound as ever.</summary>
    /// <param name="epsilon">ε, at least 0 and below 1.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <exception cref="T:Vib.Core.DomainException">Fewer than two classes, or another ε.</exception>
    /// <example><code>maximize (Info.lower (Z, Y) (Decoder.smoothed 0.1 10))</code></example>
    val smoothed: epsilon: float -> classes: int -> Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed

    /// <summary>The same with hidden layers.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="epsilon">ε, at least 0 and below 1.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <exception cref="T:Vib.Core.DomainException">Fewer than two classes, or another ε.</exception>
    val smoothedWith: hidden: int list -> epsilon: float -> classes: int -> Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed

    /// <summary>A linear classifier that is paid γ in training for each nat of its prediction's entropy, a confidence penalty  (Pereyra et al. 2017). What it reports is H(Y) − CE, a lower bound as ever.</summary>
    /// <param name="gamma">γ, at least 0.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <exception cref="T:Vib.Core.DomainException">Fewer than two classes, or a negative γ.</exception>
    /// <example><code>maximize (Info.lower (Z, Y) (Decoder.penalised 0.1 10))</code></example>
    val penalised: gamma: float -> classes: int -> Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed

    /// <summary>The same with hidden layers.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    /// <param name="gamma">γ, at least 0.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <exception cref="T:Vib.Core.DomainException">Fewer than two classes, or a negative γ.</exception>
    val penalisedWith: hidden: int list -> gamma: float -> classes: int -> Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed

    /// <summary>Linear regression with a variance of each coordinate that is learned, N(W z + b, diag s²).</summary>
    /// <example><code>Info.lower (Z, Y) Decoder.gaussian</code></example>
    [<GeneralizableValue>]
    val gaussian<'z, 'y when 'z :> Latent and 'y :> Observed> : Method<'z, 'y, Below, Above>

    /// <summary>Regression with hidden layers.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    val gaussianWith: hidden: int list -> Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed

    /// <summary>Linear regression with a variance of each input and coordinate, N(f(z), diag s(z)²), e⁻⁷ ≤ s ≤ e⁷.</summary>
    /// <example><code>maximize (Info.lower (Z, Y) Decoder.gaussianHeteroscedastic - 1e-2 * Info.upper (X, Z) Rate.standardNormal)</code></example>
    [<GeneralizableValue>]
    val gaussianHeteroscedastic<'z, 'y when 'z :> Latent and 'y :> Observed> : Method<'z, 'y, Below, Above>

    /// <summary>The same with hidden layers, of which mean and deviation are both functions.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    val gaussianHeteroscedasticWith: hidden: int list -> Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed

    /// <summary>Bits, or intensities from 0 to 1, by sigmoid(W z + b); an image's pixels count as intensities. An intensity stands for the random bit that it is the probability of.</summary>
    /// <example><code>Info.lower (Z, X) (Decoder.bernoulliWith [ 256 ])    // an autoencoder's reconstruction</code></example>
    [<GeneralizableValue>]
    val bernoulli<'z, 'y when 'z :> Latent and 'y :> Observed> : Method<'z, 'y, Below, Above>

    /// <summary>The same with hidden layers.</summary>
    /// <param name="hidden">Widths of the hidden layers.</param>
    val bernoulliWith: hidden: int list -> Method<'z, 'y, Below, Above> when 'z :> Latent and 'y :> Observed

    /// <summary>CEB's consistent classifier c(y|z) ∝ π_y b(z|y): the backward encoder of a rate in the same objective, turned around by Bayes' rule; without such a rate, one of its own  (Fischer 2020, arXiv:2002.05379).</summary>
    /// <example><code>minimize (0.1 * Info.upperGiven (X, Z, Y) Rate.backwardEncoder - Info.lower (Z, Y) Decoder.consistent)</code></example>
    [<GeneralizableValue>]
    val consistent<'z, 'y when 'z :> Latent and 'y :> Observed> : Method<'z, 'y, Below, Above>

    /// <summary>CEB's contrastive form, CatGen: log b(z|y) − log mean_j b(z|y_j) over the batch, at most ln B. It shares the backward encoder as <c>consistent</c> does  (Fischer 2020, arXiv:2002.05379).</summary>
    /// <example><code>minimize (0.1 * Info.upperGiven (X, Z, Y) Rate.backwardEncoder - Info.lower (Z, Y) Decoder.catGen)</code></example>
    [<GeneralizableValue>]
    val catGen<'z, 'y when 'z :> Latent and 'y :> Observed> : Method<'z, 'y, Below, Above>

/// <summary>Rates: what a code tells about its input, from the encoder's Gaussians: from above, and with <c>bhattacharyya</c> from below.</summary>
[<RequireQualifiedAccess>]
module Rate =
    /// <summary>KL[e(z|x) ‖ N(0, I)], in closed form  (Alemi et al. 2017, eq. 14).</summary>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal</code></example>
    [<GeneralizableValue>]
    val standardNormal<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below>

    /// <summary>KL[e(z|x) ‖ N(m, diag s²)] with m and s learned: at most the standard normal's at its best, and a bound all the same.</summary>
    /// <example><code>Info.upper (X, Z) Rate.learned</code></example>
    [<GeneralizableValue>]
    val learned<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below>

    /// <summary>E[log e(z|x)/m(z)] against a mixture of Gaussians with learned weights, means and deviations, sampled: a sample may be negative.</summary>
    /// <param name="components">M, at least 1.</param>
    /// <exception cref="T:Vib.Core.DomainException">No component.</exception>
    /// <example><code>Info.upper (X, Z) (Rate.mixture 10)</code></example>
    val mixture: components: int -> Method<'x, 'z, Above, Below> when 'x :> Observed and 'z :> Latent

    /// <summary>The same against the encoder's own Gaussians at learned pseudo-inputs: a VampPrior  (Tomczak and Welling 2018).</summary>
    /// <remarks>Its components are as narrow as the codes: start σ near 1 with <c>Encoder.withOffset 0.0</c>, or the rate starts at thousands of nats and the code collapses.</remarks>
    /// <param name="components">M, at least 1.</param>
    /// <exception cref="T:Vib.Core.DomainException">No component.</exception>
    /// <example><code>Info.upper (X, Z) (Rate.vamp 50)</code></example>
    val vamp: components: int -> Method<'x, 'z, Above, Below> when 'x :> Observed and 'z :> Latent

    /// <summary>−log mean_{j≠i} exp −KL[e_i ‖ e_j] over the batch: no prior, an upper bound in expectation.</summary>
    /// <remarks>The pairwise rate without the pair of a code with itself; the page on the algebra has the proof.</remarks>
    /// <example><code>Info.upper (X, Z) Rate.leaveOneOut</code></example>
    [<GeneralizableValue>]
    val leaveOneOut<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below>

    /// <summary>−log mean_j exp −KL[e_i ‖ e_j] over the batch, as nonlinear IB has it. It is at most ln B, and so on no side of I(X;Z)  (Kolchinsky, Tracey and Wolpert 2019, arXiv:1705.02436).</summary>
    /// <example><code>Info.estimate (X, Z) Rate.pairwise</code></example>
    [<GeneralizableValue>]
    val pairwise<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Neither, Neither>

    /// <summary>−log mean_j exp −D over the batch, D the Bhattacharyya distance of two codes: a lower bound in expectation, at most ln B  (Kolchinsky and Tracey 2017, arXiv:1706.02419).</summary>
    /// <example><code>Info.lower (X, Z) Rate.bhattacharyya</code></example>
    [<GeneralizableValue>]
    val bhattacharyya<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Below, Above>

    /// <summary>KL[e(z|x) ‖ 1/K] of a categorical code, summed over its K states: exact, at most ln K.</summary>
    /// <remarks>Of <c>Encoder.categorical</c> alone; a Gaussian encoder is refused when training begins.</remarks>
    /// <example><code>Info.upper (X, Z) Rate.uniform</code></example>
    [<GeneralizableValue>]
    val uniform<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below>

    /// <summary>KL[e(z|x) ‖ m(z)] of a categorical code, summed over its states, with m learned: at m = p(z) it is I(X;Z) itself.</summary>
    /// <remarks>Of <c>Encoder.categorical</c> alone.</remarks>
    /// <example><code>maximize (Info.lower (Z, Y) (Decoder.categorical 10) - 0.1 * Info.upper (X, Z) Rate.categorical)</code></example>
    [<GeneralizableValue>]
    val categorical<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below>

    /// <summary>E[−log m(z)] of a categorical code with m learned: H(Z) from above, and so I(X;Z), which the deterministic bottleneck pays  (Strouse and Schwab 2017).</summary>
    /// <remarks>Of <c>Encoder.categorical</c> alone. Bring β up from 0: every partition is a local optimum.</remarks>
    /// <example><code>maximize (Info.lower (Z, Y) (Decoder.categorical 10) - Bound.times (Beta.warmUp 1000L 0.1) (Info.upper (X, Z) Rate.entropy))    // deterministic bottleneck</code></example>
    [<GeneralizableValue>]
    val entropy<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Above, Below>

    /// <summary>The entropy of the batch's mean code: H(Z), biased low, and on no side of I(X;Z). Evaluation reads all rows at once: H(Z) of those rows, exactly.</summary>
    /// <remarks>Of <c>Encoder.categorical</c> alone.</remarks>
    /// <example><code>Info.estimate (X, Z) Rate.batchEntropy</code></example>
    [<GeneralizableValue>]
    val batchEntropy<'x, 'z when 'x :> Observed and 'z :> Latent> : Method<'x, 'z, Neither, Neither>

    /// <summary>KL[e(z|x) ‖ b(z|y)] of a categorical code against b = softmax(W y + b): I(X;Z|Y) from above, exactly summed.</summary>
    /// <remarks>Of <c>Encoder.categorical</c> alone.</remarks>
    /// <example><code>Info.upperGiven (X, Z, Y) Rate.categoricalBackwardEncoder</code></example>
    [<GeneralizableValue>]
    val categoricalBackwardEncoder<'x, 'z, 'y when 'x :> Observed and 'z :> Latent and 'y :> Observed> : ConditionalMethod<'x, 'z, 'y>

    /// <summary>KL[e(z|x) ‖ b(z|y)] against a backward encoder, linear in y, with variances that are learned: I(X;Z|Y) from above  (Fischer 2020, arXiv:2002.05379).</summary>
    /// <example><code>Info.upperGiven (X, Z, Y) Rate.backwardEncoder</code></example>
    [<GeneralizableValue>]
    val backwardEncoder<'x, 'z, 'y when 'x :> Observed and 'z :> Latent and 'y :> Observed> : ConditionalMethod<'x, 'z, 'y>

    /// <summary>The same with b(z|y) of unit variance.</summary>
    /// <example><code>Info.upperGiven (X, Z, Y) Rate.unitBackwardEncoder</code></example>
    [<GeneralizableValue>]
    val unitBackwardEncoder<'x, 'z, 'y when 'x :> Observed and 'z :> Latent and 'y :> Observed> : ConditionalMethod<'x, 'z, 'y>

/// <summary>Bounds by a critic that scores pairs, at least one of which is a code. The critic climbs its bound at every step.</summary>
[<RequireQualifiedAccess>]
module Contrast =
    /// <summary>InfoNCE: a lower bound, at most ln B.</summary>
    /// <param name="critic">A separable, cosine or concatenated critic.</param>
    /// <example><code>maximize (Info.lower (X, Z) (Contrast.infoNce Critic.separable))    // a code that knows which x it is of</code></example>
    val infoNce: critic: CriticOptions -> Method<'a, 'b, Below, Above>

    /// <summary>NWJ: a lower bound without a ceiling, of large variance.</summary>
    /// <param name="critic">A separable, cosine or concatenated critic.</param>
    /// <example><code>Info.lower (X, Z) (Contrast.nwj Critic.separable)</code></example>
    val nwj: critic: CriticOptions -> Method<'a, 'b, Below, Above>

    /// <summary>The Jensen–Shannon objective, read by NWJ: a lower bound.</summary>
    /// <param name="critic">A separable, cosine or concatenated critic.</param>
    /// <example><code>Info.lower (X, Z) (Contrast.jensenShannon Critic.separable)</code></example>
    val jensenShannon: critic: CriticOptions -> Method<'a, 'b, Below, Above>

    /// <summary>TUBA with one log-baseline: a lower bound.</summary>
    /// <param name="logBaseline">ln a.</param>
    /// <param name="critic">A separable, cosine or concatenated critic.</param>
    /// <example><code>Info.lower (X, Z) (Contrast.tuba 0.0 Critic.separable)</code></example>
    val tuba: logBaseline: float -> critic: CriticOptions -> Method<'a, 'b, Below, Above>

    /// <summary>I_α: a lower bound, at most 1 + ln((B−1)/α).</summary>
    /// <param name="alpha">0 &lt; α &lt; 1.</param>
    /// <param name="critic">A separable, cosine or concatenated critic.</param>
    /// <example><code>Info.lower (X, Z) (Contrast.interpolated 0.01 Critic.separable)</code></example>
    val interpolated: alpha: float -> critic: CriticOptions -> Method<'a, 'b, Below, Above>

    /// <summary>Donsker–Varadhan on batches: on no side.</summary>
    /// <param name="critic">A separable, cosine or concatenated critic.</param>
    /// <example><code>Info.estimate (X, Z) (Contrast.donskerVaradhan Critic.concatenated)</code></example>
    val donskerVaradhan: critic: CriticOptions -> Method<'a, 'b, Neither, Neither>

    /// <summary>MINE, which climbs Donsker–Varadhan with a moving partition: on no side.</summary>
    /// <param name="critic">A separable, cosine or concatenated critic.</param>
    /// <example><code>Info.estimate (X, Z) (Contrast.mine Critic.concatenated)</code></example>
    val mine: critic: CriticOptions -> Method<'a, 'b, Neither, Neither>

    /// <summary>SMILE: on no side.</summary>
    /// <param name="clip">τ.</param>
    /// <param name="critic">A separable, cosine or concatenated critic.</param>
    /// <example><code>Info.estimate (X, Z) (Contrast.smile 5.0 Critic.separable)</code></example>
    val smile: clip: float -> critic: CriticOptions -> Method<'a, 'b, Neither, Neither>

/// <summary>Min–max pairs.</summary>
[<RequireQualifiedAccess>]
module MinMax =
    /// <summary>A bound whose own networks climb it, against whatever the objective does with it: the inner maximum of a min–max pair.</summary>
    /// <remarks>The maximum is over networks of finite size and training, so it is on no side of the information; <c>Bound.trust</c> gives it one on your word.</remarks>
    /// <param name="steps">Steps of its networks in each step of the objective, at least 1.</param>
    /// <param name="bound">A lower bound or an estimate with networks: a critic's, or a decoder's.</param>
    /// <exception cref="T:Vib.Core.DomainException">No steps, or a sum of bounds.</exception>
    /// <example><code>Info.estimate (X, Z) (Contrast.mine Critic.separable) |> MinMax.inner 1</code></example>
    val inner: steps: int -> bound: Bound<'side, 'opposite> -> EstimateBound when 'side :> Climbable
