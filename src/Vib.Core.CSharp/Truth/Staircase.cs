namespace Vib.Core;

/// <summary>Truths one after the other, each for as many steps: what estimators are watched on while they train.</summary>
/// <remarks>The field's own is that of Poole et al. 2019, §4: Gaussians of 2, 4, 6, 8 and 10 nat in 20 dimensions, 4 000 steps each.</remarks>
public sealed class Staircase
{
    /// <summary>A staircase of any truths.</summary>
    /// <param name="stairs">At least one, all of the same dimensions.</param>
    /// <param name="stepsEach">Steps on each, at least 1.</param>
    /// <exception cref="DomainException">There is no stair or no step, or the dimensions change.</exception>
    public Staircase(IReadOnlyList<Truth> stairs, int stepsEach)
    {
        Require.AtLeast(1, stairs.Count, "The number of stairs", "five, from 2 to 10 nat");
        Require.AtLeast(1, stepsEach, "The number of steps on each stair", "4000");
        foreach (var stair in stairs)
            Require.That(stair.XDimension == stairs[0].XDimension && stair.YDimension == stairs[0].YDimension,
                $"A stair with x {stair.XDimension}-d and y {stair.YDimension}-d after one with x {stairs[0].XDimension}-d and y {stairs[0].YDimension}-d",
                "the same dimensions on every stair", "one staircase for each");
        (Stairs, StepsEach) = ([.. stairs], stepsEach);
    }

    /// <summary>Correlated Gaussians that share these amounts.</summary>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="stepsEach">Steps on each, at least 1.</param>
    /// <param name="nats">I of each stair, nats.</param>
    /// <returns>A staircase in the order of the amounts.</returns>
    /// <exception cref="DomainException">As in the constructor, or no Gaussian has so much information.</exception>
    public static Staircase Gaussian(int dimension, int stepsEach, params double[] nats) => new([.. nats.Select(i => CorrelatedGaussian.WithInformation(dimension, i))], stepsEach);

    /// <summary>The stairs, lowest step first.</summary>
    public IReadOnlyList<Truth> Stairs { get; }

    /// <summary>Steps on each.</summary>
    public int StepsEach { get; }

    /// <summary>Steps in all.</summary>
    public int Steps => Stairs.Count * StepsEach;

    /// <summary>The truth of a step.</summary>
    /// <param name="step">Counted from 0; beyond the last stair it stays there.</param>
    /// <returns>The stair that the step is on.</returns>
    /// <exception cref="DomainException">The step is negative.</exception>
    public Truth At(long step)
    {
        Require.AtLeast(0, step, "The step", "a number counted from 0");
        return Stairs[(int)Math.Min(step / StepsEach, Stairs.Count - 1)];
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Stairs.Count} stairs of {Counted.Of(StepsEach, "step")}, {string.Join(", ", Stairs.Select(stair => stair.Information.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)))} nat");
}
