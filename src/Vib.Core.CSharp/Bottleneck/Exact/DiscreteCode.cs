namespace Vib.Core;

/// <summary>An encoder q(t|x) with what follows from it: q(t), q(y|t) and the information on both sides.</summary>
internal sealed class DiscreteCode
{
    private readonly JointTable table;
    private readonly double[][] encoder; // q(t|x), a row for each x
    private readonly double[][] decoder; // q(y|t), a row for each t; zeros where t is empty

    internal DiscreteCode(JointTable table, double[][] encoder)
    {
        (this.table, this.encoder) = (table, encoder);
        (Weights, decoder) = (new double[encoder[0].Length], new double[encoder[0].Length][]);
        for (var x = 0; x < encoder.Length; x++)
            for (var t = 0; t < Weights.Length; t++) Weights[t] += table.X[x] * encoder[x][t];
        for (var t = 0; t < Weights.Length; t++)
        {
            decoder[t] = new double[table.YCount];
            for (var x = 0; x < encoder.Length && Weights[t] > 0; x++)
            {
                var share = table.X[x] * encoder[x][t] / Weights[t]; // q(x|t)
                var conditional = table.Conditional(x);
                if (share > 0)
                    for (var y = 0; y < conditional.Length; y++) decoder[t][y] += share * conditional[y];
            }
            if (Weights[t] > 0) Information += Weights[t] * Logarithms.Divergence(decoder[t], table.MarginalOfY);
        }
        for (var x = 0; x < encoder.Length; x++) Rate += table.X[x] * Logarithms.Divergence(encoder[x], Weights);
    }

    /// <summary>q(t).</summary>
    internal double[] Weights { get; }

    /// <summary>I(X;T), nats.</summary>
    internal double Rate { get; }

    /// <summary>H(T), nats.</summary>
    internal double Entropy => Logarithms.Entropy(Weights);

    /// <summary>I(T;Y), nats.</summary>
    internal double Information { get; }

    internal double Encoder(int x, int t) => encoder[x][t];

    internal double[] Decoder(int t) => decoder[t];

    internal double Lagrangian(double beta, CodeCost cost) => beta * (cost == CodeCost.Entropy ? Entropy : Rate) - Information;

    /// <summary>q(t|x) ∝ q(t) exp(−KL[p(y|x) ‖ q(y|t)]/β), or all of it to the largest where H(T) is what costs. The Lagrangian does not rise: q(t), q(y|t) and q(t|x)
    /// each minimise one functional in turn, which is the Lagrangian where the first two follow from the third.</summary>
    internal DiscreteCode Next(double beta, CodeCost cost)
    {
        var logs = Array.ConvertAll(decoder, row => Array.ConvertAll(row, Math.Log)); // log q(y|t), [T,Y]
        var next = new double[encoder.Length][];
        for (var x = 0; x < encoder.Length; x++)
        {
            var scores = new double[Weights.Length];
            var conditional = table.Conditional(x);
            for (var t = 0; t < scores.Length; t++)
            {
                var (cross, row) = (0.0, logs[t]);
                for (var y = 0; y < row.Length; y++)
                    if (conditional[y] > 0) cross += conditional[y] * row[y];
                scores[t] = Math.Log(Weights[t]) + cross / beta; // −∞ of an empty t, and of one that rules out a y that x has
            }
            next[x] = cost == CodeCost.Entropy ? Largest(scores) : Softmax(scores);
        }
        return new(table, next);
    }

    /// <summary>Where three codes in a row are heading.</summary>
    internal static DiscreteCode Leapt(DiscreteCode zeroth, DiscreteCode first, DiscreteCode second) => new(second.table, Leap.From(zeroth.encoder, first.encoder, second.encoder));

    /// <summary>Clusters i and j as one, in place of i; the last takes the place of j.</summary>
    internal double[][] Merged(int i, int j) => Array.ConvertAll(encoder, row =>
    {
        var merged = row[..^1];
        if (j < merged.Length) merged[j] = row[^1];
        merged[i] = row[i] + row[j];
        return merged;
    });

    /// <summary>The encoder with other columns.</summary>
    internal double[][] Columns(IReadOnlyList<int> order) => Array.ConvertAll(encoder, row => order.Select(t => row[t]).ToArray());

    private static double[] Softmax(double[] scores)
    {
        var largest = scores.Max();
        var weights = Array.ConvertAll(scores, score => Math.Exp(score - largest));
        var total = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / total);
    }

    private static double[] Largest(double[] scores)
    {
        var chosen = new double[scores.Length];
        chosen[Array.IndexOf(scores, scores.Max())] = 1;
        return chosen;
    }
}
