using Xunit;
using static TorchSharp.torch;

namespace Vib.Core.Tests;

/// <summary>Every bound there is. A new one is held to all the laws by a line here.</summary>
internal static class AllBounds
{
    /// <param name="Bound">The bound.</param>
    /// <param name="Formula">The value of a [B,B] matrix as the paper writes it, in plain arithmetic.</param>
    /// <param name="LargestScore">Beyond this the formula itself leaves the doubles.</param>
    /// <param name="Magnitude">The size of the numbers that the value is made of: it carries rounding errors of this times ε.</param>
    internal sealed record Entry(Bound Bound, Func<double[,], double> Formula, double LargestScore, Func<Tensor, double> Magnitude)
    {
        /// <summary>The same for what is climbed, where that is not the value.</summary>
        internal Func<Tensor, double> ObjectiveMagnitude { get; init; } = Magnitude;

        /// <summary>The size of the numbers that an element of the gradient is a difference of; 1/B where it is that of weights.</summary>
        internal Func<Tensor, double> GradientSize { get; init; } = scores => 1.0 / scores.shape[^1];

        /// <summary>What a finite difference of width h may be off by, over h² and the size above, besides the element itself; 0 where third derivatives are below the gradient.</summary>
        internal double Curvature { get; init; }

        /// <summary>The value of a matrix and the numbers beside it, for bounds that have a companion.</summary>
        internal Func<double[,], double[], double>? CompanionFormula { get; init; }

        /// <summary>Elements of a gradient are weights of relative error (1 + |S|) ε, subtracted from each other.</summary>
        internal Func<int, double, double> GradientTolerance(Tensor scores, double epsilon)
        {
            var (plain, size) = (Plain(scores), GradientSize(scores));
            return (_, element) => 32 * epsilon * plain * (Math.Abs(element) + size);
        }
    }

    private static readonly Entry[] all =
    [
        new(new InfoNce(), s => Diagonal(s).Select((joint, i) => joint - Math.Log(Row(s, i).Average(Math.Exp))).Average(), 1e4, Plain),
        new(new DonskerVaradhan(), s => Diagonal(s).Average() - Math.Log(OffDiagonal(s).Average(Math.Exp)), 1e4, Plain),
        // e^{S−1} has relative errors of |S| ε
        new(new Nwj(), s => NwjOf(s, 1), 300, s => Plain(s) * (1 + Math.Exp(Numbers.Of(s).Max() - 1))),
        new(new InfoNce { Contrast = Contrast.OverX }, s => Diagonal(s).Select((joint, i) => joint - Math.Log(Column(s, i).Average(Math.Exp))).Average(), 1e4, Plain),
        Beside(new Tuba { LogBaseline = 0.7 }, (s, c) => 1 + Joint(s, c) - OffDiagonal(Map(s, (v, _, j) => v - c[j])).Average(Math.Exp), 300, Exponential),
        Of(new Interpolated(0.3) { LogBaseline = 0.5 }),
        Of(new Interpolated(0.01)),
        Of(Interpolated.WithLogit(3, -0.5)),
        new(new JensenShannon(), s => NwjOf(s, 0), 300, Exponential) { ObjectiveMagnitude = Plain },
        new(new LegacyJsNwj(), s => NwjOf(s, 1), 300, Exponential) { ObjectiveMagnitude = Plain },
        new(new Smile(), s => Diagonal(s).Average() - Math.Log(OffDiagonal(s).Average(v => Math.Exp(Math.Clamp(v, -5, 5)))), 1e4, Plain),
        new(new Smile(double.PositiveInfinity), s => Diagonal(s).Average() - Math.Log(OffDiagonal(s).Average(Math.Exp)), 1e4, Plain),
        new(new Mine(), s => Diagonal(s).Average() - Math.Log(OffDiagonal(s).Average(Math.Exp)), 1e4, Plain),
        new(new Tnce(), s => Diagonal(s).Select((joint, i) => joint - Math.Log(Column(s, i).Average(Math.Exp))).Average(), 1e4, Plain),
        new(new L1Out(), s => Diagonal(s).Select((joint, i) => joint - Math.Log(Column(s, i).Where((_, k) => k != i).Average(Math.Exp))).Average(), 1e4, Plain),
        new(new Club(), s => Diagonal(s).Average() - OffDiagonal(s).Average(), 1e4, Plain),
        Of(new ReverseJensen(), 10 / (1 - 1 / Math.Sqrt(10)), Math.Log(10)),
        Of(new SharpReverseJensen(), 1, 0),
        new(new BarberAgakov(1.5), s => Diagonal(s).Average() + 1.5, 1e4, Plain),
        new(new VariationalClub(), s => Diagonal(s).Average() - OffDiagonal(s).Average(), 1e4, Plain),
        new(new VariationalL1Out(), s => Diagonal(s).Select((joint, i) => joint - Math.Log(Column(s, i).Where((_, k) => k != i).Average(Math.Exp))).Average(), 1e4, Plain),
        // e^{2·40} is still a float
        Beside(new Flo(), (s, u) => 1 - u.Average() - OffDiagonal(Map(s, (v, i, _) => v - s[i, i] - u[i])).Average(Math.Exp), 40,
            s => Plain(s) * (1 + Math.Exp(Numbers.Of(s - s.diagonal(0, -2, -1).unsqueeze(-1)).Max()))),
        Beside(new DifferenceOfEntropies(), Joint, 1e4, Plain),
        Beside(new BarberAgakovUpper(), Joint, 1e4, Plain),
        Beside(new Uba(), Joint, 1e4, Plain),
    ];

