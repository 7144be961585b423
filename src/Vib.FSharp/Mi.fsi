namespace Vib

open Vib.Core

/// <summary>What is done to columns before a critic sees them: None, Standard, Rank (normal scores) or Arctan, each a monotone map of one column.</summary>
type Scaling = Vib.Core.Scaling

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
    /// <summary>Pairs on which the value is read where they are drawn afresh.</summary>
    FreshPairs: int
    /// <summary>How columns are scaled first: Scaling.Standard, Rank or Arctan, or None.</summary>
    Scaling: Scaling
    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    Device: string
    /// <summary>Cores of a CPU to use, for replicates, towers and tiles side by side; None for all. The bits do not depend on it.</summary>
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
    /// <exception cref="T:Vib.Core.DeviceException">The device is not there.</exception>
    /// <exception cref="T:System.OperationCanceledException">It was stopped by Ctrl-C.</exception>
    /// <example><code>Truth.gaussian 20 4.0&lt;nat&gt;
    /// |> Mi.estimateWith { Mi.defaults with Steps = 2000; Replicates = 4 } Bound.nwj Critic.separable</code></example>
    val estimateWith: options: MiOptions -> bound: Bound -> critic: CriticOptions -> source: #PairSource -> Estimate

    /// <summary><see cref="M:Vib.MiModule.estimateWith"/> with the defaults.</summary>
    /// <param name="bound">Which bound.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="source">Pairs, or a truth.</param>
    /// <example><code>pairs |> Mi.estimate Bound.infoNce Critic.separable
    /// // I(X;Y) ≥ 3.86 ± 0.02 nat   InfoNCE, separable; ceiling ln 128 = 4.85; …</code></example>
    val estimate: bound: Bound -> critic: CriticOptions -> source: #PairSource -> Estimate

    /// <summary><see cref="M:Vib.MiModule.estimateWith"/>, with what is wrong as a message.</summary>
    /// <param name="options">Sizes, seed, device, progress.</param>
    /// <param name="bound">Which bound.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="source">Pairs, or a truth.</param>
    val tryEstimateWith: options: MiOptions -> bound: Bound -> critic: CriticOptions -> source: #PairSource -> Result<Estimate, string>

    /// <summary><see cref="M:Vib.MiModule.estimate"/>, with what is wrong as a message.</summary>
    /// <param name="bound">Which bound.</param>
    /// <param name="critic">Which critic.</param>
    /// <param name="source">Pairs, or a truth.</param>
    val tryEstimate: bound: Bound -> critic: CriticOptions -> source: #PairSource -> Result<Estimate, string>
