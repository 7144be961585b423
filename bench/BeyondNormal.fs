/// The forty settings of Czyż et al. 2023, "Beyond Normal" (arXiv:2306.11078), by their names in cbg-ethz/bmi (BENCHMARK_TASKS_LIST), rebuilt from their definitions.
module Vib.Bench.BeyondNormal

open Vib
open Vib.Core

let private normal = Truth.correlated 1 0.75
let private uniform = normal |> Truth.normalCdf

/// Every two of the 2d coordinates have correlation ½.
let private dense d = Array2D.init (2 * d) (2 * d) (fun i j -> if i = j then 1.0 else 0.5) |> Truth.multivariateGaussian d

/// Two pairs (x_i, y_i) share a normal of weight 2 beside noise of weight 1, all else is noise of the same variance: correlation 4/5.
let private sparse d =
    let correlation i j =
        if i = j then 1.0
        elif abs (i - j) = d && min i j < 2 then 0.8
        else 0.0

    Array2D.init (2 * d) (2 * d) correlation |> Truth.multivariateGaussian d

let private student d freedom = Array2D.init (2 * d) (2 * d) (fun i j -> if i = j then 1.0 else 0.0) |> Truth.studentT (float freedom) d

/// x turns in its first plane and y in its second, both at 1/d.
let private spiral (truth: #Truth) = truth |> Truth.spiralIn (0, 1.0 / float truth.XDimension) (1, 1.0 / float truth.YDimension)

let private named name (truth: #Truth) = name, truth :> Truth

let private oneDimensional = [
    normal |> named "1v1-normal-0.75"
    uniform |> named "normal_cdf-1v1-normal-0.75"
    Truth.additiveUniformNoise 0.1 |> named "1v1-additive-0.1"
    Truth.additiveUniformNoise 0.75 |> named "1v1-additive-0.75"
    normal |> Truth.bimodal |> named "1v1-bimodal-0.75"
    normal |> Truth.wiggly |> named "wiggly-1v1-normal-0.75"
    normal |> Truth.halfCube |> named "half_cube-1v1-normal-0.75"
    student 1 1 |> named "student-identity-1-1-1"
    student 1 1 |> Truth.asinh |> named "asinh-student-identity-1-1-1"
    uniform |> Truth.swissRoll |> named "swissroll_x-normal_cdf-1v1-normal-0.75"
]

let private sparseName d = $"multinormal-sparse-{d}-{d}-2-2.0"
let private studentName d freedom = $"student-identity-{d}-{d}-{freedom}"

let private plain = [
    for d in [ 2; 3; 5; 25; 50 ] -> dense d |> named $"multinormal-dense-{d}-{d}-0.5"
    for d in [ 2; 3; 5; 25 ] -> sparse d |> named (sparseName d)
    for d, freedom in [ 2, 1; 2, 2; 3, 2; 3, 3; 5, 2; 5, 3 ] -> student d freedom |> named (studentName d freedom)
]

let private mapped = [
    for d in [ 3; 5; 25 ] -> sparse d |> Truth.normalCdf |> named $"normal_cdf-{sparseName d}"
    for d in [ 3; 5; 25 ] -> sparse d |> Truth.halfCube |> named $"half_cube-{sparseName d}"
    for d in [ 3; 5; 25 ] -> sparse d |> spiral |> named $"spiral-{sparseName d}"
    for d in [ 3; 5; 25 ] -> sparse d |> Truth.normalCdf |> spiral |> named $"spiral-normal_cdf-{sparseName d}"
    for d, freedom in [ 2, 1; 3, 2; 5, 2 ] -> student d freedom |> Truth.asinh |> named $"asinh-{studentName d freedom}"
]

/// All forty, in the order of the publication's list.
let tasks = oneDimensional @ plain @ mapped
