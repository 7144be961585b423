using Xunit;

namespace Vib.Core.Tests;

public sealed class EstimateTableTests
{
    private static readonly Estimate lower = new() { Value = 1.256, StandardError = 0.014, Side = Side.Lower, Bound = "InfoNCE", Critic = "separable", Ceiling = 4.852 };

    [Fact]
    public void Columns_are_as_wide_as_their_widest_cell_and_no_line_ends_in_spaces() => Assert.Equal(
        """
        bound             critic     nat            ceiling
        InfoNCE           separable  ≥ 1.26 ± 0.01  4.85
        Donsker–Varadhan             ≈ 1.30 ± NaN            near its ceiling, ties
        CLUB              separable  ≤ 1.26 ± 0.01  4.85
        """.ReplaceLineEndings("\n"), EstimateTable.Of([
        lower,
        new() { Value = 1.3, Side = Side.Estimate, Bound = "Donsker–Varadhan", Diagnoses = [Diagnosis.NearCeiling(1, 2, 3), Diagnosis.Ties("x", 1, 2)] },
        lower with { Side = Side.Upper, Bound = "CLUB" }]));

    [Fact]
    public void Of_nothing_there_are_the_names_alone() => Assert.Equal("bound  critic  nat  ceiling", EstimateTable.Of([]));
}
