namespace Vib

open Vib.Core

/// <summary>Sources whose information is known exactly: what an estimator is tried on before it is believed.</summary>
[<RequireQualifiedAccess>]
module Truth =
    /// <summary>d independent pairs of standard normals that together share exactly this much, ρ = √(1 − e^{−2I/d}).</summary>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="information">I ≥ 0.</param>
    /// <exception cref="T:Vib.Core.DomainException">d is below 1, or I is negative, or so large that ρ rounds to 1.</exception>
    /// <example><code>Truth.gaussian 20 4.0&lt;nat&gt; |> Mi.estimate Bound.infoNce Critic.separable</code></example>
    val gaussian: dimension: int -> information: float<nat> -> CorrelatedGaussian

    /// <summary>d independent pairs of standard normals with correlation ρ: I = −(d/2) ln(1 − ρ²).</summary>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="correlation">−1 &lt; ρ &lt; 1.</param>
    /// <exception cref="T:Vib.Core.DomainException">d is below 1, or |ρ| is not below 1.</exception>
    /// <example><code>Truth.correlated 1 0.5    // 0.1438 nat</code></example>
    val correlated: dimension: int -> correlation: float -> CorrelatedGaussian

    /// <summary>[x; y] ~ N(0, Σ): I = ½ ln( det Σ_xx det Σ_yy / det Σ ).</summary>
    /// <param name="xDimension">dx, the number of leading coordinates that are x.</param>
    /// <param name="covariance">Σ, [dx + dy, dx + dy], positive definite.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Σ is not square.</exception>
    /// <exception cref="T:Vib.Core.DomainException">Σ is not symmetric or not positive definite, or leaves x or y no coordinate.</exception>
    /// <example><code>array2D [ [ 1.0; 0.5 ]; [ 0.5; 1.0 ] ] |> Truth.multivariateGaussian 1    // 0.1438 nat</code></example>
    val multivariateGaussian: xDimension: int -> covariance: float[,] -> MultivariateGaussian

    /// <summary>[x; y] multivariate Student-t: a Gaussian over one common √(χ²_ν/ν), dependent even where Σ is not  (Czyż et al. 2023, §3).</summary>
    /// <remarks>I = I_Gauss(Σ) + c(ν) + c(ν+dx+dy) − c(ν+dx) − c(ν+dy) with c(m) = ln Γ(m/2) − (m/2) ψ(m/2).</remarks>
    /// <param name="degreesOfFreedom">ν &gt; 0; 1 is Cauchy.</param>
    /// <param name="xDimension">dx, the number of leading coordinates that are x.</param>
    /// <param name="dispersion">Σ, [dx + dy, dx + dy], positive definite.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Σ is not square.</exception>
    /// <exception cref="T:Vib.Core.DomainException">Σ is not symmetric or not positive definite, leaves x or y no coordinate, or ν is not positive.</exception>
    /// <example><code>array2D [ [ 1.0; 0.0 ]; [ 0.0; 1.0 ] ] |> Truth.studentT 3.0 1    // no correlation, and information all the same</code></example>
    val studentT: degreesOfFreedom: float -> xDimension: int -> dispersion: float[,] -> StudentT

    /// <summary>The additive white Gaussian noise channel, x ~ N(0, I), y = x + N(0, I/SNR): I = (d/2) ln(1 + SNR)  (Shannon 1948).</summary>
    /// <param name="dimension">d ≥ 1, uses of the channel.</param>
    /// <param name="signalToNoise">SNR &gt; 0, power over power, not decibels.</param>
    /// <exception cref="T:Vib.Core.DomainException">d is below 1, or SNR is not positive.</exception>
    /// <example><code>Truth.awgn 8 4.0    // 6.438 nat</code></example>
    val awgn: dimension: int -> signalToNoise: float -> AwgnChannel

    /// <summary>A fair bit, flipped with probability p: I = ln 2 − H(p)  (Shannon 1948).</summary>
    /// <param name="flip">p in [0, 1].</param>
    /// <exception cref="T:Vib.Core.DomainException">p is not a probability.</exception>
    /// <example><code>Truth.binarySymmetric 0.11    // 0.3466 nat: half a bit</code></example>
    val binarySymmetric: flip: float -> BinarySymmetricChannel

    /// <summary>x ~ U(0, 1), y = x + U(−ε, ε): I = ε − ln 2ε for ε ≤ ½, 1/(4ε) above  (Czyż et al. 2023, §3).</summary>
    /// <param name="noise">ε &gt; 0.</param>
    /// <exception cref="T:Vib.Core.DomainException">ε is not positive.</exception>
    /// <example><code>Truth.additiveUniformNoise 0.5    // 0.5 nat</code></example>
    val additiveUniformNoise: noise: float -> AdditiveUniformNoise

    /// <summary>x uniform on {0, …, m − 1}, y ~ U(x, x + 2): I = ln m − ((m−1)/m) ln 2  (Gao et al. 2017, §5).</summary>
    /// <param name="values">m ≥ 1.</param>
    /// <exception cref="T:Vib.Core.DomainException">m is below 1.</exception>
    /// <example><code>Truth.discreteToContinuous 5    // 1.055 nat</code></example>
    val discreteToContinuous: values: int -> DiscreteToContinuous

    /// <summary>x ~ Exp(1), y = 0 with probability p and otherwise Poisson with rate x  (Gao et al. 2017, §5; the value printed there is only an upper bound, this one is exact).</summary>
    /// <param name="inflation">p in [0, 1).</param>
    /// <exception cref="T:Vib.Core.DomainException">p is not in [0, 1).</exception>
    /// <example><code>Truth.zeroInflatedPoisson 0.15 |> Mi.estimate Bound.infoNce Critic.separable</code></example>
    val zeroInflatedPoisson: inflation: float -> ZeroInflatedPoisson

    /// <summary>x = ln G, y = ln E, G ~ Gamma(θ, 1), E exponential with rate G, with the θ at which they share exactly this much: I = ψ(θ) − ln θ + 1/θ  (Darbellay and Vajda 2000).</summary>
    /// <param name="information">0 &lt; I ≤ 500.</param>
    /// <exception cref="T:Vib.Core.DomainException">I is not in (0, 500].</exception>
    /// <example><code>Truth.logGammaExponential 1.0&lt;nat&gt; |> Mi.estimate Bound.infoNce Critic.separable</code></example>
    val logGammaExponential: information: float<nat> -> LogGammaExponential

    /// <summary><see cref="M:Vib.Truth.logGammaExponential"/>, of a given shape.</summary>
    /// <param name="shape">θ &gt; 0; 1 for 0.42 nat.</param>
    /// <exception cref="T:Vib.Core.DomainException">θ is not positive.</exception>
    /// <example><code>Truth.logGammaExponentialOfShape 1.0    // 0.4228 nat</code></example>
    val logGammaExponentialOfShape: shape: float -> LogGammaExponential

    /// <summary>Every coordinate of x through one bijection, and of y through another: as much information, another critic.</summary>
    /// <param name="x">For x, one of <c>Vib.Core.Bijection</c>.</param>
    /// <param name="y">For y.</param>
    /// <param name="truth">What is mapped.</param>
    /// <example><code>Truth.awgn 8 4.0 |> Truth.mapped Bijection.Identity Bijection.Cube    // open Vib.Core</code></example>
    val mapped: x: Bijection -> y: Bijection -> truth: #Truth -> MappedTruth

    /// <summary>A Gaussian with every y cubed: as much information, a harder critic  (Poole et al. 2019, §4).</summary>
    /// <param name="gaussian">The Gaussian whose Y is cubed.</param>
    /// <example><code>Truth.gaussian 20 4.0&lt;nat&gt; |> Truth.cubic</code></example>
    val cubic: gaussian: CorrelatedGaussian -> CubicGaussian

    /// <summary>All of x and y through sign(t)|t|^{3/2}: as much information, longer tails  (Czyż et al. 2023, §3).</summary>
    /// <param name="truth">What is mapped.</param>
    /// <example><code>Truth.gaussian 3 2.0&lt;nat&gt; |> Truth.halfCube</code></example>
    val halfCube: truth: #Truth -> MappedTruth

    /// <summary>All of x and y through asinh: as much information, shorter tails  (Czyż et al. 2023, §3).</summary>
    /// <param name="truth">What is mapped.</param>
    /// <example><code>Truth.studentT 3.0 1 (array2D [ [ 1.0; 0.5 ]; [ 0.5; 1.0 ] ]) |> Truth.asinh</code></example>
    val asinh: truth: #Truth -> MappedTruth

    /// <summary>All of x and y through the normal distribution function: as much information, uniform margins where they were standard normal  (Czyż et al. 2023, §3).</summary>
    /// <param name="truth">What is mapped.</param>
    /// <example><code>Truth.correlated 1 0.75 |> Truth.normalCdf    // uniform margins</code></example>
    val normalCdf: truth: #Truth -> MappedTruth

    /// <summary>A truth wound up: the first two coordinates turn by v‖x‖² and by w‖y‖², which can be turned back: as much information  (Czyż et al. 2023, §3).</summary>
    /// <param name="xSpeed">v, radians over squared length; 0 leaves x alone.</param>
    /// <param name="ySpeed">w; 0 leaves y alone.</param>
    /// <param name="truth">What is wound up.</param>
    /// <exception cref="T:Vib.Core.DomainException">A variable that is to turn has fewer than two coordinates, or a speed is not finite.</exception>
    /// <example><code>Truth.gaussian 3 2.0&lt;nat&gt; |> Truth.spiral (1.0 / 3.0) (1.0 / 3.0)</code></example>
    val spiral: xSpeed: float -> ySpeed: float -> truth: #Truth -> Spiral

    /// <summary><see cref="M:Vib.Truth.spiral"/>, of other coordinates than the first two.</summary>
    /// <param name="x">The first of the two neighbouring coordinates of x that turn, counted from 0, and v.</param>
    /// <param name="y">The first of those of y, and w.</param>
    /// <param name="truth">What is mapped.</param>
    /// <exception cref="T:Vib.Core.DomainException">A variable has no two coordinates from there on, or a speed is not finite.</exception>
    /// <example><code>Truth.gaussian 3 2.0&lt;nat&gt; |> Truth.spiralIn (0, 1.0 / 3.0) (1, 1.0 / 3.0)    // as in the benchmark of Czyż et al.</code></example>
    val spiralIn: x: int * float -> y: int * float -> truth: #Truth -> Spiral

    /// <summary>All of x and all of y through a sum of waves each, stretched and squeezed by turns: as much information  (Czyż et al. 2023, §3).</summary>
    /// <param name="truth">What is mapped; standard normal coordinates are meant.</param>
    /// <example><code>Truth.correlated 1 0.75 |> Truth.wiggly</code></example>
    val wiggly: truth: #Truth -> MappedTruth

    /// <summary>Standard normal coordinates become bumps, 0.3 N(0, 1) + 0.7 N(5, 1) in x and ½ N(−1, 1) + ½ N(3, 1) in y: as much information  (Czyż et al. 2023, §3).</summary>
    /// <remarks>Other bumps by <c>mapped</c> and <c>Vib.Core.Bijection.TwoBumps</c>.</remarks>
    /// <param name="truth">What is mapped.</param>
    /// <example><code>Truth.correlated 1 0.75 |> Truth.bimodal</code></example>
    val bimodal: truth: #Truth -> MappedTruth

    /// <summary>An x from 0 to 1 rolled up in the plane: as much information, on a curve  (Czyż et al. 2023, §3).</summary>
    /// <param name="truth">Its x is 1-d, from 0 to 1.</param>
    /// <exception cref="T:Vib.Core.DomainException">x has more than one coordinate.</exception>
    /// <example><code>Truth.correlated 1 0.75 |> Truth.normalCdf |> Truth.swissRoll</code></example>
    val swissRoll: truth: #Truth -> SwissRoll

    /// <summary>Gaussians that share these amounts, one after the other, each for so many training steps: what <c>Mi.follow</c> trains on.</summary>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="stepsEach">Steps on each, at least 1; 4 000 in Poole et al. 2019.</param>
    /// <param name="nats">I of each stair.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no stair or no step, or no Gaussian has so much information.</exception>
    /// <example><code>Truth.staircase 20 4_000 [ 2.0&lt;nat&gt;; 4.0&lt;nat&gt;; 6.0&lt;nat&gt;; 8.0&lt;nat&gt;; 10.0&lt;nat&gt; ]</code></example>
    val staircase: dimension: int -> stepsEach: int -> nats: float<nat> list -> Staircase

    /// <summary>Any truths one after the other, each for so many training steps.</summary>
    /// <param name="stepsEach">Steps on each, at least 1.</param>
    /// <param name="truths">At least one, all of the same dimensions.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no stair or no step, or the dimensions change.</exception>
    /// <example><code>Truth.staircaseOf 1_000 [ Truth.correlated 2 0.5; Truth.correlated 2 0.9 |> Truth.wiggly ]</code></example>
    val staircaseOf: stepsEach: int -> truths: Truth list -> Staircase

    /// <summary>Pictures of two Gaussian blobs whose centres share exactly this much, n×n pixels, exp(−10 r²): the images of Butakov et al. 2024 (16×16 there).</summary>
    /// <remarks>Another fall-off by <c>pictures</c> and <c>Vib.Core.BlobPicture</c>.</remarks>
    /// <param name="size">n ≥ 2, pixels a side.</param>
    /// <param name="information">I ≥ 0.</param>
    /// <exception cref="T:Vib.Core.DomainException">n is below 2, or I is negative, or so large that ρ rounds to 1.</exception>
    /// <example><code>Truth.blobs 16 2.0&lt;nat&gt; |> Truth.sample 5_000</code></example>
    val blobs: size: int -> information: float<nat> -> PicturedTruth

    /// <summary>Pictures of two filled rectangles whose edges share exactly this much, n×n pixels, sides of two pixels and more: the images of Butakov et al. 2024 (32×32 there).</summary>
    /// <param name="size">n ≥ 3, pixels a side.</param>
    /// <param name="information">I ≥ 0.</param>
    /// <exception cref="T:Vib.Core.DomainException">n is below 3, or I is negative, or so large that ρ rounds to 1.</exception>
    /// <example><code>Truth.rectangles 32 4.0&lt;nat&gt; |> Truth.sample 5_000</code></example>
    val rectangles: size: int -> information: float<nat> -> PicturedTruth

    /// <summary>Two curves of d numbers that share exactly this much by one number each, while a nuisance has nearly all of their variance: what one principal component loses.</summary>
    /// <param name="length">d ≥ 3; 32 in the code of Butakov et al. 2024.</param>
    /// <param name="information">I ≥ 0.</param>
    /// <exception cref="T:Vib.Core.DomainException">d is below 3, or I is negative, or so large that ρ rounds to 1.</exception>
    /// <example><code>Truth.antiPca 32 2.0&lt;nat&gt; |> Truth.sample 5_000 |> Compression.pca 1</code></example>
    val antiPca: length: int -> information: float<nat> -> PicturedTruth

    /// <summary>Two pictures of one kind that share exactly this much: as many independent pairs of normals as numbers decide a picture, through the normal distribution function.</summary>
    /// <param name="picture">One of <c>Vib.Core.BlobPicture</c>, <c>RectanglePicture</c>, <c>AntiPcaPicture</c>.</param>
    /// <param name="information">I ≥ 0.</param>
    /// <exception cref="T:Vib.Core.DomainException">I is negative, or so large that ρ rounds to 1.</exception>
    /// <example><code>Truth.pictures (BlobPicture(16, 12.5)) 2.0&lt;nat&gt;    // open Vib.Core</code></example>
    val pictures: picture: Picture -> information: float<nat> -> PicturedTruth

    /// <summary>Pictures that the coordinates of a truth decide, all of them from 0 to 1: as much information, in pixels.</summary>
    /// <param name="x">Of x; it takes as many numbers as x has coordinates.</param>
    /// <param name="y">Of y.</param>
    /// <param name="truth">What is pictured; <c>normalCdf</c> brings standard normals between 0 and 1.</param>
    /// <exception cref="T:Vib.Core.ShapeException">The coordinates are not as many as decide the pictures.</exception>
    /// <example><code>Truth.gaussian 4 2.0&lt;nat&gt; |> Truth.normalCdf |> Truth.pictured (RectanglePicture()) (RectanglePicture(64))    // open Vib.Core</code></example>
    val pictured: x: Picture -> y: Picture -> truth: #Truth -> PicturedTruth

    /// <summary>Pairs of given images, whose classes agree as often as it takes to share exactly this much: log m for m classes where they always do.</summary>
    /// <remarks>I = log m + s log s + (m − 1) t log t, s = 1 − ε + ε/m and t = ε/m, for classes of which a part ε is mixed.</remarks>
    /// <param name="information">I from 0 to log m.</param>
    /// <param name="images">At least one of each class, as <c>Images.mnist</c> reads them from a folder.</param>
    /// <exception cref="T:Vib.Core.DomainException">I is negative, or more than log m.</exception>
    /// <exception cref="T:Vib.Core.DataException">A class has no image, or one image is in two classes.</exception>
    /// <example><code>(Images.drawn 10_000 1).Training |> Truth.mixedLabels 1.0&lt;nat&gt; |> Truth.sample 5_000</code></example>
    val mixedLabels: information: float<nat> -> images: LabelledImages -> LabelMixing

    /// <summary>Independent truths side by side, the coordinates of all x and of all y: information adds up.</summary>
    /// <param name="truths">At least one; the same one may stand there more than once, and is drawn anew for each.</param>
    /// <exception cref="T:Vib.Core.DomainException">There are none.</exception>
    /// <example><code>Truth.blocks [ Truth.gaussian 2 1.0&lt;nat&gt;; Truth.binarySymmetric 0.11 ]</code></example>
    val blocks: truths: Truth list -> Blocks

    /// <summary>Draws n pairs with seed 1. They remember the exact information.</summary>
    /// <param name="count">n ≥ 1.</param>
    /// <param name="truth">Where from.</param>
    /// <exception cref="T:Vib.Core.DomainException">n is below 1.</exception>
    /// <example><code>Truth.gaussian 20 4.0&lt;nat&gt; |> Truth.sample 10_000</code></example>
    val sample: count: int -> truth: #Truth -> Pairs

    /// <summary>Draws n pairs.</summary>
    /// <param name="seed">The same seed gives the same pairs.</param>
    /// <param name="count">n ≥ 1.</param>
    /// <param name="truth">Where from.</param>
    /// <exception cref="T:Vib.Core.DomainException">n is below 1.</exception>
    val sampleWith: seed: int64 -> count: int -> truth: #Truth -> Pairs

    /// <summary>I(X;Y), exact.</summary>
    /// <param name="truth">Any truth.</param>
    /// <example><code>Truth.awgn 8 4.0 |> Truth.information    // 6.438 nat</code></example>
    val information: truth: #Truth -> float<nat>
