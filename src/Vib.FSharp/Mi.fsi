namespace Vib

open Vib.Core

/// <summary>What is done to columns before a critic sees them: None, Standard, Rank (normal scores) or Arctan, each a monotone map of one column.</summary>
type Scaling = Vib.Core.Scaling

/// <summary>The weights that a critic is read with: those that did Best on validation, or the Last.</summary>
type KeptWeights = Vib.Core.KeptWeights

/// <summary>How exactly a training step multiplies matrices with weights: Full, TensorFloat32 on a GPU, or BFloat16 on a GPU and on a CPU that has such instructions.</summary>
type Precision = Vib.Core.Precision

/// <summary>How a neural estimate of mutual information is trained and read. <c>{ Mi.defaults with … }</c></summary>
type MiOptions = {
    /// <summary>B, pairs scored together. A bound with a ceiling cannot report more than ln B.</summary>
    Batch: int
    /// <summary>Training steps at most.</summary>
    Steps: int
    /// <summary>Adam's learning rate.</summary>
    LearningRate: float
    /// <summary>R, independent critics trained side by side. The value is their mean.</summary>
    Replicates: int
    /// <summary>The same seed on the same device gives the same bits.</summary>
    Seed: int64
    /// <summary>The part of given pairs on which the value is read, kept out of training.</summary>
    HeldOut: float
    /// <summary>The part of given pairs that decides when to stop and which weights to keep.</summary>
    Validation: float
    /// <summary>k: each of k folds of given pairs is read by a critic trained on the others, so that every pair is held out once. 1 for one split.</summary>
    Folds: int
    /// <summary>Further critics trained on pairs with y permuted: the null of independence, with a p-value. 0 for none.</summary>
    Permutations: int
    /// <summary>Pairs scored together in the final reading, a multiple of the batch: it raises the ceiling of InfoNCE to its logarithm. None for the batch.</summary>
    EvaluationBatch: int option
    /// <summary>Which weights are read: the best on validation, or the last. None for the best of given pairs and the last of fresh ones.</summary>
    Keep: KeptWeights option
    /// <summary>Looks without improvement after which training on given pairs stops.</summary>
    Patience: int
    /// <summary>Steps between looks.</summary>
    LookEvery: int
    /// <summary>Pairs on which the value is read where they are drawn afresh.</summary>
    FreshPairs: int
    /// <summary>How columns are scaled first: Scaling.Standard, Rank or Arctan, or None.</summary>
    Scaling: Scaling
    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    Device: string
    /// <summary>How exactly a step multiplies with the weights: Precision.Full, or TensorFloat32 or BFloat16, faster with a bias that is stated. Values are read in full precision whatever it is.</summary>
    Precision: Precision
    /// <summary>Cores of a CPU to use, for replicates, towers and tiles side by side; None for as many as are found to be fastest, at most all. The bits do not depend on it.</summary>
    Threads: int option
    /// <summary>How the call tells where it stands.</summary>
    Progress: Progress
}

