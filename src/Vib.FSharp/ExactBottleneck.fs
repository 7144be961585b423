namespace Vib

open Vib.Core

type CodeCost = Vib.Core.CodeCost

type DiscreteBottleneckOptions = {
    Cost: CodeCost
    Clusters: int option
    Restarts: int
    AnnealingSteps: int
    Seed: int64
    Tolerance: float
    MostIterations: int
}

[<RequireQualifiedAccess>]
module ExactBottleneck =
    let private nats number = number * 1.0<nat>

    let gaussian correlations = GaussianBottleneck(List.toArray correlations)
    let ofGaussian (truth: CorrelatedGaussian) = GaussianBottleneck.Of truth
    let ofMultivariate (truth: MultivariateGaussian) = GaussianBottleneck.Of truth
    let ofCovariance xDimension covariance = GaussianBottleneck.OfCovariance(covariance, xDimension)
    let tryOfCovariance xDimension covariance = Attempt.message (fun () -> ofCovariance xDimension covariance)
    let optimum (beta: float) (gaussian: GaussianBottleneck) = gaussian.Optimum beta
    let tryOptimum beta gaussian = Attempt.message (fun () -> optimum beta gaussian)
    let encoder beta (gaussian: GaussianBottleneck) = gaussian.Encoder beta
    let criticalBetas (gaussian: GaussianBottleneck) = List.ofSeq gaussian.CriticalBetas
    let labels (entropy: float<nat>) = DeterministicLabels(float entropy)
    let labelsOf (probabilities: float list) = DeterministicLabels.OfProbabilities(List.toArray probabilities)

    let information (rate: float<nat>) (curve: #InformationCurve) = nats (curve.InformationAt(float rate))
    let rate (information: float<nat>) (curve: #InformationCurve) = nats (curve.RateAt(float information))
    let slope (rate: float<nat>) (curve: #InformationCurve) = curve.SlopeAt(float rate)
    let points (largestRate: float<nat>) count (curve: #InformationCurve) = List.ofSeq (curve.Points(float largestRate, count))

    let linear = RateCost.Linear
    let squared = RateCost.Squared
    let power eta = RateCost.Power eta
    let exponential eta = RateCost.Exponential eta
    let shiftedExponential eta (rate: float<nat>) = RateCost.ShiftedExponential(eta, float rate)
    let cost name (value: float -> float) (slope: float -> float) = RateCost.Of(name, value, slope)
    let optimumUnder cost beta (curve: #InformationCurve) = curve.Optimum(beta, cost)
    let betaAt cost (rate: float<nat>) (curve: #InformationCurve) = curve.BetaAt(float rate, cost)

    let table (probabilities: float[,]) = JointTable probabilities
    let tryTable probabilities = Attempt.message (fun () -> table probabilities)
    let counts (counts: float[,]) = JointTable.OfCounts counts

    let defaults =
        let core = Vib.Core.DiscreteBottleneckOptions()

        {
            Cost = core.Cost
            Clusters = Option.ofNullable core.Clusters
            Restarts = core.Restarts
            AnnealingSteps = core.AnnealingSteps
            Seed = core.Seed
            Tolerance = core.Tolerance
            MostIterations = core.MostIterations
        }

    let private coreOptions options =
        Vib.Core.DiscreteBottleneckOptions(
            Cost = options.Cost,
            Clusters = Option.toNullable options.Clusters,
            Restarts = options.Restarts,
            AnnealingSteps = options.AnnealingSteps,
            Seed = options.Seed,
            Tolerance = options.Tolerance,
            MostIterations = options.MostIterations
        )

    let solveWith options beta table = DiscreteBottleneck.Solve(table, beta, coreOptions options)
    let solve beta table = solveWith defaults beta table
    let trySolveWith options beta table = Attempt.message (fun () -> solveWith options beta table)
    let curveWith options (betas: float list) table = DiscreteBottleneck.Curve(table, List.toArray betas, coreOptions options) |> List.ofSeq
    let curve betas table = curveWith defaults betas table
