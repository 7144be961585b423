namespace Vib

open Vib.Core

/// <summary>Attacks on a trained bottleneck: how small a change of an image makes it take a digit for another. Every result carries the caveat that what looks like robustness may be a hidden gradient
/// (Korshunova et al. 2021, arXiv:2107.05712).</summary>
[<RequireQualifiedAccess>]
module Robustness =
    /// <summary>The fast gradient sign attack: one step of length ε along the signs of the gradient  (Goodfellow, Shlens and Szegedy 2015).</summary>
    /// <param name="epsilon">The largest change of a pixel, of pixels in [0, 1]. Running the attack checks it.</param>
    /// <example><code>model |> Robustness.attack (Robustness.fgsm 0.1) images.Test</code></example>
    val fgsm: epsilon: float -> Attack

    /// <summary>Projected gradient ascent in L∞: 40 steps from the image and from four random places around it, the strongest kept  (Madry et al. 2018).</summary>
    /// <param name="epsilon">The largest change of a pixel.</param>
    /// <example><code>model |> Robustness.attack (Robustness.pgd 0.1) images.Test</code></example>
    val pgd: epsilon: float -> Attack

    /// <summary><c>pgd</c> in other norms, steps and starts, as in C#.</summary>
    /// <param name="options"><c>ProjectedGradient(Norm = PerturbationNorm.L2, Epsilon = 1.5, Starts = 10)</c>.</param>
    val pgdWith: options: ProjectedGradient -> Attack

    /// <summary>The attack of Carlini and Wagner: the smallest L2 perturbation that fools, by 9 steps of a binary search of 1000 descent steps each  (Carlini and Wagner 2017).</summary>
    /// <example><code>model |> Robustness.attack (Robustness.carliniWagner |> Robustness.towards 1) images.Test</code></example>
    val carliniWagner: Attack

    /// <summary><c>carliniWagner</c> with other steps, constants and confidence, as in C#.</summary>
    /// <param name="options"><c>CarliniWagner(Steps = 200, SearchSteps = 6)</c>.</param>
    /// <example><code>model |> Robustness.attack (Robustness.carliniWagnerWith (CarliniWagner(Steps = 200, SearchSteps = 6))) images.Test</code></example>
    val carliniWagnerWith: options: CarliniWagner -> Attack

    /// <summary>A black-box attack in L∞, by differences of probabilities along random signs: a gradient that is hidden does not protect  (Uesato et al. 2018).</summary>
    /// <param name="epsilon">The largest change of a pixel.</param>
    /// <example><code>model |> Robustness.attack (Robustness.spsa 0.1) images.Test</code></example>
    val spsa: epsilon: float -> Attack

    /// <summary><c>spsa</c> with other steps and directions, as in C#.</summary>
    /// <param name="options"><c>Spsa(Epsilon = 0.1, Steps = 20, Directions = 32)</c>.</param>
    val spsaWith: options: Spsa -> Attack

    /// <summary>A black-box attack in L∞ by random search: squares at random places, and what raises the margin stays. It neither has nor guesses a gradient  (Andriushchenko et al. 2020).</summary>
    /// <param name="epsilon">The largest change of a pixel.</param>
    /// <example><code>model |> Robustness.attack (Robustness.square 0.1) images.Test</code></example>
    val square: epsilon: float -> Attack

    /// <summary><c>square</c> in L2, or with other steps and squares, as in C#.</summary>
    /// <param name="options"><c>SquareAttack(Norm = PerturbationNorm.L2, Epsilon = 1.5, Steps = 5000)</c>.</param>
    val squareWith: options: SquareAttack -> Attack

    /// <summary>The attack after one class, from images of the others.</summary>
    /// <param name="index">The class, from 0.</param>
    /// <param name="attack">Any attack.</param>
    /// <example><code>Robustness.pgd 0.1 |> Robustness.towards 1</code></example>
    val towards: index: int -> attack: Attack -> Attack

    /// <summary>The attack after a class drawn for each image, not its label.</summary>
    /// <param name="attack">Any attack.</param>
    /// <example><code>Robustness.carliniWagner |> Robustness.towardsRandom</code></example>
    val towardsRandom: attack: Attack -> Attack

    /// <summary>The attack with one draw of the encoder's noise in all its passes, where it had fresh noise in each: no expectation over the noise (EOT). To show what that hides.</summary>
    /// <param name="attack">Any attack.</param>
    /// <example><code>Robustness.pgd 0.1 |> Robustness.frozen</code></example>
    val frozen: attack: Attack -> Attack

    /// <summary>The attack with so many samples of Z in each pass, where it had the model's own number.</summary>
    /// <param name="count">S, at least 1. Running the attack checks it.</param>
    /// <param name="attack">Any attack.</param>
    /// <example><code>Robustness.pgd 0.1 |> Robustness.samples 1</code></example>
    val samples: count: int -> attack: Attack -> Attack

    /// <summary>Attacks a model that is wholly known, and judges the images by other noise than the attack's.</summary>
    /// <param name="attack">What to do.</param>
    /// <param name="images">Images with the labels that they should keep.</param>
    /// <param name="model">A trained model.</param>
    /// <returns>Accuracy before and after, success, sizes of the successful perturbations, the images; its text has the caveat.</returns>
    /// <exception cref="T:Vib.Core.DomainException">A setting makes no sense, as ε below 0.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">Another size of image or number of classes.</exception>
    /// <exception cref="T:Vib.Core.DataException">The set is empty.</exception>
    /// <example><code>model |> Robustness.attack (Robustness.pgd 0.1) images.Test |> printfn "%O"</code></example>
    val attack: attack: Attack -> images: LabelledImages -> model: TrainedBottleneck -> AttackResult

    /// <summary><see cref="M:Vib.Robustness.attack"/>, with what is wrong as a message.</summary>
    /// <param name="attack">What to do.</param>
    /// <param name="images">Images with the labels that they should keep.</param>
    /// <param name="model">A trained model.</param>
    val tryAttack: attack: Attack -> images: LabelledImages -> model: TrainedBottleneck -> Result<AttackResult, string>

    /// <summary>Makes images against one model and judges them by another, whose gradients and probabilities the attack never sees.</summary>
    /// <param name="attack">What to do.</param>
    /// <param name="images">Images with the labels that they should keep.</param>
    /// <param name="source">The model that is attacked: without a bottleneck (β = 0), its gradients are not hidden.</param>
    /// <param name="victim">The model that judges.</param>
    /// <exception cref="T:Vib.Core.DomainException">A setting makes no sense, as ε below 0.</exception>
    /// <exception cref="T:Vib.Core.ShapeException">Another size of image or number of classes.</exception>
    /// <exception cref="T:Vib.Core.DataException">The set is empty.</exception>
    /// <example><code>bottleneck |> Robustness.transfer (Robustness.pgd 0.1) images.Test baseline</code></example>
    val transfer: attack: Attack -> images: LabelledImages -> source: TrainedBottleneck -> victim: TrainedBottleneck -> AttackResult

    /// <summary><see cref="M:Vib.Robustness.transfer"/>, with what is wrong as a message.</summary>
    /// <param name="attack">What to do.</param>
    /// <param name="images">Images with the labels that they should keep.</param>
    /// <param name="source">The model that is attacked.</param>
    /// <param name="victim">The model that judges.</param>
    val tryTransfer:
        attack: Attack -> images: LabelledImages -> source: TrainedBottleneck -> victim: TrainedBottleneck -> Result<AttackResult, string>
