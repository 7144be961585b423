namespace Vib.Core;

/// <summary>A critic with hidden layers.</summary>
/// <remarks>The default is that of the official notebook of Poole et al. 2019: two layers of 256.</remarks>
public abstract record LayeredCriticOptions : CriticOptions
{
    private protected LayeredCriticOptions() { }

    /// <summary>Widths of the hidden layers.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256, 256];

    /// <summary>The same critic with hidden layers of these widths, at least one.</summary>
    /// <param name="widths">At least one, all positive.</param>
    /// <returns>A copy.</returns>
    public LayeredCriticOptions WithHidden(IReadOnlyList<int> widths) => this with { Hidden = widths };

    private protected override void Check(int xDimension, int yDimension, int replicates)
    {
        base.Check(xDimension, yDimension, replicates);
        Require.Widths(Hidden, "Hidden layers", "[256, 256]");
    }
}
