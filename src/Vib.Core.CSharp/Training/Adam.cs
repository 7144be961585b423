using TorchSharp;
using static TorchSharp.torch;

namespace Vib.Core;

/// <summary>The optimiser's settings.</summary>
/// <remarks>w ← w − η m̂/(√v̂ + ε), with bias-corrected moments  (Kingma and Ba 2015, arXiv:1412.6980, algorithm 1).</remarks>
public sealed record AdamOptions
{
    /// <summary>η, before the schedule.</summary>
    public double LearningRate { get; init; } = 5e-4;

    /// <summary>Decay of the first moment.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>ε.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>How the learning rate changes over the steps.</summary>
    public Schedule Schedule { get; init; } = Schedule.Constant;

    /// <summary>Decay of the moving average of the weights (Polyak); null for no average.</summary>
    public double? AverageDecay { get; init; }

    internal void Check()
    {
        Require.Positive(LearningRate, "The learning rate", "1e-4 to 1e-3");
        Require.Decay(Beta1, "β1");
        Require.Decay(Beta2, "β2");
        Require.Positive(Epsilon, "ε");
        Schedule.Check();
        if (AverageDecay is { } decay) Require.Decay(decay, "The decay of the weights' average");
    }
}

/// <summary>Adam over a flat buffer: one fused pass a step, the weights' moving average included.</summary>
internal sealed class Adam : IDisposable
{
    private const long ShareSize = 1 << 16; // weights that are moved by one thread, whole vectors of them

    private readonly AdamOptions options;
    private readonly FlatParameters parameters;
    private readonly Kernels kernels;
    private readonly Rows all;
    private readonly Rows[] each; // [P] of each replicate
    private readonly AdamStage? stage;
    private Rows[] shares = []; // of all weights, for a crew
    private Action<int>? applyShare;
    private AdamStep step;

    /// <summary>What one pass reads and writes.</summary>
    private readonly record struct Rows(Tensor Values, Tensor Gradients, Tensor First, Tensor Second, Tensor? Average)
    {
        internal Rows Of(int replicate)
        {
            Tensor Row(Tensor buffer) => buffer.select(0, replicate).DetachFromDisposeScope();
            return new(Row(Values), Row(Gradients), Row(First), Row(Second), Average is null ? null : Row(Average));
        }

        internal Rows Share(long start, long count)
        {
            Tensor Some(Tensor buffer)
            {
                using var flat = buffer.view(-1);
                return flat.narrow(0, start, count).DetachFromDisposeScope();
            }
            return new(Some(Values), Some(Gradients), Some(First), Some(Second), Average is null ? null : Some(Average));
        }

        internal void Dispose()
        {
            foreach (var row in (Tensor?[])[Values, Gradients, First, Second, Average]) row?.Dispose();
        }
    }

    internal Adam(AdamOptions options, FlatParameters parameters)
    {
        options.Check();
        (this.options, this.parameters, kernels) = (options, parameters, Kernels.For(parameters.Device));
        First = zeros_like(parameters.Values).DetachFromDisposeScope();
        Second = zeros_like(parameters.Values).DetachFromDisposeScope();
        Average = options.AverageDecay is null ? null : zeros_like(parameters.Values).DetachFromDisposeScope();
        all = new(parameters.Values, parameters.Gradients, First, Second, Average);
        each = [.. Enumerable.Range(0, parameters.Replicates).Select(all.Of)];
        stage = Kernels.ByHand(parameters.Device.type) ? null : new(parameters.Device);
    }

    internal Tensor First { get; }     // [R,P]
    internal Tensor Second { get; }    // [R,P]
    internal Tensor? Average { get; }  // [R,P], started at zero: see DebiasedAverage
    internal long Steps { get; set; }

    /// <summary>Follows the gradients once: downhill, or uphill for an objective that is maximised; <paramref name="factor"/> is on the learning rate.</summary>
    internal void Step(bool uphill = false, double factor = 1)
    {
        Advance(uphill, factor);
        Apply();
    }

    /// <summary>Begins a step, with all of it that a recorded step may not do, which <see cref="Apply"/> then takes for all replicates, or for each in turn.</summary>
    internal void Advance(bool uphill = false, double factor = 1)
    {
        Steps++;
        var (t, rate) = (Steps, (uphill ? -1 : 1) * factor * options.LearningRate * options.Schedule.Factor(Steps - 1));
        step = new((float)(rate / Collected(options.Beta1, t)), (float)options.Beta1, (float)options.Beta2,
            (float)(1 / Math.Sqrt(Collected(options.Beta2, t))), (float)options.Epsilon, (float)(options.AverageDecay ?? 0));
        stage?.Set(t, rate, step);
    }

    /// <summary>Moves the weights of all replicates, or of one.</summary>
    internal void Apply(int? replicate = null)
    {
        var rows = replicate is { } r ? each[r] : all;
        kernels.Adam(rows.Values, rows.Gradients, rows.First, rows.Second, rows.Average, step, stage);
    }

    /// <summary>Moves the weights of all replicates, share by share on a crew: each weight by itself, so that the shares change no bit.</summary>
    internal void ApplyInShares(Crew crew)
    {
        if (applyShare is null)
        {
            var total = parameters.Values.numel();
            shares = [.. Enumerable.Range(0, (int)((total + ShareSize - 1) / ShareSize)).Select(i => all.Share(i * ShareSize, Math.Min(ShareSize, total - i * ShareSize)))];
            applyShare = i => kernels.Adam(shares[i].Values, shares[i].Gradients, shares[i].First, shares[i].Second, shares[i].Average, step, stage);
        }
        crew.Run(shares.Length, applyShare);
    }

    /// <summary>1 − decay^t for the decay that the kernels use, which is a float: 0.9999 as one is off by 10⁻⁸, and 1 − 0.9999 then by 2 × 10⁻⁴ of itself.</summary>
    private static double Collected(double decay, long t) => 1 - Math.Pow((float)decay, t);

    /// <summary>The average without the pull of its start at zero, a/(1 − decay^t); before the first step the weights themselves.</summary>
    internal Tensor DebiasedAverage() =>
        Average is null || Steps == 0 ? parameters.Values.clone() : Average * (1 / Collected(options.AverageDecay!.Value, Steps));

    public void Dispose()
    {
        foreach (var rows in (Rows[])[.. each, .. shares]) rows.Dispose();
        stage?.Dispose();
        First.Dispose();
        Second.Dispose();
        Average?.Dispose();
    }
}