/// <summary>Neural estimation of mutual information.</summary>
[<RequireQualifiedAccess>]
module Mi =
    /// <summary>B = 128, 4 000 steps, Adam 5e-4, one replicate, seed 1, half held out, on the CPU.</summary>
    val defaults: MiOptions

    /// <summary>Trains a critic to make a bound of I(X;Y) as tight as it can, and reads the bound on pairs that training never saw.</summary>
    /// <remarks>Pairs are split into parts to train on, to validate on and to read on; from a truth every batch is drawn afresh.</remarks>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="bound">Which bound, as in <c>Bound.infoNce</c>.</param>
    /// <param name="critic">Which critic, as in <c>Critic.separable</c>.</param>
    /// <param name="source">Pairs, or a truth.</param>
    /// <returns>The value in nats with its side, error, ceiling, trace and diagnoses; never clamped.</returns>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense.</exception>
    /// <exception cref="T:Vib.Core.DataException">There are too few pairs for the batch and the split.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">A critic is not made for these dimensions.</exception>
    /// <exception cref="T:Vib.Core.DeviceException">The device is not there.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C after <c>Progress.throwOnStop</c>; otherwise it ends with what it has and a diagnosis.</exception>
    /// <example><code>Truth.gaussian 20 4.0&lt;nat&gt;
    /// |> Mi.estimateWith { Mi.defaults with Steps = 2000; Replicates = 4 } Bound.nwj Critic.separable</code></example>
    val estimateWith: options: MiOptions -> bound: Bound -> critic: CriticOptions -> source: #PairSource -> Estimate

    /// <summary><see cref="M:Vib.Mi.estimateWith"/> with the defaults.</summary>
    /// <param name="bound">Which bound.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="source">Pairs, or a truth.</param>
    /// <example><code>pairs |> Mi.estimate Bound.infoNce Critic.separable
    /// // I(X;Y) ≥ 3.86 ± 0.02 nat   InfoNCE, separable; ceiling ln 128 = 4.85; …</code></example>
    val estimate: bound: Bound -> critic: CriticOptions -> source: #PairSource -> Estimate

    /// <summary><see cref="M:Vib.Mi.estimateWith"/>, with what is wrong as a message.</summary>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="bound">Which bound.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="source">Pairs, or a truth.</param>
    val tryEstimateWith: options: MiOptions -> bound: Bound -> critic: CriticOptions -> source: #PairSource -> Result<Estimate, string>

    /// <summary><see cref="M:Vib.Mi.estimate"/>, with what is wrong as a message.</summary>
    /// <param name="bound">Which bound.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="source">Pairs, or a truth.</param>
    val tryEstimate: bound: Bound -> critic: CriticOptions -> source: #PairSource -> Result<Estimate, string>

    /// <summary>Every bound with every critic, trained side by side on the same pairs: a table.</summary>
    /// <remarks>A cell is what <see cref="M:Vib.Mi.estimateWith"/> gives for its bound and critic, to the same bits. A critic's companion goes to the bounds that have a use for it.</remarks>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="bounds">Which bounds.</param>
    /// <param name="critics">Which critics.</param>
    /// <param name="source">Pairs, or a truth.</param>
    /// <returns>For each critic in turn, an estimate for each bound.</returns>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense, or a bound needs scores that a critic does not give.</exception>
    /// <exception cref="T:Vib.Core.DataException">There are too few pairs for the batch and the split.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">A critic is not made for these dimensions.</exception>
    /// <exception cref="T:Vib.Core.DeviceException">The device is not there.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C after <c>Progress.throwOnStop</c>; otherwise it ends with what it has and a diagnosis.</exception>
    /// <example><code>pairs |> Mi.compareWith { Mi.defaults with Replicates = 4 } [ Bound.infoNce; Bound.nwj ] [ Critic.separable; Critic.concatenated ] |> Mi.table</code></example>
    val compareWith: options: MiOptions -> bounds: Bound list -> critics: CriticOptions list -> source: #PairSource -> Estimate list

    /// <summary><see cref="M:Vib.Mi.compareWith"/> with the defaults.</summary>
    /// <param name="bounds">Which bounds.</param>
    /// <param name="critics">Which critics.</param>
    /// <param name="source">Pairs, or a truth.</param>
    val compare: bounds: Bound list -> critics: CriticOptions list -> source: #PairSource -> Estimate list

    /// <summary><see cref="M:Vib.Mi.compareWith"/>, with what is wrong as a message.</summary>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="bounds">Which bounds.</param>
    /// <param name="critics">Which critics.</param>
    /// <param name="source">Pairs, or a truth.</param>
    val tryCompareWith:
        options: MiOptions -> bounds: Bound list -> critics: CriticOptions list -> source: #PairSource -> Result<Estimate list, string>

    /// <summary>Estimates as the lines of a table: bound, critic, side, value and error, ceiling, what went wrong.</summary>
    /// <param name="estimates">Any estimates.</param>
    /// <example><code>pairs |> Mi.compare [ Bound.infoNce; Bound.nwj ] [ Critic.separable ] |> Mi.table |> printfn "%s"</code></example>
    val table: estimates: Estimate list -> string

    /// <summary>A lower and an upper value. Of a truth both are bounds, at its exact density ratio and without training; of given pairs the upper is an estimate, since from samples alone no
    /// upper bound follows: it is one as far as the fitted conditional is right.</summary>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="source">Pairs, or a truth.</param>
    /// <returns>Both sides, nats.</returns>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense.</exception>
    /// <exception cref="T:Vib.Core.DataException">There are too few pairs for the batch and the split.</exception>
    /// <exception cref="T:Vib.Core.DeviceException">The device is not there.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C.</exception>
    /// <example><code>Truth.gaussian 20 4.0&lt;nat&gt; |> Mi.sandwichWith { Mi.defaults with Batch = 512 }</code></example>
    val sandwichWith: options: MiOptions -> source: PairSource -> Sandwich

    /// <summary><see cref="M:Vib.Mi.sandwichWith"/> with the defaults.</summary>
    /// <param name="source">Pairs, or a truth.</param>
    val sandwich: source: PairSource -> Sandwich

    /// <summary><see cref="M:Vib.Mi.sandwichWith"/>, with what is wrong as a message.</summary>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="source">Pairs, or a truth.</param>
    val trySandwichWith: options: MiOptions -> source: PairSource -> Result<Sandwich, string>

    /// <summary>I(X;Z) of a Gaussian encoder from both sides, by its own conditional density: z ~ N(means_i, diag scales_i²) given input i.</summary>
    /// <param name="options">Batch and seed are used.</param>
    /// <param name="means">[n, d]: what the encoder gives for n inputs.</param>
    /// <param name="scales">[n, d], positive: standard deviations.</param>
    /// <returns>Both sides, nats; the lower ends at ln B.</returns>
    /// <exception cref="T:Vib.Core.ShapeException">The arrays differ in shape.</exception>
    /// <exception cref="T:Vib.Core.DataException">A scale is not positive, a number is not finite, or there are fewer inputs than two batches.</exception>
    /// <example><code>Mi.sandwichOfEncoder Mi.defaults means scales    // as the encoder gives them for a few thousand inputs</code></example>
    val sandwichOfEncoder: options: MiOptions -> means: float[,] -> scales: float[,] -> Sandwich

    /// <summary><see cref="M:Vib.Mi.sandwichOfEncoder"/>, with what is wrong as a message.</summary>
    /// <param name="options">Batch and seed are used.</param>
    /// <param name="means">[n, d]: what the encoder gives for n inputs.</param>
    /// <param name="scales">[n, d], positive: standard deviations.</param>
    val trySandwichOfEncoder: options: MiOptions -> means: float[,] -> scales: float[,] -> Result<Sandwich, string>

    /// <summary>I(X;Y|Z) = I(X;(Y,Z)) − I(X;Z), both with the same bound, critic and seeds on the same rows. An estimate: a difference of bounds is on no side.</summary>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="bound">Which bound.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="triples">The data, as from <c>Triples.ofArrays</c>.</param>
    /// <returns>The difference in nats.</returns>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense, or the bound needs scores that this critic does not give.</exception>
    /// <exception cref="T:Vib.Core.DataException">There are too few triples for the batch and the split.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">A critic is not made for these dimensions.</exception>
    /// <exception cref="T:Vib.Core.DeviceException">The device is not there.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C.</exception>
    val conditionalWith: options: MiOptions -> bound: Bound -> critic: CriticOptions -> triples: Triples -> Estimate

    /// <summary><see cref="M:Vib.Mi.conditionalWith"/> with the defaults.</summary>
    /// <param name="bound">Which bound.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="triples">The data.</param>
    /// <example><code>Triples.ofArrays x y z |> Mi.conditional Bound.infoNce Critic.separable</code></example>
    val conditional: bound: Bound -> critic: CriticOptions -> triples: Triples -> Estimate

    /// <summary><see cref="M:Vib.Mi.conditionalWith"/>, with what is wrong as a message.</summary>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="bound">Which bound.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="triples">The data.</param>
    val tryConditionalWith: options: MiOptions -> bound: Bound -> critic: CriticOptions -> triples: Triples -> Result<Estimate, string>

    /// <summary>How much each held-out pair tells: log p(x,y)/p(x)p(y) from a critic trained on others, nats. With folds, of all pairs.</summary>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="bound">One whose best critic is log r up to a constant: <c>Bound.jensenShannon</c>, <c>Bound.nwj</c>, <c>Bound.infoNce</c>.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="pairs">The data.</param>
    /// <returns>Rows, values, and their spread over replicates.</returns>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense, or the bound's critic does not tell log r.</exception>
    /// <exception cref="T:Vib.Core.DataException">There are too few pairs for the batch and the split.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">A critic is not made for these dimensions.</exception>
    /// <exception cref="T:Vib.Core.DeviceException">The device is not there.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C.</exception>
    /// <example><code>pairs |> Mi.profileWith { Mi.defaults with Folds = 5 } Bound.jensenShannon Critic.separable</code></example>
    val profileWith: options: MiOptions -> bound: Bound -> critic: CriticOptions -> pairs: Pairs -> PointwiseProfile

    /// <summary><see cref="M:Vib.Mi.profileWith"/> with the defaults and <c>Bound.jensenShannon</c>.</summary>
    /// <param name="critic">Which critic.</param>
    /// <param name="pairs">The data.</param>
    val profile: critic: CriticOptions -> pairs: Pairs -> PointwiseProfile

    /// <summary><see cref="M:Vib.Mi.profileWith"/>, with what is wrong as a message.</summary>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="bound">Which bound.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="pairs">The data.</param>
    val tryProfileWith: options: MiOptions -> bound: Bound -> critic: CriticOptions -> pairs: Pairs -> Result<PointwiseProfile, string>

    /// <summary>Bounds followed up a staircase of truths, batch by batch, while their critics are trained: the field's standard picture  (Poole et al. 2019, figure 2).</summary>
    /// <param name="options">Batch, learning rate, replicates, seed, device, progress; the stairs set the steps.</param>
    /// <param name="bounds">Which bounds; all are trained side by side.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="staircase">The truths, as from <c>Truth.staircase</c>.</param>
    /// <returns>A trace for each bound.</returns>
    /// <exception cref="T:Vib.Core.DomainException">An option makes no sense, or a bound needs scores that this critic does not give.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">A critic is not made for these dimensions.</exception>
    /// <exception cref="T:Vib.Core.DeviceException">The device is not there.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C.</exception>
    /// <example><code>Truth.staircase 20 1000 [ 2.0&lt;nat&gt;; 4.0&lt;nat&gt; ] |> Mi.follow { Mi.defaults with Batch = 64 } [ Bound.infoNce; Bound.nwj ] Critic.separable</code></example>
    val follow: options: MiOptions -> bounds: Bound list -> critic: CriticOptions -> staircase: Staircase -> StaircaseTrace list

    /// <summary><see cref="M:Vib.Mi.follow"/>, with what is wrong as a message.</summary>
    /// <param name="options">Batch, learning rate, replicates, seed, device, progress; the stairs set the steps.</param>
    /// <param name="bounds">Which bounds.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="staircase">The truths.</param>
    val tryFollow: options: MiOptions -> bounds: Bound list -> critic: CriticOptions -> staircase: Staircase -> Result<StaircaseTrace list, string>
