namespace Vib

open Vib.Core

/// <summary>Variational bounds of I(X;Y), functions of a score matrix S[i,j] = f(x_i, y_j) with joint pairs on the diagonal.</summary>
/// <remarks>Sides are those of the expectation over batches. A page of the documentation tells what each is for; <c>Laboratory</c> measures them.</remarks>
[<RequireQualifiedAccess>]
module Bound =
    /// <summary>InfoNCE: ln B + mean_i [ S_ii − logsumexp_j S_ij ]. A lower bound, at most ln B, of low variance  (van den Oord et al. 2018).</summary>
    /// <example><code>pairs |> Mi.estimate Bound.infoNce Critic.separable</code></example>
    val infoNce: Bound

    /// <summary>InfoNCE over x: ln B + mean_j [ S_jj − logsumexp_i S_ij ], which x_i belongs to this y_j? A lower bound, at most ln B  (Poole et al. 2019, §2.3).</summary>
    val infoNceOverX: Bound

    /// <summary>NWJ: mean_i S_ii − mean_{i≠j} e^{S_ij − 1}. A lower bound without a ceiling; its variance grows as e^{2I}  (Nguyen et al. 2010).</summary>
    val nwj: Bound

    /// <summary>Donsker–Varadhan: mean_i S_ii − ln mean_{i≠j} e^{S_ij}. On batches it has no side: an estimate  (Belghazi et al. 2018).</summary>
    val donskerVaradhan: Bound

    /// <summary>TUBA with one log-baseline for every y: 1 + mean_i S_ii − ln a − mean_{i≠j} e^{S_ij}/a. A lower bound without a ceiling; NWJ where ln a = 1  (Poole et al. 2019, §2.2).</summary>
    /// <remarks>Tight for S = log r + ln a. A baseline that differs from y to y is the core's <c>Tuba</c>.</remarks>
    /// <param name="logBaseline">ln a, on the scale of the scores.</param>
    /// <example><code>pairs |> Mi.estimate (Bound.tuba 0.0) Critic.separable</code></example>
    val tuba: logBaseline: float -> Bound

    /// <summary>I_α, between TUBA (α → 0) and InfoNCE (α → 1): a lower bound, at most 1 + ln((B−1)/α)  (Poole et al. 2019, §2.4).</summary>
    /// <remarks>The baseline is 1 for every y; another one is the core's <c>Interpolated</c>.</remarks>
    /// <param name="alpha">0 &lt; α &lt; 1, the weight of InfoNCE's partition.</param>
    /// <exception cref="T:Vib.Core.DomainException">α is not inside (0, 1).</exception>
    /// <example><code>Truth.gaussian 20 6.0&lt;nat&gt; |> Mi.estimate (Bound.interpolated 0.01) Critic.separable</code></example>
    val interpolated: alpha: float -> Bound

    /// <summary>JS: climbs the Jensen–Shannon objective, reads NWJ of S + 1. A lower bound; steadier to train than NWJ, as variable to read  (Poole et al. 2019, §2.2).</summary>
    val jensenShannon: Bound

    /// <summary>JS as published code reads it, NWJ of S: a lower bound that at its optimum is 1/e too low. To compare with, not to report.</summary>
    val legacyJsNwj: Bound

    /// <summary>SMILE: climbs the Jensen–Shannon objective, reads mean_i S_ii − ln mean_{i≠j} e^{clip(S_ij, −τ, τ)}. On no side: an estimate  (Song and Ermon 2020).</summary>
    /// <param name="clip">τ &gt; 0, on the scale of the scores; <c>infinity</c> for none. The paper uses 1, 5 and ∞.</param>
    /// <exception cref="T:Vib.Core.DomainException">τ is not positive.</exception>
    /// <example><code>pairs |> Mi.estimate (Bound.smile 5.0) Critic.separable</code></example>
    val smile: clip: float -> Bound

    /// <summary>MINE: reads Donsker–Varadhan, climbs it with a partition averaged over batches, ema ← (1−a) ema + a mean_{i≠j} e^{S_ij}. An estimate  (Belghazi et al. 2018).</summary>
    /// <param name="newWeight">a in (0, 1], the weight of the new batch; 0.01 to 0.1, 1 for no memory.</param>
    /// <exception cref="T:Vib.Core.DomainException">The weight is not in (0, 1].</exception>
    /// <example><code>pairs |> Mi.estimate (Bound.mine 0.01) Critic.separable</code></example>
    val mine: newWeight: float -> Bound

    /// <summary>TNCE: InfoNCE over x at S_ij = log p(y_j|x_i), a lower bound, at most ln B  (Poole et al. 2019, §2.3).</summary>
    /// <remarks>Needs the exact conditional, up to a function of y; <c>Mi.estimate</c>, whose critic is trained, refuses it.</remarks>
    val tnce: Bound

    /// <summary>L1Out: mean_i [ S_ii − ln (1/(B−1)) Σ_{j≠i} e^{S_ji} ] at S_ij = log p(y_j|x_i), an upper bound; with TNCE it encloses I  (Poole et al. 2019, §2.1).</summary>
    /// <remarks>Needs the exact conditional, up to a function of y; <c>Mi.estimate</c>, whose critic is trained, refuses it.</remarks>
    val l1Out: Bound

    /// <summary>CLUB: mean_i S_ii − mean_{i≠j} S_ij at S_ij = log p(y_j|x_i), an upper bound of low variance and far from tight  (Cheng et al. 2020).</summary>
    /// <remarks>Needs the exact conditional, up to a function of y; <c>Mi.estimate</c>, whose critic is trained, refuses it.</remarks>
    val club: Bound

    /// <summary>RJE_a: mean_i S_ii − a/(1 − a^{−1/2}) R L + ln aR with R = E e^{2S}/(E e^S)², L = E ln(1 + e^S) off the diagonal. An estimate, far from tight  (Wunder et al. 2021).</summary>
    /// <param name="slack">a &gt; 1; the authors use 10.</param>
    /// <exception cref="T:Vib.Core.DomainException">a is not above 1, or not finite.</exception>
    /// <example><code>pairs |> Mi.estimate (Bound.reverseJensen 10.0) Critic.separable</code></example>
    val reverseJensen: slack: float -> Bound

    /// <summary>RJE*: mean_i S_ii − R L + ln R, the reverse Jensen estimator without its slack factor (derived in this library). An estimate.</summary>
    val sharpReverseJensen: Bound

    /// <summary>Barber–Agakov: mean_i S_ii + h(Y) at S_ij = log q(y_j|x_i), a lower bound for any normalised q, tight at p(y|x), where h(Y) is known  (Barber and Agakov 2003).</summary>
    /// <remarks>Needs a normalised density; <c>Mi.estimate</c> refuses a critic that is none.</remarks>
    /// <param name="entropy">h(Y), nats.</param>
    /// <exception cref="T:Vib.Core.DomainException">The entropy is not finite.</exception>
    /// <example><code>Bound.value (Bound.barberAgakov (log 2.0 * 1.0&lt;nat&gt;)) logLikelihoods    // two classes, equally frequent</code></example>
    val barberAgakov: entropy: float<nat> -> Bound

    /// <summary>Barber–Agakov's upper bound, the rate: mean_i (S_ii − c_i) at S_ij = log p(y_j|x_i) and c_i = log q(y_i), for any normalised q, tight at p(y)  (Poole et al. 2019, §2.1).</summary>
    /// <remarks>Needs the exact conditional, normalised; the companion is what is minimised over.</remarks>
    val barberAgakovUpper: Bound

    /// <summary>vCLUB: CLUB at a fitted S_ij = log q(y_j|x_i); climbs mean_i S_ii, the likelihood of q. On no side: an estimate  (Cheng et al. 2020).</summary>
    /// <remarks>Needs a normalised density; <c>Mi.estimate</c> refuses a critic that is none.</remarks>
    val variationalClub: Bound

    /// <summary>vL1Out: L1Out at a fitted S_ij = log q(y_j|x_i); climbs mean_i S_ii, the likelihood of q. On no side: an estimate  (Poole et al. 2019, §2.1).</summary>
    /// <remarks>Needs a normalised density; <c>Mi.estimate</c> refuses a critic that is none.</remarks>
    val variationalL1Out: Bound

    /// <summary>FLO: 1 − mean_i [ u_i + e^{−u_i} mean_{j≠i} e^{S_ij − S_ii} ], a lower bound for any critic and any u; without a companion u = 0  (Guo et al. 2022).</summary>
    /// <remarks>Tight where u = −log r. Training needs a second critic for u, a function of pairs.</remarks>
    val flo: Bound

    /// <summary>DoE: mean_i (S_ii − c_i) at fitted S_ij = log q(y_j|x_i) and c_i = log q(y_i); climbs mean_i (S_ii + c_i). On no side: an estimate  (McAllester and Stratos 2020).</summary>
    /// <remarks>Needs normalised densities; <c>Mi.estimate</c> refuses a critic that is none.</remarks>
    val differenceOfEntropies: Bound

    /// <summary>UBA: mean_i (S_ii − c_i) with c_i = log E_x e^{f(x, y_i)} exactly, a lower bound for any critic f whose partition is known  (Poole et al. 2019, §2.1).</summary>
    /// <remarks>No network learns the companion; <c>Mi.estimate</c> refuses it. Without a companion the partition is 1, as it is of log r.</remarks>
    val uba: Bound

    /// <summary>All of them; those with a parameter at a usual one: <c>tuba 0.0</c>, <c>interpolated 0.01</c>, <c>smile 5.0</c>, <c>mine 0.01</c>, <c>reverseJensen 10.0</c>; <c>barberAgakov 0.0&lt;nat&gt;</c>.</summary>
    val all: Bound list

    /// <summary>The name in the literature.</summary>
    /// <param name="bound">Which bound.</param>
    /// <example><code>Bound.all |> List.map Bound.name    // InfoNCE, InfoNCE over x, NWJ, …</code></example>
    val name: bound: Bound -> string

    /// <summary>The side of I(X;Y) that the value's expectation is on.</summary>
    /// <param name="bound">Which bound.</param>
    /// <example><code>Bound.all |> List.filter (fun bound -> Bound.side bound = Side.Upper)    // L1Out, CLUB, Barber–Agakov's upper one; Side is in Vib.Core</code></example>
    val side: bound: Bound -> Side

    /// <summary>The value of a bound on a score matrix, in double precision. O(B²).</summary>
    /// <param name="bound">Which bound.</param>
    /// <param name="scores">[B,B], B ≥ 2; rows x_i, columns y_j.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The matrix is not square, or B is below 2.</exception>
    /// <example><code>Bound.value Bound.infoNce (array2D [ [ 9.0; 0.0 ]; [ 0.0; 9.0 ] ])    // ln 2, nearly</code></example>
    val value: bound: Bound -> scores: float[,] -> float<nat>

    /// <summary><see cref="M:Vib.Bound.value"/>, with what is wrong as a message.</summary>
    /// <param name="bound">Which bound.</param>
    /// <param name="scores">[B,B], B ≥ 2; rows x_i, columns y_j.</param>
    val tryValue: bound: Bound -> scores: float[,] -> Result<float<nat>, string>

    /// <summary>The value of a bound on a score matrix and one number more for each pair: a log-baseline, a log-density, FLO's u, a log-partition. O(B²).</summary>
    /// <param name="companion">[B], c_i of the pair (x_i, y_i).</param>
    /// <param name="bound">Which bound; one that has a companion.</param>
    /// <param name="scores">[B,B], B ≥ 2; rows x_i, columns y_j.</param>
    /// <exception cref="T:Vib.Core.DomainException">The bound has no companion.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">The matrix is not square, or B is below 2, or the companion is not of length B.</exception>
    /// <example><code>logConditional |> Bound.valueBeside logMarginal Bound.barberAgakovUpper    // ≥ I, whatever density logMarginal is of</code></example>
    val valueBeside: companion: float[] -> bound: Bound -> scores: float[,] -> float<nat>

    /// <summary><see cref="M:Vib.Bound.valueBeside"/>, with what is wrong as a message.</summary>
    /// <param name="companion">[B], c_i of the pair (x_i, y_i).</param>
    /// <param name="bound">Which bound; one that has a companion.</param>
    /// <param name="scores">[B,B], B ≥ 2; rows x_i, columns y_j.</param>
    val tryValueBeside: companion: float[] -> bound: Bound -> scores: float[,] -> Result<float<nat>, string>

    /// <summary>The most that a bound can report with a batch of this size, where there is such a limit.</summary>
    /// <param name="batch">B, pairs scored together.</param>
    /// <param name="bound">Which bound.</param>
    /// <example><code>Bound.infoNce |> Bound.ceiling 128    // Some 4.852: ln 128</code></example>
    val ceiling: batch: int -> bound: Bound -> float<nat> option

    /// <summary>A bound times a weight that is more than a number: on a ramp, or a sweep over replicates.</summary>
    /// <param name="weight">See <c>Beta</c>.</param>
    /// <param name="bound">What it multiplies.</param>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.times (Beta.warmUp 1000 1e-3)</code></example>
    val times: weight: Weight -> bound: Bound<'side, 'opposite> -> Bound<'side, 'opposite>

    /// <summary>t·|t|, the square with its sign: increasing, so it keeps the side.</summary>
    /// <param name="bound">A single bound, without a weight.</param>
    /// <exception cref="T:Vib.Core.DomainException">A sum, or a bound with a weight.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.squared    // convex IB: every point of the curve is an optimum</code></example>
    val squared: bound: Bound<'side, 'opposite> -> Bound<'side, 'opposite>

    /// <summary>e^{ηt}/η: increasing and convex  (Rodríguez Gálvez et al. 2020).</summary>
    /// <param name="eta">η, positive.</param>
    /// <param name="bound">A single bound, without a weight.</param>
    /// <exception cref="T:Vib.Core.DomainException">A sum, a bound with a weight, or an η that is not positive.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.exponential 1.0    // convex IB, as steep as you like</code></example>
    val exponential: eta: float -> bound: Bound<'side, 'opposite> -> Bound<'side, 'opposite>

    /// <summary>|t − C|: subtracted with a weight γ it holds a rate at C, which rises from 0 over the first steps  (Burgess et al. 2018). It pulls up as well as down, and so is on no side.</summary>
    /// <remarks><c>Objective.atMost</c> learns the weight, and keeps the side.</remarks>
    /// <param name="capacity">C, 0 or more.</param>
    /// <param name="steps">Steps over which C rises from 0; 0 for C from the first step.</param>
    /// <param name="bound">A single bound, without a weight.</param>
    /// <exception cref="T:Vib.Core.DomainException">A negative capacity or number of steps, a sum, or a bound with a weight.</exception>
    /// <example><code>Info.upper (X, Z) Rate.standardNormal |> Bound.nearCapacity 5.0&lt;nat> 2000L |> Bound.trust "a penalty" : UpperBound</code></example>
    val nearCapacity: capacity: float<nat> -> steps: int64 -> bound: Bound<'side, 'opposite> -> EstimateBound

    /// <summary>The same value, whose gradient does not reach encoders: it trains its own networks alone.</summary>
    /// <param name="bound">What is to be watched, not followed.</param>
    /// <example><code>Info.lower (Z, Y) (Decoder.categorical 10) |> Bound.stopGradient    // a decoder that watches a code and leaves it as it is</code></example>
    val stopGradient: bound: Bound<'side, 'opposite> -> Bound<'side, 'opposite>

    /// <summary>The same with examples weighed by a variable of the data: numbers of mean 1, 0 or more.</summary>
    /// <param name="weights">One number a row.</param>
    /// <param name="bound">Terms that are means over examples.</param>
    /// <exception cref="T:Vib.Core.DomainException">A term that is one of a whole batch.</exception>
    /// <example><code>[&lt;Interface>]
    /// type W =
    ///     inherit Observed
    ///
    /// let W: Var&lt;W> = Var.observed "W"    // its numbers by Observations.withNumbers
    /// Info.lower (Z, Y) (Decoder.categorical 10) |> Bound.reweighted W</code></example>
    val reweighted: weights: Var<'weights> -> bound: Bound<'side, 'opposite> -> Bound<'side, 'opposite> when 'weights :> Observed

    /// <summary>The negative, a bound of the opposite side.</summary>
    /// <param name="bound">Any bound.</param>
    /// <example><code>minimize (Bound.negate lower)    // the same as maximize lower</code></example>
    val negate: bound: Bound<'side, 'opposite> -> Bound<'opposite, 'side>

    /// <summary>The same as an estimate, to stand in a sum with estimates.</summary>
    /// <param name="bound">Any bound.</param>
    /// <example><code>Bound.forgetSide (Info.lower (Z, Y) (Decoder.categorical 10)) + Info.estimate (X, Z) (Contrast.mine Critic.separable)</code></example>
    val forgetSide: bound: Bound<'side, 'opposite> -> EstimateBound

    /// <summary>Gives a sum the side that the objective needs, on your word. The reason stands in every report.</summary>
    /// <param name="reason">Why the side holds.</param>
    /// <param name="bound">What the compiler would not take.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no reason.</exception>
    /// <example><code>Info.estimate (X, Z) Rate.pairwise |> Bound.trust "I(X;Z) stays far below ln B"</code></example>
    val trust: reason: string -> bound: Bound<'side, 'opposite> -> Bound<'trusted, 'other>

    /// <summary>The sum as it is computed.</summary>
    /// <param name="bound">Any bound.</param>
    /// <example><code>Bound.show (Info.upper (X, Z) Rate.standardNormal)    // KL[e(z|x) ‖ N(0, I)]</code></example>
    val show: bound: Bound<'side, 'opposite> -> string
