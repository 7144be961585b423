namespace Vib.Laws

open System

/// How a sampled violation is judged.
[<NoComparison; NoEquality>]
type internal Trial = {
    Share: float // of the false-alarm rate, for this case
    Effect: float
    Slack: float
    IsTwoSided: bool // whether too low is as wrong as too high
    First: int // draws in each group at the first look
    Looks: int
}

/// What came of it.
[<NoComparison; NoEquality>]
type internal Finding = {
    IsBroken: bool
    Mean: float
    Error: float
    Draws: int
    Seen: float // the largest violation that is not excluded
}

/// The mean of draws whose law nobody knows, by order statistics of the means of groups of them.
///
/// If a group's mean is above its expectation with probability 0.6 at most, then the number of such groups is binomial at most, and so the c-th largest group mean is
/// above the expectation with a probability that a table of the binomial tells. No variance is estimated, so one draw in a thousand that is enormous does no harm. What skewness
/// γ does to the 0.5 of symmetry is |γ|/(6 √(2π m)) for groups of m (Edgeworth): 0.6 leaves room for |γ| = 1.5 √m.
[<RequireQualifiedAccess>]
module internal Evidence =
    let private aside = 0.6
    let private miss = 1e-3 // of excluding an effect that is there

    /// P(at least `least` of `count`), each with probability 0.6.
    let tail count least =
        let logFactorial = Array.scan (fun sum k -> sum + log (float k)) 0.0 [| 1..count |]

        let term k =
            logFactorial[count] - logFactorial[k] - logFactorial[count - k]
            + float k * log aside
            + float (count - k) * log (1.0 - aside)

        Seq.sum (seq { for k in least..count -> exp (term k) })

    /// So many groups that a limit is not the outermost of them but some way in.
    let groups share = max 64 (int (1.6 * log share / log aside))

    /// The limits below and above which the expectation is with a probability of at most `level`, each.
    let limits level (means: float[]) =
        let sorted = Array.sort means
        let least = Seq.find (fun c -> tail means.Length c <= level) (seq { means.Length / 2 .. means.Length + 1 })

        if least > means.Length then
            -infinity, infinity
        else
            sorted[means.Length - least], sorted[least - 1]

    /// Groups are doubled until the violation is beyond doubt, or none as large as the effect is left. Each look spends an equal part of the share.
    let judge trial (draw: int -> float[]) =
        let sides = if trial.IsTwoSided then 2.0 else 1.0
        let level = trial.Share / float trial.Looks / sides
        let count = groups level
        let sums = Array.zeroCreate<float> count

        let rec look number each =
            let added = if number = 1 then trial.First else each
            let draws = draw (count * added)
            draws |> Array.iteri (fun k value -> sums[k / added] <- sums[k / added] + value)
            let each = each + added
            let means = sums |> Array.map (fun sum -> sum / float each)
            let mean = Array.average means
            let error = sqrt ((means |> Array.sumBy (fun value -> (value - mean) ** 2.0)) / float (count * (count - 1)))
            let low, high = limits level means
            let below, above = limits miss means
            let seen = (if trial.IsTwoSided then max above -below else above) - trial.Slack
            let isBroken = not (Double.IsFinite mean) || low > trial.Slack || (trial.IsTwoSided && high < -trial.Slack)

            if isBroken || seen < trial.Effect || number = trial.Looks then
                { IsBroken = isBroken; Mean = mean; Error = error; Draws = count * each; Seen = max 0.0 seen }
            else
                look (number + 1) each

        look 1 0
