using static System.FormattableString;

namespace Vib.Core;

/// <summary>The attack of Carlini and Wagner: the smallest L2 perturbation that fools, by gradient descent and a binary search for each image.</summary>
/// <remarks>x' = ½ (tanh w + 1) minimises ‖x' − x‖² + c · max(κ − margin, 0), margin = max_{i≠y} Z_i − Z_y (or Z_t − max_{i≠t} Z_i), Z = log of the probability averaged over samples of
/// Z  (Carlini and Wagner 2017, arXiv:1608.04644). Adam on w; c is multiplied by 10 until the attack succeeds and bisected from then on. An image counts as found where it
/// fools by the noise of its step and by noise that is the same for all steps.</remarks>
public sealed record CarliniWagner : Attack
{
    private const double Largest = 1e10, Inside = 0.999999; // the constant's end of search, and how near to ±1 tanh w may start: both the authors' own

    /// <summary>Steps of Adam for each constant.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Constants tried for each image.</summary>
    public int SearchSteps { get; init; } = 9;

    /// <summary>The first constant.</summary>
    public double InitialConstant { get; init; } = 1e-3;

    /// <summary>Adam's learning rate.</summary>
    public double LearningRate { get; init; } = 1e-2;

    /// <summary>κ, the margin that is asked for, nats.</summary>
    public double Confidence { get; init; }

    /// <inheritdoc/>
    public override string Name => Invariant($"Carlini–Wagner L2, {SearchSteps} × {Counted.Of(Steps, "step")}{(Confidence > 0 ? Invariant($", κ = {Confidence:0.###}") : "")}");

    private protected override void CheckSettings()
    {
        Require.AtLeast(1, Steps, "The number of steps", "1000");
        Require.AtLeast(1, SearchSteps, "The number of search steps", "9");
        Require.Positive(InitialConstant, "The first constant", "1e-3");
        Require.Positive(LearningRate, "The learning rate", "1e-2");
        Require.AtLeast(0, Confidence, "κ, the margin that is asked for,", "0");
    }

    internal override float[] Perturb(AttackBlock block)
    {
        var shortest = new double[block.Count];
        var (lower, upper, constant) = (new double[block.Count], new double[block.Count], new double[block.Count]);
        Array.Fill(shortest, double.PositiveInfinity);
        Array.Fill(upper, Largest);
        Array.Fill(constant, InitialConstant);
        for (var search = 0; search < SearchSteps; search++)
        {
            var found = Descend(block, constant, shortest);
            for (var i = 0; i < block.Count; i++)
            {
                if (found[i]) upper[i] = Math.Min(upper[i], constant[i]);
                else lower[i] = Math.Max(lower[i], constant[i]);
                constant[i] = upper[i] < Largest ? (lower[i] + upper[i]) / 2 : constant[i] * 10;
            }
        }
        return block.Best;
    }

    /// <summary>Descends with these constants, keeps what is nearer than all before, and says for which images anything fooled.</summary>
    private bool[] Descend(AttackBlock block, double[] constant, double[] shortest)
    {
        var (size, pixels) = (block.Size, block.Pixels);
        double[] w = [.. pixels.Select(x => Math.Atanh(Inside * (2.0 * x - 1)))];
        var (adam, images, found) = (new PixelAdam(w.Length, LearningRate), new float[w.Length], new bool[block.Count]);
        for (var step = 0; step <= Steps; step++)
        {
            for (var d = 0; d < w.Length; d++) images[d] = (float)(0.5 * (Math.Tanh(w[d]) + 1));
            var (margins, gradient) = block.MarginGradient(images, Confidence);
            Note(block, images, margins, shortest, found);
            if (step == Steps) break;
            for (var d = 0; d < w.Length; d++)
            {
                var tanh = Math.Tanh(w[d]);
                gradient[d] = (2 * ((double)images[d] - pixels[d]) - constant[d / size] * gradient[d]) * 0.5 * (1 - tanh * tanh);
            }
            adam.Descend(w, gradient);
        }
        return found;
    }

    private void Note(AttackBlock block, float[] images, double[] margins, double[] shortest, bool[] found)
    {
        var size = block.Size;
        double[] lengths = [.. Enumerable.Range(0, block.Count).Select(i => PerturbationBall.Length(images.AsSpan(i * size, size), block.Pixels.AsSpan(i * size, size)))];
        bool Fools(double margin) => margin > 0 && margin >= Confidence;
        if (!Enumerable.Range(0, block.Count).Any(i => Fools(margins[i]) && (!found[i] || lengths[i] < shortest[i]))) return;
        var check = block.Check(images);
        for (var i = 0; i < block.Count; i++)
        {
            if (!Fools(margins[i]) || !Fools(check[i])) continue;
            found[i] = true;
            if (!(lengths[i] < shortest[i])) continue;
            shortest[i] = lengths[i];
            Array.Copy(images, i * size, block.Best, i * size, size);
        }
    }
}
