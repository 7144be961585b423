using static System.FormattableString;

namespace Vib.Core;

/// <summary>At which training steps a network's layers are looked at. The first look is before the first step, the last one after the last.</summary>
public abstract record PlaneSchedule
{
    private PlaneSchedule() { }

    /// <summary>Looks whose steps grow by a constant factor, as training's changes do.</summary>
    /// <param name="looks">How many, at least 2; fewer where steps are not so many.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="DomainException">There are fewer than two.</exception>
    public static PlaneSchedule LogSpaced(int looks)
    {
        Require.AtLeast(2, looks, "The number of looks", "30");
        return new Logarithmic(looks);
    }

    /// <summary>A look after so many steps each.</summary>
    /// <param name="steps">At least 1; a network's StepsPerEpoch for a look after every epoch.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="DomainException">There is no step between looks.</exception>
    public static PlaneSchedule Every(int steps)
    {
        Require.AtLeast(1, steps, "The steps between looks", "network.StepsPerEpoch");
        return new Regular(steps);
    }

    /// <summary>Looks after the steps that are named, beside the first and the last.</summary>
    /// <param name="steps">Numbers of steps, at least 0.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="DomainException">A number is negative.</exception>
    public static PlaneSchedule At(IReadOnlyList<long> steps)
    {
        foreach (var step in steps) Require.AtLeast(0, step, "A look's step", "steps counted from 0");
        return new Named([.. steps]);
    }

    /// <summary>The steps after which there is a look.</summary>
    /// <param name="steps">Training steps in all, at least 0.</param>
    /// <returns>Ascending, from 0 to the last step.</returns>
    /// <exception cref="DomainException">The number is negative.</exception>
    public IReadOnlyList<long> Looks(long steps)
    {
        Require.AtLeast(0, steps, "The number of training steps", "network.StepsPerEpoch for an epoch");
        return [.. Between(steps).Where(step => step <= steps).Append(0).Append(steps).Distinct().Order()];
    }

    /// <summary>As many of these looks as are left, close to log-spaced, the first and the last among them.</summary>
    internal static IReadOnlyList<long> Thinned(IReadOnlyList<long> looks, int most)
    {
        if (looks.Count <= most) return looks;
        var wanted = LogSpaced(Math.Max(most, 2)).Looks(looks[^1]);
        return [.. wanted.Select(step => looks.MinBy(look => Math.Abs(Math.Log(look + 1.0) - Math.Log(step + 1.0)))).Append(looks[^1]).Distinct().Order()];
    }

    private protected abstract IEnumerable<long> Between(long steps);

    private sealed record Logarithmic(int Number) : PlaneSchedule
    {
        private protected override IEnumerable<long> Between(long steps) => Enumerable.Range(0, Number - 1).Select(i => (long)Math.Round(Math.Pow(steps, i / (double)Math.Max(Number - 2, 1))));

        public override string ToString() => Invariant($"{Counted.Of(Number, "look")}, log-spaced");
    }

    private sealed record Regular(int Steps) : PlaneSchedule
    {
        private protected override IEnumerable<long> Between(long steps) => Enumerable.Range(0, (int)Math.Min(steps / Steps, int.MaxValue - 1) + 1).Select(i => (long)i * Steps);

        public override string ToString() => Invariant($"a look every {Counted.Of(Steps, "step")}");
    }

    private sealed record Named(long[] Steps) : PlaneSchedule
    {
        private protected override IEnumerable<long> Between(long steps) => Steps;

        public bool Equals(Named? other) => other is not null && Steps.SequenceEqual(other.Steps);

        public override int GetHashCode() => Steps.Length;

        public override string ToString() => Invariant($"{Counted.Of(Steps.Length, "look")}");
    }
}
