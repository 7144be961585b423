using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>A critic and a bound, joined: the step that follows the bound's gradient uphill, and the reading of its value.</summary>
internal sealed class CriticTraining : IDisposable
{
    private readonly Critic critic;
    private readonly Bound bound;
    private readonly Ascent[] ascents; // of each replicate; with no crew the first is that of all
    private readonly CriticPass pass;
    private readonly Adam adam;
    private readonly Crew? crew;
    private readonly Action<int> stepOne;
    private PairStream? pairs;

    /// <summary>With a crew, replicates are trained side by side, each on one core; a single replicate gives the crew what its pass can do side by side.</summary>
    internal CriticTraining(Critic critic, Bound bound, AdamOptions optimiser, int batch, Crew? crew = null)
    {
        (this.critic, this.bound, this.crew) = (critic, bound, crew);
        ascents = [.. Enumerable.Range(0, critic.Parameters.Replicates).Select(_ => bound.Ascend())];
        adam = new(optimiser, critic.Parameters);
        pass = critic.Pass(batch, backward: true, crew);
        stepOne = replicate => Step(replicate);
    }

    /// <summary>One step on the next batch. Nothing is read back from the device.</summary>
    internal void Step(PairStream pairs)
    {
        using var constant = no_grad();
        this.pairs = pairs;
        adam.Advance(uphill: true);
        if (crew is not null && critic.Parameters.Replicates > 1) crew.Run(critic.Parameters.Replicates, stepOne);
        else Step(replicate: null);
    }

    private void Step(int? replicate)
    {
        pairs!.Next(pass.X, pass.Y, replicate);
        pass.Forward(replicate);
        using (var uphill = ascents[replicate ?? 0].Gradient(pass.Scores.Part(replicate))) pass.ScoresGradient!.Part(replicate).copy_(uphill);
        pass.Backward(replicate);
        adam.Apply(replicate);
    }

    /// <summary>The bound over the next batches: a value and a standard error over data for each replicate.</summary>
    internal Reading Read(PairStream pairs, int batches)
    {
        using var constant = no_grad();
        var terms = new List<double[]>[critic.Parameters.Replicates];
        for (var r = 0; r < terms.Length; r++) terms[r] = [];
        var deviation = 0.0;
        for (var b = 0; b < batches; b++)
        {
            using var scope = NewDisposeScope();
            pairs.Next(pass.X, pass.Y);
            pass.Forward();
            var read = bound.Terms(pass.Scores.All).to_type(ScalarType.Float64).cpu().contiguous();
            var (numbers, count) = (read.data<double>().ToArray(), (int)read.shape[1]);
            for (var r = 0; r < terms.Length; r++) terms[r].Add(numbers[(r * count)..((r + 1) * count)]);
            if (b == 0) deviation = Math.Sqrt(pass.Scores.All.var().item<float>());
        }
        return new([.. terms.Select(t => bound.Pool(t))], deviation);
    }

    public void Dispose()
    {
        foreach (var ascent in ascents) ascent.Dispose();
        pass.Dispose();
        adam.Dispose();
    }
}

/// <summary>What a look at the bound found.</summary>
/// <param name="Replicates">Value and standard error over data of each replicate, nats.</param>
/// <param name="ScoreDeviation">Standard deviation of the scores of the first batch.</param>
internal sealed record Reading((double Value, double StandardError)[] Replicates, double ScoreDeviation)
{
    internal double Mean => Replicates.Average(r => r.Value);

    internal double StandardError => Combine(Replicates);

    /// <summary>The data's error, which replicates share, and the spread over replicates, which their number divides, in quadrature.</summary>
    internal static double Combine(IReadOnlyList<(double Value, double StandardError)> replicates)
    {
        var data = replicates.Average(r => r.StandardError);
        if (replicates.Count == 1) return data;
        var (_, training) = Moments.Mean([.. replicates.Select(r => r.Value)]);
        return Math.Sqrt(data * data + training * training);
    }
}
