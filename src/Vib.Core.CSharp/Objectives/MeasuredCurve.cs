using System.Globalization;

namespace Vib.Core;

/// <summary>A point of an information curve, as measured.</summary>
/// <param name="Beta">β, the price of a nat of I(X;Z).</param>
/// <param name="Rate">I(X;Z) from above, nats.</param>
/// <param name="RateError">Its standard error.</param>
/// <param name="Information">I(Z;Y) from below, nats.</param>
/// <param name="InformationError">Its standard error.</param>
/// <param name="Error">The part of examples that a categorical decoder gets wrong; null where there is none.</param>
public readonly record struct InformationPoint(double Beta, double Rate, double RateError, double Information, double InformationError, double? Error)
{
    /// <summary>By how many standard errors the point breaks I(Z;Y) ≤ I(X;Z), which data processing demands of every code; negative where it does not.</summary>
    public double Violation => (Information - Rate) / Math.Sqrt(RateError * RateError + InformationError * InformationError);

    /// <summary>β, both informations with their errors, and the error.</summary>
    /// <returns>For example <c>β = 0.01: I(X;Z) ≤ 3.214 ± 0.012 nat, I(Z;Y) ≥ 2.207 ± 0.008 nat, error 2.31 %</c>, in the invariant culture.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"β = {Beta:G3}: I(X;Z) ≤ {Rate:0.000} ± {RateError:0.000} nat, I(Z;Y) ≥ {Information:0.000} ± {InformationError:0.000} nat{(Error is { } error ? $", error {100 * error:0.00} %" : "")}");
}

/// <summary>What a code can know of Y for what it knows of X: maximise I(Z;Y) − β I(X;Z) at many β in one run.</summary>
/// <remarks>Both axes are bounds from the safe side, so the true curve lies on or above the points  (Tishby, Pereira and Bialek 1999; Alemi et al. 2017).</remarks>
public sealed class MeasuredCurve
{
    private const double Alarm = 4; // standard errors: a false alarm in 30 000 points

    /// <summary>A curve from points that were measured.</summary>
    /// <param name="points">At least one.</param>
    /// <exception cref="DomainException">There is no point.</exception>
    public MeasuredCurve(IEnumerable<InformationPoint> points)
    {
        Points = [.. points.OrderBy(point => point.Beta)];
        Require.That(Points.Count > 0, $"A curve of no points", "at least one", "one weight or more to sweep over");
    }

    /// <summary>What went wrong in training, if anything did; a sentence once, whichever point it is of.</summary>
    public IReadOnlyList<Diagnosis> Diagnoses { get; private init; } = [];

    /// <summary>The points, by β.</summary>
    public IReadOnlyList<InformationPoint> Points { get; }

    /// <summary>The corners of the least concave curve through (0, 0) above the points: what codes reach that toss a coin between two of these.</summary>
    public IReadOnlyList<InformationPoint> Hull
    {
        get
        {
            var hull = new List<InformationPoint> { new(double.PositiveInfinity, 0, 0, 0, 0, null) };
            foreach (var point in Points.OrderBy(p => p.Rate).ThenByDescending(p => p.Information))
            {
                if (point.Information <= hull[^1].Information) continue; // dearer, and knows no more
                while (hull.Count > 1 && Slope(hull[^2], hull[^1]) <= Slope(hull[^2], point)) hull.RemoveAt(hull.Count - 1);
                hull.Add(point);
            }
            return hull;
        }
    }

    private static double Slope(InformationPoint from, InformationPoint to) => (to.Information - from.Information) / (to.Rate - from.Rate);

    /// <summary>Points that break data processing by more than four standard errors: something is wrong with them.</summary>
    public IReadOnlyList<InformationPoint> Violations => [.. Points.Where(point => point.Violation > Alarm)];

    /// <summary>Between which β the code collapses to nothing: the largest with a rate above <paramref name="least"/>, and the next.</summary>
    /// <param name="least">A rate that is as good as none, nats.</param>
    /// <returns>NaN below where every code is collapsed, NaN above where none is.</returns>
    public (double Above, double Below) CriticalBeta(double least = 0.01)
    {
        var alive = Points.Where(point => point.Rate > least).Select(point => point.Beta).DefaultIfEmpty(double.NaN).Max();
        var dead = Points.Where(point => point.Rate <= least && !(point.Beta <= alive)).Select(point => point.Beta).DefaultIfEmpty(double.NaN).Min();
        return (alive, dead);
    }

