namespace Vib.Core;

/// <summary>How a weight changes over the steps of training: a factor, 0 or more.</summary>
public abstract record Ramp
{
    private Ramp() { }

    /// <summary>1 throughout.</summary>
    public static Ramp Constant { get; } = new Level();

    /// <summary>From 0 to 1 in a straight line over the first steps, then 1.</summary>
    /// <param name="steps">At least 1.</param>
    /// <returns>The ramp.</returns>
    /// <exception cref="DomainException">Less than one step.</exception>
    public static Ramp WarmUp(long steps)
    {
        Require.AtLeast(1, steps, "The number of steps of a warm-up", "1000");
        return new Line(steps);
    }

    /// <summary>Again and again from 0 to 1 in a straight line, and at 1 for the rest of each cycle  (Fu et al. 2019, arXiv:1903.10145).</summary>
    /// <param name="period">Steps in a cycle, at least 1.</param>
    /// <param name="rising">The part of a cycle that rises, above 0 and at most 1.</param>
    /// <returns>The ramp.</returns>
    /// <exception cref="DomainException">Less than one step, or a part that is none.</exception>
    public static Ramp Cyclic(long period, double rising = 0.5)
    {
        Require.AtLeast(1, period, "The number of steps of a cycle", "1000");
        Require.That(rising is > 0 and <= 1, $"A rising part of {rising}", "a number above 0 and at most 1", "0.5");
        return new Saw(period, rising);
    }

    /// <summary>From a factor to 1 by the same ratio in every step, then 1: annealing from above or from below.</summary>
    /// <param name="from">The factor at the start, positive.</param>
    /// <param name="steps">At least 1.</param>
    /// <returns>The ramp.</returns>
    /// <exception cref="DomainException">A factor that is not positive, or less than one step.</exception>
    public static Ramp Annealed(double from, long steps)
    {
        Require.Positive(from, "The factor that annealing starts from", "100");
        Require.AtLeast(1, steps, "The number of steps of annealing", "1000");
        return new Anneal(from, steps);
    }

    /// <summary>The factor at a step.</summary>
    /// <param name="step">Counted from 0.</param>
    /// <returns>The factor, 0 or more.</returns>
    public abstract double At(long step);

    private sealed record Level : Ramp
    {
        public override double At(long step) => 1;
        public override string ToString() => "";
    }

    private sealed record Line(long Steps) : Ramp
    {
        public override double At(long step) => Math.Min(1, step / (double)Steps);
        public override string ToString() => FormattableString.Invariant($"warm-up {Steps}");
    }

    private sealed record Saw(long Period, double Rising) : Ramp
    {
        public override double At(long step) => Math.Min(1, step % Period / (Rising * Period));
        public override string ToString() => FormattableString.Invariant($"cycles of {Period}");
    }

    private sealed record Anneal(double From, long Steps) : Ramp
    {
        public override double At(long step) => step >= Steps ? 1 : Math.Pow(From, 1 - step / (double)Steps);
        public override string ToString() => FormattableString.Invariant($"annealed from ×{From} over {Steps}");
    }
}
