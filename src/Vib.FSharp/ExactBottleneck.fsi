namespace Vib

open Vib.Core

/// <summary>What a nat of code costs: Information, I(X;T), or Entropy, H(T), which makes the code a function of x.</summary>
type CodeCost = Vib.Core.CodeCost

/// <summary>How the bottleneck of a table is solved. <c>{ ExactBottleneck.defaults with … }</c></summary>
type DiscreteBottleneckOptions = {
    /// <summary>What is paid for: I(X;T)  (Tishby, Pereira and Bialek 1999), or H(T)  (Strouse and Schwab 2017).</summary>
    Cost: CodeCost
    /// <summary>The most values that T may have; None for as many as X has, of which no optimum needs more.</summary>
    Clusters: int option
    /// <summary>Starts from random partitions, beside those that are always made: one cluster, a cluster for each x, and annealing.</summary>
    Restarts: int
    /// <summary>Steps by which one start comes down from β = 1, cluster after cluster; 0 for no such start.</summary>
    AnnealingSteps: int
    /// <summary>The same seed gives the same bits.</summary>
    Seed: int64
    /// <summary>Iterations end when the Lagrangian is to fall by less than this, nats.</summary>
    Tolerance: float
    /// <summary>Iterations of one start at most.</summary>
    MostIterations: int
}