    /// <summary>Trains an encoder for each weight and reads both informations on a test set.</summary>
    /// <remarks>All weights are trained in one run, unless each starts from its neighbour's weights: then one after the other, with the option's number of steps each. A code that forgot something is at a saddle, from which training is slow to
    /// learn it again; so a curve from the smallest β up, whose codes only have to forget, does not lose what a fresh start near a critical β loses.
    /// By <see cref="ObjectiveOptions.Stop"/> the run under way is the last, and the curve has the points that there are by then.</remarks>
    /// <param name="lower">A lower bound of I(Z;Y).</param>
    /// <param name="upper">An upper bound of I(X;Z).</param>
    /// <param name="betas">The weights, each 0 or more.</param>
    /// <param name="training">What to train on.</param>
    /// <param name="test">What to read on.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">As in <see cref="ObjectiveTraining.Train"/>, over all that is trained.</param>
    /// <param name="cancellation">As in <see cref="ObjectiveTraining.Train"/>.</param>
    /// <param name="start">Where each weight's training starts from.</param>
    /// <returns>A point for each weight.</returns>
    /// <exception cref="DomainException">A bound of the wrong side, a sum, a weight that is negative, or a checkpoint or replicates for a curve of warm starts.</exception>
    public static MeasuredCurve Sweep(Formula lower, Formula upper, IReadOnlyList<double> betas, Observations training, Observations test, ObjectiveOptions? options = null,
        IProgress<ObjectiveProgress>? progress = null, CancellationToken cancellation = default, CurveStart start = CurveStart.Fresh)
    {
        Require.That(lower.Parts.Count == 1 && upper.Parts.Count == 1, $"A curve of {lower} and {upper}", "one bound for each axis", "a decoder and a rate");
        var sweep = Weight.Sweep(betas); // checks them
        options ??= new();
        if (start != CurveStart.Fresh)
        {
            Require.That(options.Checkpoint is null, $"A checkpoint ({options.Checkpoint}) of a curve with warm starts, which is several runs", "no checkpoint", "fresh starts, which are one run");
            Require.That(options.Replicates == 1, $"{options.Replicates} replicates of a curve with warm starts", "one", "the option Replicates left out");
        }
        var diagnoses = new List<Diagnosis>();
        var found = start switch
        {
            CurveStart.Fresh => AllAtOnce(null, progress),
            CurveStart.SmallestForAll => FromSmallest(),
            _ => InTurn(start == CurveStart.Ascending ? betas.Order() : betas.OrderDescending()),
        };
        return new(found) { Diagnoses = [.. diagnoses.Distinct()] };

        bool IsStopped() => options.Stop.IsCancellationRequested;

        Objective At(Weight weight) => Objective.Maximise(lower - upper.Times(weight));

        IProgress<ObjectiveProgress>? Part(int stage, int stages) => progress is null ? null : new Stage(progress, stage, stages);

        InformationPoint[] Measured(TrainedObjective model, IReadOnlyList<double> at)
        {
            diagnoses.AddRange(model.Diagnoses);
            return Read(model, test, at);
        }

        IEnumerable<InformationPoint> AllAtOnce(TrainedObjective? from, IProgress<ObjectiveProgress>? told)
        {
            using var model = from is null ? ObjectiveTraining.Train(At(sweep), training, options, told, cancellation) : ObjectiveTraining.TrainFrom(from, At(sweep), training, options, 0, told, cancellation);
            return Measured(model, betas);
        }

        IEnumerable<InformationPoint> FromSmallest()
        {
            using var first = ObjectiveTraining.Train(At(Weight.Of(betas.Min())), training, options, Part(0, 2), cancellation);
            return IsStopped() ? Measured(first, [betas.Min()]) : AllAtOnce(first, Part(1, 2));
        }

        IEnumerable<InformationPoint> InTurn(IEnumerable<double> order)
        {
            var points = new List<InformationPoint>();
            TrainedObjective? before = null;
            try
            {
                foreach (var beta in order)
                {
                    if (before is not null && IsStopped()) break;
                    var (objective, told) = (At(Weight.Of(beta)), Part(points.Count, betas.Count));
                    var model = before is null ? ObjectiveTraining.Train(objective, training, options, told, cancellation) : ObjectiveTraining.TrainFrom(before, objective, training, options, null, told, cancellation);
                    before?.Dispose();
                    before = model;
                    points.AddRange(Measured(model, [beta]));
                }
            }
            finally
            {
                before?.Dispose();
            }
            return points;
        }
    }

    private static InformationPoint[] Read(TrainedObjective model, Observations test, IReadOnlyList<double> betas)
    {
        var found = model.Evaluate(test);
        return [.. betas.Select((beta, i) => new InformationPoint(beta, found.Terms[1].ReplicateValues[i], found.TermErrors[1][i],
            found.Terms[0].ReplicateValues[i], found.TermErrors[0][i], found.ReplicateErrors.Count > i ? found.ReplicateErrors[i] : null))];
    }

    /// <summary>One of several runs, told of as one.</summary>
    private sealed class Stage(IProgress<ObjectiveProgress> whole, int stage, int stages) : IProgress<ObjectiveProgress>
    {
        public void Report(ObjectiveProgress value) => whole.Report(value with { Step = stage * value.Steps + value.Step, Steps = stages * value.Steps });
    }

    /// <summary>A point a line; those that break data processing say so. What went wrong comes last.</summary>
    /// <returns>Lines, those of the points in the order of β.</returns>
    public override string ToString() => string.Join("\n", Points.Select(point => point.Violation > Alarm ? $"{point}  ! above I(X;Z), which no code can be: too little test data, or a bound that is none" : $"{point}")
        .Concat(Diagnoses.Select(diagnosis => $"! {diagnosis.Sentence}")));
}
