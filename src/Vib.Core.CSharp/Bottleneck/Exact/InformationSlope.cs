namespace Vib.Core;

/// <summary>How steeply the information curve of a table leaves its origin.</summary>
internal static class InformationSlope
{
    private const int MostSteps = 10_000;
    private const double Settled = 1e-15; // a rise of the ratio, which is at most 1, that is none
    private const double Near = 1e-9;     // D(r_X ‖ p_X), nats, below which the ratio is its own limit at p_X, and its digits are those of rounding

    internal static double MaximalCorrelation(JointTable table) => Math.Min(1, Directions(table).Value);

    /// <summary>sup D(r_Y ‖ p_Y)/D(r_X ‖ p_X).</summary>
    internal static double AtOrigin(JointTable table)
    {
        var (correlation, direction) = Directions(table);
        var best = Math.Min(1, correlation * correlation);
        if (table.Information <= 0) return best;
        for (var x = 0; x < table.XCount; x++)
        {
            var point = new double[table.XCount];
            point[x] = 1;
            best = Math.Max(best, Climb(table, point));
        }
        foreach (var sign in (int[])[1, -1]) best = Math.Max(best, Climb(table, Tilted(table, direction, sign)));
        return Math.Min(1, best);
    }

    /// <summary>The largest singular value of p(x,y)/√(p(x)p(y)) − √(p(x)p(y)), and the function of x that goes with it, times √p(x).</summary>
    private static (double Value, double[] Direction) Directions(JointTable table)
    {
        var matrix = new double[table.YCount, table.XCount];
        for (var y = 0; y < table.YCount; y++)
            for (var x = 0; x < table.XCount; x++)
                matrix[y, x] = table.Y[y] > 0 ? Math.Sqrt(table.X[x] / table.Y[y]) * (table.Conditional(x)[y] - table.Y[y]) : 0;
        var (values, vectors) = SingularValues.Of(matrix);
        return (values[0], [.. Enumerable.Range(0, table.XCount).Select(x => vectors[x, 0])]);
    }

    /// <summary>p(x) changed along the best small change as far as leaves half of every probability.</summary>
    private static double[] Tilted(JointTable table, double[] direction, int sign)
    {
        var relative = direction.Select((d, x) => sign * d / Math.Sqrt(table.X[x])).ToArray();
        var step = 0.5 / relative.Max(Math.Abs);
        return Normalised([.. relative.Select((r, x) => table.X[x] * (1 + step * r))]);
    }

    /// <summary>Raises the ratio b = D(r_Y ‖ p_Y)/D(r_X ‖ p_X) until it stays. D(r_Y ‖ p_Y) is convex in r, so at least its tangent; the r that maximises the tangent
    /// − b D(r_X ‖ p_X), which is p(x) exp((1/b) Σ_y p(y|x) log r(y)/p(y)) normalised, has a ratio of at least b.</summary>
    private static double Climb(JointTable table, double[] start)
    {
        var rx = start;
        if (Ratio(table, rx) is not { } here) return 0;
        for (var step = 0; step < MostSteps; step++)
        {
            var (from, tangent) = (here, Tangent(table, here));
            if (Ratio(table, tangent) is not { } there) return here.Value;
            var (best, point) = (there, tangent);
            for (var far = 2.0; ; far *= 2) // the way there, twice as far each time, while that is higher: next to p_X, and where Y is nearly a function of X, steps are tiny
            {
                var next = Normalised([.. rx.Zip(tangent, (a, b) => a + far * (b - a))]);
                if (next.Min() < 0 || Ratio(table, next) is not { } higher || higher.Value <= best.Value) break;
                (best, point) = (higher, next);
            }
            (here, rx) = (best, point);
            if (best.Value - from.Value <= Settled) return Math.Max(best.Value, from.Value);
        }
        return here.Value;
    }

    /// <summary>D(r_Y ‖ p_Y)/D(r_X ‖ p_X) with r_Y; null too near p_X to be read, and where it is 0.</summary>
    private static (double Value, double[] Y)? Ratio(JointTable table, double[] rx)
    {
        var ry = new double[table.YCount];
        for (var x = 0; x < rx.Length; x++)
        {
            var conditional = table.Conditional(x);
            for (var y = 0; y < ry.Length; y++) ry[y] += rx[x] * conditional[y];
        }
        var distance = Logarithms.Divergence(rx, table.MarginalOfX);
        var ratio = Logarithms.Divergence(ry, table.MarginalOfY) / distance;
        return distance >= Near && ratio > 0 ? (ratio, ry) : null;
    }

    private static double[] Tangent(JointTable table, (double Value, double[] Y) ratio)
    {
        var logs = new double[table.XCount];
        for (var x = 0; x < logs.Length; x++)
        {
            var sum = 0.0;
            var conditional = table.Conditional(x);
            for (var y = 0; y < conditional.Length; y++)
                if (conditional[y] > 0) sum += conditional[y] * Math.Log(ratio.Y[y] / table.Y[y]);
            logs[x] = sum / ratio.Value;
        }
        var largest = logs.Max();
        return Normalised([.. logs.Select((l, x) => table.X[x] * Math.Exp(l - largest))]);
    }

    /// <summary>Also against rounding: next to p_X a sum off 1 by 1e-16 would be read as information.</summary>
    private static double[] Normalised(double[] weights)
    {
        var total = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / total);
    }
}