/// <summary>Information bottlenecks whose optimum is known: Gaussian ones in closed form, those of a table by self-consistent iterations, those of labels that are a function of x.</summary>
/// <remarks>Throughout max I(Z;Y) − β I(X;Z), as a variational bottleneck has it; the β of the classical papers is 1/β here.</remarks>
[<RequireQualifiedAccess>]
module ExactBottleneck =
    /// <summary>Independent pairs of standard normals with these correlations.</summary>
    /// <param name="correlations">ρ_i in (−1, 1), in any order, at least one.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is none, or one is not in (−1, 1).</exception>
    /// <example><code>ExactBottleneck.gaussian [ sqrt 0.9; sqrt 0.5; sqrt 0.2 ] |> ExactBottleneck.optimum 0.3    // two of three components active</code></example>
    val gaussian: correlations: float list -> GaussianBottleneck

    /// <summary>The pairs of a truth, as <c>Truth.gaussian</c> makes it.</summary>
    /// <param name="truth">d pairs with one correlation.</param>
    /// <example><code>Truth.gaussian 20 4.0&lt;nat&gt; |> ExactBottleneck.ofGaussian |> ExactBottleneck.optimum 0.1</code></example>
    val ofGaussian: truth: CorrelatedGaussian -> GaussianBottleneck

    /// <summary>A truth of any covariance, as <c>Truth.multivariateGaussian</c> makes it, through its canonical correlations.</summary>
    /// <param name="truth">The truth.</param>
    /// <example><code>array2D [ [ 1.0; 0.5 ]; [ 0.5; 1.0 ] ] |> Truth.multivariateGaussian 1 |> ExactBottleneck.ofMultivariate</code></example>
    val ofMultivariate: truth: MultivariateGaussian -> GaussianBottleneck

    /// <summary>[x; y] ~ N(0, Σ), through the canonical correlations.</summary>
    /// <param name="xDimension">dx, the number of leading coordinates that are x.</param>
    /// <param name="covariance">Σ, [dx + dy, dx + dy], positive definite.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Σ is not square.</exception>
    /// <exception cref="T:Vib.Core.DomainException">Σ is not symmetric or not positive definite, or leaves x or y no coordinate.</exception>
    /// <example><code>array2D [ [ 1.0; 0.5 ]; [ 0.5; 1.0 ] ] |> ExactBottleneck.ofCovariance 1</code></example>
    val ofCovariance: xDimension: int -> covariance: float[,] -> GaussianBottleneck

    /// <summary><c>ofCovariance</c>, with what is wrong as a message.</summary>
    /// <param name="xDimension">dx, the number of leading coordinates that are x.</param>
    /// <param name="covariance">Σ, [dx + dy, dx + dy].</param>
    val tryOfCovariance: xDimension: int -> covariance: float[,] -> Result<GaussianBottleneck, string>

    /// <summary>The optimum of a Gaussian bottleneck at a β: rate, information, noise and active components.</summary>
    /// <param name="beta">β ≥ 0; from the largest ρ² on Z knows nothing.</param>
    /// <param name="gaussian">The bottleneck.</param>
    /// <exception cref="T:Vib.Core.DomainException">β is negative or not finite.</exception>
    /// <example><code>ExactBottleneck.gaussian [ sqrt 0.7 ] |> ExactBottleneck.optimum 0.2    // I(X;Z) = 1.1168, I(Z;Y) = 0.4904 nat</code></example>
    val optimum: beta: float -> gaussian: GaussianBottleneck -> GaussianOptimum

    /// <summary><c>optimum</c>, with what is wrong as a message.</summary>
    /// <param name="beta">β ≥ 0.</param>
    /// <param name="gaussian">The bottleneck.</param>
    val tryOptimum: beta: float -> gaussian: GaussianBottleneck -> Result<GaussianOptimum, string>

    /// <summary>The linear encoder z = A x + s ∘ ε that has the optimum at a β; each z has variance 1.</summary>
    /// <param name="beta">β ≥ 0.</param>
    /// <param name="gaussian">The bottleneck.</param>
    /// <exception cref="T:Vib.Core.DomainException">β is negative or not finite.</exception>
    /// <example><code>let encoder = ExactBottleneck.gaussian [ 0.9; 0.5 ] |> ExactBottleneck.encoder 0.1
    /// encoder.Projection, encoder.NoiseScales</code></example>
    val encoder: beta: float -> gaussian: GaussianBottleneck -> LinearEncoder

    /// <summary>ρ_i², decreasing: component i of a Gaussian bottleneck is active at β below it.</summary>
    /// <param name="gaussian">The bottleneck.</param>
    /// <example><code>ExactBottleneck.gaussian [ 0.9; 0.5 ] |> ExactBottleneck.criticalBetas    // [ 0.81; 0.25 ]</code></example>
    val criticalBetas: gaussian: GaussianBottleneck -> float list

    /// <summary>Labels that are a function of the input, Y = f(X): I_Y = min(I_X, H(Y))  (Kolchinsky, Tracey and Van Kuyk 2019).</summary>
    /// <param name="entropy">H(Y) &gt; 0.</param>
    /// <exception cref="T:Vib.Core.DomainException">The entropy is not positive and finite.</exception>
    /// <example><code>ExactBottleneck.labels (log 10.0 * 1.0&lt;nat&gt;) |> ExactBottleneck.optimumUnder ExactBottleneck.squared 0.3    // rate 1/0.6</code></example>
    val labels: entropy: float<nat> -> DeterministicLabels

    /// <summary><c>labels</c>, of given probabilities.</summary>
    /// <param name="probabilities">p(y), at least two positive, summing to 1.</param>
    /// <exception cref="T:Vib.Core.DomainException">They are not probabilities, or leave nothing to know.</exception>
    /// <example><code>ExactBottleneck.labelsOf [ 0.5; 0.3; 0.2 ]</code></example>
    val labelsOf: probabilities: float list -> DeterministicLabels

    /// <summary>The information curve: the most that Z can know of Y at a rate.</summary>
    /// <param name="rate">I(X;Z) ≥ 0; may be infinite.</param>
    /// <param name="curve">A Gaussian bottleneck, or deterministic labels.</param>
    /// <exception cref="T:Vib.Core.DomainException">The rate is negative or not a number.</exception>
    /// <example><code>ExactBottleneck.gaussian [ 0.9; 0.5 ] |> ExactBottleneck.information 1.0&lt;nat&gt;</code></example>
    val information: rate: float<nat> -> curve: #InformationCurve -> float<nat>

    /// <summary>Its inverse: the least rate at which Z can know as much of Y.</summary>
    /// <param name="information">I(Z;Y) from 0 to I(X;Y).</param>
    /// <param name="curve">A Gaussian bottleneck, or deterministic labels.</param>
    /// <exception cref="T:Vib.Core.DomainException">The information is negative or above I(X;Y).</exception>
    /// <example><code>ExactBottleneck.gaussian [ 0.9; 0.5 ] |> ExactBottleneck.rate 0.5&lt;nat&gt;</code></example>
    val rate: information: float<nat> -> curve: #InformationCurve -> float<nat>

    /// <summary>Its slope: the β at which max I(Z;Y) − β I(X;Z) has its optimum at a rate.</summary>
    /// <param name="rate">I(X;Z) ≥ 0; may be infinite.</param>
    /// <param name="curve">A Gaussian bottleneck, or deterministic labels.</param>
    /// <exception cref="T:Vib.Core.DomainException">The rate is negative or not a number.</exception>
    /// <example><code>ExactBottleneck.gaussian [ 0.9; 0.5 ] |> ExactBottleneck.slope 1.0&lt;nat&gt;</code></example>
    val slope: rate: float<nat> -> curve: #InformationCurve -> float

    /// <summary>Points of the curve at equal distances in rate, from 0.</summary>
    /// <param name="largestRate">The rate of the last, positive and finite.</param>
    /// <param name="count">How many, at least 2.</param>
    /// <param name="curve">A Gaussian bottleneck, or deterministic labels.</param>
    /// <exception cref="T:Vib.Core.DomainException">The rate is not positive and finite, or there are fewer than two points.</exception>
    /// <example><code>for point in ExactBottleneck.gaussian [ 0.9; 0.5 ] |> ExactBottleneck.points 4.0&lt;nat&gt; 9 do
    ///     printfn $"{point.Rate:F2} {point.Information:F3} {point.Slope:F3}"</code></example>
    val points: largestRate: float<nat> -> count: int -> curve: #InformationCurve -> CurvePoint list

    /// <summary>u(r) = r: the plain Lagrangian.</summary>
    val linear: RateCost

    /// <summary>u(r) = r²  (Kolchinsky, Tracey and Van Kuyk 2019).</summary>
    val squared: RateCost

    /// <summary>u(r) = r^{1+η}  (Rodríguez Gálvez, Thobaben and Skoglund 2020).</summary>
    /// <param name="eta">η &gt; 0.</param>
    /// <exception cref="T:Vib.Core.DomainException">η is not positive and finite.</exception>
    /// <example><code>ExactBottleneck.labels 2.0&lt;nat&gt; |> ExactBottleneck.optimumUnder (ExactBottleneck.power 0.5) 0.5</code></example>
    val power: eta: float -> RateCost

    /// <summary>u(r) = e^{η r}  (Rodríguez Gálvez, Thobaben and Skoglund 2020).</summary>
    /// <param name="eta">η &gt; 0, 1/nat.</param>
    /// <exception cref="T:Vib.Core.DomainException">η is not positive and finite.</exception>
    /// <example><code>ExactBottleneck.labels 2.0&lt;nat&gt; |> ExactBottleneck.optimumUnder (ExactBottleneck.exponential 1.0) 0.5</code></example>
    val exponential: eta: float -> RateCost

    /// <summary>u(r) = e^{η (r − r*)}: for large η a wall at r*, whatever β is  (Rodríguez Gálvez, Thobaben and Skoglund 2020).</summary>
    /// <param name="eta">η &gt; 0, 1/nat.</param>
    /// <param name="rate">r* ≥ 0.</param>
    /// <exception cref="T:Vib.Core.DomainException">η is not positive and finite, or r* is negative or not finite.</exception>
    /// <example><code>ExactBottleneck.labels 2.0&lt;nat&gt; |> ExactBottleneck.optimumUnder (ExactBottleneck.shiftedExponential 100.0 1.2&lt;nat&gt;) 0.5    // 1.16 nat</code></example>
    val shiftedExponential: eta: float -> rate: float<nat> -> RateCost

    /// <summary>Any other convex, increasing u.</summary>
    /// <param name="name">u, as it is printed.</param>
    /// <param name="value">u(r) for r ≥ 0, nats.</param>
    /// <param name="slope">u′(r).</param>
    /// <example><code>ExactBottleneck.labels 2.0&lt;nat&gt; |> ExactBottleneck.optimumUnder (ExactBottleneck.cost "cosh r" cosh sinh) 0.5</code></example>
    val cost: name: string -> value: (float -> float) -> slope: (float -> float) -> RateCost

    /// <summary>The optimum of max I(Z;Y) − β u(I(X;Z)) on a curve: where its slope is β u′.</summary>
    /// <param name="cost">u, as in <c>ExactBottleneck.squared</c>.</param>
    /// <param name="beta">β &gt; 0.</param>
    /// <param name="curve">A Gaussian bottleneck, or deterministic labels.</param>
    /// <exception cref="T:Vib.Core.DomainException">β is not positive and finite.</exception>
    /// <example><code>ExactBottleneck.labels (log 10.0 * 1.0&lt;nat&gt;) |> ExactBottleneck.optimumUnder ExactBottleneck.squared 0.3</code></example>
    val optimumUnder: cost: RateCost -> beta: float -> curve: #InformationCurve -> CurvePoint

    /// <summary>The β whose optimum under a cost lies at a rate: the slope over u′.</summary>
    /// <param name="cost">u.</param>
    /// <param name="rate">I(X;Z), from 0 up to where nothing is left to know.</param>
    /// <param name="curve">A Gaussian bottleneck, or deterministic labels.</param>
    /// <exception cref="T:Vib.Core.DomainException">The rate is negative, or so high that nothing is left to know.</exception>
    /// <example><code>ExactBottleneck.labels 2.0&lt;nat&gt; |> ExactBottleneck.betaAt ExactBottleneck.squared 1.5&lt;nat&gt;    // 1/3</code></example>
    val betaAt: cost: RateCost -> rate: float<nat> -> curve: #InformationCurve -> float

    /// <summary>A table p(x, y).</summary>
    /// <param name="probabilities">[X,Y]: rows x, columns y; not negative, summing to 1, no row all zero.</param>
    /// <exception cref="T:Vib.Core.ShapeException">There is no row or no column.</exception>
    /// <exception cref="T:Vib.Core.DomainException">They are not probabilities, or a row is all zero.</exception>
    /// <example><code>let table = array2D [ [ 0.4; 0.1 ]; [ 0.1; 0.2 ]; [ 0.05; 0.15 ] ] |> ExactBottleneck.table
    /// table.Information, table.CriticalBeta</code></example>
    val table: probabilities: float[,] -> JointTable

    /// <summary><c>table</c>, with what is wrong as a message.</summary>
    /// <param name="probabilities">[X,Y]: rows x, columns y.</param>
    val tryTable: probabilities: float[,] -> Result<JointTable, string>

    /// <summary>A table of counts n(x, y), divided by their sum.</summary>
    /// <param name="counts">[X,Y]: rows x, columns y; not negative, no row all zero.</param>
    /// <exception cref="T:Vib.Core.ShapeException">There is no row or no column.</exception>
    /// <exception cref="T:Vib.Core.DomainException">A number is negative or not finite, or a row is all zero.</exception>
    /// <example><code>array2D [ [ 40.0; 10.0 ]; [ 10.0; 20.0 ] ] |> ExactBottleneck.counts</code></example>
    val counts: counts: float[,] -> JointTable

    /// <summary>I(X;T) is paid for; 30 restarts, 16 annealing steps, tolerance 1e-12, 20 000 iterations, seed 1.</summary>
    val defaults: DiscreteBottleneckOptions

    /// <summary>The best code of a table at a β: encoder, decoder, I(X;T), I(T;Y), clusters, and whether the iterations settled.</summary>
    /// <remarks>q(t|x) ∝ q(t) exp(−KL[p(y|x) ‖ q(y|t)]/β)  (Tishby, Pereira and Bialek 1999). The problem is not convex: the solution is the best of several starts.</remarks>
    /// <param name="options">Cost, clusters, starts, tolerance.</param>
    /// <param name="beta">β &gt; 0; from <c>table.CriticalBeta</c> on T knows nothing.</param>
    /// <param name="table">p(x, y).</param>
    /// <exception cref="T:Vib.Core.DomainException">β is not positive and finite, or an option makes no sense.</exception>
    /// <example><code>array2D [ [ 0.4; 0.1 ]; [ 0.1; 0.2 ]; [ 0.05; 0.15 ] ]
    /// |> ExactBottleneck.table
    /// |> ExactBottleneck.solveWith { ExactBottleneck.defaults with Cost = CodeCost.Entropy } 0.1</code></example>
    val solveWith: options: DiscreteBottleneckOptions -> beta: float -> table: JointTable -> DiscreteSolution

    /// <summary><c>solveWith</c> with the defaults.</summary>
    /// <param name="beta">β &gt; 0.</param>
    /// <param name="table">p(x, y).</param>
    /// <example><code>array2D [ [ 0.4; 0.1 ]; [ 0.1; 0.2 ]; [ 0.05; 0.15 ] ] |> ExactBottleneck.table |> ExactBottleneck.solve 0.1</code></example>
    val solve: beta: float -> table: JointTable -> DiscreteSolution

    /// <summary><c>solveWith</c>, with what is wrong as a message.</summary>
    /// <param name="options">Cost, clusters, starts, tolerance.</param>
    /// <param name="beta">β &gt; 0.</param>
    /// <param name="table">p(x, y).</param>
    val trySolveWith: options: DiscreteBottleneckOptions -> beta: float -> table: JointTable -> Result<DiscreteSolution, string>

    /// <summary>The best codes over several β, each improved from the others' until none does better at another's β: points of a concave curve.</summary>
    /// <param name="options">Cost, clusters, starts, tolerance.</param>
    /// <param name="betas">Each β &gt; 0, in any order.</param>
    /// <param name="table">p(x, y).</param>
    /// <returns>A solution for each β, in their order.</returns>
    /// <exception cref="T:Vib.Core.DomainException">A β is not positive and finite, or an option makes no sense.</exception>
    /// <example><code>for s in array2D [ [ 0.4; 0.1 ]; [ 0.1; 0.2 ]; [ 0.05; 0.15 ] ] |> ExactBottleneck.table |> ExactBottleneck.curve [ 0.05 .. 0.05 .. 0.3 ] do
    ///     printfn $"{s}"</code></example>
    val curveWith: options: DiscreteBottleneckOptions -> betas: float list -> table: JointTable -> DiscreteSolution list

    /// <summary><c>curveWith</c> with the defaults.</summary>
    /// <param name="betas">Each β &gt; 0, in any order.</param>
    /// <param name="table">p(x, y).</param>
    val curve: betas: float list -> table: JointTable -> DiscreteSolution list
