namespace Vib.Core;

/// <summary>The self-consistent iterations from one start: iterate until settled, merge what has become equal, and go on while that changes anything.</summary>
/// <remarks>Near a critical β plain iterations slow down without limit. After every second one the encoder is carried on along the way that it is going, and kept there where the
/// Lagrangian is lower.</remarks>
internal sealed class SelfConsistentRun
{
    private const double Rounding = 1e-15; // a change of the Lagrangian that is none
    private readonly List<double> trace = [];

    internal SelfConsistentRun(JointTable table, double beta, DiscreteBottleneckOptions options, double[][] start)
    {
        var most = options.Clusters ?? table.XCount;
        Code = new(table, start);
        for (var clusters = int.MaxValue; Code.Weights.Length < clusters;)
        {
            clusters = Code.Weights.Length;
            Remaining = Iterate(beta, options);
            Code = ClusterMerging.Merge(Code, table, beta, options.Cost, most, options.Tolerance);
        }
        Lagrangian = Code.Lagrangian(beta, options.Cost);
        Converged = Remaining <= options.Tolerance;
    }

    internal DiscreteCode Code { get; private set; }
    internal double Lagrangian { get; }
    internal bool Converged { get; }

    /// <summary>What the Lagrangian is still to fall by, nats.</summary>
    internal double Remaining { get; }

    internal IReadOnlyList<double> Trace => trace;

    /// <summary>Two iterations and a leap, over and over. A settled fall is geometric: after falls a, b the rest is b²/(a − b).</summary>
    private double Iterate(double beta, DiscreteBottleneckOptions options)
    {
        for (var remaining = double.PositiveInfinity; ;)
        {
            var zeroth = Code;
            var value = zeroth.Lagrangian(beta, options.Cost);
            if (!Advance(beta, options)) return remaining;
            var (first, before) = (Code, value - trace[^1]);
            if (before <= Rounding) return 0;
            if (!Advance(beta, options)) return remaining;
            var fall = trace[^2] - trace[^1];
            if (fall <= Rounding) return 0;
            remaining = fall < before ? fall * fall / (before - fall) : double.PositiveInfinity;
            var settled = Math.Max(fall, remaining) <= options.Tolerance;
            if (options.Cost == CodeCost.Entropy) // a partition has no direction to go on in
            {
                if (settled) return remaining;
                continue;
            }
            var leap = DiscreteCode.Leapt(zeroth, first, Code);
            var gain = trace[^1] - leap.Lagrangian(beta, options.Cost);
            if (settled && gain <= options.Tolerance) return remaining; // a fast fall may hide a slow one, which the leap would find
            if (gain > 0) (Code, trace[^1]) = (leap, trace[^1] - gain);
        }
    }

    private bool Advance(double beta, DiscreteBottleneckOptions options)
    {
        if (trace.Count >= options.MostIterations) return false;
        Code = Code.Next(beta, options.Cost);
        trace.Add(Code.Lagrangian(beta, options.Cost));
        return true;
    }
}