    private static double Joint(double[,] s, double[] companion) => Diagonal(s).Zip(companion, (joint, c) => joint - c).Average();

    private static Entry Beside(CompanionBound bound, Func<double[,], double[], double> formula, double largest, Func<Tensor, double> magnitude) =>
        new(bound, s => formula(s, [.. Enumerable.Repeat(Constant(bound), s.GetLength(0))]), largest, magnitude) { CompanionFormula = formula };

    /// <summary>What stands for every pair where no companion is given.</summary>
    internal static double Constant(CompanionBound bound) => bound is BaselineBound baseline ? baseline.LogBaseline : 0;

    private static double NwjOf(double[,] s, double offset) => 1 - offset + Diagonal(s).Average() - OffDiagonal(s).Average(v => Math.Exp(v - offset));

    private static double Exponential(Tensor scores) => Plain(scores) * (1 + Math.Exp(Numbers.Of(scores).Max()));

    /// <summary>The marginal term is at most 1/α, and has the relative error of a score; derivatives are products of at most three softmax weights and it.</summary>
    private static Entry Of(Interpolated bound) => Beside(bound, bound.Formula, 1e4, s => Plain(s) * (1 + 1 / bound.Alpha)) with { Curvature = 8 / bound.Alpha };

    /// <summary>1 + (B(B−1))⁻¹ Σ_j Σ_{i≠j} [ S_ii − log a(y_i; x_≠j) − e^{S_ij}/a(y_j; x_≠j) ], as the notebook has it.</summary>
    private static double Formula(this Interpolated bound, double[,] s, double[] logBaseline)
    {
        var b = s.GetLength(0);
        double A(int i, int held) => bound.Alpha * Column(s, i).Where((_, l) => l != held).Average(Math.Exp) + (1 - bound.Alpha) * Math.Exp(logBaseline[i]);
        var sum = 0.0;
        for (var j = 0; j < b; j++)
            for (var i = 0; i < b; i++)
                if (i != j) sum += s[i, i] - Math.Log(A(i, j)) - Math.Exp(s[i, j]) / A(j, j);
        return 1 + sum / (b * (b - 1.0));
    }

    /// <summary>R has the relative error of twice a score; its derivatives are at most 2, 4 and 8 times itself, and k R L and log R have them.</summary>
    private static Entry Of(Bound bound, double factor, double offset)
    {
        // without the largest score's exponential, which the ratio does not see, nothing leaves the doubles
        double Ratio(double[,] s) => OffDiagonal(s).Max() is var m ? OffDiagonal(s).Average(v => Math.Exp(2 * (v - m))) / Math.Pow(OffDiagonal(s).Average(v => Math.Exp(v - m)), 2) : 1;
        double Loss(double[,] s) => factor * Ratio(s) * OffDiagonal(s).Average(v => v > 40 ? v : Math.Log(1 + Math.Exp(v)));
        double Size(Tensor t) => Slices(t).Max(s => 1 + Loss(s) + factor * Ratio(s));
        return new(bound, s => Diagonal(s).Average() - Loss(s) + Math.Log(Ratio(s)) + offset, 1e4, t => Plain(t) * Size(t)) { GradientSize = t => 4 * Size(t), Curvature = 8 };
    }

    private static IEnumerable<double[,]> Slices(Tensor scores) =>
        scores.shape.Length == 2 ? [Matrix(scores)] : Enumerable.Range(0, (int)scores.shape[0]).Select(r => Matrix(scores.select(0, r)));

    public static TheoryData<string> Names => [.. all.Select(entry => entry.Bound.Name)];

    /// <summary>Those with a number more for each pair.</summary>
    public static TheoryData<string> Companions => [.. all.Where(entry => entry.Bound is CompanionBound).Select(entry => entry.Bound.Name)];

    internal static Entry Named(string name) => all.Single(entry => entry.Bound.Name == name);

    internal static double Plain(Tensor scores) => 1 + Numbers.Largest(scores);

    internal static double[,] Matrix(Tensor scores)
    {
        var (numbers, b) = (Numbers.Of(scores), (int)scores.shape[0]);
        var matrix = new double[b, b];
        for (var k = 0; k < numbers.Length; k++) matrix[k / b, k % b] = numbers[k];
        return matrix;
    }

    internal static IEnumerable<double> Diagonal(double[,] s) => Enumerable.Range(0, s.GetLength(0)).Select(i => s[i, i]);

    internal static IEnumerable<double> Row(double[,] s, int i) => Enumerable.Range(0, s.GetLength(1)).Select(j => s[i, j]);

    internal static IEnumerable<double> Column(double[,] s, int j) => Enumerable.Range(0, s.GetLength(0)).Select(i => s[i, j]);

    /// <summary>Each element by a function of itself, its row and its column.</summary>
    internal static double[,] Map(double[,] s, Func<double, int, int, double> map)
    {
        var mapped = new double[s.GetLength(0), s.GetLength(1)];
        for (var i = 0; i < s.GetLength(0); i++)
            for (var j = 0; j < s.GetLength(1); j++) mapped[i, j] = map(s[i, j], i, j);
        return mapped;
    }

    internal static IEnumerable<double> OffDiagonal(double[,] s) =>
        Enumerable.Range(0, s.GetLength(0)).SelectMany(i => Row(s, i).Where((_, j) => j != i));
}
