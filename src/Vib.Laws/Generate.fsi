namespace Vib.Laws

open FsCheck
open Vib

/// <summary>FsCheck's generators of what laws are held on. Each draws a small record, which shrinks and reads in a line; matrices and pairs are made from it.</summary>
/// <remarks>None looks at FsCheck's size. For tests of your own: <c>Prop.forAll Generate.scores (ScoreCase.matrix >> …)</c>.</remarks>
[<RequireQualifiedAccess>]
module Generate =
    val internal seed: Gen<int>

    /// <summary>Positive-definite covariances of 1 to 5 dimensions, with condition numbers up to 10⁴.</summary>
    val covariances: Arbitrary<CovarianceCase>

    /// <summary>Correlated pairs with known information.</summary>
    /// <param name="dimension">The most coordinates that x and y may have.</param>
    /// <param name="information">The amounts to choose from.</param>
    val gaussians: dimension: int -> information: float<nat> list -> Arbitrary<GaussianCase>

    /// <summary>Bijections of x and of y, at least one of which does something.</summary>
    val bijections: Arbitrary<BijectionCase>

    /// <summary>Two blocks of pairs, independent of each other.</summary>
    /// <param name="dimension">The most coordinates that x and y may have, in each block.</param>
    /// <param name="information">The amounts to choose from, for each block.</param>
    val blocks: dimension: int -> information: float<nat> list -> Arbitrary<GaussianCase * GaussianCase>

    /// <summary>Markov chains X → Y → Z.</summary>
    /// <param name="dimension">The most coordinates that each may have.</param>
    val chains: dimension: int -> Arbitrary<ChainCase>

    /// <summary>Score matrices of 2 to 8 pairs, of every kind, with scores up to 300.</summary>
    val scores: Arbitrary<ScoreCase>

    /// <summary>Score matrices on which finite differences tell something: of 2 to 6 pairs, with scores up to about 10.</summary>
    val mildScores: Arbitrary<ScoreCase>

    /// <summary>Joint tables of 2 or 3 values each, one in five of them independent.</summary>
    val tables: Arbitrary<TableCase>

    /// <summary>Orders of up to 12 things.</summary>
    val permutations: Arbitrary<PermutationCase>
