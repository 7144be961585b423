namespace Vib.Core;

/// <summary>The factor on a rate at each step: decay^⌊step/every⌋, a staircase.</summary>
public sealed record Schedule
{
    /// <summary>1 throughout.</summary>
    public static Schedule Constant { get; } = new();

    /// <summary>The factor at each stair.</summary>
    public double Decay { get; init; } = 1;

    /// <summary>Steps in a stair.</summary>
    public long Every { get; init; } = 1;

    /// <summary>decay^⌊step/every⌋.</summary>
    /// <param name="decay">The factor at each stair, positive.</param>
    /// <param name="every">Steps in a stair, at least 1.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="DomainException">The decay is not positive, or the stair has no steps.</exception>
    public static Schedule Staircase(double decay, long every)
    {
        var stairs = new Schedule { Decay = decay, Every = every };
        stairs.Check();
        return stairs;
    }

    /// <summary>The factor at a step.</summary>
    /// <param name="step">Counted from 0.</param>
    /// <returns>What the rate is multiplied by.</returns>
    public double Factor(long step) => Math.Pow(Decay, step / Every);

    internal void Check()
    {
        Require.Positive(Decay, "The schedule's decay", "0.97");
        Require.AtLeast(1, Every, "The number of steps in a stair", "a positive number");
    }

    /// <inheritdoc/>
    public override string ToString() => Decay == 1 ? "constant" : FormattableString.Invariant($"×{Decay} every {Counted.Of(Every, "step")}");
}
