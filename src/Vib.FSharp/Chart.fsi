namespace Vib

open Vib.Core

/// <summary>Charts as data: made of numbers or of the library's own results, put together, shown and saved. Plotly draws them.</summary>
/// <remarks>A constructor makes a chart of one panel; <c>over</c> and <c>beside</c> put charts together. Colours can be told apart by readers who confuse red and green.</remarks>
[<RequireQualifiedAccess>]
[<CompilationRepresentation(CompilationRepresentationFlags.ModuleSuffix)>] // the type of this name is in another file
module Chart =
    // ---- of numbers ----

    /// <summary>A line through points, in their order.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="points">(x, y); a number that is not finite is a gap.</param>
    /// <example><code>Chart.line "InfoNCE" [ for step in 1..100 -> float step, 1.0 - exp (-0.05 * float step) ]</code></example>
    val line: name: string -> points: (float * float) seq -> Chart

    /// <summary>The same in dashes.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="points">(x, y).</param>
    /// <example><code>Chart.over [ Chart.line "trained" [ 0.0, 1.0; 1.0, 3.0 ]; Chart.dashed "untrained" [ 0.0, 1.0; 1.0, 1.2 ] ]</code></example>
    val dashed: name: string -> points: (float * float) seq -> Chart

    /// <summary>A dotted line in the colour of text, that others are held against.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="points">(x, y).</param>
    /// <example><code>Chart.over [ Chart.points "measured" [ 0.0, 0.1; 1.0, 0.9 ]; Chart.reference "theory" [ 0.0, 0.0; 1.0, 1.0 ] ]</code></example>
    val reference: name: string -> points: (float * float) seq -> Chart

    /// <summary>A truth in stairs, in the colour of text: each y holds until the next x.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="points">(x, y), by x.</param>
    /// <example><code>Chart.stairs "truth" [ 0.0, 2.0; 1000.0, 4.0; 2000.0, 6.0; 3000.0, 6.0 ]</code></example>
    val stairs: name: string -> points: (float * float) seq -> Chart

    /// <summary>A line with a band about it.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="points">(x, y, lower edge, upper edge).</param>
    /// <example><code>Chart.band "InfoNCE" [ for step in 1..100 -> float step, 3.0, 2.9, 3.1 ] |> Chart.x "step" ""</code></example>
    val band: name: string -> points: (float * float * float * float) seq -> Chart

    /// <summary>Points.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="points">(x, y).</param>
    /// <example><code>Chart.points "runs" [ 1.0, 2.0; 2.0, 2.5 ]</code></example>
    val points: name: string -> points: (float * float) seq -> Chart

    /// <summary>Points with an error bar of y.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="points">(x, y, error): the bar goes from y − error to y + error.</param>
    /// <example><code>Chart.errors "InfoNCE" [ 2.0, 1.80, 0.01; 4.0, 3.22, 0.01 ] |> Chart.x "truth" "nat" |> Chart.y "estimate" "nat" |> Chart.diagonal "truth"</code></example>
    val errors: name: string -> points: (float * float * float) seq -> Chart

    /// <summary>Points with error bars both ways.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="points">((x, error of x), (y, error of y)).</param>
    /// <example><code>Chart.crosses "encoders" [ (3.2, 0.1), (2.1, 0.01) ]</code></example>
    val crosses: name: string -> points: ((float * float) * (float * float)) seq -> Chart

    /// <summary>A number with an error in each row, the names of the rows in place of the y axis.</summary>
    /// <param name="label">What the numbers are.</param>
    /// <param name="unit">Their unit; empty for none.</param>
    /// <param name="rows">(name, value, error), from the top; NaN for an error that is not known.</param>
    /// <example><code>Chart.dots "I(X;Y)" "nat" [ "InfoNCE", 3.22, 0.01; "NWJ", 3.28, 0.03 ]</code></example>
    val dots: label: string -> unit: string -> rows: (string * float * float) seq -> Chart

    /// <summary>How often numbers fall into bins of equal width from the least to the largest.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="bins">At least 1.</param>
    /// <param name="values">At least one finite number; what is not finite is left out.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no bin.</exception>
    /// <exception cref="T:Vib.Core.DataException">There is no finite number.</exception>
    /// <example><code>Chart.histogram "replicates" 10 [ 3.20; 3.25; 3.21; 3.19; 3.22 ] |> Chart.x "I(X;Y)" "nat"</code></example>
    val histogram: name: string -> bins: int -> values: float seq -> Chart

    /// <summary>Bars over intervals.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="edges">[N+1], increasing.</param>
    /// <param name="heights">[N].</param>
    /// <exception cref="T:Vib.Core.ShapeException">There is not one edge more than bars, or edges do not increase.</exception>
    /// <example><code>Chart.bars "density" [ 0.0; 1.0; 2.0 ] [ 0.7; 0.3 ]</code></example>
    val bars: name: string -> edges: float seq -> heights: float seq -> Chart

    /// <summary>Numbers over a plane, from dark to bright.</summary>
    /// <param name="name">What the colour says, with its unit.</param>
    /// <param name="x">[C], where columns are.</param>
    /// <param name="y">[R], where rows are.</param>
    /// <param name="values">[R,C].</param>
    /// <exception cref="T:Vib.Core.ShapeException">The values have another shape.</exception>
    /// <example><code>let places = [ for i in -20..20 -> 0.1 * float i ]
    /// Array2D.init 41 41 (fun row column -> exp (-(places[row] ** 2.0) - places[column] ** 2.0)) |> Chart.heatMap "density" places places</code></example>
    val heatMap: name: string -> x: float seq -> y: float seq -> values: float[,] -> Chart

    /// <summary>The same in two hues that part at 0.</summary>
    /// <param name="name">What the colour says, with its unit.</param>
    /// <param name="x">[C], where columns are.</param>
    /// <param name="y">[R], where rows are.</param>
    /// <param name="values">[R,C].</param>
    /// <exception cref="T:Vib.Core.ShapeException">The values have another shape.</exception>
    /// <example><code>Chart.differences "pointwise information (nat)" [ 0.0; 1.0 ] [ 0.0; 1.0 ] (array2D [ [ 0.3; -0.3 ]; [ -0.3; 0.3 ] ])</code></example>
    val differences: name: string -> x: float seq -> y: float seq -> values: float[,] -> Chart

    /// <summary>The same in greys, to lie behind something else, as a decoder's entropy behind codes.</summary>
    /// <param name="name">What the colour says, with its unit.</param>
    /// <param name="x">[C], where columns are.</param>
    /// <param name="y">[R], where rows are.</param>
    /// <param name="values">[R,C].</param>
    /// <exception cref="T:Vib.Core.ShapeException">The values have another shape.</exception>
    /// <example><code>Chart.over [ Chart.backdrop "entropy (nat)" [ -1.0; 1.0 ] [ -1.0; 1.0 ] (array2D [ [ 0.1; 0.6 ]; [ 0.6; 0.1 ] ]); Chart.ellipses "codes" 2.45 [ (0.0, 0.0), (0.1, 0.0, 0.1) ] ]</code></example>
    val backdrop: name: string -> x: float seq -> y: float seq -> values: float[,] -> Chart

    /// <summary>Ellipses of Gaussians in a plane, as of the codes of one class.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="radius">The Mahalanobis distance of the line from the mean: √(−2 ln 0.05) = 2.4477 for 95 % of a Gaussian.</param>
    /// <param name="ellipses">(mean, covariance): of x, of x with y, of y.</param>
    /// <exception cref="T:Vib.Core.DomainException">What is given is no covariance.</exception>
    /// <example><code>Chart.ellipses "class 1" 2.4477 [ (0.0, 0.0), (1.0, 0.5, 1.0); (2.0, 1.0), (0.3, 0.0, 0.1) ]</code></example>
    val ellipses: name: string -> radius: float -> ellipses: ((float * float) * (float * float * float)) seq -> Chart

    /// <summary>Grey images in rows.</summary>
    /// <param name="height">Rows of a pixel.</param>
    /// <param name="width">Columns of a pixel.</param>
    /// <param name="columns">Images in a row.</param>
    /// <param name="images">[H·W] each, row by row, from 0, background, to 1.</param>
    /// <exception cref="T:Vib.Core.ShapeException">An image has another number of pixels.</exception>
    /// <exception cref="T:Vib.Core.DomainException">There is no image, or a size makes no sense.</exception>
    /// <example><code>Chart.images 2 2 3 [ [| 0.0; 1.0; 1.0; 0.0 |]; [| 1.0; 0.0; 0.0; 1.0 |] ]</code></example>
    val images: height: int -> width: int -> columns: int -> images: float[] seq -> Chart

    /// <summary>Points with the least concave curve above them, as an information curve has it: what mixtures of the points reach.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="points">(cost, gain).</param>
    /// <example><code>Chart.frontier "encoders" [ 0.5, 0.4; 1.0, 0.9; 2.0, 1.0 ] |> Chart.x "I(X;Z)" "nat" |> Chart.y "I(Z;Y)" "nat"</code></example>
    val frontier: name: string -> points: (float * float) seq -> Chart

    /// <summary>Points with the greatest convex curve below them, as a rate–distortion curve has it.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="points">(rate in nats, distortion).</param>
    /// <example><code>Chart.rateDistortion "β-VAE" [ 0.0, 1.0; 1.0, 0.4; 2.0, 0.15; 3.0, 0.1 ]</code></example>
    val rateDistortion: name: string -> points: (float * float) seq -> Chart

    /// <summary>An information plane: each layer's path over training, its points coloured by the epoch  (Shwartz-Ziv and Tishby 2017).</summary>
    /// <param name="layers">(name, points), a point being (epoch, (I(X;T), error), (I(T;Y), error)) in nats; NaN for an error that is not known.</param>
    /// <example><code>Chart.plane [ "layer 1", [ 1.0, (5.2, 0.1), (1.0, 0.02); 2.0, (5.0, 0.1), (1.4, 0.02) ]; "layer 2", [ 1.0, (3.2, 0.1), (0.8, 0.02); 2.0, (3.6, 0.1), (1.3, 0.02) ] ]</code></example>
    val plane: layers: (string * (float * (float * float) * (float * float)) seq) seq -> Chart

    /// <summary>Codes of two dimensions as the ellipses that hold 95 % of each, coloured by class  (Alemi et al. 2017, figure 2).</summary>
    /// <param name="means">[N,2], as from <c>Objective.encode</c>.</param>
    /// <param name="deviations">[N,2].</param>
    /// <param name="labels">[N].</param>
    /// <exception cref="T:Vib.Core.ShapeException">The arrays have other shapes.</exception>
    /// <example><code>let means, deviations = model |> Objective.encode test
    /// Chart.codes means deviations labels</code></example>
    val codes: means: float32[,] -> deviations: float32[,] -> labels: int[] -> Chart

    /// <summary>How unsure a decoder of codes of two dimensions is over the plane: H(q(y|z)), to lie behind codes  (Alemi et al. 2017, figure 2).</summary>
    /// <param name="extent">The grid goes from −extent to extent, along both axes.</param>
    /// <param name="cells">Cells along each side.</param>
    /// <param name="decode">From codes [N,2] to the classes' probabilities [N,C].</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no cell, or the extent is not positive and finite.</exception>
    /// <example><code>Chart.over [ Chart.entropy 4.0 81 (fun z -> model |> Objective.decode z); model |> Objective.codes test |> Chart.ofCodes labels ] |> Chart.show</code></example>
    val entropy: extent: float -> cells: int -> decode: (float32[,] -> float[,]) -> Chart

    // ---- of the library's results ----

    /// <summary>Estimates in rows with their errors; the truth and the ceiling where all have the same.</summary>
    /// <param name="estimates">Any estimates.</param>
    /// <example><code>pairs |> Mi.compare [ Bound.infoNce; Bound.nwj ] [ Critic.separable ] |> Chart.ofEstimates |> Chart.show</code></example>
    val ofEstimates: estimates: Estimate seq -> Chart

    /// <summary>The bound over training, with truth and ceiling where there are any.</summary>
    /// <param name="estimate">An estimate that was trained.</param>
    /// <example><code>pairs |> Mi.estimate Bound.infoNce Critic.separable |> Chart.ofTrace |> Chart.show</code></example>
    val ofTrace: estimate: Estimate -> Chart

    /// <summary>The same of several estimates.</summary>
    /// <param name="estimates">Estimates that were trained.</param>
    /// <example><code>pairs |> Mi.compare [ Bound.infoNce; Bound.nwj ] [ Critic.separable ] |> Chart.ofTraces</code></example>
    val ofTraces: estimates: Estimate seq -> Chart

    /// <summary>What permuted pairs gave, and these.</summary>
    /// <param name="estimate">An estimate with <c>Permutations</c> set.</param>
    /// <exception cref="T:Vib.Core.DomainException">No pairs were permuted.</exception>
    /// <example><code>pairs |> Mi.estimateWith { Mi.defaults with Permutations = 19 } Bound.infoNce Critic.separable |> Chart.ofNull</code></example>
    val ofNull: estimate: Estimate -> Chart

    /// <summary>Bounds on a staircase of information while their critics are trained, smoothed over 200 steps, with the truth  (Poole et al. 2019, figure 2).</summary>
    /// <param name="traces">Of one staircase, as from <c>Mi.follow</c>.</param>
    /// <example><code>Truth.staircase 20 1000 [ 2.0&lt;nat&gt;; 4.0&lt;nat&gt; ] |> Mi.follow Mi.defaults [ Bound.infoNce; Bound.nwj ] Critic.separable |> Chart.staircase</code></example>
    val staircase: traces: StaircaseTrace seq -> Chart

    /// <summary>The same, smoothed over other spans.</summary>
    /// <param name="span">Steps that the average looks back over, at least 1: 1 for none.</param>
    /// <param name="traces">Of one staircase.</param>
    /// <exception cref="T:Vib.Core.DomainException">The span is below 1.</exception>
    val staircaseWith: span: int -> traces: StaircaseTrace seq -> Chart

    /// <summary>An information curve as it was measured: encoders coloured by β, with errors both ways and the hull.</summary>
    /// <param name="curve">As from <c>Curve.sweep</c>.</param>
    /// <example><code>MeasuredCurve [ InformationPoint(0.1, 2.0, 0.01, 1.2, 0.01, System.Nullable()) ] |> Chart.ofCurve</code></example>
    val ofCurve: curve: MeasuredCurve -> Chart

    /// <summary>An information curve that is known.</summary>
    /// <param name="largestRate">Where it ends, positive.</param>
    /// <param name="count">Points, at least 2.</param>
    /// <param name="curve">A Gaussian bottleneck, or deterministic labels.</param>
    /// <exception cref="T:Vib.Core.DomainException">The rate is not positive and finite, or there are fewer than two points.</exception>
    /// <example><code>ExactBottleneck.gaussian [ 0.9; 0.5 ] |> Chart.exactCurve 4.0&lt;nat&gt; 100</code></example>
    val exactCurve: largestRate: float<nat> -> count: int -> curve: #InformationCurve -> Chart

    /// <summary>A reliability diagram: the accuracy of predictions by their confidence.</summary>
    /// <param name="calibration">As from <c>Calibration.measure</c>.</param>
    /// <example><code>Calibration.predictions (array2D [ [ 0.9; 0.1 ]; [ 0.4; 0.6 ] ]) [| 0; 1 |] |> Calibration.measure |> Chart.reliability</code></example>
    val reliability: calibration: Vib.Core.Calibration -> Chart

    /// <summary>The error among the most confident, over the part that they are.</summary>
    /// <param name="risk">As from <c>Calibration.selectiveRisk</c>.</param>
    /// <example><code>Calibration.selectiveRiskBy [| 3.1; 7.5; 1.0 |] [| true; true; false |] |> Chart.selectiveRisk</code></example>
    val selectiveRisk: risk: SelectiveRisk -> Chart

    /// <summary>The training of a bottleneck: loss, rate and test error by epoch.</summary>
    /// <param name="reports">As <c>model.Epochs</c>.</param>
    /// <example><code>(images |> Bottleneck.train Bottleneck.defaults).Epochs |> Chart.epochs |> Chart.show</code></example>
    val epochs: reports: EpochReport seq -> Chart

    /// <summary>The same in the information plane: I(Z;Y) over I(X;Z), on the test set.</summary>
    /// <param name="reports">As <c>model.Epochs</c>, with a test set.</param>
    /// <example><code>(images |> Bottleneck.train Bottleneck.defaults).Epochs |> Chart.epochPlane |> Chart.show</code></example>
    val epochPlane: reports: EpochReport seq -> Chart

    /// <summary>The terms of an objective over training.</summary>
    /// <param name="model">A trained model.</param>
    /// <example><code>training |> Objective.train Objective.defaults vib |> Chart.ofObjective |> Chart.show</code></example>
    val ofObjective: model: TrainedObjective -> Chart

    /// <summary>Bounds at the exact critic over the truth: bias, and the spread of one batch.</summary>
    /// <param name="readings">As from <c>Laboratory.measure</c>, at several truths.</param>
    /// <example><code>[ for nats in [ 2.0&lt;nat&gt;; 6.0&lt;nat&gt; ] do yield! Truth.gaussian 20 nats |> Laboratory.measure [ Bound.infoNce; Bound.nwj ] ] |> Chart.optimalCritic</code></example>
    val optimalCritic: readings: OptimalCriticReading seq -> Chart

    /// <summary>Data: scalars as points in the plane, else histograms of the first four columns of x and of y.</summary>
    /// <param name="pairs">Any pairs.</param>
    /// <example><code>Truth.gaussian 3 1.0&lt;nat&gt; |> Truth.sample 1_000 |> Chart.pairs</code></example>
    val pairs: pairs: Pairs -> Chart

    /// <summary>How pointwise information is spread over pairs.</summary>
    /// <param name="profile">As from <c>Mi.profile</c>.</param>
    /// <example><code>pairs |> Mi.profile Critic.separable |> Chart.profile</code></example>
    val profile: profile: PointwiseProfile -> Chart

    /// <summary>A network's layers in the information plane, a panel for each estimator: means over replicates with their errors, coloured by epoch; ceilings; rings where a layer ends to fit and where values break
    /// data processing. On the first set.</summary>
    /// <param name="information">As from <c>Plane.follow</c>.</param>
    /// <example><code>network |> Plane.follow Plane.defaults [ ("all", words) ] |> Chart.ofPlane |> Chart.show</code></example>
    val ofPlane: information: InformationPlane -> Chart

    /// <summary>The same on a set of one's choice.</summary>
    /// <param name="set">The set's name.</param>
    /// <param name="information">As from <c>Plane.follow</c>.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no such set.</exception>
    /// <example><code>network |> Plane.follow Plane.defaults [ "training", training; "test", test ] |> Chart.ofPlaneOn "test"</code></example>
    val ofPlaneOn: set: string -> information: InformationPlane -> Chart

    /// <summary>Codes of two dimensions, whole covariances and all, as the ellipses that hold 95 % of each, coloured by class.</summary>
    /// <param name="labels">[N].</param>
    /// <param name="codes">As from <c>Objective.codes</c>.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Codes of other than two dimensions, or another number of labels.</exception>
    /// <example><code>model |> Objective.codes (Observations.ofImages images.Test) |> Chart.ofCodes (Seq.map int images.Test.Labels)</code></example>
    val ofCodes: labels: int seq -> codes: Codes -> Chart

    /// <summary>Intervals of predictions, sorted, with the numbers that came where they are known: those inside and those outside.</summary>
    /// <param name="intervals">As from <c>Prediction.intervals</c> or <c>Prediction.conformal</c>.</param>
    /// <example><code>model |> Objective.predict test |> Prediction.intervals 0.9 |> Chart.intervals</code></example>
    val intervals: intervals: PredictionIntervals -> Chart

    /// <summary>The part of the numbers that central intervals hold, over the part that they are to hold.</summary>
    /// <param name="predicted">As from <c>Objective.predict</c>, where the numbers that came are known.</param>
    /// <exception cref="T:Vib.Core.DataException">The numbers that came are not known.</exception>
    /// <example><code>model |> Objective.predict test |> Chart.coverage</code></example>
    val coverage: predicted: PredictedNumbers -> Chart

    /// <summary>Accuracy under attacks, with the caveat of obfuscated gradients.</summary>
    /// <param name="results">As from <c>Robustness.attack</c>, on the same model and images.</param>
    /// <example><code>[ Robustness.fgsm 0.1; Robustness.pgd 0.1 ] |> List.map (fun attack -> model |> Robustness.attack attack images.Test) |> Chart.attacks</code></example>
    val attacks: results: AttackResult seq -> Chart

    /// <summary>The mean KL of each dimension of a code, the strongest first.</summary>
    /// <param name="units">As from <c>Calibration.activeUnits</c>.</param>
    /// <example><code>array2D [ [ 0.0; 1.0 ]; [ 0.001; 2.0 ] ] |> Calibration.activeUnits |> Chart.activeUnits</code></example>
    val activeUnits: units: ActiveUnits -> Chart

    /// <summary>The first images of a set.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="set">Images with labels.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is no image.</exception>
    /// <example><code>(Images.drawn 100 100).Training |> Chart.ofImages 24</code></example>
    val ofImages: count: int -> set: LabelledImages -> Chart

    // ---- what a chart looks like ----

    /// <summary>The chart with something over it.</summary>
    /// <param name="title">Words.</param>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.title "Two points"</code></example>
    val title: title: string -> chart: Chart -> Chart

    /// <summary>The chart with what there is to see in it, in words; without, a page says what the data is.</summary>
    /// <param name="caption">A sentence or two.</param>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.caption "y rises."</code></example>
    val caption: caption: string -> chart: Chart -> Chart

    /// <summary>What is across, with its unit.</summary>
    /// <param name="label">As <c>step</c>.</param>
    /// <param name="unit">As <c>nat</c>; empty for none.</param>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.x "time" "s"</code></example>
    val x: label: string -> unit: string -> chart: Chart -> Chart

    /// <summary>What is upwards, with its unit.</summary>
    /// <param name="label">As <c>I(X;Y)</c>.</param>
    /// <param name="unit">As <c>nat</c>; empty for none.</param>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.y "I(X;Y)" "nat"</code></example>
    val y: label: string -> unit: string -> chart: Chart -> Chart

    /// <summary>A logarithmic x axis.</summary>
    /// <param name="chart">A chart.</param>
    /// <exception cref="T:Vib.Core.DomainException">The axis has a range that is not positive.</exception>
    /// <example><code>Chart.line "y" [ 1.0, 1.0; 100.0, 3.0 ] |> Chart.logX</code></example>
    val logX: chart: Chart -> Chart

    /// <summary>A logarithmic y axis.</summary>
    /// <param name="chart">A chart.</param>
    /// <exception cref="T:Vib.Core.DomainException">The axis has a range that is not positive.</exception>
    /// <example><code>Chart.line "y" [ 1.0, 0.1; 2.0, 300.0 ] |> Chart.logY</code></example>
    val logY: chart: Chart -> Chart

    /// <summary>From where to where x goes.</summary>
    /// <param name="low">Finite; positive on a logarithmic axis.</param>
    /// <param name="high">Above it.</param>
    /// <param name="chart">A chart.</param>
    /// <exception cref="T:Vib.Core.DomainException">They are not finite and increasing, or not positive on a logarithmic axis.</exception>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.rangeX 0.0 2.0</code></example>
    val rangeX: low: float -> high: float -> chart: Chart -> Chart

    /// <summary>From where to where y goes.</summary>
    /// <param name="low">Finite; positive on a logarithmic axis.</param>
    /// <param name="high">Above it.</param>
    /// <param name="chart">A chart.</param>
    /// <exception cref="T:Vib.Core.DomainException">They are not finite and increasing, or not positive on a logarithmic axis.</exception>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.rangeY 0.0 4.0</code></example>
    val rangeY: low: float -> high: float -> chart: Chart -> Chart

    /// <summary>Names at places of the x axis, in place of numbers.</summary>
    /// <param name="ticks">(place, name).</param>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.points "error" [ 0.0, 1.2; 1.0, 1.5 ] |> Chart.ticksX [ 0.0, "with"; 1.0, "without" ]</code></example>
    val ticksX: ticks: (float * string) seq -> chart: Chart -> Chart

    /// <summary>Names at places of the y axis, in place of numbers.</summary>
    /// <param name="ticks">(place, name).</param>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.points "error" [ 1.2, 0.0; 1.5, 1.0 ] |> Chart.ticksY [ 0.0, "with"; 1.0, "without" ]</code></example>
    val ticksY: ticks: (float * string) seq -> chart: Chart -> Chart

    /// <summary>A unit of x as long as one of y.</summary>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.points "codes" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.equalAxes</code></example>
    val equalAxes: chart: Chart -> Chart

    /// <summary>Points coloured by a number, with its scale beside them.</summary>
    /// <param name="label">What the colour says, as <c>epoch</c>.</param>
    /// <param name="values">A number for each point.</param>
    /// <param name="chart">A chart with points.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of points.</exception>
    /// <example><code>Chart.points "runs" [ 1.0, 2.0; 2.0, 2.5 ] |> Chart.coloured "epoch" [ 1.0; 2.0 ]</code></example>
    val coloured: label: string -> values: float seq -> chart: Chart -> Chart

    /// <summary>The same on a logarithmic scale.</summary>
    /// <param name="label">What the colour says, as <c>β</c>.</param>
    /// <param name="values">A positive number for each point.</param>
    /// <param name="chart">A chart with points.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of points.</exception>
    /// <example><code>Chart.points "encoders" [ 1.0, 2.0; 2.0, 2.5 ] |> Chart.colouredLog "β" [ 1e-1; 1e-3 ]</code></example>
    val colouredLog: label: string -> values: float seq -> chart: Chart -> Chart

    /// <summary>Points with what is shown where one is pointed at.</summary>
    /// <param name="labels">Words for each point.</param>
    /// <param name="chart">A chart with points.</param>
    /// <exception cref="T:Vib.Core.ShapeException">Another number of points.</exception>
    /// <example><code>Chart.points "runs" [ 1.0, 2.0; 2.0, 2.5 ] |> Chart.named [ "seed 1"; "seed 2" ]</code></example>
    val named: labels: string seq -> chart: Chart -> Chart

    /// <summary>Points joined by thin lines, in their order.</summary>
    /// <param name="chart">A chart with points.</param>
    /// <example><code>Chart.points "runs" [ 1.0, 2.0; 2.0, 2.5 ] |> Chart.joined</code></example>
    val joined: chart: Chart -> Chart

    /// <summary>The chart with a line across.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="y">Where.</param>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "InfoNCE" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.horizontal "truth" 4.0</code></example>
    val horizontal: name: string -> y: float -> chart: Chart -> Chart

    /// <summary>The chart with a line upwards.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="x">Where.</param>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.histogram "null" 5 [ 0.1; -0.1; 0.0 ] |> Chart.vertical "these pairs" 0.4</code></example>
    val vertical: name: string -> x: float -> chart: Chart -> Chart

    /// <summary>The chart with the line y = x.</summary>
    /// <param name="name">As it stands in the legend.</param>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.points "estimates" [ 2.0, 1.8; 4.0, 3.2 ] |> Chart.diagonal "truth"</code></example>
    val diagonal: name: string -> chart: Chart -> Chart

    /// <summary>Charts over each other, the first at the back, in the axes of the first.</summary>
    /// <param name="charts">At least one.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is none.</exception>
    /// <example><code>Chart.over [ Chart.line "InfoNCE" [ 0.0, 1.0; 1.0, 3.0 ]; Chart.line "NWJ" [ 0.0, 0.5; 1.0, 3.5 ] ]</code></example>
    val over: charts: Chart seq -> Chart

    /// <summary>Charts side by side, where there is room: below each other on a phone. Their titles go over the panels.</summary>
    /// <param name="charts">At least one.</param>
    /// <exception cref="T:Vib.Core.DomainException">There is none.</exception>
    /// <example><code>Chart.beside [ Chart.line "loss" [ 0.0, 1.0; 1.0, 0.3 ] |> Chart.title "Loss"; Chart.line "rate" [ 0.0, 9.0; 1.0, 5.0 ] |> Chart.title "Rate" ]</code></example>
    val beside: charts: Chart seq -> Chart

    /// <summary>So many panels in a row, where there is room.</summary>
    /// <param name="count">At least 1.</param>
    /// <param name="chart">A chart with several panels.</param>
    /// <exception cref="T:Vib.Core.DomainException">It is below 1.</exception>
    /// <example><code>Chart.beside [ Chart.line "a" [ 0.0, 1.0 ]; Chart.line "b" [ 0.0, 1.0 ] ] |> Chart.columns 1</code></example>
    val columns: count: int -> chart: Chart -> Chart

    /// <summary>Dark on white; the page follows the reader's setting.</summary>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.light</code></example>
    val light: chart: Chart -> Chart

    /// <summary>Light on black, also in a picture.</summary>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.dark</code></example>
    val dark: chart: Chart -> Chart

    // ---- out ----

    /// <summary>The data of a chart: a table for each panel.</summary>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.tables |> List.head |> ResultTable.toCsv</code></example>
    val tables: chart: Chart -> ResultTable list

    /// <summary>The chart with fewer points that look the same: of a long line the first, the last, the smallest and the largest in each of a thousand columns  (M4; Jugel et al. 2014), of a cloud one in a pixel. Pages do it, and say so.</summary>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "noise" [ for i in 1..100_000 -> float i, sin (float (i * i)) ] |> Chart.decimate</code></example>
    val decimate: chart: Chart -> Chart

    /// <summary>The chart as Plotly's figure, which any of its tools opens: {"data": …, "layout": …}. Nothing is left out; numbers that are not finite are null.</summary>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.toJson</code></example>
    val toJson: chart: Chart -> string

    /// <summary>The chart as a page with its data.</summary>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.toHtml</code></example>
    val toHtml: chart: Chart -> string

    /// <summary>Saves the chart, by the file's ending: a page (.html), Plotly's figure (.json), or a picture (.svg, .png), which a browser of the Chromium family draws.</summary>
    /// <param name="path">The file; it is replaced if it is there.</param>
    /// <param name="chart">A chart.</param>
    /// <exception cref="T:Vib.Core.DomainException">Another ending.</exception>
    /// <exception cref="T:Vib.Core.DeviceException">A picture, and no browser is installed, or the build was made without npm.</exception>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.save "two-points.html"</code></example>
    val save: path: string -> chart: Chart -> unit

    /// <summary><c>save</c>, with what is wrong as a message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="chart">A chart.</param>
    val trySave: path: string -> chart: Chart -> Result<unit, string>

    /// <summary>Opens the chart in a browser; where there is no display, or nobody watches, says where the page is.</summary>
    /// <param name="chart">A chart.</param>
    /// <example><code>Chart.line "y" [ 0.0, 1.0; 1.0, 3.0 ] |> Chart.show</code></example>
    val show: chart: Chart -> unit
